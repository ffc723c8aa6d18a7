"""The one type of number that formulas take and give: a float, or an array of floats."""

from typing import Any

import numpy as np

Array = Any  # a float or an array of floats; every formula broadcasts


def between(x: Array, low: Array, high: Array) -> Array:
    """x, brought between two bounds; in half of the time of `np.clip`, which counts where arrays are small."""
    return np.minimum(np.maximum(x, low), high)


def rows(shape: tuple[int, ...], *values: Array) -> Array:
    """Several arrays along a new first axis, each first brought to one shape."""
    found = np.empty((len(values), *shape))
    for i, value in enumerate(values):
        found[i] = value  # faster than to broadcast each
    return found
