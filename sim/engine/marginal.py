"""What the next dollar buys on each lever, and what the next hundredth of a nat costs."""

import numpy as np

from sim.engine.frontier import cheapest
from sim.ground.arrays import Array
from sim.ground.roots import falling_root
from sim.laws.applied import AppliedLaw, with_unique
from sim.program.cost import Spend

STEP = 0.01  # [nat/token], about 1 % of perplexity


def steps(law: AppliedLaw, spend: Spend, N: Array, D: Array) -> tuple[Array, Array]:
    """Payment for the next 0.01 nat with parameters alone and with tokens alone; NaN where no number reaches it."""
    lower, paid = law.loss(N, D) - STEP, spend.varying(N, D)
    larger, longer = _reachable(law.params_for(lower, D)), _reachable(law.tokens_for(lower, N))
    return _reachable(spend.varying(larger, D) - paid), _reachable(spend.varying(N, longer) - paid)


def step_unique(law: AppliedLaw, price: Array, N: Array, D: Array) -> Array:
    """Payment for the next 0.01 nat with new text in the place of repeats, D staying.

    Parameters
    ----------
    price : float or array
        Of one unique real token [USD].

    Returns
    -------
    array
        NaN where nothing is repeated, where new text has no price, and where no amount of it is enough.
    """
    U, most = law.data.unique, law.data.real_share * D
    repeats = (most > U) & (np.asarray(price) > 0)
    if not np.any(repeats):
        return np.nan * (N + D)
    target = law.reducible(N, D) - STEP
    usable = np.where(target > 0, target, 1.0)

    def too_high(log_U: Array) -> Array:
        return np.log(with_unique(law, np.exp(log_U)).reducible(N, D) / usable)

    high = np.log(most)
    low, high = np.broadcast_arrays(np.minimum(np.log(U), high), high, target)[:2]
    found = np.exp(falling_root(too_high, low, high))
    enough = repeats & (target > 0) & (found < most * (1 - 1e-12))
    return np.where(enough, price * (found - U), np.nan)


def gain_unique(by_unique: Array, price: Array) -> Array:
    """Loss that the next dollar of new text removes at fixed D; NaN where nothing is repeated or text is free.

    Parameters
    ----------
    by_unique : float or array
        dL/dU at fixed N and D [nat/token per token of the stock].
    price : float or array
        Of one unique real token [USD].
    """
    gain = -by_unique
    paid = (gain > 0) & (np.asarray(price) > 0)
    return np.where(paid, gain / np.where(paid, price, 1.0), np.nan)


def ladder(law: AppliedLaw, spend: Spend, L: Array, n_steps: int) -> Array:
    """Least payment T*(L - 0.01 i) for i = 0 ... n_steps, all levers planned anew.

    Parameters
    ----------
    L : float or array of shape (S,)
        Loss to start from [nat/token].

    Returns
    -------
    array of shape (n_steps + 1,) or (n_steps + 1, S)
        Payment [USD or FLOP]; NaN where the loss is out of reach in bounds.
    """
    L = np.asarray(L, float)
    targets = L - STEP * np.arange(n_steps + 1).reshape(-1, *(1,) * L.ndim)
    # The loss of the plan itself stays reachable when rounding puts it a hair below a bound.
    N, D = cheapest(law, spend, targets)
    return spend.total(N, D)


def _reachable(x: Array) -> Array:
    return np.where(np.isfinite(x), x, np.nan)
