"""Generations: what each step in compute bought, and the next tenfold."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sim.charts.chart import Figure, LoneChart, Place, Table
from sim.charts.drawing.style import SMALL, axis, layout
from sim.engine.evaluate import evaluate
from sim.engine.presets import presets
from sim.engine.result import Result
from sim.ground import units
from sim.inputs import TABLE
from sim.inputs.scenario import Scenario

MODELS = (("gpt-2-1.5b", "GPT-2"), ("gpt-3-175b", "GPT-3"), ("gpt-4", "GPT-4"))
NEXT = 10.0
OWN_SIZE = ("plan", "n_params", "n_tokens", "train_flop", "budget_usd", "target_loss", "active_fraction")


@dataclass(frozen=True)
class Generation:
    """A model at the law and the prices of the scenario: its compute [FLOP], loss [nat/token] and cost [USD]."""

    label: str
    train_flop: float
    loss: float
    usd: float | None


def generations(now: Result) -> list[Generation]:
    """GPT-2, GPT-3, GPT-4 and the best plan of ten times its compute."""
    # They do not depend on the size of the run that is shown: a moved lever of size shares them.
    sizes = {name: TABLE[name].default for name in OWN_SIZE}
    return list(_generations(now.scenario.model_copy(update=sizes)))


@lru_cache(maxsize=64)
def _generations(scenario: Scenario) -> tuple[Generation, ...]:
    entries = presets().entries
    found: list[Generation] = []
    for name, label in MODELS:
        if name not in entries:
            continue
        theirs = entries[name].scenario
        size = {key: getattr(theirs, key) for key in ("plan", "n_params", "n_tokens", "train_flop", "active_fraction")}
        found.append(_generation(scenario, label, size))
    C = min(NEXT * found[-1].train_flop, 1e32)
    last = {"plan": "compute_optimal", "train_flop": C, "active_fraction": 1.0}
    return (*found, _generation(scenario, "ten times GPT-4", last))


def _generation(scenario: Scenario, label: str, size: dict[str, Any]) -> Generation:
    result = evaluate(scenario.changed(**size))
    return Generation(label, result.train_flop, result.loss, result.cost_total_usd)


def _per_nat(a: Generation, b: Generation) -> str:
    gain = a.loss - b.loss
    if a.usd is None or b.usd is None:
        return "price unknown"
    return f"{units.dollars((b.usd - a.usd) / gain)} per nat" if gain > 0 and b.usd > a.usd else "no gain"


class Generations(LoneChart):
    id = "laws-generations"
    places = (Place("laws", 9),)
    question = "What did each generation buy?"
    height = 300

    def subtitle(self, now: Result) -> str:
        return "Nats of loss for each step in compute, and dollars per nat at the chip and price set now."

    def figure(self, now: Result, others: Sequence[Result]) -> Figure:
        steps = generations(now)
        gains = [a.loss - b.loss for a, b in zip(steps, steps[1:], strict=False)]
        labels = [f"{a.label} to<br>{b.label}" for a, b in zip(steps, steps[1:], strict=False)]
        text = [f"{gain:.3f} nat<br>{_per_nat(a, b)}" for gain, a, b in zip(gains, steps, steps[1:], strict=False)]
        top = max(max(gains), 1e-3)
        bar = {
            "type": "bar", "orientation": "h", "y": labels, "x": gains, "text": text, "textposition": "outside",
            "constraintext": "none", "textangle": 0, "cliponaxis": False,
            "marker": {"color": ["@compute"] * (len(gains) - 1) + ["@compute/0.55"]}, "width": 0.56,
            "hoverinfo": "skip", "textfont": {"size": SMALL, "color": "@ink"},
        }  # fmt: skip
        return {
            "data": [bar],
            "layout": layout(
                xaxis=axis("", range=[min(0, *gains), 1.75 * top], visible=False),
                yaxis=axis("", type="category", autorange="reversed", showgrid=False, ticklabelstandoff=8)
                | {"tickfont": {"size": SMALL + 1, "color": "@ink"}},
            ),
        }

    def figures(self, window: Result, many: Sequence[Result], others: Sequence[Result]) -> list[Figure] | None:
        return None  # four plans for each position of a lever would be slow

    def summary(self, now: Result) -> str:
        *_, before, last = generations(now)
        return f"The next tenfold lowers the loss by {before.loss - last.loss:.3f} nat, at {_per_nat(before, last)}."

    def table(self, now: Result) -> Table:
        steps = generations(now)
        rows = []
        for i, one in enumerate(steps):
            gain = "–" if i == 0 else f"{steps[i - 1].loss - one.loss:.4f}"
            per = "–" if i == 0 else _per_nat(steps[i - 1], one)
            rows.append([one.label, units.scientific(one.train_flop), units.loss(one.loss), gain,
                         units.text(one.usd, "usd"), per])  # fmt: skip
        columns = ["Model", "Compute, FLOP", "Loss", "Nats of the step", "Cost at the price set now", "Dollars per nat"]
        return columns, rows

    def note(self, now: Result) -> str:
        return (
            "By the chosen law, which knows none of these models' text or methods. The size of GPT-4 is an estimate by "
            "others, its split ours. The last step is the best plan."
        )
