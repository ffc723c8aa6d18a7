"""How the number of a loss is read: other units, known sizes beside it, and what a little of it costs."""

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from sim.engine.known_results import result_of
from sim.engine.presets import presets
from sim.engine.result import Result
from sim.ground import units
from sim.ground.errors import SimulationError
from sim.inputs.scenario import Scenario

UNITS = {"nat": "nat/token", "bits": "bits/token", "perplexity": "perplexity"}  # as links name them, and pages
SIZES = {"GPT-2": "gpt-2-1.5b", "GPT-3": "gpt-3-175b", "GPT-4": "gpt-4"}  # on the ruler, the smallest first
LEAST_GAP = 0.2  # of the ruler between two names; ours [next-dollar]
LARGEST = 700.0  # nat, beyond which e to it does not fit a float
OF_THE_LAW = ("law", "custom_irreducible", "custom_a", "custom_b", "custom_alpha", "custom_beta")


@dataclass(frozen=True)
class Sizes:
    """Losses of known sizes under one law, and the floor under them.

    Parameters
    ----------
    losses : dict
        By name, the smallest model first [nat/token].
    floor : float
        Of the law [nat/token].
    """

    losses: dict[str, float]
    floor: float

    def at(self, loss: float) -> float:
        """Place on the ruler, 0 at the smallest size and 1 at the floor: by the root, or all would crowd there."""
        top = max(self.losses.values(), default=math.nan)
        share = (loss - self.floor) / (top - self.floor) if top > self.floor else math.nan
        return 0.0 if math.isnan(share) else 1 - math.sqrt(min(1.0, max(0.0, share)))

    @cached_property
    def marks(self) -> tuple[tuple[str, float], ...]:
        """Names and places; a name that would stand in another is left out and its mark stays."""
        ends = [*self.losses.items(), *([("floor", self.floor)] if self.floor > 0 else [])]
        found: list[tuple[str, float]] = []
        last = math.inf
        for name, loss in reversed(ends):
            place = self.at(loss)
            found.append((name if last - place >= LEAST_GAP else "", round(place, 4)))
            last = place if found[-1][0] else last
        return tuple(reversed(found))

    @cached_property
    def words(self) -> str:
        """The ruler in words."""
        if not self.losses:
            return ""
        runs = ", ".join(f"{name} {units.loss(loss)}" for name, loss in self.losses.items())
        return (
            f"The ruler has runs of the size of known models as this law sees them: {runs}; the floor is "
            f"{units.loss(self.floor)}. GPT-4 is an estimate. Equal steps on it are not equal losses."
        )


def sizes(scenario: Scenario) -> Sizes:
    """What the law of a scenario says of known sizes: their parameters, tokens and compute, as their files say."""
    return _sizes(tuple(getattr(scenario, name) for name in OF_THE_LAW))


@lru_cache(maxsize=64)
def _sizes(law: tuple[Any, ...]) -> Sizes:
    chosen = dict(zip(OF_THE_LAW, law, strict=True))
    losses: dict[str, float] = {}
    floor = math.nan
    for name, preset in SIZES.items():
        try:
            found = result_of(presets().entries[preset].scenario.changed(**chosen))
        except SimulationError:  # constants of somebody's own, under which such a run cannot be
            continue
        losses[name], floor = found.loss, found.loss_irreducible
    return Sizes(losses, floor)


def in_unit(loss: float, unit: str) -> str:
    """A loss as one of the `UNITS`."""
    match unit:
        case "bits":
            return units.loss(loss / math.log(2))
        case "perplexity":
            return units.plain(math.exp(min(loss, LARGEST)))
    return units.loss(loss)


def worth(result: Result) -> str:
    """What 0.01 nat less costs on best plans, as a share of the best plan as good; "" where no price is known."""
    step, total, over = result.next_step_usd, result.cost_total_usd, result.overspend_usd
    if step is None or total is None or over is None or total <= over:
        return ""
    share = step / (total - over)
    more = f"{units.percent(share, 2)} more" if share < 1 else f"{units.times(1 + share)} the"
    return f"0.01 nat less: {more} money"
