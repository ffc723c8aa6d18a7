"""The price of a compute: what it costs to train the best plan that takes so much."""

import numpy as np

from sim.engine.result import Result
from sim.ground.arrays import Array
from sim.inputs.numbers import numbers
from sim.program.cost import Spend, dollar_spend, flop_spend


def price_of_flop(result: Result, flop: float) -> float | None:
    """Cost of a program whose final run takes so much compute, at the prices of a run [USD].

    T = fixed + C (T_ND / C_ND), with what is paid for one parameter times one token in dollars and in FLOP.

    Returns
    -------
    float or None
        `None` where a price is unknown, or the cost hangs on more than the compute: on the size through a service or
        attention, on the tokens through the price of text.
    """
    inputs = numbers(result.scenario)
    dollars = dollar_spend(inputs)
    if result.cost_total_usd is None or not _by_compute_alone(dollars):
        return None
    return float(dollars.fixed + flop / flop_spend(inputs).per_param_token * dollars.per_param_token)


def _by_compute_alone(dollars: Spend) -> bool:
    others = (dollars.per_param, dollars.per_token, dollars.per_unique)
    return not dollars.has_attention and not any(np.any(np.asarray(price) > 0) for price in others)


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
