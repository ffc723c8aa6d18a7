"""How the parameters of the best plan grow with the money, which decides how far the same post-training gets."""

import numpy as np

from sim.engine.curves import D_HIGH, D_LOW, N_HIGH, N_LOW
from sim.engine.frontier import at_bound, gains
from sim.ground.arrays import Array
from sim.laws.applied import AppliedLaw
from sim.program.cost import Spend

H = 1e-5  # of a logarithm: step of the differences of slopes, which are exact themselves
AT_KINK = 1e-9  # relative distance from the end of the text at which a plan counts as ending there


def params_by_money(law: AppliedLaw, spend: Spend, N: Array, D: Array) -> Array:
    """d ln N / dT along the plans of least loss for a payment T [1/USD].

    Along them the next dollar does as much on parameters as on tokens: F = ln(gain_params / gain_tokens) = 0. With
    the payment T(N, D), d ln N / dT = -F_D / (F_N T_D D - F_D T_N N), where F_N and F_D are by logarithms. Where the
    tokens sit at the end of the text or at a bound, all money goes into parameters; where these do, none.

    Parameters
    ----------
    N, D : array
        Best plans, as `best_split` finds them.
    """
    open_law = law.without_wall

    def balance(n: Array, d: Array) -> Array:
        by_params, by_tokens = gains(open_law, spend, n, d)
        return np.log(by_params / by_tokens)

    with np.errstate(all="ignore"):
        F_N = (balance(N * (1 + H), D) - balance(N * (1 - H), D)) / (2 * H)
        F_D = (balance(N, D * (1 + H)) - balance(N, D * (1 - H))) / (2 * H)
        T_N, T_D = spend.gradient(N, D)
        inside = -F_D / (F_N * T_D * D - F_D * T_N * N)
        held = (np.abs(D / law.data.kink - 1) < AT_KINK) | at_bound(D, D_LOW, D_HIGH)
        return np.where(at_bound(N, N_LOW, N_HIGH), 0.0, np.where(held, 1 / (T_N * N), inside))
