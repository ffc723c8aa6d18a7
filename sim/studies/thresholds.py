"""The price of a compute: what it costs to train the best plan that takes so much."""

import math
from collections.abc import Sequence

import numpy as np

from sim.engine.result import Result
from sim.ground.arrays import Array
from sim.inputs.numbers import numbers, stacked
from sim.program.cost import dollar_spend, flop_spend


def price_of_flop(result: Result, flop: float) -> float | None:
    """Cost of a program whose final run takes so much compute, at the prices of a run [USD]; see `prices_of_flop`."""
    return prices_of_flop([result], [flop])[0][0]


def prices_of_flop(many: Sequence[Result], flops: Sequence[float]) -> list[list[float | None]]:
    """Cost of programs whose final runs take so much compute, at the prices of each of many runs [USD].

    T = fixed + C (T_ND / C_ND), with what is paid for one parameter times one token in dollars and in FLOP.

    Parameters
    ----------
    many : sequence of Result
        Results whose scenarios differ in numbers only, not in choices.
    flops : sequence of float
        Compute of the final runs [FLOP].

    Returns
    -------
    list of list of float or None
        Of each run, for each compute; `None` where a price is unknown, or the cost hangs on more than the compute: on
        the size through a service or attention, on the tokens through the price of text.
    """
    inputs = stacked([one.scenario for one in many]) if len(many) > 1 else numbers(many[0].scenario)
    dollars, C = dollar_spend(inputs), np.array(flops)[:, None]
    usd = dollars.fixed + C / flop_spend(inputs).per_param_token * dollars.per_param_token
    others = (dollars.per_attention, dollars.per_param, dollars.per_token, dollars.per_unique)
    known = np.array([one.cost_total_usd is not None for one in many])
    for price in others:
        known &= np.asarray(price) <= 0
    usd = np.where(known, usd, np.nan)
    return [[None if math.isnan(x) else x for x in row] for row in usd.T.tolist()]


def price_along(flop: float, train_flop: Array, budgets: Array) -> float | None:
    """Budget whose best plan takes so much compute [USD], between two of many; `None` outside of them.

    Parameters
    ----------
    flop : float
        Compute [FLOP].
    train_flop, budgets : array of shape (n,)
        Compute of the best plan of each budget [FLOP; NaN where it has none], and the budgets, rising [USD].
    """
    known = np.isfinite(train_flop)
    if not known.any() or not train_flop[known][0] <= flop <= train_flop[known][-1]:
        return None
    x, y = np.log(train_flop[known]), np.log(np.asarray(budgets)[known])
    return float(np.exp(np.interp(np.log(flop), x, y)))
