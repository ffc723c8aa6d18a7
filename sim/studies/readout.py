"""How sure a readout is, what more money adds to it, and how it does on models that were measured."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from sim.catalogs.posttraining import CHIP_HOUR_USD, PEAK_FLOP_PER_HOUR
from sim.engine.capability import around, read_as, total_flop
from sim.engine.result import Result
from sim.ground.arrays import Array
from sim.inputs.numbers import numbers
from sim.inputs.readout import COMPUTE, FRONTIER, HORIZON, INDEX, LOSS
from sim.program.post_training import FLOP_SHARE
from sim.tasks.capability import (
    FRONTIER_PER_TENFOLD,
    FRONTIER_PER_TENFOLD_ERROR,
    FRONTIER_RESIDUAL,
    PER_TENFOLD,
    PER_TENFOLD_ERROR,
    PER_YEAR,
    PER_YEAR_ERROR,
    RESIDUAL,
    capability_index,
    frontier_index,
)

DAYS_PER_YEAR = 365.25


@dataclass(frozen=True)
class Slope:
    """Points of the index that ten times the compute goes with, its standard error, and how far any model is off."""

    per_tenfold: float
    error: float
    residual: float


SLOPES = {
    COMPUTE: Slope(PER_TENFOLD, PER_TENFOLD_ERROR, RESIDUAL),
    FRONTIER: Slope(FRONTIER_PER_TENFOLD, FRONTIER_PER_TENFOLD_ERROR, FRONTIER_RESIDUAL),
}


@dataclass(frozen=True)
class Measured:
    """A model whose index was measured.

    Parameters
    ----------
    name : str
        Which.
    train_flop : float
        Its training compute, post-training included [FLOP].
    released : date
        When it appeared.
    index : float
        Epoch's index, August 2026 [epoch-eci].
    """

    name: str
    train_flop: float
    released: date
    index: float

    @property
    def year(self) -> float:
        """When it appeared, to a tenth of a year as the readout's own year is typed."""
        start = date(self.released.year, 1, 1)
        return round(self.released.year + (self.released - start).days / DAYS_PER_YEAR, 1)

    @property
    def predicted(self) -> float:
        """Its index by the regression, of which a model is 5.9 points off by chance."""
        return float(capability_index(self.train_flop, self.year))


# Compute by Epoch AI [epoch-models-2026]; R1 is V3 with 1.83e23 FLOP of reinforcement learning.
MEASURED = (
    Measured("Llama 3.1 405B", 3.8e25, date(2024, 7, 23), 128.7),
    Measured("DeepSeek-V3", 3.29e24, date(2024, 12, 26), 132.9),
    Measured("DeepSeek-R1", 3.29e24 + 1.83e23, date(2025, 1, 20), 139.5),
    Measured("GPT-4.5", 3.8e26, date(2025, 2, 27), 137.4),
    Measured("Grok 4", 5e26, date(2025, 7, 9), 146.8),
    Measured("gpt-oss-120b", 4.94e24, date(2025, 8, 5), 140.5),
    Measured("DeepSeek-V4-Pro", 9.70e24, date(2026, 4, 24), 149.1),
)


@dataclass(frozen=True)
class Reading:
    """A readout and its ends, one standard deviation to either side."""

    value: float
    low: float
    high: float


def reading(result: Result) -> Reading | None:
    """The readout of a run with its band; `None` where it is the loss."""
    if result.scenario.readout == LOSS:
        return None
    return Reading(result.readout_value, result.readout_low, result.readout_high)


def curve(result: Result, C: Array, along_frontier: bool) -> tuple[Array, Array, Array]:
    """The readout and its ends over training compute: at the date of the run, or along the frontier."""
    readout = result.scenario.readout
    if along_frontier:
        return around(readout, frontier_index(C), FRONTIER_RESIDUAL)
    return around(readout, capability_index(C, result.scenario.readout_year))


def gain(result: Result, usd: float, slope: str = "", readout: str = "") -> Reading | None:
    """What so much more money for compute adds to the readout; `None` where that is the loss or no price is known.

    The money buys compute at the price per FLOP of the run, at the same date or along the frontier as the run is set,
    or as `slope` and another `readout` say. The ends are those over the residual of the index and the standard error
    of its slope, together.
    """
    readout = readout or result.scenario.readout
    paid = result.cost_compute_usd, result.cost_energy_usd, result.cost_rd_usd
    if readout == LOSS or None in paid:
        return None
    return _by_compute(result, usd * result.train_flop / sum(paid), slope or result.scenario.readout_slope, readout)


def post_training_gain(result: Result, usd: float) -> Reading | None:
    """The same of so much more money for post-training; `None` where that is off or the readout is the loss."""
    if result.scenario.readout == LOSS or result.scenario.post_training == "off":
        return None
    flop = usd / CHIP_HOUR_USD * PEAK_FLOP_PER_HOUR * FLOP_SHARE
    return _by_compute(result, flop, result.scenario.readout_slope, result.scenario.readout)


def year_gain(result: Result) -> Reading | None:
    """What a year adds at the same compute, by what others find out; `None` where the readout is the loss."""
    if result.scenario.readout == LOSS:
        return None
    points = [PER_YEAR, PER_YEAR - PER_YEAR_ERROR, PER_YEAR + PER_YEAR_ERROR]
    return _moved(result, points, RESIDUAL, result.scenario.readout)


def _by_compute(result: Result, flop: float, slope: str, readout: str) -> Reading:
    one = SLOPES[slope]
    C = float(total_flop(result.train_flop, numbers(result.scenario)))
    tenfolds = float(np.log10(1 + flop / C))
    points = [tenfolds * x for x in (one.per_tenfold, one.per_tenfold - one.error, one.per_tenfold + one.error)]
    return _moved(result, points, one.residual, readout)


def _moved(result: Result, points: Sequence[float], residual: float, readout: str) -> Reading:
    """Change of the readout by so many points of the index, the middle first; a factor for a length of tasks."""
    offs = (0.0,) if readout in (INDEX, HORIZON) else (0.0, -residual, residual)
    index = result.capability_index + np.array(offs)
    before, after = read_as(readout, index), read_as(readout, index + np.array(points)[:, None])
    changes = after / before if readout == HORIZON else after - before
    ends = changes[1:]
    return Reading(float(changes[0, 0]), float(ends.min()), float(ends.max()))
