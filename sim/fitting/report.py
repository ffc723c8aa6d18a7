"""A table of runs, fitted: constants, covariance, bands, remarks and other estimators, as plain data."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from sim.fitting.batch import CONSTANTS, SIZE
from sim.fitting.bootstrap import QUANTITIES, Draws, frontier
from sim.fitting.diagnosis import Diagnosis, diagnosis
from sim.fitting.estimators import Estimate, estimates, recommended
from sim.fitting.fit import Fit, fit, with_draws
from sim.fitting.reading import RunTable
from sim.fitting.remarks import Remark, remarks
from sim.ground.errors import SimulationError
from sim.ground.student import student_factor
from sim.laws import own_fit

LEAST_FLOP, MOST_FLOP = 1e6, 1e38


@dataclass(frozen=True)
class FittedRuns:
    """A fit with its refits, at one compute.

    Parameters
    ----------
    fit : Fit
        The fit.
    draws : Draws
        Its refits.
    train_flop : float
        Compute of the bands and of the rows [FLOP].
    """

    fit: Fit
    draws: Draws
    train_flop: float

    @cached_property
    def diagnosis(self) -> Diagnosis:
        """What it rests on."""
        return diagnosis(self.fit, self.train_flop, self.draws.method)

    @cached_property
    def remarks(self) -> list[Remark]:
        """What to know of it."""
        return remarks(self.fit, self.draws, self.diagnosis)

    @cached_property
    def estimates(self) -> list[Estimate]:
        """The rows of all estimators."""
        return estimates(self.fit.table, self.train_flop)

    @property
    def covariance(self) -> np.ndarray | None:
        """Of (lnA, lnB, lnE, alpha, beta); `None` where the fit is degenerate."""
        if any(one.no_band for one in self.remarks):
            return None
        matrix = self.draws.covariance
        sound = np.all(np.isfinite(matrix)) and np.linalg.eigvalsh(matrix).min() > 0
        return matrix if sound else None

    @cached_property
    def text(self) -> str | None:
        """What a link holds of it beside the constants, see `sim.laws.own_fit`; `None` where it is degenerate.

        The covariance is drawn apart as the bands are: by the ratio of Student's t to the normal at 80 %.
        """
        covariance, table = self.covariance, self.fit.table
        if covariance is None:
            return None
        wider = student_factor(0.8, max(len(table) - SIZE, 1))
        ratio = table.n_tokens / table.n_params
        values = dict(zip(own_fit.RANGES, (table.n_params, table.n_tokens, table.train_flop, ratio), strict=True))
        ranges = {name: (float(x.min()), float(x.max())) for name, x in values.items()}
        return own_fit.written(wider**2 * covariance, ranges, self.fit.noise, len(table))

    @property
    def bands(self) -> dict[str, dict[int, tuple[float, float]]] | None:
        """80 and 95 % bands of best N, best D/N and loss; `None` where the fit is degenerate."""
        return None if self.covariance is None else self.draws.bands(self.train_flop)


def fitted(table: RunTable, train_flop: float | None = None, method: str | None = None) -> FittedRuns:
    """A table of runs, fitted.

    Parameters
    ----------
    table : RunTable
        The runs.
    train_flop : float, optional
        Compute of the bands [FLOP]; by default the largest of the runs.
    method : {"residual", "pairs", "block"}, optional
        How runs are resampled.

    Raises
    ------
    SimulationError
        If the compute is no positive number.
    """
    at = float(table.train_flop.max()) if train_flop is None else float(train_flop)
    if not LEAST_FLOP <= at <= MOST_FLOP:
        raise SimulationError("--at", train_flop, f"allowed is {LEAST_FLOP:g} to {MOST_FLOP:g} FLOP")
    found, draws = with_draws(fit(table), method)
    return FittedRuns(found, draws, at)


def as_json(found: FittedRuns) -> dict[str, Any]:
    """The report of the command line."""
    table, seen = found.fit.table, found.diagnosis
    choice, why = recommended(found.estimates)
    out = seen.largest_out
    return {
        "constants": {name: _known(value) for name, value in found.fit.constants.items()},
        "covariance": None if found.covariance is None else found.covariance.tolist(),
        "covariance_of": list(CONSTANTS),
        "objective": found.fit.objective,
        "n": len(table),
        "refused": [{"line": one.line, "reason": one.reason} for one in table.refused],
        "warnings": [one.code for one in found.remarks],
        "remarks": {one.code: one.text for one in found.remarks},
        "at": found.train_flop,
        "optimum": _optimum(found),
        "bands": _bands(found),
        "resampling": {
            "method": found.draws.method,
            "refits": len(found.draws.constants),
            "uneven": found.draws.uneven,
        },
        "noise": found.fit.noise,
        "columns": dict(table.columns),
        "estimators": [_row(row) for row in found.estimates],
        "recommended": {"estimator": choice, "reason": why},
        "diagnosis": {
            "condition": _known(seen.condition),
            "outlier_lines": [table.lines[i] for i in seen.outliers],
            "largest_influence": _known(np.nanmax(np.abs(seen.influence), initial=0.0)),
            "largest_leverage": _known(seen.leverage.max()),
            "signs_in_a_row": seen.runs_of_signs,
            "largest_out": None
            if out is None
            else {"runs": len(out.places), "error": out.error, "inside_80": out.inside, "reach": out.reach},
            "published": seen.published,
        },
    }


def _optimum(found: FittedRuns) -> dict[str, float | None]:
    if not found.fit.is_law:
        return dict.fromkeys(QUANTITIES)
    at = frontier(found.fit.logarithmic[None], found.train_flop)
    return {name: _known(at[name][0]) for name in QUANTITIES}


def _bands(found: FittedRuns) -> dict[str, dict[str, list[float]]] | None:
    bands = found.bands
    if bands is None:
        return None
    return {name: {str(level): list(ends) for level, ends in of.items()} for name, of in bands.items()}


def _row(row: Estimate) -> dict[str, Any]:
    constants = None if row.constants is None else {name: _known(value) for name, value in row.constants.items()}
    plain = {name: _known(value) if isinstance(value, float) else value for name, value in vars(row).items()}
    return {**plain, "constants": constants}


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
