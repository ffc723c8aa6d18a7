"""The answers of a class as marks on the page's own chart, where its axes show what was answered."""

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sim.charts import Chart, charts
from sim.charts.drawing.style import point
from sim.inputs.scenario import Scenario
from sim.teaching.answers import BETWEEN
from sim.teaching.exercises.claimed import Claimed
from sim.teaching.exercises.interval import IntervalTask
from sim.teaching.exercises.levers import LeversTask
from sim.teaching.exercises.task import Asked, Task

SIZE, LARGEST = 11.0, 34.0  # of one answer, and of many [px]
OWN = "your answer"
Spot = tuple[float, float]


def read_by(chart: Chart, run: Scenario) -> set[str]:
    """The inputs and outputs by which a run has its place on a chart; none where it has none."""
    asked: set[str] = set()
    claimed = Claimed(run)

    def of(name: str) -> float | None:
        asked.add(name)
        return claimed.of(name)

    return asked if chart.spot(of) is not None else set()


def tells_nothing(name: str, task: Task, asked: Asked) -> bool:
    """Whether answers may stand on a chart before the key: none is right, or their place says no more than they do."""
    return isinstance(task, LeversTask) or read_by(charts()[name], asked.run) <= {"n_params", "n_tokens"}


def claims(task: Task, asked: Asked, answer: str) -> list[Claimed]:
    """The runs that an answer speaks of: of a range both of its ends."""
    if isinstance(task, IntervalTask):
        found = [task.number.claimed(asked, end) for end in answer.split(BETWEEN)]
    else:
        found = [task.claimed(asked, answer)]
    return [one for one in found if one is not None]


def spots(name: str, task: Task, asked: Asked, answer: str) -> list[Spot]:
    """Where an answer stands on a chart; none where its axes do not show it."""
    found: list[Spot] = []
    for claimed in claims(task, asked, answer):
        asked_of: list[str] = []

        def of(quantity: str, claimed: Claimed = claimed, seen: list[str] = asked_of) -> float | None:
            seen.append(quantity)
            return claimed.of(quantity)

        x, y = charts()[name].spot(of) or (None, None)
        shows = not claimed.name or claimed.name in asked_of
        if shows and x is not None and y is not None and math.isfinite(x) and math.isfinite(y):
            found.append((x, y))
    return found


def with_class(picture: dict[str, Any], found: Sequence[Spot], is_told: bool) -> dict[str, Any]:
    """A chart with the class on it: dots, larger where more stand; open marks where the key is told beside them."""
    heaps = Counter(found)
    if not heaps:
        return picture
    marker: dict[str, Any] = {"size": [min(LARGEST, SIZE * count**0.5) for count in heaps.values()]}
    if is_told:
        marker |= {"symbol": "circle-open", "color": "@params", "line": {"color": "@params", "width": 2}}
    else:
        marker |= {"color": "@params/0.55", "line": {"color": "@paper", "width": 1}}
    dots = {
        "type": "scatter", "mode": "markers", "x": [x for x, _ in heaps], "y": [y for _, y in heaps],
        "marker": marker, "hoverinfo": "skip", "name": "The class",
    }  # fmt: skip
    words = f"{len(found)} {'mark' if len(found) == 1 else 'marks'} of the class."
    figure = {**picture["figure"], "data": [*picture["figure"]["data"], dots]}
    return {**picture, "figure": figure, "note": f"{words} {picture['note']}".strip()}


def own_mark(found: Sequence[Spot]) -> list[dict[str, Any]]:
    """An answer of one's own as open marks, to be drawn over the chart of all."""
    mark = {"symbol": "circle-open", "size": 15, "color": "@here", "line": {"color": "@here", "width": 3}}
    return [
        point(x, y, OWN if i == 0 else "", "here", "bottom center", marker=mark, hoverinfo="skip")
        for i, (x, y) in enumerate(found)
    ]
