"""How a class answered a task: one chart for each, with the key and its tolerance."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np

from sim import units
from sim.answers import LETTERS
from sim.charts.chart import Chart
from sim.charts.style import SMALL, axis, layout, line, point
from sim.exercises import VERDICTS, Mark, place_key
from sim.hand_ins import ClassTable
from sim.lesson_file import ChoiceTask, GoalTask, NumberTask, PlaceTask, VoteTask
from sim.quoted import figure, filled

BINS = 24
FARTHEST = 100.0  # factor from the key beyond which answers are heaped at the edge
HEIGHT = 260

Drawn = tuple[dict[str, Any], list[str], list[list[str]]]  # figure, columns, rows


def spread(table: ClassTable, number: int) -> Chart:
    """Chart of the answers of a class to a task, without names.

    Parameters
    ----------
    table : ClassTable
    number : int
        Of the task, counted from 0.
    """
    step = table.lesson.file.steps[table.lesson.tasks[number]]
    given = table.answers(number)
    draw: dict[type, Callable[..., Drawn]] = {
        NumberTask: _numbers,
        ChoiceTask: _options,
        VoteTask: _options,
        PlaceTask: _places,
        GoalTask: _verdicts,
    }
    drawn, columns, rows = draw[type(step.task)](table, number, given)
    words = _summary(given)

    def always(value: Any) -> Callable[[Any], Any]:
        return lambda results: value

    return Chart(
        id=f"task-{number + 1}",
        page="lessons",
        order=number,
        question=f"Task {number + 1}: {step.title}",
        subtitle=always(_about(step.task)),
        figure=always(drawn),
        summary=always(words),
        table=always((columns, rows)),
        note=always(words),
        height=HEIGHT,
    )


def _about(task: Any) -> str:
    if isinstance(task, NumberTask):
        return "Students by answer. Line: the key. Band: counted as right. Answers far off stand at the edge."
    if isinstance(task, PlaceTask):
        return "Each point is a run, larger where more students chose it. Cross: the key. Box: counted as right."
    if isinstance(task, GoalTask):
        return "Students by how near they came to the goal."
    return "Students by option." + (" Green: the key." if isinstance(task, ChoiceTask) else "")


def _summary(given: list[tuple[str, Mark]]) -> str:
    if not given:
        return "Nobody has answered yet."
    counts = Counter(mark.verdict for _, mark in given)
    people = f"{len(given)} {'student' if len(given) == 1 else 'students'} answered"
    if "vote" in counts:
        return f"{people}. No option is right."
    words = ("right", "near", "far")
    return (
        f"{people}: " + ", ".join(f"{counts[word]} {word}" for word in words) + f". Key: {given[0][1].key.rstrip('.')}."
    )


def _numbers(table: ClassTable, number: int, given: list[tuple[str, Mark]]) -> Drawn:
    place = table.lesson.tasks[number]
    task = table.lesson.file.steps[place].task
    assert isinstance(task, NumberTask)
    key = figure(task.key, table.lesson.scenarios(place))
    assert key.value is not None
    low, high = _right_range(task, key.value)
    log = task.scale == "factor"
    values = np.array([float(answer) for answer, _ in given])
    edges = _edges(values, key.value, low, high, log)
    counts, _ = np.histogram(np.clip(values, edges[0], edges[-1]), edges)
    top = max(1, int(counts.max(initial=0))) * 1.25
    texts = [f"{units.text(a, key.form)} to {units.text(b, key.form)}" for a, b in zip(edges, edges[1:], strict=False)]
    traces = [
        {
            "type": "scatter", "mode": "lines", "x": [low, high, high, low, low], "y": [0, 0, top, top, 0],
            "fill": "toself", "fillcolor": "@compute/0.16", "line": {"width": 0}, "hoverinfo": "skip",
        },
        {
            "type": "bar", "x": (edges[1:] + edges[:-1]) / 2, "y": counts, "width": 0.92 * np.diff(edges),
            "marker": {"color": "@params"}, "customdata": texts, "hovertemplate": "%{customdata}: %{y}<extra></extra>",
        },
        line([key.value, key.value], [0, top * 0.9], "here", 2, hoverinfo="skip"),
        point(key.value, top * 0.92, f"key {key.text()}", "here", "top center", mode="text", hoverinfo="skip"),
    ]  # fmt: skip
    ends = [float(x) for x in (np.log10(edges[[0, -1]]) if log else edges[[0, -1]])]
    ticks = _ticks(edges[0], edges[-1], log)
    more: dict[str, Any] = {"tickvals": ticks, "ticktext": [units.text(tick, key.form) for tick in ticks]}
    drawn = {
        "data": traces,
        "layout": layout(
            xaxis=axis(key.unit or "Answer", log=log, range=ends, **more),
            yaxis=axis("Students", range=[0, top * 1.12], tickformat="d", nticks=5),
            bargap=0,
        ),
    }
    rows = [[text, str(count)] for text, count in zip(texts, counts, strict=True) if count]
    return drawn, ["Answer", "Students"], rows


def _ticks(low: float, high: float, log: bool) -> list[float]:
    """Round numbers for the axis of the answers."""
    if not log:
        step = 10.0 ** np.floor(np.log10((high - low) / 3))
        step *= next(times for times in (1, 2, 5, 10) if (high - low) / (step * times) <= 6)
        return [round(tick, 12) for tick in np.arange(np.ceil(low / step), high / step) * step]
    decades = range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1)
    kinds = (1, 2, 5) if high / low < 1e3 else (1,)
    ticks = [kind * 10.0**decade for decade in decades for kind in kinds]
    return [tick for tick in ticks if low <= tick <= high][:: 1 if high / low < 1e7 else 2]


def _right_range(task: NumberTask, key: float) -> tuple[float, float]:
    if task.scale == "factor":
        return key / task.tolerance, key * task.tolerance
    reach = task.tolerance * (abs(key) if task.scale == "relative" else 1)
    return key - reach, key + reach


def _edges(values: np.ndarray, key: float, low: float, high: float, log: bool) -> np.ndarray:
    """Edges of the bins: around the key and the answers, those far off left out."""
    if log:
        near = values[(values > key / FARTHEST) & (values < key * FARTHEST)]
        return np.geomspace(min([low, *near]) / 1.5, max([high, *near]) * 1.5, BINS + 1)
    reach = max(20 * (high - key), abs(key))
    near = values[np.abs(values - key) < reach]
    first, last = min([low, *near]), max([high, *near])
    pad = 0.1 * (last - first)
    return np.linspace(first - pad, last + pad, BINS + 1)


def _options(table: ClassTable, number: int, given: list[tuple[str, Mark]]) -> Drawn:
    place = table.lesson.tasks[number]
    task = table.lesson.file.steps[place].task
    assert isinstance(task, (ChoiceTask, VoteTask))
    texts = [filled(option.text, table.lesson.scenarios(place)) for option in task.options]
    counts = [sum(answer == letter for answer, _ in given) for letter in LETTERS[: len(texts)]]
    key = given[0][1].key if given else ""
    right = [text == key for text in texts]
    names = [f"{letter.upper()}{' ✓' if mine else ''}" for letter, mine in zip(LETTERS, right, strict=False)]
    bars = {
        "type": "bar", "orientation": "h", "x": counts, "y": names, "width": 0.6,
        "marker": {"color": ["@compute" if mine else "@params" for mine in right]},
        "text": [str(count) for count in counts], "textposition": "outside", "cliponaxis": False,
        "customdata": texts, "hovertemplate": "%{customdata}: %{x}<extra></extra>",
    }  # fmt: skip
    most = max(1, *counts)
    drawn = {
        "data": [bars],
        "layout": layout(
            xaxis=axis("Students", range=[0, most * 1.15], tickformat="d", nticks=5),
            yaxis=axis(
                "", type="category", autorange="reversed", showgrid=False, tickfont={"size": SMALL, "color": "@ink"}
            ),
        ),
    }
    rows = [[f"{name}: {text}", str(count)] for name, text, count in zip(names, texts, counts, strict=True)]
    return drawn, ["Option", "Students"], rows


def _places(table: ClassTable, number: int, given: list[tuple[str, Mark]]) -> Drawn:
    place = table.lesson.tasks[number]
    step = table.lesson.file.steps[place]
    assert isinstance(step.task, PlaceTask)
    N, D = (found.value or 1.0 for found in place_key(step.task, table.lesson.scenarios(place)))
    runs = [tuple(map(float, answer.split("~"))) for answer, _ in given]
    heaps = Counter(runs)
    x, y = [run[0] for run in heaps], [run[1] for run in heaps]
    t = step.task.tolerance
    decades = [
        [np.log10(min([key / t, *found])) - 0.4, np.log10(max([key * t, *found])) + 0.4]
        for key, found in ((N, x), (D, y))
    ]
    box = line([N / t, N * t, N * t, N / t, N / t], [D / t, D / t, D * t, D * t, D / t], "compute", 1, hoverinfo="skip")
    sizes = [min(40.0, 8 * count**0.5) for count in heaps.values()]
    dots = {
        "type": "scatter", "mode": "markers", "x": x, "y": y, "customdata": list(heaps.values()),
        "hovertemplate": "%{x:.3s} parameters, %{y:.3s} tokens: %{customdata}<extra></extra>",
        "marker": {"size": sizes, "color": "@params/0.55", "line": {"color": "@paper", "width": 1}},
    }  # fmt: skip
    key = point(N, D, "key", "here", "top right", marker={"symbol": "x-thin", "size": 12, "line": {"width": 3}})
    key["marker"]["line"]["color"] = "@here"
    drawn = {
        "data": [box | {"fill": "toself", "fillcolor": "@compute/0.16"}, dots, key],
        "layout": layout(
            xaxis=axis("Parameters N", log=True, range=decades[0], dtick=1),
            yaxis=axis("Tokens D", log=True, range=decades[1], dtick=1),
        ),
    }
    places = Counter((mark.answer, VERDICTS[mark.verdict]) for _, mark in given)
    return drawn, ["Place", "Mark", "Students"], [[*words, str(count)] for words, count in places.most_common()]


def _verdicts(table: ClassTable, number: int, given: list[tuple[str, Mark]]) -> Drawn:
    names = {"right": "met ✓", "near": "nearly", "far": "missed"}
    counts = Counter(mark.verdict for _, mark in given)
    values = [counts[word] for word in names]
    bars = {
        "type": "bar", "orientation": "h", "x": values, "y": list(names.values()), "width": 0.6,
        "marker": {"color": ["@compute", "@params", "@params"]},
        "text": [str(value) for value in values], "textposition": "outside", "cliponaxis": False, "hoverinfo": "skip",
    }  # fmt: skip
    drawn = {
        "data": [bars],
        "layout": layout(
            xaxis=axis("Students", range=[0, max(1, *values) * 1.15], tickformat="d", nticks=5),
            yaxis=axis(
                "", type="category", autorange="reversed", showgrid=False, tickfont={"size": SMALL, "color": "@ink"}
            ),
        ),
    }
    return drawn, ["Goal", "Students"], [[name, str(value)] for name, value in zip(names.values(), values, strict=True)]
