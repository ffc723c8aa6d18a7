"""One root finder for whole arrays of problems.

SciPy has the same method, `scipy.optimize.elementwise.find_root`. It is not used: a call took four to five
times as long (1.4 to 2.3 ms against 0.25 to 0.48), an evaluation of a budget plan 6.7 ms instead of 1.1. It
leaves out what has converged, so that functions which hold arrays of the full length fail. It takes no guess.
Where the sign does not change it fails, and here the better bound is the answer.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from sim.ground.arrays import between, rows

Floats = NDArray[np.float64]
MAX_ITERATIONS = 200
TOLERANCE = 1e-14  # of a logarithm of parameters, so relative


def falling_root(
    f: Callable[[Floats], Floats],
    low: Floats,
    high: Floats,
    guess: Floats | float = np.nan,
    noise: Floats | float = 0.0,
    stop: Floats | None = None,
    looks: int = 0,
) -> Floats:
    """Where each of many falling functions crosses zero between its bounds.

    Chandrupatla's method (1997), on all problems at once: inverse quadratic steps
    where they are safe, else bisection. A function that is nowhere positive gives
    its lower bound, one that is nowhere negative its upper bound, NaN gives NaN.

    Parameters
    ----------
    f : callable
        Maps an array of positions to an array of values, elementwise. Positions may have a leading
        axis more than the bounds.
    low, high : array
        Bounds of each problem, low <= high.
    guess : array, optional
        Where the search begins; in the middle where it is NaN or not between the bounds.
    noise : float or array
        Values of f up to this size count as zero.
    stop : array, optional
        Beyond it nobody asks where the zero is: where f is positive there, or the search would begin beyond it, any
        place beyond it is the answer.
    looks : int
        Places between the bounds that are looked at first, all at once, in the place of a guess: a call costs about
        as much for many places as for one.

    Returns
    -------
    array
        Positions, of the shape of the bounds.
    """
    low, high = np.broadcast_arrays(np.asarray(low, float), np.asarray(high, float))
    if looks:
        return _after_looks(f, low, high, noise, looks)
    with np.errstate(all="ignore"):
        t = (guess - low) / (high - low)
        x = low + np.where((t > 0) & (t < 1), t, 0.5) * (high - low)
        # Bounds and guess in one call: where problems are few, the calls take the time.
        if stop is None:
            f_low, f_high, fx = f(rows(x.shape, low, high, x))
            active = (f_low > 0) & (f_high < 0)
        else:
            f_low, f_high, fx, f_stop = f(rows(x.shape, low, high, x, between(stop, low, high)))
            active = (f_low > 0) & (f_high < 0) & (low < stop) & ~((stop < high) & (f_stop > 0))
        found = _narrowed(f, (low, f_low, high, f_high, x, fx), active, noise)
        if stop is not None:
            found = np.where((low >= stop) | (stop < high) & (f_stop > 0), high, found)
    root = np.where(f_low <= 0, low, np.where(f_high >= 0, high, found))
    return np.where(np.isnan(f_low) | np.isnan(f_high), np.nan, root)


def _after_looks(f: Callable[[Floats], Floats], low: Floats, high: Floats, noise: Floats | float, looks: int) -> Floats:
    """The same from the three places around the change of sign among some that were looked at."""
    with np.errstate(all="ignore"):
        shares = np.linspace(0.0, 1.0, looks + 2).reshape(-1, *(1,) * low.ndim)
        x = low + shares * (high - low)
        x[-1] = high
        fx = f(x)
        first = between(np.sum(fx > 0, axis=0) - 1, 0, looks - 1)
        near = np.stack([first, first + 1, first + 2])
        (a, c, b), (fa, fc, fb) = (np.take_along_axis(values, near, axis=0) for values in (x, fx))
        active = (fx[0] > 0) & (fx[-1] < 0)
        found = _narrowed(f, (a, fa, b, fb, c, fc), active, noise)
    root = np.where(fx[0] <= 0, low, np.where(fx[-1] >= 0, high, found))
    return np.where(np.isnan(fx[0]) | np.isnan(fx[-1]), np.nan, root)


def _narrowed(
    f: Callable[[Floats], Floats], known: tuple[Floats, ...], active: NDArray[np.bool_], noise: Floats | float
) -> Floats:
    """The zero between a and b, with a place x between them: where the search was active."""
    a, fa, b, fb, x, fx = known
    found = np.where(np.abs(fa) < np.abs(fb), a, b)
    for _ in range(MAX_ITERATIONS if active.any() else 0):
        same_side = (fx > 0) == (fa > 0)
        c, fc = np.where(same_side, a, b), np.where(same_side, fa, fb)
        b, fb = np.where(same_side, b, a), np.where(same_side, fb, fa)
        a, fa = x, fx
        nearer = np.abs(fa) < np.abs(fb)
        best, f_best = np.where(nearer, a, b), np.where(nearer, fa, fb)
        found = np.where(active, best, found)  # one that is found moves no more, however long others are looked for
        ab = a - b
        t_least = TOLERANCE * (1 + np.abs(best)) / np.abs(ab)
        active = active & (np.abs(f_best) > noise) & (t_least < 0.5)
        if not active.any():
            break
        fab, fcb = fa - fb, fc - fb  # each difference once: this loop is as dear as what it calls
        xi, phi = ab / (c - b), fab / fcb
        quadratic = (phi**2 < xi) & ((1 - phi) ** 2 < 1 - xi)
        step = fa / fab * fc / fcb - (c - a) / ab * fa / (fc - fa) * fb / fcb
        x = a - between(np.where(quadratic, step, 0.5), t_least, 1 - t_least) * ab
        fx = f(x)
    return found
