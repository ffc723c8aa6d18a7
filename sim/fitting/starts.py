"""Where fits begin: the exponents on a grid, the rest linear; and the best of many starts."""

import numpy as np

from sim.fitting.batch import SIZE, Runs
from sim.fitting.newton import Fits, minimized

EXPONENTS = np.geomspace(0.03, 1.8, 22)  # of the grid; published fits lie from 0.03 to 1.2
BEST_STARTS = 24  # of the grid
SPREAD_STARTS = 16  # from elsewhere, as a grid of least squares may be led astray by outliers
POLISHED = 6
MOST_RUNS = 1_500  # with which the starts are tried
LEAST_PART = 1e-6  # of the loss: where a part would be negative, the start has this much of it
SEED = 20220329


def linear_parts(data: Runs, alpha: np.ndarray, beta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Least squares of the loss at given exponents: what variable projection solves outside of its grid.

    Parameters
    ----------
    data : Runs
        The runs, of one fit.
    alpha, beta : array of shape (g,)
        Exponents.

    Returns
    -------
    theta : array of shape (g, 5)
        Centered constants; a part that would be negative is next to nothing.
    squares : array of shape (g,)
        Weighted squares of relative residuals.
    """
    L = np.exp(data.t)
    root = np.sqrt(data.weights)
    columns = [np.exp(-alpha[:, None] * data.x), np.exp(-beta[:, None] * data.y), np.ones((len(alpha), len(L)))]
    X = np.stack(columns, axis=2) * (root / L)[:, None]
    gram = np.einsum("gni,gnj->gij", X, X)
    right = np.einsum("gni,n->gi", X, root)
    scale = np.sqrt(np.einsum("gii->gi", gram))
    ridge = gram / (scale[:, :, None] * scale[:, None, :]) + 1e-13 * np.eye(3)
    parts = np.linalg.solve(ridge, (right / scale)[:, :, None])[:, :, 0] / scale
    parts = np.maximum(parts, LEAST_PART * np.median(L))
    squares = np.sum((np.einsum("gni,gi->gn", X, parts) - root) ** 2, axis=1)
    return np.column_stack([np.log(parts), alpha, beta]), squares


def grid() -> tuple[np.ndarray, np.ndarray]:
    """All pairs of exponents of the grid."""
    alpha, beta = np.meshgrid(EXPONENTS, EXPONENTS, indexing="ij")
    return alpha.ravel(), beta.ravel()


def starts(data: Runs) -> np.ndarray:
    """Centered constants to start from, shape (starts, 5): the best of the grid, and some from elsewhere."""
    theta, squares = linear_parts(data, *grid())
    best = theta[np.argsort(squares)[:BEST_STARTS]]
    rng = np.random.default_rng(SEED)
    parts = rng.dirichlet(np.ones(3), SPREAD_STARTS)
    elsewhere = np.column_stack(
        [np.log(parts * np.exp(np.median(data.t)) + 1e-9), rng.uniform(0.05, 1.2, (SPREAD_STARTS, 2))]
    )
    return np.concatenate([best, elsewhere])


def best_fit(data: Runs) -> tuple[np.ndarray, float, bool]:
    """The lowest minimum found from many starts: centered constants, objective, and whether it is one.

    Its last digits come from Newton's steps, until none lowers the objective any more.
    """
    n = len(data.x)
    few = data
    if n > MOST_RUNS:
        some = np.linspace(0, n - 1, MOST_RUNS).astype(int)
        few = Runs(data.x[some], data.y[some], data.center, data.t[some], data.weights[some], data.delta)
    tried = minimized(starts(few), few, 1e-7, 80)
    found = polished(tried.theta[np.argsort(np.where(np.isfinite(tried.value), tried.value, np.inf))], data)
    lowest = int(np.nanargmin(found.value))
    return found.theta[lowest], float(found.value[lowest]), bool(found.done[lowest])


def polished(theta: np.ndarray, data: Runs) -> Fits:
    """The first few of some starts, each brought to its minimum as exactly as a float can hold."""
    return minimized(theta[:POLISHED].reshape(-1, SIZE), data, 1e-15, 400)


def best_of(theta: np.ndarray, value: float, others: np.ndarray, data: Runs) -> tuple[np.ndarray, float]:
    """The fit, or a lower one that starts from its own refits lead to."""
    found = minimized(others, data, 1e-15, 200)
    lowest = int(np.nanargmin(found.value))
    return (found.theta[lowest], float(found.value[lowest])) if found.value[lowest] < value else (theta, value)
