"""What a fit of one's own runs says beside its five constants, as a text short enough for a link.

Twenty-five numbers with `_` between them: the lower triangle of the Cholesky factor of the covariance of
(lnA, lnB, lnE, alpha, beta), row by row; smallest and largest N, D, C and D/N of the runs; the standard deviation of
ln L of one run; how many runs there were. A factor of few digits is still that of a covariance, which the
covariance itself, nearly singular as it is, would not be.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from sim.ground.errors import cut

BETWEEN = "_"
SIZE = 5
LOWER = SIZE * (SIZE + 1) // 2
RANGES = ("n_params", "n_tokens", "train_flop", "tokens_per_param")
COUNT = LOWER + 2 * len(RANGES) + 2
DIGITS = 5  # of the factor; of all else
FEW_DIGITS = 3
LONGEST = 400  # characters
LEAST_DEVIATION = 1e-9  # of a constant given those before it: below, the matrix is not positive definite
SINGULAR = 1e-14  # smallest over largest eigenvalue: below, rounding alone decides whether it is above zero
# Largest standard deviations of lnA, lnB, lnE, alpha and beta: beyond, the runs do not know a law.
MOST_DEVIATION = (12.0, 12.0, 6.0, 1.5, 1.5)
LEAST, MOST = 1e-12, 1e40  # of an end of a range; no number is larger
MOST_NOISE, MOST_RUNS = 1.0, 1e6
ALLOWED = f"allowed are the {COUNT} numbers that the page Your runs writes, with {BETWEEN} between them"


@dataclass(frozen=True)
class OwnFit:
    """How far the constants of a fit may be off, and what runs it rests on.

    Parameters
    ----------
    factor : tuple of float
        Lower triangle of the Cholesky factor of the covariance of (lnA, lnB, lnE, alpha, beta), row by row.
    ranges : tuple of float
        Smallest and largest N, D, C [FLOP] and D/N.
    noise : float
        Standard deviation of ln L of one run [-].
    n_runs : int
        How many runs.
    """

    factor: tuple[float, ...]
    ranges: tuple[float, ...]
    noise: float
    n_runs: int

    @cached_property
    def covariance(self) -> np.ndarray:
        """Of (lnA, lnB, lnE, alpha, beta), shape (5, 5)."""
        full = np.zeros((SIZE, SIZE))
        full[np.tril_indices(SIZE)] = self.factor
        return full @ full.T

    @property
    def fitted_range(self) -> dict[str, tuple[float, float]]:
        """Smallest and largest of each quantity of the runs."""
        ends = zip(self.ranges[::2], self.ranges[1::2], strict=True)
        return dict(zip(RANGES, ends, strict=True))


def written(covariance: np.ndarray, ranges: Mapping[str, tuple[float, float]], noise: float, n_runs: int) -> str | None:
    """The text of a fit; `None` where no text holds it, as its covariance is none or allows anything."""
    try:
        factor = np.linalg.cholesky(covariance)[np.tril_indices(SIZE)]
    except np.linalg.LinAlgError:
        return None
    ends = [end for name in RANGES for end in ranges[name]]
    numbers = [*(_short(x, DIGITS) for x in factor), *(_short(x, FEW_DIGITS) for x in (*ends, noise)), str(n_runs)]
    text = BETWEEN.join(numbers)
    try:
        read(text)
    except ValueError:
        return None
    return text


def _short(x: float, digits: int) -> str:
    """A number of so many digits without what can be left out."""
    mantissa, _, exponent = f"{x:.{digits}g}".partition("e")
    return f"{mantissa}e{int(exponent)}" if exponent else mantissa


@lru_cache(maxsize=64)
def read(text: str) -> OwnFit:
    """The fit that a text says.

    Raises
    ------
    ValueError
        With what is wrong and what is allowed.
    """
    if len(text) > LONGEST:
        raise ValueError(f"it has {len(text):,} characters; {ALLOWED}")
    parts = text.split(BETWEEN)
    if len(parts) != COUNT:
        raise ValueError(f"it has {len(parts)} of {COUNT} numbers; {ALLOWED}")
    numbers = [_number(part) for part in parts]
    factor, ranges, (noise, n_runs) = numbers[:LOWER], numbers[LOWER:-2], numbers[-2:]
    _check_factor(factor)
    for name, low, high in zip(RANGES, ranges[::2], ranges[1::2], strict=True):
        if not LEAST <= low <= high <= MOST:
            raise ValueError(f"the range of {name} runs from {low:g} to {high:g}; {ALLOWED}")
    if not 0 <= noise <= MOST_NOISE:
        raise ValueError(f"the noise of a run is {noise:g}; allowed is 0 to {MOST_NOISE:g}")
    if not (n_runs == int(n_runs) and SIZE < n_runs <= MOST_RUNS):
        raise ValueError(f"it says {n_runs:g} runs; allowed are whole numbers from {SIZE + 1} to {MOST_RUNS:,.0f}")
    return OwnFit(tuple(factor), tuple(ranges), noise, int(n_runs))


def _number(part: str) -> float:
    try:
        value = float(part) if part.isascii() and "_" not in part else math.nan
    except ValueError:
        value = math.nan
    if not abs(value) <= MOST:
        raise ValueError(f"{cut(part)} is no number of a fit; {ALLOWED}")
    return value


def _check_factor(factor: Sequence[float]) -> None:
    """Positive definite, and small enough that the constants drawn are numbers."""
    full = np.zeros((SIZE, SIZE))
    full[np.tril_indices(SIZE)] = factor
    if np.any(np.diag(full) < LEAST_DEVIATION):
        raise ValueError("its covariance is not positive definite, so that nothing could have such a spread")
    deviation = np.sqrt(np.sum(full**2, axis=1))
    if np.any(deviation > MOST_DEVIATION):
        raise ValueError("its constants may be off by so much that they are no law")
    spread = np.linalg.eigvalsh(full @ full.T)
    if spread.min() <= SINGULAR * spread.max():
        raise ValueError("its covariance is singular to the digits that a number has")


def checked(text: str) -> str:
    """The text, if it says a fit."""
    read(text)
    return text
