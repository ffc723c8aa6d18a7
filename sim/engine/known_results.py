"""Results that are known already: every page, lesson and claim asks here first."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from threading import Lock

import numpy as np

from sim.engine.evaluate import evaluate
from sim.engine.outputs import outputs
from sim.engine.result import Result
from sim.engine.scenario_law import applied_law
from sim.inputs.numbers import numbers
from sim.inputs.scenario import Scenario

MOST_KEPT = 5_000  # results, some 6 kB each
_known: OrderedDict[Scenario, Result] = OrderedDict()
_lock = Lock()  # threads of many visitors share what is known


def result_of(scenario: Scenario) -> Result:
    """Result of a scenario, computed once.

    Raises
    ------
    SimulationError
        If the plan is infeasible, as `evaluate` says.
    """
    with _lock:
        if scenario in _known:
            _known.move_to_end(scenario)
            return _known[scenario]
    found = evaluate(scenario)
    _keep({scenario: found})
    return found


def _keep(results: Mapping[Scenario, Result]) -> None:
    with _lock:
        _known.update(results)
        while len(_known) > MOST_KEPT:
            _known.popitem(last=False)


def foresee(scenario: Scenario, many: Sequence[Mapping[str, float]]) -> None:
    """Compute the results of many runs that differ in a few numbers in one call, for `result_of` to find.

    Parameters
    ----------
    scenario : Scenario
        What they share.
    many : sequence of mapping
        The numbers of each run, all of the same inputs, checked.
    """
    if not many:
        return
    columns = {name: np.array([run[name] for run in many], float) for name in many[0]}
    inputs = numbers(scenario, **columns).spread(len(many))
    found = outputs(inputs, applied_law(inputs))
    listed = [np.broadcast_to(column, (len(many),)).tolist() for column in found.values()]
    results = {}
    for run, row in zip(many, zip(*listed, strict=True), strict=True):
        values = {name: None if x != x else x for name, x in zip(found, row, strict=True)}
        if values["loss"] is not None:  # else it is infeasible, and evaluating it alone says why
            here = scenario.model_copy(update=dict(run))
            results[here] = Result(here, values)
    _keep(results)
