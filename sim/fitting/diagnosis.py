"""What a fit rests on and where it fails: leverage, influence, outliers, the largest runs predicted from the others."""

from dataclasses import dataclass, replace

import numpy as np

from sim.fitting.batch import SIZE, Runs
from sim.fitting.bootstrap import LEVELS, Draws, bootstrap, frontier
from sim.fitting.estimators import train_on
from sim.fitting.fit import Fit, fit
from sim.fitting.newton import minimized
from sim.fitting.reading import LEAST_RUNS
from sim.ground.student import student_factor
from sim.laws import loss_laws

OUTLYING = 5.0  # robust standard deviations of the noise; of 10,000 normal numbers none is further out
LEAST_NOISE = 1e-6  # relative: below, the losses are rounded, not noisy
HELD_OUT_REFITS = 600
LAWFUL_SHARE = 0.9  # of these refits, below which they predict nothing
MOST_LEFT_OUT = 500  # runs that are left out one by one


@dataclass(frozen=True)
class LargestOut:
    """The largest runs, predicted by a fit of the others.

    Parameters
    ----------
    places : array of int
        Of the runs that were left out.
    predicted, low, high : array
        Each loss, and the ends of its 80 % band, noise included [nat/token].
    error : float
        Median of measured over predicted loss, minus 1 [-].
    inside : float
        Share of them inside of the band [-].
    reach : float
        Largest compute over the largest that was fitted [-].
    """

    places: np.ndarray
    predicted: np.ndarray
    low: np.ndarray
    high: np.ndarray
    error: float
    inside: float
    reach: float


@dataclass(frozen=True)
class Diagnosis:
    """What a fit rests on.

    Parameters
    ----------
    leverage : array of shape (n,)
        How much each run alone decides of its own fitted loss, 0 to 1 [-].
    influence : array of shape (n,)
        By which factor, minus 1, the best N at the asked compute would move without the run [-].
    outliers : array of int
        Places of runs further from the fit than noise would explain.
    condition : float
        Condition number of the information on the centered, scaled constants [-].
    runs_of_signs : float
        Standard deviations by which neighbors in compute lie on one side of the fit more often than noise would [-].
    largest_out : LargestOut or None
        `None` where too few runs would be left, or they do not determine a law.
    published : mapping
        Law -> median of measured over its loss, minus 1; a law of other data has another level of loss.
    """

    leverage: np.ndarray
    influence: np.ndarray
    outliers: np.ndarray
    condition: float
    runs_of_signs: float
    largest_out: LargestOut | None
    published: dict[str, float]


def diagnosis(found: Fit, train_flop: float, method: str = "residual") -> Diagnosis:
    """Everything that tells how far to trust a fit, for plans at a compute [FLOP], resampled as the fit itself."""
    J = found.jacobian * np.sqrt(found.data.weights)[:, None]
    scaled = J / np.maximum(np.linalg.norm(J, axis=0), 1e-300)
    leverage = np.sum(np.linalg.qr(scaled)[0] ** 2, axis=1)
    size = np.linalg.svd(scaled, compute_uv=False)
    r = found.residuals
    return Diagnosis(
        leverage,
        influence(found, train_flop, leverage),
        np.flatnonzero(np.abs(r) > OUTLYING * max(found.noise, LEAST_NOISE)),
        float((size[0] / max(size[-1], 1e-300)) ** 2),
        signs_in_a_row(r[np.argsort(found.table.train_flop, kind="stable")]),
        largest_out(found, method),
        published(found),
    )


def influence(found: Fit, train_flop: float, leverage: np.ndarray) -> np.ndarray:
    """Best N at a compute [FLOP] without each run over that with all, minus 1: all refits at once.

    Of many runs those that decide most are tried; 0 for the others.
    """
    n = len(found.table)
    tried = np.argsort(-leverage)[:MOST_LEFT_OUT]
    weights = np.repeat(found.data.weights[None], len(tried), axis=0)
    weights[np.arange(len(tried)), tried] = 0
    fits = minimized(np.repeat(found.theta[None], len(tried), axis=0), replace(found.data, weights=weights), 1e-9)
    moved = np.zeros(n)
    with np.errstate(all="ignore"):
        N = frontier(found.data.plain(fits.theta), train_flop)["n_params"]
        moved[tried] = N / frontier(found.logarithmic[None], train_flop)["n_params"] - 1
    return moved


def signs_in_a_row(r: np.ndarray) -> float:
    """Wald and Wolfowitz' test of runs of signs: how many standard deviations there are too few of them."""
    signs = r[r != 0] > 0
    ups, downs = int(signs.sum()), int((~signs).sum())
    n = ups + downs
    if min(ups, downs) < 2:
        return 0.0
    expected = 1 + 2 * ups * downs / n
    variance = (expected - 1) * (expected - 2) / (n - 1)
    return float((expected - (1 + np.count_nonzero(np.diff(signs)))) / np.sqrt(max(variance, 1e-9)))


def largest_out(found: Fit, method: str = "residual") -> LargestOut | None:
    """Fit the smaller runs, predict the largest fifth by compute, and see whether the 80 % band holds them."""
    small = train_on(found.table)
    if np.sum(small) < LEAST_RUNS + 2:
        return None
    part = fit(found.table.some(small), found.data.delta)
    draws = bootstrap(part.theta, part.data, method, part.table.groups, HELD_OUT_REFITS)
    if np.mean(draws.lawful) < LAWFUL_SHARE:
        return None
    left = found.table.some(~small)
    predicted, low, high = prediction(part, draws, left.n_params, left.n_tokens)
    inside = (left.loss >= low) & (left.loss <= high)
    reach = left.train_flop.max() / part.table.train_flop.max()
    error = float(np.median(left.loss / predicted) - 1)
    return LargestOut(np.flatnonzero(~small), predicted, low, high, error, float(np.mean(inside)), float(reach))


def prediction(found: Fit, draws: Draws, N: np.ndarray, D: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Loss of runs of N parameters on D tokens by the fit, and its 80 % band with the noise of one run in it."""
    at = replace(found.data, x=np.log(N) - found.data.center[0], y=np.log(D) - found.data.center[1], t=0 * N)
    center = _log_loss(found.theta[None], at)[0]
    spread = _log_loss(found.data.centered(draws.constants[draws.lawful]), at)
    noise = found.noise * np.random.default_rng(len(N)).standard_normal(spread.shape)
    wider = student_factor(0.8, max(draws.n_runs - SIZE, 1))
    low, high = center + wider * (np.quantile(spread + noise, LEVELS[80], axis=0) - center)
    return np.exp(center), np.exp(low), np.exp(high)


def _log_loss(theta: np.ndarray, at: Runs) -> np.ndarray:
    parts = [theta[:, [0]] - theta[:, [3]] * at.x, theta[:, [1]] - theta[:, [4]] * at.y]
    return np.logaddexp(np.logaddexp(*parts), theta[:, [2]])


def without(found: Fit, places: np.ndarray) -> Fit:
    """The fit with some runs switched off."""
    kept = np.ones(len(found.table), bool)
    kept[places] = False
    return fit(found.table.some(kept), found.data.delta)


def published(found: Fit) -> dict[str, float]:
    """How far the measured losses lie above those of each published law, median [-]."""
    table = found.table
    with np.errstate(all="ignore"):
        ratios = {
            key: float(np.median(table.loss / law.function.loss(table.n_params, table.n_tokens))) - 1
            for key, law in loss_laws().entries.items()
            if not law.typed
        }
    return {key: ratio for key, ratio in ratios.items() if np.isfinite(ratio)}
