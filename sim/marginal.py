"""What the next dollar buys on each lever, and what the next hundredth of a nat costs."""

import numpy as np

from sim.cost import Spend
from sim.frontier import cheapest
from sim.laws.forms import Array
from sim.seen import SeenLaw

STEP = 0.01  # [nat/token], about 1 % of perplexity


def step_params(law: SeenLaw, spend: Spend, N: Array, D: Array) -> Array:
    """Payment for the next 0.01 nat with parameters alone; NaN where no number of them reaches it."""
    larger = law.params_for(law.loss(N, D) - STEP, D)
    return _reachable(spend.varying(larger, D) - spend.varying(N, D))


def step_tokens(law: SeenLaw, spend: Spend, N: Array, D: Array) -> Array:
    """Payment for the next 0.01 nat with tokens alone; NaN where no number of them reaches it."""
    longer = law.tokens_for(law.loss(N, D) - STEP, N)
    return _reachable(spend.varying(N, longer) - spend.varying(N, D))


def ladder(law: SeenLaw, spend: Spend, L: Array, n_steps: int) -> Array:
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


def _reachable(payment: Array) -> Array:
    return np.where(np.isfinite(payment), payment, np.nan)
