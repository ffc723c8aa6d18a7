"""How sure a readout is, what more money adds to it, and how it does on models that were measured."""

from dataclasses import dataclass

import numpy as np

from sim.engine.capability import read_as, total_flop
from sim.engine.result import Result
from sim.ground.arrays import Array
from sim.inputs.numbers import numbers
from sim.inputs.readout import HORIZON, INDEX, LOSS
from sim.tasks.capability import (
    FRONTIER_RESIDUAL,
    HORIZON_RESIDUAL,
    PER_TENFOLD,
    PER_TENFOLD_ERROR,
    RESIDUAL,
    capability_index,
    frontier_index,
)


@dataclass(frozen=True)
class Measured:
    """A model whose index was measured.

    Parameters
    ----------
    name : str
        Which.
    train_flop : float
        Its training compute, post-training included [FLOP].
    year : float
        When it appeared.
    index : float
        Epoch's index, August 2026 [epoch-eci].
    """

    name: str
    train_flop: float
    year: float
    index: float


# Compute by Epoch AI [epoch-models-2026]; R1 is V3 with 1.83e23 FLOP of reinforcement learning.
MEASURED = (
    Measured("Llama 3.1 405B", 3.8e25, 2024.56, 128.7),
    Measured("DeepSeek-V3", 3.29e24, 2024.98, 132.9),
    Measured("DeepSeek-R1", 3.29e24 + 1.83e23, 2025.05, 139.5),
    Measured("GPT-4.5", 3.8e26, 2025.16, 137.4),
    Measured("Grok 4", 5e26, 2025.52, 146.8),
    Measured("gpt-oss-120b", 4.94e24, 2025.60, 140.5),
    Measured("DeepSeek-V4-Pro", 9.70e24, 2026.30, 149.1),
)


@dataclass(frozen=True)
class Reading:
    """A readout and its ends, one standard deviation to either side."""

    value: float
    low: float
    high: float


def around(readout: str, index: Array, residual: float = RESIDUAL) -> tuple[Array, Array, Array]:
    """A readout at an index, and its ends one standard deviation of the index to either side."""
    value = read_as(readout, index)
    if readout == HORIZON and residual == RESIDUAL:
        return value, value * 10**-HORIZON_RESIDUAL, value * 10**HORIZON_RESIDUAL
    return value, read_as(readout, np.subtract(index, residual)), read_as(readout, np.add(index, residual))


def reading(result: Result) -> Reading | None:
    """The readout of a run with its band; `None` where it is the loss."""
    if result.scenario.readout == LOSS:
        return None
    return Reading(*(float(x) for x in around(result.scenario.readout, result.capability_index)))


def curve(result: Result, C: Array, along_frontier: bool) -> tuple[Array, Array, Array]:
    """The readout and its ends over training compute: at the date of the run, or along the frontier."""
    readout = result.scenario.readout
    if along_frontier:
        return around(readout, frontier_index(C), FRONTIER_RESIDUAL)
    return around(readout, capability_index(C, result.scenario.readout_year))


def gain(result: Result, usd: float) -> Reading | None:
    """What so much more money for compute adds to the readout at the same date; `None` where the readout is the loss.

    The money buys compute at the price per FLOP of the run. The ends are those over the residual of the index and
    the standard error of its slope, together.
    """
    scenario = result.scenario
    if scenario.readout == LOSS or result.cost_compute_usd is None:
        return None
    paid = result.cost_compute_usd + result.cost_energy_usd + result.cost_rd_usd
    C = float(total_flop(result.train_flop, numbers(scenario)))
    tenfolds = float(np.log10(1 + usd * result.train_flop / paid / C))

    def added(slope: float, off: float) -> float:
        index = result.capability_index + off
        before, after = (float(read_as(scenario.readout, x)) for x in (index, index + slope * tenfolds))
        return after / before if scenario.readout == HORIZON else after - before

    ends = [
        added(PER_TENFOLD + error, off)
        for error in (-PER_TENFOLD_ERROR, PER_TENFOLD_ERROR)
        for off in ((0.0,) if scenario.readout in (INDEX, HORIZON) else (-RESIDUAL, 0.0, RESIDUAL))
    ]
    return Reading(added(PER_TENFOLD, 0.0), min(ends), max(ends))
