"""What the fit leaves open: joint draws of a law's constants, and bands of every output."""

from dataclasses import dataclass

import numpy as np

from sim.engine.frontier import best_split, cheapest
from sim.engine.output_table import OUTPUTS
from sim.engine.outputs import outputs
from sim.engine.scenario_law import applied_law, chosen_law
from sim.ground.arrays import Array
from sim.ground.errors import SimulationError
from sim.ground.flop import FLOP_PER_PARAM_TOKEN
from sim.inputs.numbers import Numbers, numbers
from sim.inputs.scenario import Scenario
from sim.laws import Law
from sim.laws.forms import Additive
from sim.program.cost import dollar_spend, flop_spend
from sim.studies.normals import normals

DRAWS, SEED = 1024, 20240415  # a power of two: see `sim.studies.normals`
LEVELS = {80: (0.10, 0.90), 95: (0.025, 0.975)}  # per cent -> ends of the band
NAMES = ("A", "B", "E", "alpha", "beta")  # of the covariance; the first three as logarithms
FLOOR = NAMES.index("E")
TARGET = "target_cost_usd"  # least cost of the scenario's target loss, beside the outputs [USD]


@dataclass(frozen=True)
class Band:
    """Ends of the 80 and 95 % bands of an output, and its median; `None` where out of reach or unknown."""

    low95: float | None
    low80: float | None
    median: float | None
    high80: float | None
    high95: float | None

    def ends(self, level: int) -> tuple[float | None, float | None]:
        """Low and high of the 80 or 95 % band."""
        return (self.low80, self.high80) if level == 80 else (self.low95, self.high95)


ALIKE = 1e-9  # relative width below which the draws do not move an output


def moves(band: Band) -> bool:
    """Whether the draws move an output at all."""
    if band.low80 is None:
        return False
    return band.high80 is None or band.high80 - band.low80 > ALIKE * abs(band.high80)


def draws(
    center: dict[str, float], covariance: np.ndarray, n_draws: int = DRAWS, floor: float | None = None
) -> Additive:
    """A law whose constants are joint normal draws of (lnA, lnB, lnE, alpha, beta).

    Parameters
    ----------
    center : dict
        The published constants: A, B, E, alpha, beta.
    covariance : array of shape (5, 5)
        Of (lnA, lnB, lnE, alpha, beta). Standard errors alone would not do: A and alpha, and B
        and beta, hardly vary on their own.
    n_draws : int
        How many.
    floor : float, optional
        The irreducible loss, held there [nat/token]; the others are drawn given it.

    Returns
    -------
    Additive
        With constants of shape (n_draws,). A draw with an exponent that is not positive, which is
        no law, is pulled back to its center.
    """
    mean = np.array([np.log(center[n]) if n in ("A", "B", "E") else center[n] for n in NAMES])
    spread = np.asarray(covariance, float)
    if floor is not None:
        weight = spread[:, FLOOR] / spread[FLOOR, FLOOR]
        mean = mean + weight * (np.log(floor) - mean[FLOOR])
        spread = spread - np.outer(weight, spread[FLOOR])
    values, vectors = np.linalg.eigh(spread)
    drawn = mean + normals(n_draws, len(NAMES), SEED) @ (vectors * np.sqrt(np.maximum(values, 0))).T
    for i in (3, 4):
        drawn[:, i] = np.where(drawn[:, i] > 0, drawn[:, i], max(mean[i], 1e-3))
    A, B, E = np.exp(drawn[:, :3]).T
    return Additive(E=E, A=A, B=B, alpha=drawn[:, 3], beta=drawn[:, 4])


def law_draws(law: Law, n_draws: int = DRAWS, floor: str | float = "uncertain") -> Additive | None:
    """Draws of a law with a published or own covariance, `None` for one without.

    Parameters
    ----------
    floor : {"uncertain", "fixed"} or float
        The irreducible loss: from the draws, held at the published value, or held at a value of
        the user [nat/token].
    """
    if law.covariance is None:
        return None
    held = None if floor == "uncertain" else law.constants["E"] if floor == "fixed" else float(floor)
    if held is not None and not (np.isfinite(held) and held > 0):
        raise SimulationError("floor", floor, 'allowed is "uncertain", "fixed" or a positive loss')
    return draws(law.constants, law.covariance.matrix, n_draws, held)


