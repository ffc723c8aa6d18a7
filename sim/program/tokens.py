"""The text that a scenario trains on, and what it costs."""

import numpy as np

from sim.ground.arrays import Array
from sim.inputs.numbers import Numbers
from sim.laws.data import ENDLESS, Data

PER_MILLION = 1e-6


def scenario_data(inputs: Numbers) -> Data:
    """The data of a scenario; no limit is an endless stock."""
    U = np.asarray(inputs.unique_tokens, float)
    s = inputs.synthetic_fraction
    # A scalar stays one, so that what is made of it can be kept by its value.
    return Data(np.where(np.isnan(U), ENDLESS, U)[()], 1 - s, inputs.synthetic_value * s, inputs.repetition_half_epochs)


def data_usd(D: Array, inputs: Numbers) -> Array:
    """Price of the data [USD]: the unique real tokens that are used, and the synthetic ones."""
    real = scenario_data(inputs).real_unique(D)
    synthetic = inputs.synthetic_fraction * D
    return PER_MILLION * (inputs.usd_per_mtok_real * real + inputs.usd_per_mtok_synthetic * synthetic)
