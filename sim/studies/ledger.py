"""How good forecasts were: reach and error of the published ones, how often intervals held, and the score of one."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import NormalDist

from sim.catalogs.forecasts import Forecast

BY_CHANCE = 0.95  # how often the count of held intervals lies in the range that is called chance


@dataclass(frozen=True)
class Calibration:
    """Intervals of one level.

    Parameters
    ----------
    level : float
        How often they were said to hold [-].
    n, held : int
        How many there are, and how many held.
    low, high : int
        Between which the count would lie in 95 of 100 such sets, if the level were true.
    """

    level: float
    n: int
    held: int
    low: int
    high: int

    @property
    def is_chance(self) -> bool:
        """Whether the count could be chance alone."""
        return self.low <= self.held <= self.high


def calibration(entries: Iterable[Forecast]) -> list[Calibration]:
    """Intervals that are known to have held or not, counted by their level."""
    found: dict[float, list[bool]] = {}
    for one in entries:
        if one.interval is not None and one.held is not None:
            found.setdefault(one.interval.level, []).append(one.held)
    return [
        Calibration(level, len(held), sum(held), *chance(len(held), level)) for level, held in sorted(found.items())
    ]


def chance(n: int, level: float) -> tuple[int, int]:
    """Range of how many of n intervals hold if each does with the chance of its level, 2.5 % cut off at each end."""
    tail = (1 - BY_CHANCE) / 2
    below, low, high = 0.0, None, n
    for k in range(n + 1):
        below += math.comb(n, k) * level**k * (1 - level) ** (n - k)
        if low is None and below > tail:
            low = k
        if below >= 1 - tail:
            high = k
            break
    return low or 0, high


@dataclass(frozen=True)
class Score:
    """How good one forecast of a positive number was.

    Parameters
    ----------
    held : bool
        Whether its interval held.
    off : float
        The outcome over what was predicted, less one [-].
    log_score : float
        Log of the density that the forecast gave to the log of the outcome; higher is better [nat].
    surprise : float
        How many standard deviations from the middle of the interval the outcome lies [-].
    """

    held: bool
    off: float
    log_score: float
    surprise: float


def score(predicted: float, low: float, high: float, level: float, outcome: float) -> Score:
    """Score of a forecast with an interval, read as a normal distribution of the logarithm.

    The log score of Good (1952), "Rational decisions" [good1952]. The interval is taken as the middle `level` of the
    distribution; all numbers must be positive, and low below high.
    """
    half = NormalDist().inv_cdf((1 + level) / 2)
    middle, deviation = math.log(low * high) / 2, math.log(high / low) / (2 * half)
    surprise = (math.log(outcome) - middle) / deviation
    log_score = -0.5 * surprise**2 - math.log(deviation * math.sqrt(2 * math.pi))
    return Score(low <= outcome <= high, outcome / predicted - 1, log_score, surprise)
