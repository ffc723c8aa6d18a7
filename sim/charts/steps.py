"""Agents: success and cost of tasks against their number of steps."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim import units
from sim.agents import half_length, task_success, usd_per_task
from sim.charts.chart import Chart, Results
from sim.charts.needs import needing, no_accuracy, with_tasks
from sim.charts.style import axis, line, log_ticks, panels, pinned_point, point
from sim.result import Result

STEPS = np.geomspace(1, 1e4, 41)
TABLE_STEPS = (1, 3, 10, 30, 100, 1000)
PERCENT = 100
ABOVE = 0.42  # of the plot: where success begins, over the cost
LONGEST = 1e6  # steps beyond which a length is called endless


def _success(result: Result, n_steps: Any, more: int = 0) -> Any:
    return task_success(result.accuracy, n_steps, result.scenario.retries_per_step + more)


def _usd(result: Result, n_steps: Any) -> Any:
    """Cost of a task [USD]; NaN where no price is known."""
    query = np.nan if result.usd_per_query is None else result.usd_per_query
    return usd_per_task(query, result.accuracy, n_steps, result.scenario.retries_per_step)


def half(result: Result) -> float:
    """Steps at which success falls to one half; infinity where it never does."""
    return float(half_length(result.accuracy, result.scenario.retries_per_step))


def _figure(results: Results) -> dict[str, Any]:
    now = results[0]
    usd = _usd(now, STEPS)
    ends = np.log10([np.nanmin(usd), np.nanmax(usd)]) if np.isfinite(usd).any() else np.array([0.0, 1.0])
    low, high = float(ends[0]) - 0.5, float(ends[1]) + 0.7
    return _figures(results, [results])[0] | {
        "layout": panels(
            xaxis=axis("Steps of a task", log=True, range=[-0.05, float(np.log10(STEPS[-1]))], dtick=1, anchor="y2"),
            yaxis=axis("Tasks done, %", range=[0, 104], domain=[ABOVE, 1], nticks=6),
            yaxis2=axis("Cost of a task", log=True, range=[low, high], domain=[0, ABOVE - 0.08], anchor="x",
                        **log_ticks(low, high, "usd")),
        ),
    }  # fmt: skip


def _figures(window: Results, many: Sequence[Results]) -> list[dict[str, Any]]:
    runs = [results[0] for results in many]
    right, query, retries = (
        np.array([[np.nan if x is None else x] for x in column], float)
        for column in (
            [run.accuracy for run in runs],
            [run.usd_per_query for run in runs],
            [run.scenario.retries_per_step for run in runs],
        )
    )
    curves = zip(
        PERCENT * task_success(right, STEPS, retries),
        PERCENT * task_success(right, STEPS, retries + 1),
        usd_per_task(query, right, STEPS, retries),
        strict=True,
    )
    return [{"data": _drawn(results, *curve)} for results, curve in zip(many, curves, strict=True)]


def _drawn(results: Results, done: Any, more: Any, usd: Any) -> list[dict[str, Any]]:
    now = results[0]
    n, length = now.scenario.steps_per_task, half(now)
    shown = length if 1 <= length <= STEPS[-1] else np.nan
    words = f"half at {units.plain(length, 2)} steps" if 1 <= length < LONGEST else ""
    about = "%{x:,.0f} steps<br>%{y:.1f} % done"
    return [
        line(STEPS, more, "muted", 1.5, line={"dash": "dot"},
             hovertemplate=f"{about}, one retry more<extra></extra>"),
        line(STEPS, done, "inference", 3, hovertemplate=f"{about}<extra></extra>"),
        line(STEPS, usd, "money", 2.5, yaxis="y2",
             hovertemplate="%{x:,.0f} steps<br>%{y:$.3g} a task<extra></extra>"),
        *(pinned_point(other.scenario.steps_per_task, PERCENT * other.task_success) for other in results[1:]),
        point(shown, 50.0, words, "inference", "top right", hoverinfo="skip", marker={"size": 8}),
        point(n, PERCENT * now.task_success, "you are here", "here", "top right", hoverinfo="skip"),
    ]  # fmt: skip


def _summary(results: Results) -> str:
    now = results[0]
    retries = now.scenario.retries_per_step
    tries = "no retry" if retries == 0 else f"{units.plain(retries)} retr{'y' if retries == 1 else 'ies'}"
    start = f"A step succeeds in {units.percent(now.accuracy)} of the tries, with {tries} after a failure. "
    length = half(now)
    if length < 1:
        return f"{start}More than half of the tasks fail at the first step already."
    if length >= LONGEST:
        return f"{start}Tasks of a million steps succeed more often than not."
    return f"{start}Half of the tasks of {units.plain(length, 2)} steps succeed."


def _percent(x: float) -> str:
    return units.percent(x) if x >= 1e-4 else "under 0.01 %"


def _table(results: Results) -> tuple[list[str], list[list[str]]]:
    now, n = results[0], np.array(TABLE_STEPS, float)
    rows = [
        [units.count(steps), _percent(done), _percent(more), units.text(float(usd), "usd")]
        for steps, done, more, usd in zip(n, _success(now, n), _success(now, n, 1), _usd(now, n), strict=True)
    ]
    return ["Steps", "Tasks done", "With one retry more", "Cost of a task"], rows


CHART = needing(
    no_accuracy,
    Chart(
        id="steps",
        page="think",
        order=6,
        question="How long a task can it do?",
        subtitle=lambda results: (
            "Share of tasks done and cost of a task in US dollars, against its steps. Each step is one query and must "
            "succeed."
        ),
        figure=_figure,
        figures=_figures,
        summary=_summary,
        table=_table,
        note=lambda results: (
            f"{_summary(results)} Dotted: with one retry more, which takes somebody who notices the failure. Failures "
            "are taken to be independent; in real tasks they need not be."
        ),
        height=420,
        applies=with_tasks,
    ),
)
