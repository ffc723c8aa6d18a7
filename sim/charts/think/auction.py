"""The auction: errors that the next dollar removes, by lever, on one axis."""

from collections.abc import Sequence

from sim.charts.chart import Figure, Place, RunChart, Table
from sim.charts.drawing.empty import no_accuracy, no_service, with_tasks
from sim.charts.drawing.kept import kept_bars
from sim.charts.drawing.style import SMALL, axis, layout
from sim.engine.kept_runs import KeptRun
from sim.engine.result import Result
from sim.ground import units
from sim.inputs.scenario import Scenario
from sim.words.think import answers, errors_removed

LEVERS = (
    ("accuracy_gain_params", "Parameters", "params"),
    ("accuracy_gain_tokens", "Tokens", "tokens"),
    ("accuracy_gain_unique_data", "New text", "money"),
    ("accuracy_gain_samples", "Samples", "inference"),
)
POST_TRAINING = ("accuracy_gain_post_training", "Post-training", "inference")


def _levers(result: Result) -> tuple[tuple[str, str, str], ...]:
    """Output, label and color of each lever that the run has."""
    return (*LEVERS, POST_TRAINING) if result.scenario.post_training == "on" else LEVERS


def _labels(result: Result) -> list[str]:
    return [label for _, label, _ in _levers(result)]


def auction(result: Result) -> list[tuple[str, float | None, str]]:
    """Lever, gain in accuracy per dollar [1/USD] and color of each; `None` where it does not apply."""
    return [(label, getattr(result, name), color) for name, label, color in _levers(result)]


def removed(result: Result) -> list[float | None]:
    """Wrong answers that the next dollar on each lever removes over the whole service."""
    return [errors_removed(result, name) for name, _, _ in _levers(result)]


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
        return "does harm: the verifier misleads" if label == "Samples" else "does harm: slower to train after"
    return answers(number, unit=False)


class Auction(RunChart):
    id = "auction"
    places = (Place("think", 1),)
    question = "Where should the next dollar go?"
    height = 300

    def why_empty(self, now: Result) -> str | None:
        return no_accuracy(now) or no_service(now)

    def applies(self, scenario: Scenario) -> bool:
        return with_tasks(scenario)

    def subtitle(self, now: Result) -> str:
        return (
            "Wrong answers that one more dollar removes over the whole service, on each lever alone. Longer is better."
        )

    def figure(self, now: Result, others: Sequence[KeptRun]) -> Figure:
        longest = max((x for result in (now, *others) for x in removed(result) if x), default=0.0)
        levers = _levers(now)
        trace = {
            "type": "bar",
            "orientation": "h",
            "y": _labels(now),
            "x": [max(x or 0.0, 0.0) for x in removed(now)],
            "text": _shown(now),
            "textposition": "outside",
            "textangle": 0,
            "constraintext": "none",
            "cliponaxis": False,
            "marker": {"color": [f"@{color}" for _, _, color in levers]},
            "width": 0.56,
            "hoverinfo": "skip",
        }
        kept = kept_bars(
            others, lambda run: [max(errors_removed(run, name) or 0.0, 0.0) for name, _, _ in levers], _labels(now)
        )
        return {
            "data": [trace, *kept],
            "layout": layout(
                barmode="overlay",
                xaxis=axis("", range=[0, 1.35 * max(longest, 1e-9)], visible=False),
                yaxis=axis("", type="category", autorange="reversed", showgrid=False, ticklabelstandoff=8)
                | {"tickfont": {"size": SMALL + 1, "color": "@ink"}},
            ),
        }

    def summary(self, now: Result) -> str:
        parts = "; ".join(
            f"{label.lower()}: {text}" for (label, _, _), text in zip(auction(now), _shown(now), strict=True)
        )
        return f"Wrong answers that the next dollar removes over the whole service: {parts}."

    def table(self, now: Result) -> Table:
        rows = [
            [label, "does not apply" if gain is None else units.scientific(gain), text]
            for (label, gain, _), text in zip(auction(now), _shown(now), strict=True)
        ]
        return ["Lever", "Share of problems per dollar", "Wrong answers per dollar"], rows

    def note(self, now: Result) -> str:
        served = units.count(now.scenario.queries_per_day)
        queries = "one query" if served == "1" else f"{served} queries"
        return (
            f"By the slopes here, at {queries} a day: larger models cost more on every query, more samples too; "
            "more training tokens cost once."
        )
