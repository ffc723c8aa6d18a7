"""Worlds of the pilot game: each number is a law that nobody has seen, drawn from a family that everybody may know.

The family is a normal distribution of (lnA, lnB, lnE, alpha, beta). It is set through what people have a feeling for,
at a compute of 1e21 FLOP: the floor, both exponents, the best tokens per parameter and the loss above the floor. Its
spread is ours, somewhat wider than that of the laws that ship [next-dollar]; a world lies within 2.5 of it each way.
A world is made of its number by a digest, so that it is the same on every machine and for ever. Who runs this code can
compute it: the law is hidden from who plays, not from who breaks in.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np

from sim.ground.flop import FLOP_PER_PARAM_TOKEN
from sim.laws.forms import Additive
from sim.studies.knowing import Belief, law_of

VERSION = 1  # of the family: its numbers never change, another family is another version
MOST_WORLD = 999_999
NOISE = 0.005  # standard deviation of ln L of one run [-]; ours, about that of the seeds of small runs
REFERENCE_FLOP = 1e21
# Middle and standard deviation: ln E, alpha, beta, ln of tokens per parameter, ln of the loss above the floor.
MIDDLE = np.array([np.log(1.8), 0.36, 0.36, np.log(22.0), np.log(0.55)])
SPREAD = np.array([0.08, 0.05, 0.05, 0.6, 0.15])
FARTHEST = 2.5  # standard deviations
STEP = 1e-5
_NORMAL = NormalDist()


def constants_of(felt: np.ndarray) -> np.ndarray:
    """(lnA, lnB, lnE, alpha, beta) of (ln E, alpha, beta, ln D/N, ln x) at the reference compute, shape (5,).

    On the frontier alpha A / N^alpha = beta B / D^beta, and both parts make up x.
    """
    lnE, alpha, beta, ln_ratio, ln_x = felt
    ln_N = (np.log(REFERENCE_FLOP / FLOP_PER_PARAM_TOKEN) - ln_ratio) / 2
    ln_D = ln_N + ln_ratio
    lnA = ln_x + np.log(beta / (alpha + beta)) + alpha * ln_N
    lnB = ln_x + np.log(alpha / (alpha + beta)) + beta * ln_D
    return np.array([lnA, lnB, lnE, alpha, beta])


@cache
def _slopes() -> np.ndarray:
    """Change of the constants by one standard deviation of each that is felt, shape (5, 5)."""
    shifts = STEP * np.diag(SPREAD)
    return np.array([(constants_of(MIDDLE + shift) - constants_of(MIDDLE - shift)) / (2 * STEP) for shift in shifts]).T


@cache
def family() -> Belief:
    """What may be known of every world before a run."""
    return Belief(constants_of(MIDDLE), _slopes() @ _slopes().T)


@dataclass(frozen=True)
class World:
    """A hidden law.

    Parameters
    ----------
    number : int
        1 to 999,999.
    """

    number: int

    @property
    def constants(self) -> np.ndarray:
        """(lnA, lnB, lnE, alpha, beta)."""
        drawn = np.array([min(max(self._normal("law", i), -FARTHEST), FARTHEST) for i in range(len(MIDDLE))])
        return family().mean + _slopes() @ drawn

    @property
    def law(self) -> Additive:
        """The law itself."""
        return law_of(self.constants)

    def measured(self, N: float, D: float, kind: str, place: int) -> float:
        """Loss that a run of N parameters on D tokens ends with [nat/token], by whose run and the how-manieth it is."""
        return float(self.law.loss(N, D)) * float(np.exp(NOISE * self._normal(kind, place)))

    def _normal(self, kind: str, place: int) -> float:
        """A standard normal number that this world has for a purpose."""
        digest = hashlib.sha256(f"next-dollar/{VERSION}/{self.number}/{kind}/{place}".encode()).digest()
        return _NORMAL.inv_cdf((int.from_bytes(digest[:8], "big") + 0.5) / 2**64)
