"""What a lever does to the page, computed beforehand: the frames that the browser plays during a drag.

A sweep answers one question of the board ("this lever, around here"). It is a
block of bytes: the length of its head (four bytes), the head as JSON, then the
numbers of the charts as 32-bit floats. Sessions share the sweeps kept here.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

import numpy as np

from sim import Result, Scenario, pages
from sim.charts import Chart, charts
from sim.charts.chart import ALONE, Beside
from sim.charts.frames import Moving, played
from sim.charts.picture import Table
from sim.engine.evaluate import runs
from sim.engine.kept import Kept
from sim.engine.kept_runs import KeptRun, results_of
from sim.engine.presets import subject
from sim.inputs import TABLE
from sim.links.showing import WHOLE, Showing, charts_shown
from sim.teaching.exercises.passing import Passing
from ui.board import levers, side_by_side
from ui.server.payload import block, packed
from ui.server.queue import LATE_TURN

MOST_RUNGS = 41  # nearly four decades of a logarithmic lever
MOST_BYTES = 150_000
KEPT = 64  # sweeps; at most 10 MB


@dataclass(frozen=True)
class Question:
    """Which sweep is asked for.

    Parameters
    ----------
    page : str
        The page whose charts move.
    scenario : Scenario
        What the page shows; its result draws the window of the charts.
    lever : str
        The input that moves.
    center : int
        Rung of the lever around which to look.
    kept : tuple of Kept
        What to compare with.
    own : (Scenario, str), optional
        Scenario and title of the visitor's own preset.
    charts : tuple of str, optional
        The charts that are in view; all of the page if not given.
    token : str
        Name of the sweep, see `tokens`.
    laws : tuple of str, optional
        Laws that the charts of the page compare, where they do that.
    aims : tuple of Passing, optional
        What the run must pass, which each frame says.
    beside : bool, optional
        Whether the table of this run and the kept ones is in view.
    """

    page: str
    scenario: Scenario
    lever: str
    center: int
    kept: tuple[Kept, ...] = ()
    own: tuple[Scenario, str] | None = None
    charts: tuple[str, ...] | None = None
    laws: tuple[str, ...] | None = None
    token: str = ""
    aims: tuple[Passing, ...] = ()
    beside: bool = False


def tokens(
    page: str,
    scenario: Scenario,
    kept: tuple[Kept, ...],
    laws: tuple[str, ...] | None = None,
    windows: tuple[Hashable, ...] = (),
    aims: tuple[Passing, ...] = (),
) -> Callable[[str], str]:
    """Names of all that a sweep of a lever depends on: everything but the lever itself, and the charts' windows."""
    inputs = {name: repr((name, value)) for name, value in scenario}
    rest = repr([page, [(one.mark, one.name, list(one.scenario)) for one in kept], laws, windows, aims])

    def token(lever: str) -> str:
        others = "".join(text for name, text in inputs.items() if name != lever)
        return sha256(f"{lever}{others}{rest}".encode()).hexdigest()[:16]

    return token


def windows(charts: Sequence[Chart], now: Result, beside: Beside = ALONE) -> tuple[Hashable, ...]:
    """What of the run that the page shows the frames of its charts depend on."""
    live = [chart for chart in charts if chart.applies(now.scenario) and not chart.waits]
    return tuple(chart.frames_window(now, beside) for chart in live)


