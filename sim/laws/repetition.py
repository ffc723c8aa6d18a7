"""What repeated units are worth: each further pass adds less, down to nothing.

Muennighoff et al. (2023), equation 5 [muennighoff2023], for tokens and for parameters alike.
"""

import numpy as np

from sim.ground.arrays import Array


def worth(x: Array, U: Array, R: Array) -> Array:
    """Fresh units that x units over U unique ones are worth.

    x where x <= U, else U + U R (1 - exp(-(x/U - 1)/R)); R is the number of repetitions
    after which 1/e of the value of a unit is left.
    """
    return np.minimum(x, U) - U * R * np.expm1(_passes(x, U) / -R)


def worth_by_seen(x: Array, U: Array, R: Array) -> Array:
    """d worth / dx at fixed U."""
    return np.exp(_passes(x, U) / -R)


def worth_by_unique(x: Array, U: Array, R: Array) -> Array:
    """d worth / dU at fixed x; 0 where nothing is repeated."""
    passes = _passes(x, U)
    left = np.exp(-passes / R)
    return np.maximum(np.where(passes > 0, 1 + R * (1 - left) - (1 + passes) * left, 0.0), 0.0)


def seen_for(w: Array, U: Array, R: Array) -> Array:
    """x that is worth w fresh units; infinity where no repetition is worth so much."""
    used = np.minimum(np.maximum(w / U - 1, 0) / R, 1.0)
    with np.errstate(divide="ignore"):
        return np.minimum(w, U) - U * R * np.log1p(-used)


def _passes(x: Array, U: Array) -> Array:
    """Repetitions beyond the first pass."""
    return np.maximum(x / U - 1, 0.0)
