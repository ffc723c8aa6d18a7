"""What doubles at a steady pace: from a time to a factor and back."""

import math

from sim.ground.arrays import Array

MONTHS_PER_YEAR = 12


def factor_after(months: Array, doubling_months: Array) -> Array:
    """Factor after some months where it doubles every so many months, 2^(t / T) [-]."""
    return 2.0 ** (months / doubling_months)


def months_to(factor: float, doubling_months: float) -> float:
    """Months until a factor, T log2 e; below zero for one below 1."""
    return doubling_months * math.log2(factor)
