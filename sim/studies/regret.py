"""What it costs to plan with one law when another is true."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from sim.engine.frontier import best_split, cheapest
from sim.engine.scenario_law import applied_law
from sim.inputs.numbers import numbers
from sim.inputs.scenario import Scenario
from sim.laws import loss_laws
from sim.laws.forms import Form
from sim.program.cost import dollar_spend, flop_spend
from sim.studies.agreement import forms


@dataclass(frozen=True)
class Regret:
    """Regret of planning with the law of a row when the law of a column is true, at one compute.

    Parameters
    ----------
    laws : tuple of str
        Identifiers, in the order of rows and columns.
    nats : array of shape (n, n)
        Loss above the best of the true law [nat/token].
    share : array of shape (n, n)
        The same over the best reducible loss of the true law [-]: what laws can be compared by.
    flop_share : array of shape (n, n)
        Compute wasted over compute spent [-].
    usd : array of shape (n, n)
        What the same loss would have cost less [USD]; NaN where a price is unknown.
    """

    laws: tuple[str, ...]
    nats: np.ndarray
    share: np.ndarray
    flop_share: np.ndarray
    usd: np.ndarray


def regret(scenario: Scenario, laws: tuple[str, ...] | None = None) -> Regret:
    """Regret matrix at the scenario's compute, prices and data.

    Parameters
    ----------
    scenario : Scenario
        Its `train_flop` is the budget.
    laws : tuple of str, optional
        Identifiers; all published laws by default.
    """
    names = laws or tuple(key for key, law in loss_laws().entries.items() if not law.typed)
    inputs = numbers(scenario)
    flop, dollars = flop_spend(inputs), dollar_spend(inputs)
    truths = [applied_law(numbers(scenario, law=name)) for name in names]
    C = inputs.train_flop
    plans = [best_split(law, flop, C) for law in truths]
    N, D = (np.array([plan[i] for plan in plans], float) for i in (0, 1))
    size = (len(names), len(names))
    nats, share, flop_share, usd = (np.empty(size) for _ in range(4))
    for j, law in enumerate(truths):
        x = law.reducible(N, D)
        best = x[j]
        nats[:, j] = np.maximum(x - best, 0)
        share[:, j] = nats[:, j] / best
        needed_N, needed_D = cheapest(law, flop, law.irreducible + x)
        # A loss is never dearer than its own run; at the very floor rounding hides every other plan.
        spent, paid = flop.varying(N, D), dollars.varying(N, D)
        flop_share[:, j] = 1 - np.fmin(flop.varying(needed_N, needed_D), spent) / spent
        usd[:, j] = paid - np.fmin(dollars.varying(needed_N, needed_D), paid)
    return Regret(names, nats, share, flop_share, usd)


def overspends_elsewhere(scenario: Scenario, train_flop: float) -> dict[str, float]:
    """The row of the scenario's own law alone, at another compute [FLOP]: dollars by each usable law."""
    inputs = numbers(scenario)
    flop, dollars = flop_spend(inputs), dollar_spend(inputs)
    N, D = (float(x) for x in best_split(applied_law(inputs), flop, np.array(train_flop)))
    paid, found = float(dollars.varying(N, D)), dict[str, float]()
    for names, form in forms(scenario, inputs):
        # Constants of shape (n, 1) -> (n,): the solvers take whole arrays.
        constants = {name: np.ravel(value) for name, value in _constants(form).items()}
        spread = inputs.spread(len(names))
        law, spent = applied_law(spread, type(form)(**constants)), flop_spend(spread)
        x = law.reducible(np.full(len(names), N), np.full(len(names), D))
        needed = dollar_spend(spread).varying(*cheapest(law, spent, law.irreducible + x))
        found |= dict(zip(names, (paid - np.fmin(needed, paid)).tolist(), strict=True))
    return {name: usd for name, usd in found.items() if name != scenario.law}


def _constants(form: Form) -> dict[str, Any]:
    return {one.name: getattr(form, one.name) for one in fields(form) if one.init}  # type: ignore[arg-type]
