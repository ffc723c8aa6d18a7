"""Data: how much text there is, and what repeating it is worth."""

import numpy as np

from sim.laws.forms import Array

STOCK = 3e14  # tokens of public text, quality and repeats weighed: Villalobos et al. (2024) [villalobos2022]
REPEAT_HALF_LIFE = 15.387756  # R_D*, repetitions after which 1/e of the value is left [muennighoff2023]


def effective_tokens(D: Array, U: Array) -> Array:
    """Fresh tokens that D tokens seen over U unique ones are worth.

    D where D <= U, else U + U R* (1 - exp(-(D/U - 1)/R*)); Muennighoff et al. (2023), equation 5 [muennighoff2023].
    """
    repeats = np.maximum(D / U - 1, 0)
    return np.minimum(D, U) + U * REPEAT_HALF_LIFE * -np.expm1(-repeats / REPEAT_HALF_LIFE)
