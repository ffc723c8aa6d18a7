"""The clock: how fast algorithms and prices make the same loss cheaper, and the course of one run."""

import numpy as np

from sim.engine.result import Result
from sim.engine.scenario_law import scenario_law
from sim.ground.arrays import Array
from sim.ground.doubling import MONTHS_PER_YEAR, factor_after
from sim.inputs import TABLE

HALVING_MONTHS = float(TABLE["doubling_months"].default or 0)  # the published pace, as the table has it
# 95 % interval of that pace: Ho et al. (2024), abstract [ho2024].
FAST_MONTHS, SLOW_MONTHS = 5.0, 14.0
PRICE_OOM_PER_YEAR = 0.14  # fall of the price of the same chip, Cottier et al. (2024), section 2.2 [cottier2024]


def efficiency_after(years: Array, halving_months: float = HALVING_MONTHS) -> Array:
    """Compute-equivalent gain of algorithms after some years, 2^(12 t / months)."""
    return factor_after(MONTHS_PER_YEAR * np.asarray(years, float), halving_months)


def price_after(years: Array) -> Array:
    """Price of an hour of the same chip after some years, over that of today."""
    return 10.0 ** (-PRICE_OOM_PER_YEAR * np.asarray(years, float))


def cost_after(usd: float, years: Array, halving_months: float = HALVING_MONTHS) -> Array:
    """Cost of the same loss after waiting [USD]: less compute, and each hour of it for less."""
    return usd * price_after(years) / efficiency_after(years, halving_months)


def loss_along(result: Result, share: Array) -> Array:
    """Loss of runs of the same parameters on a share of the tokens [nat/token], each with its own decay."""
    return scenario_law(result.scenario).loss(result.n_params, np.asarray(share, float) * result.n_tokens)


def share_reached(result: Result, reference_loss: Array, share: float) -> Array:
    """Share of the improvement over a reference that is reached at a share of the tokens.

    (L_ref - L(share D)) / (L_ref - L(D)); NaN where the run is no better than the reference.
    """
    gain = np.asarray(reference_loss, float) - result.loss
    reached = np.asarray(reference_loss, float) - loss_along(result, share)
    return np.where(gain > 0, reached / np.where(gain > 0, gain, 1.0), np.nan)
