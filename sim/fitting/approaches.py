"""Best sizes read off the runs without a law of the loss: the envelope, and the valleys of equal compute.

Approaches 1 and 2 of Hoffmann et al. (2022), sections 3.1 and 3.2 [hoffmann2022].
"""

from dataclasses import dataclass

import numpy as np

from sim.fitting.reading import RunTable

SAME_FLOP = 1.1  # factor within which runs count as of one compute
LEAST_SIZES, LEAST_VALLEYS = 4, 3  # sizes for a parabola, valleys for a power law
BINS_PER_DECADE, LEAST_IN_BIN = 3, 3  # of the envelope


@dataclass(frozen=True)
class PowerLaw:
    """Best N at each of several computes, and N = k C^a through them.

    Parameters
    ----------
    train_flop, n_params : tuple of float
        Compute [FLOP] and best size.
    exponent, log_factor : float
        a, and ln k.
    """

    train_flop: tuple[float, ...]
    n_params: tuple[float, ...]
    exponent: float
    log_factor: float

    def at(self, train_flop: float) -> float:
        """Best N at a compute [FLOP]."""
        return float(np.exp(self.log_factor + self.exponent * np.log(train_flop)))


class NotEnough(ValueError):
    """The runs do not allow the approach; the message says why."""


def envelope(table: RunTable) -> PowerLaw:
    """The run of least loss in each stretch of compute: approach 1.

    Raises
    ------
    NotEnough
        If fewer than three stretches hold three runs of different sizes.
    """
    place = np.floor(np.log10(table.train_flop) * BINS_PER_DECADE).astype(int)
    best = []
    for which in np.unique(place):
        inside = np.flatnonzero(place == which)
        if len(np.unique(table.n_params[inside])) >= LEAST_IN_BIN:
            best.append(inside[np.argmin(table.loss[inside])])
    if len(best) < LEAST_VALLEYS:
        raise NotEnough("fewer than 3 stretches of compute hold runs of 3 sizes")
    return _power_law(table.train_flop[best], table.n_params[best])


def valleys(table: RunTable) -> PowerLaw:
    """The lowest point of a parabola of ln L in ln N at each compute: approach 2.

    It leans to where the sizes were tried: a grid that is not centered on the best size moves the lowest point.

    Raises
    ------
    NotEnough
        If fewer than three computes have four sizes with a lowest point among them.
    """
    order = np.argsort(table.train_flop)
    apart = np.diff(np.log(table.train_flop[order])) > np.log(SAME_FLOP)
    C, N = [], []
    for inside in np.split(order, np.flatnonzero(apart) + 1):
        x, y = np.log(table.n_params[inside]), np.log(table.loss[inside])
        if len(np.unique(np.round(x, 3))) < LEAST_SIZES or np.ptp(np.log(table.train_flop[inside])) > 1:
            continue
        middle = x.mean()
        bend, slope, _ = np.polyfit(x - middle, y, 2)
        lowest = middle - slope / (2 * bend) if bend > 0 else np.nan
        if x.min() < lowest < x.max():
            C.append(np.exp(np.log(table.train_flop[inside]).mean()))
            N.append(np.exp(lowest))
    if len(C) < LEAST_VALLEYS:
        raise NotEnough("fewer than 3 computes were tried at 4 sizes with the best one among them")
    return _power_law(np.array(C), np.array(N))


def _power_law(C: np.ndarray, N: np.ndarray) -> PowerLaw:
    if np.ptp(np.log(C)) < np.log(3):
        raise NotEnough("the computes differ by less than a factor of 3")
    exponent, log_factor = np.polyfit(np.log(C), np.log(N), 1)
    return PowerLaw(tuple(C.tolist()), tuple(N.tolist()), float(exponent), float(log_factor))
