"""Charts of the inference axis, which a scenario may not have: what they show in its place."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sim.charts.chart import Chart, Results
from sim.charts.empty import UNKNOWN, empty
from sim.charts.pinned import beside, told
from sim.result import Result
from sim.scenario import Scenario

Reason = Callable[[Result], str | None]
OFF = "Inference is off: switch it on to see this."
NO_TASKS = "No tasks are set: only dollars and loss are known."
ONE_ANSWER = "These tasks are multiple choice: one answer each, so samples do not apply."


def with_tasks(scenario: Scenario) -> bool:
    """Whether solved problems are counted, and not the loss alone."""
    return scenario.inference == "on" and scenario.task_kind != "none"


def with_samples(scenario: Scenario) -> bool:
    """Whether several answers can be drawn."""
    return with_tasks(scenario) and scenario.task_kind == "generate"


def no_service(result: Result) -> str | None:
    """Why a chart of serving is empty, or `None`."""
    if result.cost_inference_usd is None:
        return OFF if result.scenario.inference == "off" else UNKNOWN
    return None


def no_accuracy(result: Result) -> str | None:
    """Why a chart of solved tasks is empty, or `None`."""
    if result.scenario.inference == "off":
        return OFF
    return NO_TASKS if result.scenario.task_kind == "none" else None


def no_samples(result: Result) -> str | None:
    """Why a chart of many answers is empty, or `None`."""
    if result.scenario.inference == "on" and result.scenario.task_kind == "choice":
        return ONE_ANSWER
    return no_accuracy(result)


def first_of(*reasons: Reason) -> Reason:
    """The first of several reasons that holds."""
    return lambda result: next(filter(None, (reason(result) for reason in reasons)), None)


def needing(reason: Reason, chart: Chart) -> Chart:
    """The chart, which says why it is empty where there is a reason; pinned runs with one are not drawn."""

    def usable(results: Results) -> list[Result]:
        return [result for result in results if reason(result) is None]

    def either(draw: Callable[[Results], Any], otherwise: Callable[[str], Any]) -> Callable[[Results], Any]:
        def drawn(results: Results) -> Any:
            why = reason(results[0])
            return draw(usable(results)) if why is None else otherwise(why)

        return drawn

    def figures(window: Results, many: Sequence[Results]) -> list[dict[str, Any]] | None:
        why = reason(window[0])
        if why is not None:
            return [empty(why)] * len(many)
        # The runs of a sweep differ in one number: what the window has, all have.
        pinned = usable(many[0][1:])
        drawn = [[results[0], *pinned] for results in many]
        return chart.figures(usable(window), drawn) if chart.figures else [chart.figure(results) for results in drawn]

    return replace(
        chart,
        figure=either(chart.figure, empty),
        summary=either(told(chart.summary), str),
        table=either(beside(chart.table), lambda why: (["Why it is empty"], [[why]])),
        # The figure itself says why it is empty: once is enough.
        note=chart.note and either(chart.note, lambda why: ""),
        subtitle=either(chart.subtitle, lambda why: ""),
        figures=figures,
    )
