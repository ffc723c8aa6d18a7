"""Short of text: the best plan of one compute under each rule of what repeats cost."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from sim.engine.frontier import best_split
from sim.engine.result import Result
from sim.engine.scenario_law import applied_law, chosen_law
from sim.ground.arrays import Array
from sim.inputs import TABLE
from sim.inputs.data import RULES
from sim.inputs.numbers import numbers
from sim.inputs.scenario import Scenario
from sim.program.cost import flop_spend

# The plans depend on the compute of the run that is shown, and not on its size.
SIZES = ("plan", "n_params", "n_tokens", "budget_usd", "target_loss")


@dataclass(frozen=True)
class Plans:
    """Best plans over many stocks of unique text; the arrays are shared and cannot be written to.

    Parameters
    ----------
    n_params, n_tokens : array of shape (S,)
        The plans; NaN where none lies in bounds.
    passes : array of shape (S,)
        Times that the real text is seen, at least 1.
    """

    n_params: Array
    n_tokens: Array
    passes: Array


def rules(scenario: Scenario) -> tuple[str, ...]:
    """The rules that differ under the law: one that discounts repeats itself has its own alone."""
    return tuple(RULES)[:1] if owns_repetition(scenario) else tuple(RULES)


def owns_repetition(scenario: Scenario) -> bool:
    """Whether the law discounts repeats itself."""
    return chosen_law(scenario).function.owns_repetition


def short_plans(now: Result, stocks: tuple[float, ...]) -> Mapping[str, Plans]:
    """Best plans at the compute of a run, by rule, for each stock of unique text [tokens]; NaN is endless text.

    Kept: a lever that leaves the compute alone shares them.
    """
    C = float(np.clip(now.train_flop, TABLE["train_flop"].low, TABLE["train_flop"].high))
    same = {name: TABLE[name].default for name in SIZES} | {"train_flop": C, "unique_tokens": None}
    return _short_plans(now.scenario.model_copy(update=same), stocks)


@lru_cache(maxsize=64)
def _short_plans(scenario: Scenario, stocks: tuple[float, ...]) -> Mapping[str, Plans]:
    U = np.array(stocks, float)
    found = {}
    for rule in rules(scenario):
        inputs = numbers(scenario, unique_tokens=U, repetition=rule)
        law = applied_law(inputs)
        N, D = best_split(law, flop_spend(inputs), np.full(U.shape, scenario.train_flop))
        columns = N, D, law.data.epochs(D)
        for column in columns:
            column.flags.writeable = False
        found[rule] = Plans(*columns)
    return MappingProxyType(found)
