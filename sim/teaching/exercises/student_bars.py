"""Bars of students: how many of a class gave each of a few answers."""

import html
import textwrap
from collections.abc import Sequence
from typing import Any

from sim.charts.drawing.style import BODY, REVEALS, axis, layout
from sim.teaching.exercises.task import Drawn

LINE = 30  # characters of an answer in one line beside its bar


def student_bars(
    names: Sequence[str],
    counts: Sequence[int],
    right: Sequence[int | None],
    column: str,
    words: Sequence[str] = (),
) -> Drawn:
    """A bar and a row for each answer; the right one in its own color, which a chart without the key leaves out.

    Parameters
    ----------
    names, counts, right : sequence
        Of each answer: its short name, how many gave it, and of the key how many of them count as right.
    column : str
        Head of the names in the table.
    words : sequence of str
        The answers in words, where the names are letters.
    """
    full = [f"{name}: {text}" for name, text in zip(names, words, strict=True)] if words else list(names)
    labels = [wrapped(text) for text in full]
    bars = {
        "type": "bar", "orientation": "h", "x": list(counts), "y": labels, "width": 0.6,
        "marker": {"color": "@params"}, "hoverinfo": "skip",
        "text": [str(count) for count in counts], "textposition": "outside", "cliponaxis": False,
    }  # fmt: skip
    key = bars | {
        "x": list(right), "marker": {"color": "@compute"}, "text": ["    ✓" for _ in right], "meta": REVEALS,
    }  # fmt: skip
    drawn = {
        "data": [bars, key] if any(mine is not None for mine in right) else [bars],
        "layout": layout(barmode="overlay", **_axes(max(1, *counts))),
    }
    rows = [[text, str(count)] for text, count in zip(full, counts, strict=True)]
    return drawn, [column, "Students"], rows


def wrapped(text: str, width: int = LINE) -> str:
    """A text in lines for a label of Plotly, which breaks none by itself and takes signs for markup."""
    return "<br>".join(html.escape(line, quote=False) for line in textwrap.wrap(text, width)) or " "


def grouped_bars(
    names: Sequence[str], counts: Sequence[Sequence[int]], series: Sequence[str], words: Sequence[str]
) -> dict[str, Any]:
    """Bars side by side for each answer: the last list of counts full, those before it pale, each named."""
    longest = max(1, *(count for part in counts for count in part))
    colors = ["@params/0.4"] * (len(counts) - 1) + ["@params"]
    bars = [
        _part(names, part, words)
        | {"marker": {"color": color}, "name": name, "width": 0.36, "offset": 0.04 - 0.4 * (len(counts) - 1 - i),
           "text": [f"{count} {name.lower()}" for count in part], "textposition": "outside", "cliponaxis": False}
        for i, (part, color, name) in enumerate(zip(counts, colors, series, strict=True))
    ]  # fmt: skip
    return {"data": bars, "layout": layout(barmode="overlay", **_axes(longest * 1.2))}


def _part(names: Sequence[str], counts: Sequence[int], words: Sequence[str]) -> dict[str, Any]:
    return {
        "type": "bar", "orientation": "h", "x": list(counts), "hoverinfo": "skip",
        "y": [wrapped(f"{name}: {text}") for name, text in zip(names, words, strict=True)], "width": 0.6,
    }  # fmt: skip


def _axes(longest: float) -> dict[str, Any]:
    ink = {"size": BODY, "color": "@ink"}
    return {
        "xaxis": axis("Students", range=[0, longest * 1.15], tickformat="d", nticks=5),
        "yaxis": axis("", type="category", autorange="reversed", showgrid=False, tickfont=ink),
    }
