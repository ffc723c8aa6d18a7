"""From training compute and a date to an index of capability, and from it to benchmarks and to task lengths.

The index is Epoch's: Claude 3.5 Sonnet has 130, GPT-5 150 [epoch-eci]. The two regressions are ours, on Epoch's
files of compute and index and on METR's horizons (status D); they say what models like those published reach, and
they know of a run nothing but its compute and its date.
"""

import numpy as np

from sim.ground.arrays import Array

# Index = a + b log10(C / 1e25) + c (year - 2025): 67 models with a compute, R^2 .87; standard errors .9, 1.0, 1.0.
AT_1E25, PER_TENFOLD, PER_YEAR = 133.4, 7.6, 11.7
PER_TENFOLD_ERROR = PER_YEAR_ERROR = 1.0
RESIDUAL = 5.9  # one standard deviation of the index
FLOP_0, YEAR_0 = 1e25, 2025.0
# The same without the date: 133.1 + 14.2 log10(C / 1e25), R^2 .59, residual 10.5: along the frontier, where later
# models also have better methods, post-training and longer thinking.
FRONTIER_AT_1E25, FRONTIER_PER_TENFOLD, FRONTIER_RESIDUAL = 133.1, 14.2, 10.5
FRONTIER_PER_TENFOLD_ERROR = 1.5  # of 67 models, by R^2: 14.2 sqrt((1 - .59) / (.59 (67 - 2)))
# log10 of METR's 50 % horizon in minutes = 1.620 + .0674 (index - 140): 21 models, R^2 .97, residual .125.
HORIZON_AT_140, HORIZON_PER_POINT = 1.620, 0.0674
HORIZON_INDEX_0 = 140.0
HORIZON_RESIDUAL = 0.125  # decades, one standard deviation at a known index
LARGEST_EXPONENT = 300.0  # of ten, beyond which a float ends


def capability_index(C: Array, year: Array) -> Array:
    """Epoch's index of a model of C FLOP of training, post-training included, in a year [-]; +-5.9."""
    return AT_1E25 + PER_TENFOLD * np.log10(np.asarray(C) / FLOP_0) + PER_YEAR * (np.asarray(year) - YEAR_0)


def frontier_index(C: Array) -> Array:
    """The index along the frontier, where later models have more compute and better methods too [-]; +-10.5."""
    return FRONTIER_AT_1E25 + FRONTIER_PER_TENFOLD * np.log10(np.asarray(C) / FLOP_0)


def benchmark_share(index: Array, difficulty: float, slope: float) -> Array:
    """Share of a benchmark that is solved, 1 / (1 + exp(-slope (index - difficulty))) [0-1] [epoch-eci]."""
    with np.errstate(invalid="ignore"):  # what is unknown stays so
        return np.exp(-np.logaddexp(0.0, -slope * (np.asarray(index) - difficulty)))


def horizon_minutes(index: Array) -> Array:
    """METR's horizon: length of the tasks of which half are done [minutes of a person] [metr2026]."""
    exponent = HORIZON_AT_140 + HORIZON_PER_POINT * (np.asarray(index) - HORIZON_INDEX_0)
    return 10.0 ** np.clip(exponent, -LARGEST_EXPONENT, LARGEST_EXPONENT)


def horizon_spread(residual: float) -> float:
    """One standard deviation of the horizon [decades] with that of the index in it: .42 for 5.9 points."""
    return float(np.hypot(residual * HORIZON_PER_POINT, HORIZON_RESIDUAL))
