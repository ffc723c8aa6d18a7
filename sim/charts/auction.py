"""The auction: errors that the next dollar removes, by lever, on one axis."""

from typing import Any

from sim import units
from sim.charts.chart import Chart, Results
from sim.charts.needs import first_of, needing, no_accuracy, no_service, with_tasks
from sim.charts.style import SMALL, axis, layout, outline_bars
from sim.result import Result
from sim.think_words import answers, errors_removed

LEVERS = (
    ("accuracy_gain_params", "Parameters", "params"),
    ("accuracy_gain_tokens", "Tokens", "tokens"),
    ("accuracy_gain_unique_data", "New text", "money"),
    ("accuracy_gain_samples", "Samples", "inference"),
)
LABELS = [label for _, label, _ in LEVERS]
MARKER = {"color": [f"@{color}" for _, _, color in LEVERS]}


def auction(result: Result) -> list[tuple[str, float | None, str]]:
    """Lever, gain in accuracy per dollar [1/USD] and color of each; `None` where it does not apply."""
    return [(label, getattr(result, name), color) for name, label, color in LEVERS]


def removed(result: Result) -> list[float | None]:
    """Wrong answers that the next dollar on each lever removes over the whole service."""
    return [errors_removed(result, name) for name, _, _ in LEVERS]


def _shown(result: Result) -> list[str]:
    return [
        _text(number, label, result) for number, (label, _, _) in zip(removed(result), auction(result), strict=True)
    ]


def _text(number: float | None, label: str, result: Result) -> str:
    if number is None:
        if label == "Samples":
            return "one answer only"
        repeats = result.epochs > 1 and result.scenario.usd_per_mtok_real == 0
        return "has no price here" if repeats else "nothing is repeated"
    if number < 0:
        return "does harm: the verifier misleads"
    return answers(number, unit=False)


def _figure(results: Results) -> dict[str, Any]:
    now = results[0]
    longest = max((x for result in results for x in removed(result) if x), default=0.0)
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": LABELS,
        "x": [max(x or 0.0, 0.0) for x in removed(now)],
        "text": _shown(now),
        "textposition": "outside",
        "textangle": 0,
        "constraintext": "none",
        "cliponaxis": False,
        "marker": MARKER,
        "width": 0.56,
        "hoverinfo": "skip",
    }
    pinned = [
        outline_bars([max(x or 0.0, 0.0) for x in removed(other)], LABELS, 0.56, horizontal=True)
        for other in results[1:]
    ]
    return {
        "data": [trace, *pinned],
        "layout": layout(
            barmode="overlay",
            xaxis=axis("", range=[0, 1.35 * max(longest, 1e-9)], visible=False),
            yaxis=axis("", type="category", autorange="reversed", showgrid=False, ticklabelstandoff=8)
            | {"tickfont": {"size": SMALL + 1, "color": "@ink"}},
        ),
    }


def _summary(results: Results) -> str:
    now = results[0]
    parts = "; ".join(f"{label.lower()}: {text}" for (label, _, _), text in zip(auction(now), _shown(now), strict=True))
    return f"Wrong answers that the next dollar removes over the whole service: {parts}."


def _table(results: Results) -> tuple[list[str], list[list[str]]]:
    now = results[0]
    rows = [
        [label, "does not apply" if gain is None else units.scientific(gain), text]
        for (label, gain, _), text in zip(auction(now), _shown(now), strict=True)
    ]
    return ["Lever", "Share of problems per dollar", "Wrong answers per dollar"], rows


def _note(results: Results) -> str:
    served = units.count(results[0].scenario.queries_per_day)
    queries = "one query" if served == "1" else f"{served} queries"
    return (
        f"By the slopes here, at {queries} a day: larger models cost more on every query, more samples too; "
        "more training tokens cost once."
    )


CHART = needing(
    first_of(no_accuracy, no_service),
    Chart(
        id="auction",
        page="think",
        order=1,
        question="Where should the next dollar go?",
        subtitle=lambda results: (
            "Wrong answers that one more dollar removes over the whole service, on each lever alone. Longer is better."
        ),
        figure=_figure,
        summary=_summary,
        table=_table,
        note=_note,
        height=300,
        applies=with_tasks,
    ),
)
