"""One's own runs, fitted, with some of them switched off, and what knowing their law better is worth."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.fitting.fit import Fit
from sim.fitting.reading import RunTable
from sim.fitting.report import FittedRuns, fitted
from sim.ground.errors import SimulationError
from sim.inputs.custom import own_law
from sim.inputs.scenario import Scenario
from sim.laws import loss_laws
from sim.studies.knowing import belief, noise_of
from sim.studies.pilots import NextRun, Study, next_runs, study


@dataclass(frozen=True)
class OwnRuns:
    """A table of runs and its fit.

    Parameters
    ----------
    every : FittedRuns
        The fit of all runs.
    off : frozenset of int
        Places of the runs that are switched off.
    shown : FittedRuns
        The fit of the others.
    study : Study or None
        What not knowing its law costs the planned run; `None` where that cannot be said.
    next_runs : tuple of NextRun
        Which run to do next.
    """

    every: FittedRuns
    off: frozenset[int]
    shown: FittedRuns
    study: Study | None
    next_runs: tuple[NextRun, ...]

    @property
    def table(self) -> RunTable:
        """All runs."""
        return self.every.fit.table

    @cached_property
    def is_on(self) -> np.ndarray:
        """Which of all runs are fitted."""
        return np.array([i not in self.off for i in range(len(self.table))])

    @cached_property
    def places(self) -> np.ndarray:
        """Places, among all runs, of those that are fitted."""
        return np.flatnonzero(self.is_on)

    @cached_property
    def residuals(self) -> np.ndarray:
        """Ln of measured over fitted loss of all runs, by the fit that is shown."""
        return _residuals(self.shown.fit, self.table)

    @cached_property
    def named(self) -> list[int]:
        """Places of the runs to switch off or on: outliers of either fit, and what is off, the worst first."""
        found = {*self.every.diagnosis.outliers.tolist(), *self.places[self.shown.diagnosis.outliers].tolist()}
        return sorted(found | self.off, key=lambda place: -abs(self.residuals[place]))


def _residuals(found: Fit, table: RunTable) -> np.ndarray:
    if not found.is_law:
        return np.full(len(table), np.nan)
    return np.log(table.loss / found.law.loss(table.n_params, table.n_tokens))


def own_runs(table: RunTable, train_flop: float | None, scenario: Scenario) -> OwnRuns:
    """A table of runs, fitted, for a planned run of a compute [FLOP] with a scenario's chips and prices."""
    every = _worked_out(fitted(table, train_flop))
    return _planned(every, frozenset(), every, scenario)


def switched(own: OwnRuns, off: frozenset[int], scenario: Scenario) -> OwnRuns:
    """The same with other runs switched off.

    Raises
    ------
    SimulationError
        If too few are left, or they are all alike.
    """
    kept = np.array([i not in off for i in range(len(own.table))])
    if not off:
        return _planned(own.every, off, own.every, scenario)
    own.table.some(kept).check()
    return _planned(own.every, off, _worked_out(fitted(own.table.some(kept), own.every.train_flop)), scenario)


def _worked_out(found: FittedRuns) -> FittedRuns:
    """With all that takes time worked out, and not when it is shown."""
    for ahead in (found.remarks, found.estimates):
        assert ahead is not None
    return found


def _planned(every: FittedRuns, off: frozenset[int], shown: FittedRuns, scenario: Scenario) -> OwnRuns:
    try:
        law = own_law(shown.fit.constants, shown.text)
        run = scenario.changed(plan="compute_optimal", train_flop=shown.train_flop, **law)
        known = belief(run)
        if known is None:
            return OwnRuns(every, off, shown, None, ())
        return OwnRuns(every, off, shown, study(run), tuple(next_runs(run, known, noise_of(run))))
    except SimulationError:
        return OwnRuns(every, off, shown, None, ())


def best_by_law(train_flop: float) -> Mapping[str, tuple[float, float]]:
    """Best N and D of each published law at a compute [FLOP]."""
    found = {}
    for key, law in loss_laws().entries.items():
        if not law.typed:
            N, D = law.function.frontier(np.array(train_flop))
            found[key] = float(N), float(D)
    return found
