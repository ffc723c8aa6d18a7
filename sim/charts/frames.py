"""What of a chart moves when one input does: the difference between its figures.

A chart needs no code of its own for this: whatever its figures do not share is a
frame. Axes stay where they are during a drag, except those of charts that say
that theirs follow the run.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.charts.at_once import AtOnceChart
from sim.charts.chart import ALONE, Beside, Chart
from sim.charts.drawing.each import AXIS, Each
from sim.charts.picture import Figure
from sim.engine.result import Result

OF_AXES = ("range", "dtick")
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


def moving(chart: Chart, window: Result, many: Sequence[Result], beside: Beside = ALONE) -> list[Moving] | None:
    """What varies among the figures of many runs, drawn in the window of the run that the page shows.

    Returns
    -------
    list of Moving, or None
        `None` where the figures differ in more than numbers and texts, or the chart is left to the release.
    """
    return played(chart, window, many, beside)[0]


def played(
    chart: Chart, window: Result, many: Sequence[Result], beside: Beside = ALONE
) -> tuple[list[Moving] | None, dict[str, dict[str, list[Any]]]]:
    """What varies of the traces, as above, and of the axes: view ("" for none) -> dotted key -> its value by frame."""
    runs = [window, *many]
    if isinstance(chart, AtOnceChart):
        return ([], {}) if chart.why_empty(window) else _drawn_at_once(chart, runs, beside)
    figures = chart.frames(window, runs, beside)
    if figures is None:
        return None, {}
    return _moving_traces(figures), _moving_axes(chart, figures, runs, beside)


def _drawn_at_once(
    chart: AtOnceChart, runs: Sequence[Result], beside: Beside
) -> tuple[list[Moving], dict[str, dict[str, list[Any]]]]:
    """What varies of runs that are drawn in one go, of which the first is the one that the page shows."""
    drawn = chart.drawn(runs[0], runs, chart.others(beside))
    traces = [
        Moving(index, key, values.values)
        for index, trace in enumerate(drawn.figure["data"])
        for key, whole in trace.items()
        if isinstance(whole, Each) and key not in UNSEEN and (values := whole.after_first()).moves
    ]
    plain, axes = _of_axes(drawn.figure["layout"]), {}
    for view in ("", *(view.name for view in chart.views)):
        own = {**plain, **_of_view(drawn.views.get(view, {}))}
        axes[view] = {key: x.values[1:] for key, x in own.items() if isinstance(x, Each) and x.moves}
    return traces, {view: moved for view, moved in axes.items() if moved}


def _moving_traces(figures: Sequence[Figure]) -> list[Moving] | None:
    # The figure shown rides along: what it has, all must have.
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


def _moving_axes(
    chart: Chart, figures: Sequence[Figure], runs: Sequence[Result], beside: Beside
) -> dict[str, dict[str, list[Any]]]:
    """What varies of the axes, which the first figure has too: view ("" for none) -> dotted key -> its values."""
    if not chart.axes_follow or any("layout" not in figure for figure in figures):
        return {}
    others = chart.others(beside)
    plain = [_of_axes(figure["layout"]) for figure in figures]
    found = {}
    for view in ("", *(view.name for view in chart.views)):
        own = plain
        if view:
            patches = [_of_view(chart.view_layout(view, now, others)) for now in runs]
            own = [{**of_all, **of_view} for of_all, of_view in zip(plain, patches, strict=True)]
        keys = dict.fromkeys(key for one in own for key in one)
        values = {key: [one.get(key) for one in own] for key in keys}
        found[view] = {key: found[1:] for key, found in values.items() if not _all_same(found)}
    return {view: moved for view, moved in found.items() if moved}


def _of_view(patch: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in patch.items() if key.partition(".")[2] in OF_AXES}


def _of_axes(layout: dict[str, Any]) -> dict[str, Any]:
    """Ranges and steps of the axes of a layout, by dotted keys."""
    return {
        f"{name}.{key}": axis[key]
        for name, axis in layout.items()
        if AXIS.fullmatch(name)
        for key in OF_AXES
        if key in axis
    }


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
