"""The fit of a table of runs: L(N, D) = E + A / N^alpha + B / D^beta, by Huber's loss of the residuals of ln L."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from sim.fitting.batch import SIZE, Runs, residuals, runs
from sim.fitting.bootstrap import FEW, Draws, drawn_as_needed, few_runs_noise
from sim.fitting.reading import RunTable
from sim.fitting.starts import best_fit, best_of
from sim.laws.forms import Additive

DELTA = 1e-3  # Hoffmann et al. (2022), section 3.3 [hoffmann2022]
CHECKED_REFITS = 64  # from whose constants the fit is started once more
ROBUST_SD = 1.4826  # standard deviation of normal numbers over their median absolute value


@dataclass(frozen=True)
class Fit:
    """Constants that minimize the objective on a table of runs.

    Parameters
    ----------
    table : RunTable
        The runs.
    data : Runs
        The same, as the fits take them.
    theta : array of shape (5,)
        Centered (lnA, lnB, lnE, alpha, beta).
    objective : float
        Sum of the Huber losses of the residuals of ln L, weighted where the table says so.
    converged : bool
        Whether it is a minimum to the last digits.
    """

    table: RunTable
    data: Runs
    theta: np.ndarray
    objective: float
    converged: bool

    @cached_property
    def logarithmic(self) -> np.ndarray:
        """(lnA, lnB, lnE, alpha, beta)."""
        return self.data.plain(self.theta)

    @cached_property
    def constants(self) -> dict[str, float]:
        """E [nat/token], A, B, alpha, beta."""
        lnA, lnB, lnE, alpha, beta = (float(x) for x in self.logarithmic)
        with np.errstate(over="ignore", under="ignore"):
            E, A, B = (float(x) for x in np.exp([lnE, lnA, lnB]))
        return {"E": E, "A": A, "B": B, "alpha": alpha, "beta": beta}

    @property
    def is_law(self) -> bool:
        """Whether its loss falls in N and in D."""
        return all(np.isfinite(x) and x > 0 for name, x in self.constants.items() if name != "E")

    @property
    def law(self) -> Additive:
        """The fit as a law."""
        return Additive(**self.constants)

    @cached_property
    def residuals(self) -> np.ndarray:
        """Ln of measured over fitted loss, shape (n,)."""
        return -residuals(self.theta[None], self.data)[0]

    @cached_property
    def noise(self) -> float:
        """Standard deviation of the noise [-]: robust, those that the fit passes through left out."""
        size = np.sort(np.abs(self.residuals))
        if len(size) <= FEW:
            return few_runs_noise(size)
        return float(ROBUST_SD * np.median(size[SIZE:]))

    @cached_property
    def jacobian(self) -> np.ndarray:
        """Gradient of ln L by the centered constants at each run, shape (n, 5)."""
        x, y = self.data.x, self.data.y
        a, b, e, alpha, beta = self.theta
        parts = np.exp(np.stack([a - alpha * x, b - beta * y, np.full(len(x), e)]))
        p, q, f = parts / parts.sum(axis=0)
        return np.stack([p, q, f, -p * x, -q * y], axis=1)


def fit(table: RunTable, delta: float = DELTA) -> Fit:
    """The best fit found from many starts; infinite `delta` is least squares of ln L."""
    data = runs(table.n_params, table.n_tokens, table.loss, table.weights, delta)
    theta, objective, converged = best_fit(data)
    return Fit(table, data, theta, objective, converged)


def with_draws(found: Fit, method: str | None = None, refits: int | None = None) -> tuple[Fit, Draws]:
    """Refits of resampled runs, and the fit once more from where some of them ended."""
    groups = found.table.groups
    draws = drawn_as_needed(found.theta, found.data, groups, method, refits)
    some = found.data.centered(draws.constants[draws.lawful][:CHECKED_REFITS])
    if not len(some):
        return found, draws
    theta, objective = best_of(found.theta, found.objective, some, found.data)
    if objective < found.objective * (1 - 1e-12):
        found = replace(found, theta=theta, objective=objective)
        draws = drawn_as_needed(found.theta, found.data, groups, method, refits)
    return found, draws
