"""Several estimators of the same runs side by side: each one row, with the error it makes on the largest runs."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.fitting.approaches import NotEnough, PowerLaw, envelope, valleys
from sim.fitting.batch import Runs, runs
from sim.fitting.fit import DELTA
from sim.fitting.forms import additive, kaplan, shared_exponent
from sim.fitting.reading import LEAST_RUNS, RunTable
from sim.fitting.starts import best_fit, grid, linear_parts
from sim.ground.flop import FLOP_PER_PARAM_TOKEN
from sim.laws.forms import Form

LARGEST_SHARE = 0.2  # of the runs, by compute, that are predicted from the others
ZOOMS, ZOOM = 12, 0.5  # how often the grid of variable projection is drawn around its best, and how much smaller
CLEARLY = 0.5  # another form is recommended where its error on the largest runs is below this share of Huber's


@dataclass(frozen=True)
class Estimate:
    """One row: what an estimator makes of the runs.

    Parameters
    ----------
    key, label : str
        Its name, and that in words.
    constants : dict or None
        Of its form; `None` where it has none or failed.
    n_params, tokens_per_param, loss : float or None
        Best size, its tokens per parameter and loss [nat/token] at the compute that was asked for.
    exponent : float or None
        a of N proportional to C^a.
    error, largest_error : float or None
        Median absolute error of ln L on the runs, and on the largest of them when fitted on the others [-].
    why_not : str
        Why there is nothing, as a code.
    """

    key: str
    label: str
    constants: dict[str, float] | None = None
    n_params: float | None = None
    tokens_per_param: float | None = None
    loss: float | None = None
    exponent: float | None = None
    error: float | None = None
    largest_error: float | None = None
    why_not: str = ""


def huber(table: RunTable) -> Form:
    """Least Huber loss of the residuals of ln L, delta = 1e-3 [hoffmann2022]."""
    data = _data(table, DELTA)
    return additive(data.plain(best_fit(data)[0]))


def least_squares(table: RunTable) -> Form:
    """Least squares of ln L."""
    data = _data(table, np.inf)
    return additive(data.plain(best_fit(data)[0]))


def variable_projection(table: RunTable) -> Form:
    """Least squares of the relative error of L: exponents on a grid drawn ever closer, the rest linear."""
    data = _data(table, np.inf)
    alpha, beta = grid()
    theta, squares = linear_parts(data, alpha, beta)
    best, width = theta[np.argmin(squares)], 0.25
    offsets = np.linspace(-1, 1, 7)
    for _ in range(ZOOMS):
        around = np.exp(width * offsets)
        alpha, beta = (axis.ravel() for axis in np.meshgrid(best[3] * around, best[4] * around))
        theta, squares = linear_parts(data, alpha, beta)
        best, width = theta[np.argmin(squares)], width * ZOOM
    return additive(data.plain(best))


def shared(table: RunTable) -> Form:
    """One exponent for parameters and tokens."""
    data = _data(table, DELTA)
    return shared_exponent(data, best_fit(data)[0])


def joint(table: RunTable) -> Form:
    """Kaplan's joint form, which has no floor [kaplan2020]."""
    return kaplan(_data(table, DELTA))


FORM_ESTIMATORS: dict[str, tuple[str, Callable[[RunTable], Form]]] = {
    "huber": ("Huber loss of ln L", huber),
    "least-squares": ("Least squares of ln L", least_squares),
    "variable-projection": ("Variable projection on a grid", variable_projection),
    "shared-exponent": ("One exponent for both", shared),
    "kaplan": ("Kaplan's joint form", joint),
}
POWER_ESTIMATORS: dict[str, tuple[str, Callable[[RunTable], PowerLaw]]] = {
    "envelope": ("Approach 1: envelope", envelope),
    "valleys": ("Approach 2: valleys of equal compute", valleys),
}


def estimates(table: RunTable, train_flop: float) -> list[Estimate]:
    """Every estimator at one compute [FLOP]."""
    small = train_on(table)
    forms = [_of_form(key, label, make, table, small, train_flop) for key, (label, make) in FORM_ESTIMATORS.items()]
    powers = [_of_power_law(key, label, make, table, train_flop) for key, (label, make) in POWER_ESTIMATORS.items()]
    return forms + powers


def recommended(rows: list[Estimate]) -> tuple[str, str]:
    """Which row to use, and the code of the reason why.

    Huber's, as an outlier moves it least, unless another form predicts the largest runs clearly better.
    """
    by_key = {row.key: row for row in rows}
    first = by_key["huber"]
    if first.largest_error is None:
        return "huber", "resists-outliers"
    best = min((row for row in rows if row.largest_error is not None), key=lambda row: row.largest_error or 0.0)
    if best.largest_error is not None and best.largest_error < CLEARLY * first.largest_error:
        return best.key, "predicts-largest"
    return "huber", "resists-outliers"


def train_on(table: RunTable) -> np.ndarray:
    """Which runs the largest are predicted from."""
    order = np.argsort(np.argsort(table.train_flop, kind="stable"), kind="stable")
    return order < len(table) - max(1, round(LARGEST_SHARE * len(table)))


def _data(table: RunTable, delta: float) -> Runs:
    return runs(table.n_params, table.n_tokens, table.loss, table.weights, delta)


def _of_form(
    key: str, label: str, make: Callable[[RunTable], Form], table: RunTable, small: np.ndarray, C: float
) -> Estimate:
    try:
        with np.errstate(all="ignore"):
            law = make(table)
            N, D = law.frontier(np.array(C))
            slope = float(law.called_for_slope(1.0))
            exponent = slope / (1 + slope)
    except (ArithmeticError, np.linalg.LinAlgError):
        return Estimate(key, label, why_not="no-law")
    largest = None
    if np.sum(small) >= LEAST_RUNS:
        try:
            with np.errstate(all="ignore"):
                largest = _error(make(table.some(small)), table.some(~small))
        except (ArithmeticError, np.linalg.LinAlgError):
            largest = None
    constants = {name: float(value) for name, value in vars(law).items() if np.ndim(value) == 0 and name != "bracket"}
    return Estimate(
        key, label, constants, float(N), float(D / N), float(law.loss(N, D)), exponent, _error(law, table), largest
    )


def _error(law: Form, table: RunTable) -> float:
    return float(np.median(np.abs(np.log(table.loss / law.loss(table.n_params, table.n_tokens)))))


def _of_power_law(key: str, label: str, make: Callable[[RunTable], PowerLaw], table: RunTable, C: float) -> Estimate:
    try:
        found = make(table)
    except NotEnough as error:
        return Estimate(key, label, why_not=str(error))
    N = found.at(C)
    return Estimate(key, label, n_params=N, tokens_per_param=C / FLOP_PER_PARAM_TOKEN / N**2, exponent=found.exponent)
