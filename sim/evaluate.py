"""From a scenario to every result: one scenario, or one input swept over many values."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import numpy as np

from sim.cost import Spend, dollar_spend, flop_spend
from sim.errors import SimulationError
from sim.frontier import D_HIGH, N_HIGH, best_split
from sim.inputs import TABLE
from sim.laws.forms import Array
from sim.marginal import ladder
from sim.notes import notes
from sim.outputs import outputs
from sim.plans import infeasible
from sim.result import Result, scalar
from sim.scenario import Scenario
from sim.seen import SeenLaw, seen_law


def evaluate(scenario: Scenario, today: date | None = None) -> Result:
    """Every output of one scenario, with notes.

    Parameters
    ----------
    scenario : Scenario
        The inputs.
    today : date, optional
        The day from which the age of a price counts; without it no price is called old.

    Raises
    ------
    SimulationError
        If the plan is infeasible; it says why and what would be feasible.
    """
    inputs = numbers(scenario)
    values = {name: scalar(value) for name, value in outputs(inputs, seen_law(inputs)).items()}
    if values["loss"] is None:
        raise infeasible(inputs, seen_law(inputs), flop_spend(inputs), dollar_spend(inputs))
    result = Result(scenario, values)
    return replace(result, notes=notes(result, today))


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
    if row is None or row.is_choice:
        numeric = ", ".join(key for key, other in TABLE.items() if not other.is_choice)
        raise SimulationError("sweep", name, f"numbers to sweep are {numeric}")
    checked = []
    for value in values:
        try:
            checked.append(row.check(value))
        except ValueError as error:
            raise SimulationError(name, value, str(error)) from None
    swept = np.array([np.nan if value is None else value for value in checked], float)
    inputs = numbers(scenario, **{name: swept})
    for other, value in vars(inputs).items():
        if isinstance(value, float):
            setattr(inputs, other, np.full(swept.shape, value))
    return Result(scenario, outputs(inputs, seen_law(inputs)))


def runs(scenario: Scenario, name: str, values: Sequence[float]) -> list[Result | None]:
    """One result for each value of one input, from one vectorized call; without notes.

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


def numbers(scenario: Scenario, **arrays: Any) -> SimpleNamespace:
    """The inputs as the formulas take them: floats or arrays, NaN for unknown, choices as text."""
    values = {name: np.nan if value is None else value for name, value in scenario.model_dump().items()}
    return SimpleNamespace(**{**values, **arrays})


def loss_ladder(scenario: Scenario, L: float, n_steps: int) -> list[float | None]:
    """Least cost of L, L - 0.01, ..., all levers planned anew [USD]; `None` where out of reach."""
    inputs = numbers(scenario)
    return [scalar(T) for T in ladder(seen_law(inputs), dollar_spend(inputs), np.asarray(L), n_steps)]


def loss_ladders(results: Sequence[Result], n_steps: int) -> list[list[float | None]]:
    """Least cost of L, L - 0.01, ... from the loss of each result on, all levers planned anew [USD].

    Parameters
    ----------
    results : sequence of Result
        Results whose scenarios differ in numbers only, not in choices.
    n_steps : int
        Steps below the loss of each.

    Returns
    -------
    list of lists
        For each result n_steps + 1 costs; `None` where out of reach.
    """
    inputs = _stacked([result.scenario for result in results])
    L = np.array([result.loss for result in results])
    totals = np.broadcast_to(ladder(seen_law(inputs), dollar_spend(inputs), L, n_steps), (n_steps + 1, L.size))
    return [[None if T != T else T for T in column] for column in totals.T.tolist()]


