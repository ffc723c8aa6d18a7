"""The runs that were kept beside the run: how every chart draws, names and tells of them.

A chart calls one of `kept_points`, `kept_lines` and `kept_bars`, and adds what that returns to its traces. Color,
shape, dash and letter are chosen here, so that a run looks the same everywhere and is known without its color.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sim.charts.drawing.style import SMALL, line, point
from sim.charts.picture import Table
from sim.engine.kept_runs import KeptRun


@dataclass(frozen=True)
class Look:
    """How a kept run is drawn: a color of the style, a marker and a dash of Plotly, and the marker as text."""

    color: str
    symbol: str
    dash: str
    glyph: str


LOOKS = (
    Look("kept-1", "diamond", "dash", "\u25c7"),
    Look("kept-2", "square", "dashdot", "\u25a1"),
    Look("kept-3", "triangle-up", "longdashdot", "\u25b3"),
)
ROOM, MOST = 0.17, 0.09  # of a row: what the strips of all runs take together, and one of them at most
LETTER = 10  # size at a strip [px]
ASIDE = "\u2002\u2002"  # each letter stands further out than the one before, so that equal strips can be told

Value = float | None


def kept_points(
    others: Sequence[KeptRun],
    spot: Callable[[KeptRun], tuple[Value, Value]],
    place: str | Callable[[KeptRun], str] = "bottom left",
    **more: Any,
) -> list[dict[str, Any]]:
    """Where each kept run stands, under its letter; nothing of one without such a place.

    Parameters
    ----------
    others : sequence of KeptRun
        The kept runs, as a chart gets them.
    spot : callable
        A run -> its place on the axes.
    place : str or callable
        Side of the letter, or a run -> that side.
    more : dict
        More of the traces.
    """
    traces = []
    for run in others:
        look, (x, y) = look_of(run), spot(run)
        if x is None or y is None:
            continue
        marker = {"symbol": look.symbol, "color": "@paper", "size": 10, "line": {"color": f"@{look.color}", "width": 2}}
        words = {"marker": marker, "textfont": {"size": SMALL, "color": f"@{look.color}"}, "hoverinfo": "skip"}
        traces.append(
            point(x, y, run.mark, look.color, place if isinstance(place, str) else place(run), **words, **more)
        )
    return traces


def kept_lines(
    others: Sequence[KeptRun], curve: Callable[[KeptRun], tuple[Any, Any]], **more: Any
) -> list[dict[str, Any]]:
    """A line of each kept run; `curve` gives its x and y, on a grid of the run's own, so that it stands still."""
    return [
        line(*curve(run), look_of(run).color, 1.5, line={"dash": look_of(run).dash}, hoverinfo="skip", **more)
        for run in others
    ]


def kept_bars(
    others: Sequence[KeptRun],
    sizes: Callable[[KeptRun], Sequence[Value]],
    rows: Sequence[Any],
    starts: Callable[[KeptRun], Sequence[float]] | None = None,
    *,
    edge: float = 0.33,
    upright: bool = False,
    **more: Any,
) -> list[dict[str, Any]]:
    """A thin strip along each bar for each kept run, with its letter at the end; below the bars, or right of them.

    Parameters
    ----------
    others : sequence of KeptRun
        The kept runs, as a chart gets them.
    sizes, starts : callable
        A run -> how long its bars are, and where they begin: at 0 if not given.
    rows : sequence
        The places of the bars, or their names.
    edge : float
        From the middle of a row to the first strip, in rows; below 0 the strips lie above the bars.
    upright : bool
        Whether the bars stand.
    more : dict
        More of the traces.
    """
    width = min(MOST, ROOM / max(len(others), 1))
    aside = "" if upright else ASIDE
    traces = []
    for i, run in enumerate(others):
        look, lengths = look_of(run), [size or 0.0 for size in sizes(run)]
        traces.append(
            {
                "type": "bar",
                "orientation": "v" if upright else "h",
                **dict(zip("yx" if upright else "xy", (lengths, list(rows)), strict=True)),
                "base": [0.0] * len(lengths) if starts is None else list(starts(run)),
                "width": 0.8 * width,
                "offset": edge + i * width,
                "text": [f"{aside * i}\u00a0{run.mark}" if size else "" for size in lengths],
                "textposition": "outside",
                "textangle": 0,
                "constraintext": "none",
                "textfont": {"size": LETTER, "color": f"@{look.color}"},
                "cliponaxis": False,
                "marker": {"color": f"@{look.color}"},
                "hoverinfo": "skip",
                **more,
            }
        )
    return traces


def look_of(run: KeptRun) -> Look:
    """How a run is drawn."""
    return LOOKS[run.place % len(LOOKS)]


def legend(kept: Sequence[KeptRun]) -> str:
    """Which mark is which run, for a subtitle."""
    said = ", ".join(f"{look_of(run).glyph} {run.mark} {run.name}".rstrip() for run in kept)
    return f"Beside it: {said}." if kept else ""


def told(summary: str, others: Sequence[tuple[KeptRun, str]]) -> str:
    """Words of the run, and the same of each kept one."""
    return " ".join([summary, *(f"{run.mark}: {words}" for run, words in others)])


def with_kept(table: Table, others: Sequence[tuple[KeptRun, Table]]) -> Table:
    """Table of the run with the columns of each kept one beside it, those left out that say the same.

    Where a kept run has other rows they stand below.
    """
    columns, rows = table
    width, stubs = len(columns), [row[0] for row in rows]
    below: list[list[str]] = []
    for run, (names, theirs) in others:
        if [row[0] for row in theirs] == stubs:
            both = list(zip(rows, theirs, strict=True))
            differ = [i for i in range(1, len(names)) if any(ours[i] != other[i] for ours, other in both)]
            kept = differ or [1]
            columns = [*columns, *(f"{names[i]}, {run.mark}" for i in kept)]
            rows = [[*ours, *(other[i] for i in kept)] for ours, other in both]
        else:
            below += [[f"{row[0]}, {run.mark}", *row[1:width]] for row in theirs]
    return columns, [[*row, *[""] * (len(columns) - len(row))] for row in [*rows, *below]]
