"""The plans: from what is given to parameters and tokens."""

from collections.abc import Mapping

import numpy as np

from sim.engine.curves import AT_BOUND, D_HIGH, D_LOW, N_HIGH, N_LOW
from sim.engine.deadline import cheapest_within, least_time
from sim.engine.frontier import best_split, cheapest
from sim.ground import units
from sim.ground.arrays import Array
from sim.ground.errors import SimulationError
from sim.inputs import TABLE
from sim.inputs.numbers import Numbers, known
from sim.inputs.plan import GIVEN
from sim.laws.applied import AppliedLaw
from sim.program.cost import Spend, hour_spend
from sim.program.training import chip_hours_in, chips_for_deadline, wall_clock_days


def planned(inputs: Numbers, law: AppliedLaw, flop: Spend, dollars: Spend) -> tuple[Array, Array]:
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
    if plan == "target_loss":
        return cheapest(law, dollars, inputs.target_loss)
    hours, there = hour_spend(inputs), chip_hours_in(inputs.train_days, known(inputs.n_chips))
    if plan == "chips_days":
        return best_split(law, hours, there)
    return cheapest_within(law, dollars, hours, inputs.target_loss, there)


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
    outputs = {"budget_usd": "cost_total_usd", "target_loss": "loss", "train_days": "wall_clock_days"}
    carried = {}
    for name in GIVEN[new]:
        value = values.get(outputs.get(name, name))  # the chips are no output: they stay as they are
        if name not in GIVEN[old] and value is not None:
            row = TABLE[name]
            carried[name] = min(max(float(f"{value:.4e}"), row.low), row.high)
    return carried


def infeasible(inputs: Numbers, law: AppliedLaw, flop: Spend, dollars: Spend) -> SimulationError:
    """Why a plan of scalars cannot be, and what would be feasible."""
    plan = inputs.plan
    if plan in ("budget_optimal", "target_loss", "deadline") and np.isnan(dollars.per_param_token):
        return _unknown_price(inputs)
    if plan == "params_compute":
        size = f"{units.count(inputs.n_params)} parameters"
        return _compute_for(size, inputs, flop.total(inputs.n_params, D_LOW), flop.total(inputs.n_params, D_HIGH))
    if plan == "tokens_compute":
        size = f"{units.count(inputs.n_tokens)} tokens"
        return _compute_for(size, inputs, flop.total(N_LOW, inputs.n_tokens), flop.total(N_HIGH, inputs.n_tokens))
    if plan == "budget_optimal":
        least = units.dollars(_rounded(dollars.total(N_LOW, D_LOW), up=True), 4)
        held = [f"staff of {units.dollars(inputs.staff_usd)}"] if inputs.staff_usd > 0 else []
        if inputs.post_training == "on":
            held.append(f"post-training of {units.dollars(inputs.post_training_usd)}")
        held += ["serving"] if inputs.inference == "on" else []
        with_these = f" with {' and '.join(held)}" if held else ""
        return SimulationError(
            "budget_usd",
            units.exact(inputs.budget_usd, "usd"),
            f"the cheapest plan in bounds costs {least}{with_these}",
        )
    if plan in ("chips_days", "deadline") and np.isnan(known(inputs.n_chips)):
        return SimulationError("n_chips", "none", "this plan needs a number of chips")
    if plan == "chips_days":
        least = wall_clock_days(hour_spend(inputs).total(N_LOW, D_LOW), inputs.n_chips)
        return SimulationError(
            "train_days",
            units.exact(inputs.train_days, "plain"),
            f"the smallest plan in bounds takes {units.with_unit(_rounded(least, up=True), 'days')} on these chips",
        )
    least_hours = least_time(law, hour_spend(inputs), inputs.target_loss)
    if plan == "deadline" and np.isfinite(least_hours):
        return _too_late(inputs, float(least_hours))
    reach = units.plain(_rounded(float(law.loss(N_HIGH, D_HIGH)), up=True), 5)
    floor = units.loss(float(law.irreducible))
    return SimulationError(
        "target_loss",
        units.exact(inputs.target_loss, "loss"),
        f"the irreducible loss of this law is {floor}, and the largest plan in bounds reaches {reach}",
    )


def _too_late(inputs: Numbers, hours: float) -> SimulationError:
    """A deadline that no plan of the loss meets: what would."""
    days = units.plain(_rounded(float(wall_clock_days(hours, inputs.n_chips)), up=True), 4)
    chips = units.count(np.ceil(_rounded(float(chips_for_deadline(hours, inputs.train_days)), up=True)), 4)
    return SimulationError(
        "train_days",
        units.exact(inputs.train_days, "plain"),
        f"this loss takes {units.count(inputs.n_chips)} chips at least {days} days; {chips} chips would do",
    )


def _unknown_price(inputs: Numbers) -> SimulationError:
    if inputs.price_basis != "owned":
        name, what = "usd_per_chip_hour", "price on this basis"
    elif np.isnan(known(inputs.chip_price_usd)):
        name, what = "chip_price_usd", "purchase price"
    else:
        name, what = "watts_per_chip", "power"
    return SimulationError(name, "none", f"this chip has no published {what}; type one to plan with dollars")


def _compute_for(size: str, inputs: Numbers, least: float, most: float) -> SimulationError:
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