def best_at_cost(results: Sequence[Result]) -> list[tuple[float, float]]:
    """Parameters and tokens of least loss for what each run costs, or takes in FLOP where no price is known.

    Parameters
    ----------
    results : sequence of Result
        Results whose scenarios differ in numbers only, not in choices.
    """
    inputs = _stacked([result.scenario for result in results])
    N, D = (np.array([result.values[name] for result in results]) for name in ("n_params", "n_tokens"))
    spend = _paid(inputs)
    best_N, best_D = best_split(seen_law(inputs), spend, spend.total(N, D))
    return list(zip(best_N.tolist(), best_D.tolist(), strict=True))


def bought(results: Sequence[Result], share: float) -> list[dict[str, float | None]]:
    """Loss that a further share of the cost of each run buys, by lever [nat/token].

    Parameters
    ----------
    results : sequence of Result
        Results whose scenarios differ in numbers only, not in choices.
    share : float
        Part of the cost that is added, such as 0.01.

    Returns
    -------
    list of dict
        "params" and "tokens": on that lever alone; "scale": from the best plan of the cost to
        the best plan of the higher one. `None` where the price is unknown or a bound is met.
    """
    inputs = _stacked([result.scenario for result in results])
    law, dollars = seen_law(inputs), dollar_spend(inputs)
    N, D = (np.array([result.values[name] for result in results]) for name in ("n_params", "n_tokens"))
    T, L = dollars.total(N, D), law.loss(N, D)
    more = T * (1 + share)
    larger, longer = dollars.params_for(more, D), dollars.tokens_for(more, N)
    columns = {
        "params": np.where(larger <= N_HIGH, L - law.loss(larger, D), np.nan),
        "tokens": np.where(longer <= D_HIGH, L - law.loss(N, longer), np.nan),
        "scale": law.loss(*best_split(law, dollars, T)) - law.loss(*best_split(law, dollars, more)),
    }
    return [dict(zip(columns, map(scalar, row), strict=True)) for row in zip(*columns.values(), strict=True)]


def equal_cost_tokens(result: Result, N: Array) -> Array:
    """Tokens with which N parameters cost as much as the run."""
    spend = _paid(numbers(result.scenario))
    return spend.tokens_for(spend.total(result.n_params, result.n_tokens), N)


def _paid(inputs: SimpleNamespace) -> Spend:
    dollars = dollar_spend(inputs)
    return flop_spend(inputs) if np.isnan(np.sum(dollars.per_param_token)) else dollars


def _stacked(scenarios: Sequence[Scenario]) -> SimpleNamespace:
    """The inputs of several scenarios, as arrays where they are not all the same."""
    values = vars(numbers(scenarios[0]))
    for name, first in scenarios[0]:
        column = [getattr(other, name) for other in scenarios]
        if any(value != first for value in column):
            values[name] = np.array([np.nan if value is None else value for value in column], float)
    return SimpleNamespace(**values)


def frontier(scenario: Scenario, C: Array) -> tuple[Array, Array, Array]:
    """Compute-optimal parameters, tokens and loss of the scenario's law at each compute C [FLOP]."""
    inputs = numbers(scenario)
    law = seen_law(inputs)
    N, D = best_split(law, flop_spend(inputs), C)
    return N, D, law.loss(N, D)


def frontier_curve(scenario: Scenario, low: float, high: float, n_points: int) -> tuple[Array, Array, Array, Array]:
    """The frontier at compute evenly spaced in its logarithm, kept: runs of one law share it.

    Parameters
    ----------
    low, high : float
        Decades between which compute lies [log10 of FLOP].
    n_points : int
        Length of the arrays.

    Returns
    -------
    C, N, D, L : arrays, not to be changed
    """
    inputs = numbers(scenario)
    return _frontier_curve(seen_law(inputs), flop_spend(inputs), low, high, n_points)


@lru_cache(maxsize=128)
def _frontier_curve(
    law: SeenLaw, flop: Spend, low: float, high: float, n_points: int
) -> tuple[Array, Array, Array, Array]:
    C = np.logspace(low, high, n_points)
    N, D = best_split(law, flop, C)
    return C, N, D, law.loss(N, D)
