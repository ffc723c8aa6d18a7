"""From loss to tasks: the share of problems that one answer solves, with its anchor."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.charts.chart import Figure, Place, RunChart, Table
from sim.charts.drawing.empty import no_accuracy, with_tasks
from sim.charts.drawing.kept import kept_points
from sim.charts.drawing.style import axis, layout, line, point
from sim.engine.kept_runs import KeptRun
from sim.engine.result import Result
from sim.engine.solving import anchor
from sim.ground import units
from sim.inputs import TABLE
from sim.inputs.numbers import numbers
from sim.inputs.scenario import Scenario
from sim.studies.thinking import ODDS_RANGE, SLOPE_RANGE, task_band
from sim.tasks.accuracy import choice_error, pass_at_1

AROUND, EDGE = 0.3, 0.05  # nat on each side of the anchor, and beyond the run
POINTS = 61
PERCENT = 100
TABLE_LOSSES = (1.85, 1.9, 1.95, 2.0, 2.05, 2.1, 2.2)
OURS = ("task_anchor_loss", "task_anchor_pass", "task_slope")


def _share(now: Result, L: Any, slope: float = 1.0, odds: float = 1.0) -> Any:
    """Share solved with one answer at a loss; the anchor's slope and odds changed by factors."""
    if now.scenario.task_kind == "choice":
        return 1 - choice_error(L)
    loss, share, per_nat = anchor(numbers(now.scenario))
    at_anchor = odds * share / (1 - share)
    return pass_at_1(L, loss, at_anchor / (1 + at_anchor), slope * per_nat)


def _window(now: Result, others: Sequence[KeptRun]) -> tuple[float, float]:
    """Losses shown: around the anchor, in whole steps, so that neighboring runs share them."""
    middle = now.scenario.task_anchor_loss
    below, above = (max(side * (result.loss - middle) for result in (now, *others)) for side in (-1, 1))
    return middle - _steps(below), middle + _steps(above)


def _steps(distance: float) -> float:
    return AROUND * max(1, math.ceil((distance + EDGE) / AROUND))


def _ground(now: Result, L: Any) -> list[dict[str, Any]]:
    traces = []
    if now.scenario.task_kind == "generate":
        corners = [
            _share(now, L, slope, odds)
            for slope in (1 / SLOPE_RANGE, SLOPE_RANGE)
            for odds in (1 / ODDS_RANGE, ODDS_RANGE)
        ]
        low, high = np.min(corners, axis=0), np.max(corners, axis=0)
        edge: dict[str, Any] = {"line": {"width": 0}, "hoverinfo": "skip"}
        traces = [
            line(L, PERCENT * low, "inference", **edge),
            line(L, PERCENT * high, "inference", fill="tonexty", fillcolor="@inference/0.15", **edge),
        ]
    about = "loss %{x|loss}<br>%{y:.1f} % solved<extra></extra>"
    return [*traces, line(L, PERCENT * _share(now, L), "inference", 3, hovertemplate=about, name="This law")]


def _points(now: Result, others: Sequence[KeptRun]) -> list[dict[str, Any]]:
    scenario = now.scenario
    points = kept_points(others, lambda run: (run.loss, PERCENT * run.pass_at_1))
    if scenario.task_kind == "generate":
        points.append(
            point(scenario.task_anchor_loss, PERCENT * scenario.task_anchor_pass, "anchor", "muted", "bottom right",
                  marker={"symbol": "diamond"}, hoverinfo="skip")
        )  # fmt: skip
    return [*points, point(now.loss, PERCENT * now.pass_at_1, "you are here", "here", "top left", hoverinfo="skip")]


def _calibration(now: Result) -> str:
    """Whose calibration it is, in words."""
    if now.scenario.task_kind == "choice":
        return (
            "Average of 17 multiple-choice tasks by the fit of Gadre et al. (2024), equation 5. It was made with "
            "models trained on C4 and their loss there: its level is borrowed."
        )
    ours = all(getattr(now.scenario, name) == TABLE[name].default for name in OURS)
    return (
        f"The anchor is {'illustrative, and ours' if ours else 'yours'}: a model with loss "
        f"{units.loss(now.scenario.task_anchor_loss)} solves {units.percent(now.scenario.task_anchor_pass)}. "
        "No paper stands behind it."
    )


class TaskCurve(RunChart):
    id = "tasks"
    places = (Place("think", 8),)
    question = "What does a loss solve?"

    def why_empty(self, now: Result) -> str | None:
        return no_accuracy(now)

    def applies(self, scenario: Scenario) -> bool:
        return with_tasks(scenario)

    def subtitle(self, now: Result) -> str:
        return "Share of problems that one answer solves, against the loss."

    def figure(self, now: Result, others: Sequence[KeptRun]) -> Figure:
        low, high = _window(now, others)
        return self.figures(now, [now], others)[0] | {
            "layout": layout(
                # Lower is better: the better models stand on the right.
                xaxis=axis("Loss, nat/token (better to the right)", range=[high, low], nticks=7, tickformat=".2f"),
                yaxis=axis("Solved with one answer, %", range=[0, 104], nticks=6),
            )
        }

    def figures(self, window: Result, many: Sequence[Result], others: Sequence[KeptRun]) -> list[Figure]:
        ground = _ground(window, np.linspace(*_window(window, others), POINTS))
        return [{"data": [*ground, *_points(now, others)]} for now in many]

    def summary(self, now: Result) -> str:
        words = f"At a loss of {units.loss(now.loss)} one answer solves {units.percent(now.pass_at_1)} of the problems."
        band = task_band(now)
        if band is None:
            return words
        low, high = (units.percent(end, 2) for end in band["pass_at_1"])
        return f"{words} Were the anchor’s slope and odds off by half, it would be {low} to {high}."

    def table(self, now: Result) -> Table:
        L = np.array(TABLE_LOSSES)
        rows = [[units.loss(loss, 3), units.percent(x)] for loss, x in zip(L, _share(now, L), strict=True)]
        return ["Loss", "Solved with one answer"], rows

    def note(self, now: Result) -> str:
        if now.scenario.task_kind == "choice":
            return _calibration(now)
        return (
            f"{_calibration(now)} Band: slope and odds of the anchor off by half either way, illustrative too. "
            "It can be moved below."
        )
