"""What a run reads as beside its loss: an index of capability, a length of tasks, a benchmark."""

import numpy as np

from sim.catalogs.benchmarks import benchmarks
from sim.ground.arrays import Array
from sim.inputs.numbers import Numbers
from sim.inputs.readout import COMPUTE, FRONTIER, HORIZON, INDEX, LOSS
from sim.program.post_training import post_training_flop
from sim.tasks.capability import (
    FRONTIER_RESIDUAL,
    RESIDUAL,
    benchmark_share,
    capability_index,
    frontier_index,
    horizon_minutes,
    horizon_spread,
)

RESIDUALS = {COMPUTE: RESIDUAL, FRONTIER: FRONTIER_RESIDUAL}  # of the index, one standard deviation


def total_flop(C: Array, inputs: Numbers) -> Array:
    """Training compute that the index counts, that of post-training included [FLOP]."""
    return C + post_training_flop(inputs)


def read_as(readout: str, index: Array) -> Array:
    """A value of the index as the index itself, a length of tasks [minutes] or a share of a benchmark [0-1]."""
    if readout == INDEX:
        return index
    if readout == HORIZON:
        return horizon_minutes(index)
    benchmark = benchmarks().entries[readout]
    return benchmark_share(index, benchmark.difficulty, benchmark.slope)


def around(readout: str, index: Array, residual: float = RESIDUAL) -> tuple[Array, Array, Array]:
    """A readout at an index, and its ends one standard deviation of the index to either side."""
    value = read_as(readout, index)
    if readout == HORIZON:
        factor = 10.0 ** horizon_spread(residual)
        return value, value / factor, value * factor
    return value, read_as(readout, np.subtract(index, residual)), read_as(readout, np.add(index, residual))


def readouts(L: Array, C: Array, inputs: Numbers) -> dict[str, Array]:
    """The outputs of the readout, by name."""
    total = total_flop(C, inputs)
    along = inputs.readout_slope == FRONTIER
    index = frontier_index(total) if along else capability_index(total, inputs.readout_year)
    found = {"capability_index": index, "time_horizon_minutes": horizon_minutes(index), "readout_value": L}
    if inputs.readout == LOSS:
        return found
    value, low, high = around(inputs.readout, index, RESIDUALS[inputs.readout_slope])
    return found | {"readout_value": value, "readout_low": low, "readout_high": high}
