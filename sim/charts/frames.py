"""What of a chart moves when one input does: the difference between its figures.

A chart needs no code of its own for this: whatever its figures do not share is a
frame. Axes stay where they are during a drag, so layouts are not looked at.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.charts.chart import Chart, Results

# Read by the pointer over a chart, which is elsewhere during a drag.
UNSEEN = {"hovertemplate", "hovertext", "hoverinfo", "customdata", "meta", "name"}


@dataclass(frozen=True)
class Moving:
    """One attribute that moves.

    Parameters
    ----------
    trace : int
        Its trace in the figure.
    path : str
        Its name, dotted where it is nested ("marker.size").
    values : array of shape (S, n) or list of length S
        Numbers of each frame (NaN draws a gap), or whatever else the attribute holds.
    """

    trace: int
    path: str
    values: Any


def moving(chart: Chart, window: Results, many: Sequence[Results]) -> list[Moving] | None:
    """What varies among the figures of many results, drawn in the window of the results shown.

    Returns
    -------
    list of Moving, or None
        `None` where the figures differ in more than numbers and texts, or the chart is left to the release.
    """
    # The figure shown rides along: what it has, all must have.
    both = [window, *many]
    figures = chart.figures(window, both) if chart.figures else [chart.figure(results) for results in both]
    if figures is None:
        return None
    shown, *traces = [figure["data"] for figure in figures]
    kinds = [trace.get("type") for trace in shown]
    if any([trace.get("type") for trace in data] != kinds for data in traces):
        return None
    found = []
    for index in range(len(shown)):
        parts = [data[index] for data in traces]
        if any(part is not parts[0] for part in parts):  # what a chart keeps needs no second look
            found += list(_varying(index, "", parts))
    return found


def _varying(trace: int, prefix: str, parts: Sequence[dict[str, Any]]) -> Iterator[Moving]:
    for key in {key: None for part in parts for key in part}:
        if key in UNSEEN:
            continue
        values: list[Any] = [part.get(key) for part in parts]
        if _all_same(values):
            continue
        if all(isinstance(value, dict) for value in values):
            yield from _varying(trace, f"{prefix}{key}.", values)
        else:
            yield Moving(trace, prefix + key, _numbers(values))


def _all_same(values: list[Any]) -> bool:
    first = values[0]
    try:
        return values.count(first) == len(values)  # in C, where nothing is an array
    except ValueError:
        return all(other is first or _same(first, other) for other in values)


def _same(one: Any, two: Any) -> bool:
    if isinstance(one, np.ndarray) or isinstance(two, np.ndarray):
        return np.shape(one) == np.shape(two) and np.array_equal(one, two, equal_nan=True)
    if isinstance(one, dict) and isinstance(two, dict):
        return one.keys() == two.keys() and all(_same(one[key], two[key]) for key in one)
    return bool(one == two)


def _numbers(values: list[Any]) -> Any:
    """Rows of numbers as one array, the short ones filled up with gaps; anything else as it is."""
    if not all(isinstance(value, (list, tuple, np.ndarray)) for value in values):
        return values
    if any(isinstance(item, str) for value in values for item in value[:1]):
        return values
    try:
        rows = [np.asarray(value, float) for value in values]
    except (TypeError, ValueError):
        return values
    if any(row.ndim != 1 for row in rows):
        return values
    longest = max(map(len, rows))
    filled = np.full((len(rows), longest), np.nan)
    for place, row in zip(filled, rows, strict=True):
        place[: len(row)] = row
    return filled
