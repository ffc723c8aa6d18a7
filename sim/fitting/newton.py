"""Newton's method for many fits of five constants at once, each with a damping of its own."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from sim.fitting.batch import LOWER, SIZE, Local, Runs, local

FIRST_DAMPING, LEAST_DAMPING, MOST_DAMPING = 1e-1, 1e-9, 1e8
LARGEST_STEP = np.array([3.0, 3.0, 3.0, 0.5, 0.5])[:, None]  # of lnA, lnB, lnE, alpha, beta
LEAST_PIVOT = 1e-14  # relative to the safe Hessian: below, a direction has no curvature that a float can hold
TRIES = 12  # dampings tried before a fit gives up for this step
DIAGONAL = [LOWER.index((i, i)) for i in range(SIZE)]
RUNAWAY = 6.0  # an exponent that no law has
EXACT = 1e-18  # objective of runs without noise, of which rounding is all that is left


@dataclass(frozen=True)
class Fits:
    """Constants and objectives of many fits.

    Parameters
    ----------
    theta : array of shape (fits, 5)
        Centered constants.
    value : array of shape (fits,)
        Objectives.
    done : array of shape (fits,)
        Whether no step promised more than the tolerance.
    """

    theta: np.ndarray
    value: np.ndarray
    done: np.ndarray


def minimized(theta: np.ndarray, data: Runs, tolerance: float = 1e-10, steps: int = 60, threads: int = 1) -> Fits:
    """Local minimum of each fit from its start, by damped Newton steps.

    Parameters
    ----------
    theta : array of shape (fits, 5)
        Starts, centered.
    data : Runs
        The runs; weights or losses may differ from fit to fit.
    tolerance : float
        A fit is done when a step promises a smaller relative fall of its objective.
    steps : int
        At most.
    threads : int
        Among which the fits are shared: numpy computes outside of Python's lock.
    """
    if threads == 1 or len(theta) < 2 * threads:
        return _minimized(theta, data, tolerance, steps)
    ends = np.linspace(0, len(theta), threads + 1).astype(int)
    parts = [slice(low, high) for low, high in zip(ends, ends[1:], strict=False)]
    with ThreadPoolExecutor(threads) as pool:
        found = list(pool.map(lambda part: _minimized(theta[part], data.part(part), tolerance, steps), parts))
    return Fits(
        np.concatenate([one.theta for one in found]),
        np.concatenate([one.value for one in found]),
        np.concatenate([one.done for one in found]),
    )


def _minimized(theta: np.ndarray, data: Runs, tolerance: float, steps: int) -> Fits:
    theta = np.array(theta, float)
    at = local(theta, data)
    value, done = at.value.copy(), np.zeros(len(theta), bool)
    damping = np.full(len(theta), FIRST_DAMPING)
    left = np.arange(len(theta))  # fits that still move; `at` is theirs
    for _ in range(steps):
        move, promised, damping[left] = _step(at, damping[left])
        still = promised > tolerance * np.maximum(value[left], EXACT)
        done[left[~still]] = True
        if not np.any(still):
            break
        if not np.all(still):
            left, move, promised = left[still], move[:, still], promised[still]
            at = _some(at, still)
        tried = theta[left] + move.T
        new = local(tried, data.part(left))
        fall = value[left] - new.value
        better = fall > 0
        good, poor = fall > 0.7 * promised, ~(fall > 0.2 * promised)
        shift = np.where(good, 0.1, np.where(~better, 8.0, np.where(poor, 3.0, 1.0)))
        damping[left] = np.clip(damping[left] * shift, LEAST_DAMPING, MOST_DAMPING)
        theta[left[better]], value[left[better]] = tried[better], new.value[better]
        at = _chosen(better, new, at)
        # Steps that change nothing any more at the strongest damping: rounding is all that is left. And exponents
        # that run away, as those of a part that the runs do not need.
        stuck = (damping[left] >= MOST_DAMPING) | np.any(np.abs(theta[left][:, 3:]) > RUNAWAY, axis=1)
        if np.any(stuck):
            done[left[stuck]] = True
            left, at = left[~stuck], _some(at, ~stuck)
            if not len(left):
                break
    return Fits(theta, value, done)


def _some(at: Local, which: np.ndarray) -> Local:
    return Local(at.value[which], at.slope[:, which], at.curvature[:, which], at.safe[:, which])


def _chosen(better: np.ndarray, new: Local, old: Local) -> Local:
    return Local(*(np.where(better, getattr(new, name), getattr(old, name)) for name in vars(new)))


def _step(at: Local, damping: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Step of each fit, the fall that it promises, and the damping that made it one downhill."""
    damping = damping.copy()
    move, promised = np.zeros_like(at.slope), np.zeros(len(damping))
    left = np.arange(len(damping))
    floor = np.maximum(at.safe[DIAGONAL], 1e-300)
    for _ in range(TRIES):
        matrix = at.curvature[:, left] + damping[left] * at.safe[:, left]
        matrix[DIAGONAL] += (1e-3 * damping[left] + LEAST_PIVOT) * floor[:, left]
        solved, sound = _solved(matrix, at.slope[:, left], floor[:, left])
        step = -solved[:, sound]
        # A step too long for the quadratic to be believed is shortened.
        step /= np.maximum(1.0, np.max(np.abs(step) / LARGEST_STEP, axis=0, initial=0.0))
        fits = left[sound]
        move[:, fits] = step
        bent = sum((1 if i == j else 2) * at.curvature[k, fits] * step[i] * step[j] for k, (i, j) in enumerate(LOWER))
        slope = np.sum(at.slope[:, fits] * step, axis=0)
        promised[fits] = -slope - np.minimum(bent / 2, -slope / 2)
        left = left[~sound]
        if not len(left):
            break
        damping[left] = np.maximum(10 * damping[left], 1e-3)
    return move, promised, damping


def _solved(matrix: np.ndarray, right: np.ndarray, scale: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Solutions of symmetric systems by L D L', all at once, and whether each matrix is positive definite.

    numpy's solver takes small matrices one by one, at ten times the cost.
    """
    low: dict[tuple[int, int], np.ndarray] = {}
    pivots: list[np.ndarray] = []
    sound = np.ones(matrix.shape[1], bool)
    with np.errstate(all="ignore"):
        for j in range(SIZE):
            pivot = matrix[LOWER.index((j, j))] - sum(low[j, k] ** 2 * pivots[k] for k in range(j))
            sound &= pivot > LEAST_PIVOT * scale[j]
            pivots.append(pivot)
            for i in range(j + 1, SIZE):
                inner = sum(low[i, k] * low[j, k] * pivots[k] for k in range(j))
                low[i, j] = (matrix[LOWER.index((i, j))] - inner) / pivot
        solved: list[np.ndarray] = []
        for i in range(SIZE):
            solved.append(right[i] - sum(low[i, k] * solved[k] for k in range(i)))
        for i in range(SIZE):
            solved[i] = solved[i] / pivots[i]
        for i in reversed(range(SIZE)):
            solved[i] = solved[i] - sum(low[k, i] * solved[k] for k in range(i + 1, SIZE))
    return np.stack(solved), sound & np.all(np.isfinite(solved), axis=0)
