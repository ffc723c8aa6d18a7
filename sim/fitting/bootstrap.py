"""How far a fit may be off: thousands of refits of resampled runs, and the bands that they give."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from sim.fitting.batch import SIZE, Runs, residuals
from sim.fitting.newton import minimized
from sim.ground.arrays import Array
from sim.ground.flop import FLOP_PER_PARAM_TOKEN
from sim.ground.student import student_factor

REFITS, LEAST_REFITS = 4000, 200
MOST_CELLS = 6_000_000  # refits x runs: a table of thousands of runs has fewer refits
WORTH_THREADS = 100_000  # refits x runs, below which a second thread costs more than it saves
SEED = 20260418
TOLERANCE = 1e-8  # relative, of an objective: the end of a band does not see less
STEPS = 60
LEVELS = {80: (0.10, 0.90), 95: (0.025, 0.975)}  # per cent -> ends of the band
FEW = 2 * SIZE  # runs, of whose residuals half are zero by construction
MANY = 60  # runs, from which on drawing them again tells something; of fewer it says too wide a band
UNEVEN = 1.5  # times as unsure, which fewer than 4 of 100 tables with equal noise exceed by chance
LOOK_REFITS = 600
LEAST_GROUPS = 6  # below, whole groups cannot be resampled
QUANTITIES = ("n_params", "tokens_per_param", "loss")


@dataclass(frozen=True)
class Draws:
    """Constants refitted to resampled runs.

    Parameters
    ----------
    constants : array of shape (refits, 5)
        (lnA, lnB, lnE, alpha, beta).
    best : array of shape (5,)
        The fit itself.
    n_runs : int
        How many runs it rests on.
    method : str
        How they were resampled.
    converged : float
        Share of refits that reached their minimum [-].
    uneven : float
        How many times as unsure the constants are as residuals alone would say; 1 where they say it.
    """

    constants: np.ndarray
    best: np.ndarray
    n_runs: int
    method: str
    converged: float
    uneven: float = 1.0

    @cached_property
    def lawful(self) -> np.ndarray:
        """Which of the refits are laws: finite, and with a loss that falls in N and in D."""
        return np.all(np.isfinite(self.constants), axis=1) & np.all(self.constants[:, 3:] > 0, axis=1)

    @cached_property
    def covariance(self) -> np.ndarray:
        """Covariance of (lnA, lnB, lnE, alpha, beta), shape (5, 5)."""
        return np.cov(self.constants[self.lawful].T)

    def bands(self, train_flop: float) -> dict[str, dict[int, tuple[float, float]]]:
        """Ends of the 80 and 95 % bands of the best N, the best D/N and its loss at a compute [FLOP].

        The quantiles of the refits, drawn apart from the fit by the ratio of Student's t to the normal, as the
        noise too is known from n - 5 numbers alone.
        """
        at_best = frontier(self.best[None], train_flop)
        drawn = frontier(self.constants[self.lawful], train_flop)
        found: dict[str, dict[int, tuple[float, float]]] = {}
        for name in QUANTITIES:
            center, values = np.log(at_best[name][0]), np.log(drawn[name])
            found[name] = {}
            for level, ends in LEVELS.items():
                wider = student_factor(level / 100, max(self.n_runs - SIZE, 1))
                low, high = center + wider * (np.quantile(values, ends) - center)
                found[name][level] = (float(np.exp(low)), float(np.exp(high)))
        return found


def frontier(constants: np.ndarray, train_flop: Array) -> dict[str, np.ndarray]:
    """Best N, D/N and loss at a compute [FLOP] for constants of shape (fits, 5)."""
    lnA, lnB, lnE, alpha, beta = constants.T
    log_ND = np.log(train_flop / FLOP_PER_PARAM_TOKEN)
    with np.errstate(all="ignore"):  # what is no law has no best plan: NaN
        log_N = (np.log(alpha) + lnA - np.log(beta) - lnB + beta * log_ND) / (alpha + beta)
        log_D = log_ND - log_N
        loss = np.exp(lnA - alpha * log_N) + np.exp(lnB - beta * log_D) + np.exp(lnE)
        return {"n_params": np.exp(log_N), "tokens_per_param": np.exp(log_D - log_N), "loss": loss}


def bootstrap(
    best: np.ndarray,
    data: Runs,
    method: str = "residual",
    groups: tuple[str, ...] = (),
    refits: int | None = None,
    seed: int = SEED,
) -> Draws:
    """Refits of resampled runs, each from the fit itself.

    Parameters
    ----------
    best : array of shape (5,)
        The fit, centered as `data` is.
    data : Runs
        The runs.
    method : {"residual", "pairs", "block"}
        Residuals put back on the fitted losses; runs drawn again; whole groups drawn again.
    groups : tuple of str
        Group of each run, for blocks.
    refits : int, optional
        How many; by default 4,000, or fewer where there are thousands of runs.
    """
    n = len(data.x)
    count = refits or int(np.clip(MOST_CELLS // n, LEAST_REFITS, REFITS))
    rng = np.random.default_rng(seed)
    resampled = METHODS[method](best, data, groups, count, rng)
    threads = min(2, os.cpu_count() or 1) if count * n >= WORTH_THREADS else 1
    found = minimized(np.repeat(best[None], count, axis=0), resampled, TOLERANCE, STEPS, threads)
    return Draws(data.plain(found.theta), data.plain(best), n, method, float(found.done.mean()))


def drawn_as_needed(
    best: np.ndarray, data: Runs, groups: tuple[str, ...], method: str | None = None, refits: int | None = None
) -> Draws:
    """Refits by the method that is asked for, or by the one that these runs need.

    Residuals may be put back anywhere only where all runs are as noisy. Whether they are, many runs drawn again tell:
    where that leaves the constants much less sure, the wider draws are taken.
    """
    how = method or fitting_method(groups, len(data.x))
    draws = bootstrap(best, data, how, groups, refits)
    if method is not None or how != "residual" or len(data.x) < MANY:
        return draws
    with np.errstate(all="ignore"):
        again = bootstrap(best, data, "pairs", groups, LOOK_REFITS).covariance
        uneven = float(np.sqrt(np.median(np.diag(again) / np.diag(draws.covariance))))
    if not uneven > UNEVEN:
        return draws
    return replace(bootstrap(best, data, "pairs", groups, refits), uneven=uneven)


def few_runs_noise(r: np.ndarray) -> float:
    """Standard deviation of the noise from the residuals of few runs [-]."""
    return float(np.sqrt(np.sum(r**2) / max(len(r) - SIZE, 1)))


Resampling = Callable[[np.ndarray, Runs, tuple[str, ...], int, np.random.Generator], Runs]


def _by_residuals(best: np.ndarray, data: Runs, _: tuple[str, ...], count: int, rng: np.random.Generator) -> Runs:
    """Losses of the fit with residuals drawn from its own.

    A fit that nearly minimizes absolute residuals passes through as many runs as it has constants. Those
    five residuals are zero by construction and say nothing of the noise: they are left out. Of ten runs or
    fewer too little is left to draw from: their noise is taken as normal.
    """
    r = -residuals(best[None], data)[0]
    fitted = data.t - r
    if len(r) <= FEW:
        drawn = few_runs_noise(r) * rng.standard_normal((count, len(r)))
    else:
        noise = r[np.sort(np.argsort(np.abs(r))[SIZE:])]
        drawn = (noise - np.median(noise))[rng.integers(0, len(noise), (count, len(r)))]
    return Runs(data.x, data.y, data.center, fitted + drawn, data.weights, data.delta)


def _by_pairs(_best: np.ndarray, data: Runs, _: tuple[str, ...], count: int, rng: np.random.Generator) -> Runs:
    n = len(data.x)
    times = rng.multinomial(n, np.full(n, 1 / n), size=count)
    return Runs(data.x, data.y, data.center, data.t, data.weights * times, data.delta)


def _by_groups(_best: np.ndarray, data: Runs, groups: tuple[str, ...], count: int, rng: np.random.Generator) -> Runs:
    names, place = np.unique(np.array(groups), return_inverse=True)
    times = rng.multinomial(len(names), np.full(len(names), 1 / len(names)), size=count)
    return Runs(data.x, data.y, data.center, data.t, data.weights * times[:, place], data.delta)


METHODS: Mapping[str, Resampling] = {"residual": _by_residuals, "pairs": _by_pairs, "block": _by_groups}


def fitting_method(groups: tuple[str, ...], n_runs: int) -> str:
    """Blocks where runs share groups, as checkpoints of one run do; else residuals."""
    n_groups = len(set(groups))
    return "block" if LEAST_GROUPS <= n_groups < n_runs / 2 else "residual"