def bands(scenario: Scenario, floor: str | float = "uncertain", n_draws: int = DRAWS) -> dict[str, Band] | None:
    """80 and 95 % bands of every output, and of the least cost of the target loss.

    Parameters
    ----------
    scenario : Scenario
        The inputs; its law must have a covariance.
    floor : {"uncertain", "fixed"} or float
        See `law_draws`.

    Returns
    -------
    dict or None
        Band by output name, with `target_cost_usd`; `None` where the law has no covariance.
    """
    form = law_draws(chosen_law(scenario), n_draws, floor)
    if form is None:
        return None
    inputs = numbers(scenario)
    found = outputs(inputs.spread(n_draws), applied_law(inputs, form))
    result = {name: _band(name, found[name], n_draws) for name in OUTPUTS}
    if scenario.plan == "target_loss":
        target = found["cost_total_usd"]
    else:
        inputs = numbers(scenario, plan="target_loss").spread(n_draws)
        target = target_cost(inputs, form)
    return {**result, TARGET: _band(TARGET, target, n_draws)}


def target_cost(inputs: Numbers, form: Additive) -> Array:
    """Least cost of the target loss for each draw [USD]; NaN where it is out of reach."""
    dollars = dollar_spend(inputs)
    return dollars.total(*cheapest(applied_law(inputs, form), dollars, inputs.target_loss))


def frontier_bands(form: Additive, C: Array, level: int = 80) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Bands along the compute-optimal frontier of many draws.

    N*, D* and their ratio are monotone in log N* at a given compute, so one partition serves all.

    Parameters
    ----------
    form : Additive
        Constants of shape (n,).
    C : array of shape (S,)
        Compute [FLOP].

    Returns
    -------
    dict
        "n_params", "n_tokens", "tokens_per_param", "loss" -> (low, high), each of shape (S,).
    """
    x = np.log(np.asarray(C, float) / FLOP_PER_PARAM_TOKEN)
    exponent = form.beta / (form.alpha + form.beta)
    log_G = np.log(form.G)
    low, high = _row_quantiles(log_G, exponent, x, level)
    g = form.alpha * exponent
    K = form.A * np.exp(-form.alpha * log_G) + form.B * np.exp(form.beta * log_G)
    order = np.argsort(form.E + K * np.exp(-g * np.median(x)))
    loss = np.exp(-g[order] * x[:, None])
    loss *= K[order]
    loss += form.E[order]
    return {
        "n_params": (np.exp(low), np.exp(high)),
        "n_tokens": (np.exp(x - high), np.exp(x - low)),
        "tokens_per_param": (np.exp(x - 2 * high), np.exp(x - 2 * low)),
        "loss": quantiles(loss, level, in_place=True),
    }


def _row_quantiles(start: Array, slope: Array, x: Array, level: int) -> tuple[np.ndarray, np.ndarray]:
    """Ends of the band of start + slope x at each x.

    The draws are put in their order at the middle x: nearly sorted rows are parted much faster.
    """
    order = np.argsort(start + slope * np.median(x))
    values = slope[order] * x[:, None]
    values += start[order]
    return quantiles(values, level, in_place=True)


def least_loss_bands(scenario: Scenario, form: Additive, C: Array) -> dict[int, tuple[np.ndarray, np.ndarray]]:
    """Bands of the least loss at each compute, with the scenario's text, mixture, efficiency and wall.

    Parameters
    ----------
    form : Additive
        Constants of shape (n,).
    C : array of shape (S,)
        Compute [FLOP].

    Returns
    -------
    dict
        80 and 95 -> (low, high) [nat/token], each of shape (S,); NaN beyond the bounds.
    """
    inputs = numbers(scenario)
    law = applied_law(inputs, form)
    N, D = best_split(law, flop_spend(inputs), np.asarray(C, float)[:, None])
    loss = law.loss(N, D)
    return {level: quantiles(loss, level) for level in LEVELS}


def quantiles(values: np.ndarray, level: int = 80, in_place: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Ends of the band over the last axis: the order statistics nearest to the quantiles.

    With `in_place` the values are reordered, which spares a copy.
    """
    n = values.shape[-1]
    places = [round(q * (n - 1)) for q in LEVELS[level]]
    parted = values if in_place else values.copy()
    parted.partition(places, axis=-1)
    return parted[..., places[0]], parted[..., places[1]]


def _band(name: str, values: Array, n_draws: int) -> Band:
    """Quantiles of an output; in dollars, a draw that does not reach it costs more than any that does."""
    values = np.broadcast_to(np.asarray(values, float), (n_draws,))
    if name.endswith("_usd"):
        values = np.where(np.isnan(values), np.inf, values)
    known = np.sort(values[~np.isnan(values)])
    if len(known) == 0:
        return Band(None, None, None, None, None)
    ends = [LEVELS[95][0], LEVELS[80][0], 0.5, LEVELS[80][1], LEVELS[95][1]]
    picked = [float(known[round(q * (len(known) - 1))]) for q in ends]
    return Band(*(x if np.isfinite(x) else None for x in picked))