def window(n_rungs: int, center: int) -> range:
    """Rungs of a sweep: as many as may be sent, the center in their middle where the ends allow."""
    first = min(max(0, center - MOST_RUNGS // 2), max(0, n_rungs - MOST_RUNGS))
    return range(first, min(n_rungs, first + MOST_RUNGS))


@lru_cache(maxsize=KEPT)
def sweep(question: Question) -> bytes:
    """The frames of one lever; nothing where there are none, and release serves."""
    rungs = levers.rungs(question.lever)
    shown = window(len(rungs), question.center)
    now = getattr(question.scenario, question.lever)
    # The run that the page shows rides along: its charts are the window of all.
    LATE_TURN.pause()
    *found, base = runs(
        question.scenario,
        question.lever,
        [*(rungs[index] for index in shown), rungs[question.center] if now is None else now],
    )
    possible = [result for result in found if result is not None]
    if base is None or not possible:
        return b""
    beside = Beside(results_of(question.kept), question.laws or ())
    # An infeasible rung has no frame: the browser stays on the one before. Something must fill the arrays.
    many = [result or possible[0] for result in found]
    head = {
        "token": question.token,
        "lever": question.lever,
        "first": shown.start,
        "center": question.center,
        "possible": [result is not None for result in found],
        **_texts(question, many, beside.kept),
    }
    LATE_TURN.pause()
    own = pages.board(question.page).charts
    asked = own if question.charts is None else [charts()[name] for name in question.charts]
    asked = [chart for chart in asked if chart.applies(base.scenario)]
    head["asked"] = [chart.id for chart in asked]
    live = [chart for chart in asked if not chart.waits]
    return _packed(head, [_moving(chart, base, many, beside, chart.hand == question.lever) for chart in live])


def _moving(
    chart: Chart, window: Result, many: Sequence[Result], beside: Beside, by_hand: bool
) -> tuple[dict[str, Any], list[Moving] | None]:
    """What the head says of a chart, its words where they move, and what of its traces does.

    Of a chart whose own line is moved `by_hand` all words move, those of its table too.
    """
    LATE_TURN.pause()
    chart.foresee([window, *many])
    subtitles, notes = zip(*(chart.captions(now, beside) for now in many), strict=True)
    words = {"subtitle": list(subtitles), "note": list(notes)}
    if by_hand:
        words["summary"] = [chart.in_words(now, beside) for now in many]
    told = {kind: texts for kind, texts in words.items() if texts.count(texts[0]) < len(texts)}
    table = {"table": _tables([chart.rows(now, beside) for now in many])} if by_hand else {}
    traces, axes = played(chart, window, many, beside)
    return {"id": chart.id, **told, **table, **({"axes": axes} if axes else {})}, traces


def _tables(many: Sequence[Table]) -> dict[str, Any]:
    """Tables of many frames: all rows that any of them has, each once, and which of them each frame has."""
    known: dict[tuple[str, ...], int] = {}
    row_of = [[known.setdefault(tuple(row), len(known)) for row in rows] for _, rows in many]
    return {"columns": many[0][0], "rows": list(known), "of": row_of}


def _packed(head: dict[str, Any], charts: Sequence[tuple[dict[str, Any], list[Moving] | None]]) -> bytes:
    """Head and numbers as one block; a chart that does not fit is left to the release."""
    body = b""
    room = MOST_BYTES - len(packed(head))
    head["charts"] = []
    for chart, frames in charts:
        traces, floats = _chart(frames or [], len(body) // 4)
        item = {**chart, "traces": traces}
        used = len(floats) + len(packed(item))
        if frames is not None and traces is not None and used <= room:
            room -= used
            body += floats
            head["charts"].append(item)
    return block(head, body)


def _texts(question: Question, many: Sequence[Result], kept: Sequence[KeptRun]) -> dict[str, Any]:
    """Numbers, paragraph and levers of each frame."""
    board = pages.board(question.page)
    stories = [board.sentence(now, kept, subject(now.scenario, question.own), moving=True) for now in many]
    numbers: dict[str, list[list[Any]]] = {}
    for now in many:
        for number in board.headlines(now, kept):
            frame: list[Any] = [number.value, number.unit, number.detail]
            frame += [number.at, [words[2:] for words in number.units]] if number.units else []
            numbers.setdefault(number.name, []).append(frame)
    return {
        "numbers": numbers,
        "sentence": [[[piece.text, int(piece.strong)] for piece in pieces] for pieces in stories],
        "levers": levers.following(question.lever, many, question.page),
        "aims": [[aim.said(now) for aim in question.aims] for now in many] if question.aims else None,
        "tabled": question.beside,
        "beside": side_by_side.frames(many, kept) if question.beside else None,
    }


def _chart(frames: Sequence[Moving], start: int) -> tuple[list[dict[str, Any]] | None, bytes]:
    """What moves in one chart and its numbers, which begin at `start`; `None` for what cannot be sent."""
    traces, floats = [], b""
    for frame in frames:
        item: dict[str, Any] = {"trace": frame.trace, "path": frame.path}
        if isinstance(frame.values, np.ndarray):
            rows, row_of = _distinct(frame.values.astype("<f4"))
            item |= {"at": start + len(floats) // 4, "width": frame.values.shape[1]}
            if row_of is not None:
                item["rows"] = row_of
            floats += rows.tobytes()
        elif any(map(_is_nested, frame.values)):
            return None, b""  # a map: too much to send
        else:
            item["values"] = frame.values
        traces.append(item)
    return traces, floats


def _distinct(values: np.ndarray) -> tuple[np.ndarray, list[int] | None]:
    """Rows that differ, and which of them each frame has; `None` where most frames have their own."""
    known: dict[bytes, int] = {}
    row_of = [known.setdefault(row.tobytes(), len(known)) for row in values]
    if 2 * len(known) > len(values):
        return values, None
    first = [row_of.index(place) for place in range(len(known))]
    return values[first], row_of


def _is_nested(value: Any) -> bool:
    if isinstance(value, (np.ndarray, dict)):
        return True
    return isinstance(value, (list, tuple)) and any(isinstance(item, (list, tuple, np.ndarray)) for item in value)


def named(asked: Any, page: str, showing: Showing = WHOLE) -> tuple[str, ...]:
    """Those charts of the page that a browser, which is not trusted, names; all where it names none."""
    shown = [chart.id for chart in charts_shown(page, showing)]
    return tuple(name for name in shown if name in asked) if isinstance(asked, list) else tuple(shown)


def answerable(lever: Any, center: Any, page: str, scenario: Scenario, showing: Showing = WHOLE) -> bool:
    """Whether a request of a browser, which is not trusted, names a lever or line of the page and a rung of it."""
    return (
        isinstance(lever, str)
        and isinstance(center, int)
        and lever in TABLE
        and lever in levers.movable(scenario, page, showing)
        and 0 <= center < len(levers.rungs(lever))
        and bool(charts_shown(page, showing))
    )
