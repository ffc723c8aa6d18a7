"""The six plans: from what is given to parameters and tokens."""

from collections.abc import Mapping
from types import SimpleNamespace

import numpy as np

from sim import units
from sim.cost import Spend
from sim.errors import SimulationError
from sim.frontier import AT_BOUND, D_HIGH, D_LOW, N_HIGH, N_LOW, best_split, cheapest
from sim.inputs import TABLE
from sim.inputs.plan import GIVEN
from sim.laws.forms import Array
from sim.seen import SeenLaw


def planned(inputs: SimpleNamespace, law: SeenLaw, flop: Spend, dollars: Spend) -> tuple[Array, Array]:
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
    """N and D where both lie in bounds, rounding forgiven; else NaN."""
    ok = (
        (N >= N_LOW * (1 - AT_BOUND))
        & (N <= N_HIGH * (1 + AT_BOUND))
        & (D >= D_LOW * (1 - AT_BOUND))
        & (D <= D_HIGH * (1 + AT_BOUND))
    )
    return np.where(ok, np.clip(N, N_LOW, N_HIGH), np.nan), np.where(ok, np.clip(D, D_LOW, D_HIGH), np.nan)


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
        return _unknown_price(inputs)
    if plan == "params_compute":
        size = f"{units.count(inputs.n_params)} parameters"
        return _compute_for(size, inputs, flop.total(inputs.n_params, D_LOW), flop.total(inputs.n_params, D_HIGH))
    if plan == "tokens_compute":
        size = f"{units.count(inputs.n_tokens)} tokens"
        return _compute_for(size, inputs, flop.total(N_LOW, inputs.n_tokens), flop.total(N_HIGH, inputs.n_tokens))
    if plan == "budget_optimal":
        least = units.dollars(_rounded(dollars.total(N_LOW, D_LOW), up=True), 4)
        held = [f"staff of {units.dollars(dollars.fixed)}"] if dollars.fixed > 0 else []
        held += ["serving"] if inputs.inference == "on" else []
        with_these = f" with {' and '.join(held)}" if held else ""
        return SimulationError(
            "budget_usd",
            units.exact(inputs.budget_usd, "usd"),
            f"the cheapest plan in bounds costs {least}{with_these}",
        )
    reach = units.plain(_rounded(float(law.loss(N_HIGH, D_HIGH)), up=True), 5)
    floor = units.loss(float(law.irreducible))
    return SimulationError(
        "target_loss",
        units.exact(inputs.target_loss, "loss"),
        f"the irreducible loss of this law is {floor}, and the largest plan in bounds reaches {reach}",
    )


def _unknown_price(inputs: SimpleNamespace) -> SimulationError:
    if inputs.price_basis != "owned":
        name, what = "usd_per_chip_hour", "price on this basis"
    elif np.isnan(inputs.chip_price_usd):
        name, what = "chip_price_usd", "purchase price"
    else:
        name, what = "watts_per_chip", "power"
    return SimulationError(name, "none", f"this chip has no published {what}; type one to plan with dollars")


def _compute_for(size: str, inputs: SimpleNamespace, least: float, most: float) -> SimulationError:
    row = TABLE["train_flop"]
    low = units.scientific(_rounded(max(least, row.low), up=True), 4)
    high = units.scientific(_rounded(min(most, row.high), up=False), 4)
    return SimulationError("train_flop", units.exact(inputs.train_flop, "flop"), f"{size} need {low} to {high} FLOP")


def _rounded(x: float, up: bool) -> float:
    """Number in four digits, rounded so that what is said to be feasible is."""
    near = float(f"{x:.3e}")
    unit = 10.0 ** (np.floor(np.log10(x)) - 3)
    if up and near < x:
        near += unit
    if not up and near > x:
        near -= unit
    return near
