"""The best plans: least loss for a payment, least payment for a loss.

Both walk along one curve in log N (constant payment or constant loss) to the point
where the last dollar on parameters lowers the loss as much as the last dollar on
tokens. Payment may be dollars or FLOP: a `Spend` says which.
"""

import numpy as np

from sim.cost import Spend
from sim.inputs import TABLE
from sim.laws.forms import Array
from sim.roots import falling_root
from sim.seen import SeenLaw

N_LOW, N_HIGH = TABLE["n_params"].low, TABLE["n_params"].high
D_LOW, D_HIGH = TABLE["n_tokens"].low, TABLE["n_tokens"].high
AT_BOUND = 1e-9  # relative distance at which a plan counts as sitting at a bound


def gains(law: SeenLaw, spend: Spend, N: Array, D: Array) -> tuple[Array, Array]:
    """Loss bought by the next unit of payment on parameters alone and on tokens alone.

    gain_params = -(dL/dN) / (dT/dN) at fixed D, gain_tokens = -(dL/dD) / (dT/dD) at
    fixed N [nat/token per USD or FLOP].
    """
    loss_by_N, loss_by_D = law.gradient(N, D)
    paid_by_N, paid_by_D = spend.gradient(N, D)
    return -loss_by_N / paid_by_N, -loss_by_D / paid_by_D


def best_split(law: SeenLaw, spend: Spend, T: Array) -> tuple[Array, Array]:
    """Parameters and tokens of least loss for a payment of at most T.

    Returns
    -------
    N, D : array
        NaN where T is less than the smallest plan in bounds costs.
    """
    T = np.asarray(T, float)
    affordable = spend.varying(N_LOW, D_LOW) <= (T - spend.fixed) * (1 + AT_BOUND)
    low = np.clip(spend.params_for(T, D_HIGH), N_LOW, N_HIGH)
    high = np.clip(spend.params_for(T, D_LOW), low, N_HIGH)

    def tokens(N: Array) -> Array:
        return np.clip(spend.tokens_for(T, N), D_LOW, D_HIGH)

    N = _balance(law, spend, tokens, low, high)
    return np.where(affordable, N, np.nan), np.where(affordable, tokens(N), np.nan)


def cheapest(law: SeenLaw, spend: Spend, L: Array) -> tuple[Array, Array]:
    """Parameters and tokens of least payment that reach a loss of at most L [nat/token].

    Returns
    -------
    N, D : array
        NaN where no plan in bounds reaches L.
    """
    L = np.asarray(L, float)
    least = law.params_for(L, D_HIGH)
    reachable = least <= N_HIGH * (1 + AT_BOUND)
    low = np.clip(least, N_LOW, N_HIGH)
    high = np.clip(law.params_for(L, D_LOW), low, N_HIGH)

    def tokens(N: Array) -> Array:
        return np.clip(law.tokens_for(L, N), D_LOW, D_HIGH)

    N = _balance(law, spend, tokens, low, high)
    return np.where(reachable, N, np.nan), np.where(reachable, tokens(N), np.nan)


def gain_scale(law: SeenLaw, spend: Spend, N: Array, D: Array) -> Array:
    """Loss bought by the next unit of payment at a best plan, -dL*/dT [nat/token per USD or FLOP].

    Inside the bounds both gains are equal. At a bound the better one counts among the
    levers that can still rise; NaN where none can.
    """
    gain_params, gain_tokens = gains(law, spend, N, D)
    return np.fmax(
        np.where(at_top(N, N_HIGH), np.nan, gain_params),
        np.where(at_top(D, D_HIGH), np.nan, gain_tokens),
    )


def at_top(x: Array, high: float) -> Array:
    """Whether a value sits at its upper bound."""
    return np.asarray(x) >= high * (1 - AT_BOUND)


def at_bound(x: Array, low: float, high: float) -> Array:
    """Whether a value sits at either bound."""
    return (np.asarray(x) <= low * (1 + AT_BOUND)) | at_top(x, high)


def _balance(law: SeenLaw, spend: Spend, tokens, low: Array, high: Array) -> Array:  # type: ignore[no-untyped-def]
    """N between the bounds at which both gains are equal, D following N by `tokens`."""

    def advantage_of_params(log_N: Array) -> Array:
        N = np.exp(log_N)
        gain_params, gain_tokens = gains(law, spend, N, tokens(N))
        return np.log(gain_params / gain_tokens)

    with np.errstate(all="ignore"):
        N = np.exp(falling_root(advantage_of_params, np.log(low), np.log(high)))
    return np.clip(N, low, high)
