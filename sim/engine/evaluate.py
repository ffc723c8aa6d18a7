"""From a scenario to every result: one scenario, or one input swept over many values."""

import difflib
from collections.abc import Sequence

import numpy as np

from sim.engine.outputs import outputs
from sim.engine.plans import infeasible
from sim.engine.result import Result, scalar
from sim.engine.scenario_law import applied_law, scenario_law
from sim.ground.errors import SimulationError
from sim.inputs import TABLE
from sim.inputs.numbers import numbers
from sim.inputs.scenario import Scenario, checked
from sim.program.cost import dollar_spend, flop_spend


def evaluate(scenario: Scenario) -> Result:
    """Every output of one scenario; `sim.engine.notes.notes` has the remarks on it.

    Parameters
    ----------
    scenario : Scenario
        The inputs.

    Raises
    ------
    SimulationError
        If the plan is infeasible; it says why and what would be feasible.
    """
    inputs = numbers(scenario)
    law = scenario_law(scenario)
    values = {name: scalar(value) for name, value in outputs(inputs, law).items()}
    if values["loss"] is None:
        raise infeasible(inputs, law, flop_spend(inputs), dollar_spend(inputs))
    return Result(scenario, values)


def sweep(scenario: Scenario, name: str, values: Sequence[float]) -> Result:
    """Every output as arrays over the values of one input, in one vectorized call.

    Parameters
    ----------
    scenario : Scenario
        The other inputs.
    name : str
        A number of the table of inputs.
    values : sequence of float, shape (S,)
        Its values.

    Returns
    -------
    Result
        Arrays of shape (S,); NaN where an output does not apply or the plan is infeasible.

    Raises
    ------
    SimulationError
        If the input is not a number of the table or a value is not allowed.
    """
    row = TABLE.get(name)
    if row is None or not row.is_number:
        numeric = [key for key, other in TABLE.items() if other.is_number]
        near = difflib.get_close_matches(name, numeric, n=3) or ["n_params", "n_tokens", "mfu"]
        raise SimulationError("sweep", name, f"allowed are the numbers among the inputs, such as {', '.join(near)}")
    taken = [checked(name, value) for value in values]
    swept = np.array([np.nan if value is None else value for value in taken], float)
    inputs = numbers(scenario, **{name: swept}).spread(*swept.shape)
    return Result(scenario, outputs(inputs, applied_law(inputs)))


def runs(scenario: Scenario, name: str, values: Sequence[float]) -> list[Result | None]:
    """One result for each value of one input, from one vectorized call.

    Parameters
    ----------
    scenario, name, values
        As for `sweep`.

    Returns
    -------
    list of Result, or None
        As `evaluate` gives them; `None` where the plan is infeasible.
    """
    swept = sweep(scenario, name, values)
    columns = [np.broadcast_to(column, (len(values),)).tolist() for column in swept.values.values()]
    found: list[Result | None] = []
    for value, row in zip(values, zip(*columns, strict=True), strict=True):
        # The values were checked by the sweep: no second validation of every input.
        here = scenario.model_copy(update={name: float(value)})
        named = {key: None if x != x else x for key, x in zip(swept.values, row, strict=True)}
        found.append(None if named["loss"] is None else Result(here, named))
    return found
