"""Agents: success and cost of tasks against their number of steps."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.charts.chart import Figure, Place, RunChart, Table
from sim.charts.drawing.empty import no_accuracy, with_tasks
from sim.charts.drawing.kept import kept_points
from sim.charts.drawing.style import axis, line, log_ticks, panels, point
from sim.engine.kept_runs import KeptRun
from sim.engine.result import Result
from sim.ground import units
from sim.inputs.scenario import Scenario
from sim.tasks.agents import half_length, task_success, usd_per_task

STEPS = np.geomspace(1, 1e4, 41)
TABLE_STEPS = (1, 3, 10, 30, 100, 1000)
PERCENT = 100
THOUSAND = 1_000  # tasks, whose cost is drawn: one may cost less than a cent
ABOVE = 0.42  # of the plot: where success begins, over the cost
LONGEST = 1e6  # steps beyond which a length is called endless


def _success(result: Result, n_steps: Any, more: int = 0) -> Any:
    return task_success(result.accuracy, n_steps, result.scenario.retries_per_step + more)


def _usd(result: Result, n_steps: Any) -> Any:
    """Cost of a thousand tasks [USD]; NaN where no price is known."""
    query = np.nan if result.usd_per_query is None else result.usd_per_query
    return THOUSAND * usd_per_task(query, result.accuracy, n_steps, result.scenario.retries_per_step)


def half(result: Result) -> float:
    """Steps at which success falls to one half; infinity where it never does."""
    return float(half_length(result.accuracy, result.scenario.retries_per_step))


def _drawn(now: Result, others: Sequence[KeptRun], done: Any, more: Any, usd: Any) -> list[dict[str, Any]]:
    n, length = now.scenario.steps_per_task, half(now)
    shown = length if 1 <= length <= STEPS[-1] else np.nan
    words = f"half at {units.plain(length, 2)} steps" if 1 <= length < LONGEST else ""
    about = "%{x|count} steps<br>%{y:.1f} % done"
    return [
        line(STEPS, more, "muted", 1.5, line={"dash": "dot"},
             hovertemplate=f"{about}, one retry more<extra></extra>", name="One retry more"),
        line(STEPS, done, "inference", 3, hovertemplate=f"{about}<extra></extra>", name="Tasks done"),
        line(STEPS, usd, "money", 2.5, yaxis="y2",
             hovertemplate="%{x|count} steps<br>%{y|usd} for 1,000 tasks<extra></extra>"),
        *kept_points(others, lambda run: (run.scenario.steps_per_task, PERCENT * run.task_success)),
        point(shown, 50.0, words, "inference", "top right", hoverinfo="skip", marker={"size": 8}),
        point(n, PERCENT * now.task_success, "you are here", "here", "top right", hoverinfo="skip"),
    ]  # fmt: skip


def _percent(x: float) -> str:
    return units.percent(x) if x >= 1e-4 else "under 0.01 %"


class Steps(RunChart):
    id = "steps"
    places = (Place("think", 6),)
    question = "How long a task can it do?"
    height = 420

    def why_empty(self, now: Result) -> str | None:
        return no_accuracy(now)

    def applies(self, scenario: Scenario) -> bool:
        return with_tasks(scenario)

    def subtitle(self, now: Result) -> str:
        return (
            "Share of tasks done and cost of 1,000 tasks, against the steps of a task. Each step is one query and must "
            "succeed."
        )

    def figure(self, now: Result, others: Sequence[KeptRun]) -> Figure:
        usd = _usd(now, STEPS)
        ends = np.log10([np.nanmin(usd), np.nanmax(usd)]) if np.isfinite(usd).any() else np.array([0.0, 1.0])
        low, high = float(ends[0]) - 0.5, float(ends[1]) + 0.7
        return self.figures(now, [now], others)[0] | {
            "layout": panels(
                xaxis=axis("Steps of a task", log=True, range=[-0.05, float(np.log10(STEPS[-1]))], dtick=1,
                           anchor="y2"),
                yaxis=axis("Done, %", range=[0, 104], domain=[ABOVE, 1], nticks=6),
                yaxis2=axis("Cost", log=True, range=[low, high], domain=[0, ABOVE - 0.08], anchor="x",
                            **log_ticks(low, high, "usd")),
            ),
        }  # fmt: skip

    def figures(self, window: Result, many: Sequence[Result], others: Sequence[KeptRun]) -> list[Figure]:
        right, query, retries = (
            np.array([[np.nan if x is None else x] for x in column], float)
            for column in (
                [run.accuracy for run in many],
                [run.usd_per_query for run in many],
                [run.scenario.retries_per_step for run in many],
            )
        )
        curves = zip(
            PERCENT * task_success(right, STEPS, retries),
            PERCENT * task_success(right, STEPS, retries + 1),
            THOUSAND * usd_per_task(query, right, STEPS, retries),
            strict=True,
        )
        return [{"data": _drawn(now, others, *curve)} for now, curve in zip(many, curves, strict=True)]

    def summary(self, now: Result) -> str:
        retries = now.scenario.retries_per_step
        tries = "no retry" if retries == 0 else f"{units.plain(retries)} retr{'y' if retries == 1 else 'ies'}"
        start = f"A step succeeds in {units.percent(now.accuracy)} of the tries, with {tries} after a failure. "
        length = half(now)
        if length < 1:
            return f"{start}More than half of the tasks fail at the first step already."
        if length >= LONGEST:
            return f"{start}Tasks of a million steps succeed more often than not."
        return f"{start}Half of the tasks of {units.plain(length, 2)} steps succeed."

    def table(self, now: Result) -> Table:
        n = np.array(TABLE_STEPS, float)
        rows = [
            [units.count(steps), _percent(done), _percent(more), units.text(float(usd), "usd")]
            for steps, done, more, usd in zip(n, _success(now, n), _success(now, n, 1), _usd(now, n), strict=True)
        ]
        return ["Steps", "Tasks done", "With one retry more", "Cost of 1,000 tasks"], rows

    def note(self, now: Result) -> str:
        return (
            f"{self.summary(now)} Dotted: with one retry more, which takes somebody who notices the failure. Failures "
            "are taken to be independent; in real tasks they need not be."
        )
