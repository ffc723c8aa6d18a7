"""The six plans: from what is given to parameters and tokens."""

from collections.abc import Mapping
from types import SimpleNamespace

import numpy as np

from sim import units
from sim.cost import Spend
from sim.errors import SimulationError
from sim.frontier import D_HIGH, D_LOW, N_HIGH, N_LOW, best_split, cheapest
from sim.inputs import TABLE
from sim.inputs.plan import GIVEN
from sim.laws.forms import Array
from sim.seen import SeenLaw


def planned(
    inputs: SimpleNamespace, law: SeenLaw, flop: Spend, dollars: Spend
) -> tuple[Array, Array]:
    """Parameters and tokens of the plan; NaN where it is infeasible."""
    plan = inputs.plan
    if plan == "params_tokens":
        return inputs.n_params, inputs.n_tokens
    if plan == "params_compute":
        return _within(inputs.n_params, flop.tokens_for(inputs.train_flop, inputs.n_params))
    if plan == "tokens_compute":
        return _within(flop.params_for(inputs.train_flop, inputs.n_tokens), inputs.n_tokens)
    if plan == "compute_optimal":
        return best_split(law, flop, inputs.train_flop)
    if plan == "budget_optimal":
        return best_split(law, dollars, inputs.budget_usd)
    return cheapest(law, dollars, inputs.target_loss)


def _within(N: Array, D: Array) -> tuple[Array, Array]:
    ok = (N_LOW <= N) & (N <= N_HIGH) & (D_LOW <= D) & (D <= D_HIGH)
    return np.where(ok, N, np.nan), np.where(ok, D, np.nan)


def carried_over(values: Mapping[str, float | None], old: str, new: str) -> dict[str, float]:
    """Inputs that keep the run where it is when another plan takes other numbers as given.

    Parameters
    ----------
    values : mapping
        Outputs of the run under the old plan.
    old, new : str
        The plans.

    Returns
    -------
    dict
        What the new plan takes as given and the old one did not, in five digits and within bounds.
    """
    outputs = {"budget_usd": "cost_total_usd", "target_loss": "loss"}
    carried = {}
    for name in GIVEN[new]:
        value = values[outputs.get(name, name)]
        if name not in GIVEN[old] and value is not None:
            row = TABLE[name]
            carried[name] = min(max(float(f"{value:.4e}"), row.low), row.high)
    return carried


def infeasible(inputs: SimpleNamespace, law: SeenLaw, flop: Spend, dollars: Spend) -> SimulationError:
    """Why a plan of scalars cannot be, and what would be feasible."""
    plan = inputs.plan
    if plan in ("budget_optimal", "target_loss") and np.isnan(dollars.per_param_token):
        return SimulationError(
            "usd_per_chip_hour", "none", "this chip has no published price on this basis; type one to plan with dollars"
        )
    if plan == "params_compute":
        low, high = (units.scientific(flop.total(inputs.n_params, D)) for D in (D_LOW, D_HIGH))
        size = f"{units.count(inputs.n_params)} parameters"
        return SimulationError("train_flop", units.scientific(inputs.train_flop), f"{size} need {low} to {high} FLOP")
    if plan == "tokens_compute":
        low, high = (units.scientific(flop.total(N, inputs.n_tokens)) for N in (N_LOW, N_HIGH))
        size = f"{units.count(inputs.n_tokens)} tokens"
        return SimulationError("train_flop", units.scientific(inputs.train_flop), f"{size} need {low} to {high} FLOP")
    if plan == "budget_optimal":
        least = units.dollars(dollars.total(N_LOW, D_LOW))
        return SimulationError(
            "budget_usd", units.dollars(inputs.budget_usd), f"the cheapest plan in bounds costs {least}"
        )
    if plan == "target_loss":
        floor, reach = (units.loss(float(x)) for x in (law.irreducible, law.loss(N_HIGH, D_HIGH)))
        return SimulationError(
            "target_loss",
            units.loss(float(inputs.target_loss)),
            f"the irreducible loss of this law is {floor}, and the largest plan in bounds reaches {reach}",
        )
    least = units.scientific(float(flop.total(N_LOW, D_LOW)))
    return SimulationError("train_flop", units.scientific(inputs.train_flop), f"the least in bounds is {least} FLOP")
