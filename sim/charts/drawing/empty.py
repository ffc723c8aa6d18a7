"""Why there is nothing to draw, and what a chart shows then."""

from textwrap import wrap
from typing import Any

from sim.charts.drawing.style import BODY, layout
from sim.engine.result import Result
from sim.inputs.scenario import Scenario

MOST_LETTERS = 40  # of a line, which fits the chart of a phone
UNKNOWN = "A price is unknown: type one to see dollars."
OFF = "Inference is off: switch it on to see this."
NO_TASKS = "No tasks are set: only dollars and loss are known."
ONE_ANSWER = "These tasks are multiple choice: one answer each, so samples do not apply."


def empty(words: str) -> dict[str, Any]:
    """A figure that says why it is empty."""
    note = {
        "text": "<br>".join(wrap(words, MOST_LETTERS)), "showarrow": False,
        "x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper",
        "font": {"size": BODY, "color": "@muted"},
    }  # fmt: skip
    hidden = {"visible": False, "fixedrange": True}
    return {"data": [], "layout": layout(xaxis=hidden, yaxis=hidden, annotations=[note])}


def with_tasks(scenario: Scenario) -> bool:
    """Whether solved problems are counted, and not the loss alone."""
    return scenario.inference == "on" and scenario.task_kind != "none"


def with_samples(scenario: Scenario) -> bool:
    """Whether several answers can be drawn."""
    return with_tasks(scenario) and scenario.task_kind == "generate"


def no_price(result: Result) -> str | None:
    """Why a chart of money is empty, or `None`."""
    return UNKNOWN if result.cost_total_usd is None else None


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
