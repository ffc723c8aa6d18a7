"""What reinforcement learning adds to a base model: a sigmoid in the logarithm of the chip-hours.

p = p0 + (A - p0) / (1 + (C_mid / C)^B): Khatri et al. (2025), equation 1 [khatri2025], with the share p0 that the
base model solves in the place of their reward without any reinforcement learning, which is ours.
"""

import numpy as np

from sim.ground.arrays import Array


def share_gone(hours: Array, middle: Array, steepness: Array) -> Array:
    """Share of the way to the ceiling, 1 / (1 + (C_mid / C)^B) [0-1]; 0 without any hours.

    Parameters
    ----------
    hours, middle : float or array
        Spent, and at which half of the way is gone [GB200-hours].
    steepness : float or array
        B.
    """
    with np.errstate(divide="ignore", invalid="ignore"):  # what is unknown stays so
        odds = np.asarray(steepness, float) * (np.log(np.asarray(hours, float)) - np.log(middle))
        return np.exp(-np.logaddexp(0.0, -odds))


def pass_after(p0: Array, ceiling: Array, gone: Array) -> Array:
    """Share of the problems that one answer solves after it [0-1]; never below that of the base model."""
    return p0 + np.maximum(np.subtract(ceiling, p0), 0.0) * gone


def ceiling_of(p0: Array, headroom: Array) -> Array:
    """A = p0 + h (1 - p0), where h is the share of the errors that it can remove [0-1]."""
    return p0 + headroom * (1 - np.asarray(p0))


def middle_for(
    n_active: Array, generation_tokens: Array, known_hours: float, known_n_active: float, known_tokens: float,
    size_exponent: float, length_exponent: float,
) -> Array:  # fmt: skip
    """C_mid of another model [GB200-hours]: known_hours (N / known_N)^a (T / known_T)^b.

    The exponents rest on two points each, .68 and 1.8 from Khatri et al. (2025), table 1 [khatri2025]: illustrative.
    """
    by_size = (n_active / known_n_active) ** size_exponent
    return known_hours * by_size * (np.asarray(generation_tokens, float) / known_tokens) ** length_exponent
