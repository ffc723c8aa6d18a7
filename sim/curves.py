"""What charts draw of many plans at once: frontiers, ladders, extra money, lines of equal cost."""

from collections.abc import Sequence
from functools import lru_cache
from types import SimpleNamespace

import numpy as np

from sim.cost import Spend, dollar_spend, flop_spend
from sim.evaluate import numbers
from sim.frontier import D_HIGH, N_HIGH, best_split
from sim.laws.forms import Array
from sim.marginal import ladder
from sim.result import Result, scalar
from sim.scenario import Scenario
from sim.seen import SeenLaw, scenario_law, seen_law


@lru_cache(maxsize=64)  # the figure, the table and the words of a chart ask for the same steps
def loss_ladder(scenario: Scenario, L: float, n_steps: int) -> tuple[float | None, ...]:
    """Least cost of L, L - 0.01, ..., all levers planned anew [USD]; `None` where out of reach."""
    dollars = dollar_spend(numbers(scenario))
    return tuple(scalar(T) for T in ladder(scenario_law(scenario), dollars, np.asarray(L), n_steps))


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


EXTRA_SHARE = 0.01  # of the cost: the extra money that is compared unless an amount is typed


def extra_usd(result: Result) -> float | None:
    """The extra money to compare the levers by [USD]: the typed amount, or 1 % of the cost."""
    typed, cost = result.scenario.extra_usd, result.cost_total_usd
    return typed if typed is not None or cost is None else EXTRA_SHARE * cost


def bought(results: Sequence[Result]) -> list[dict[str, float | None]]:
    """Loss that the extra money of each run buys, by lever [nat/token].

    Parameters
    ----------
    results : sequence of Result
        Results whose scenarios differ in numbers only, not in choices.

    Returns
    -------
    list of dict
        "params" and "tokens": on that lever alone; "scale": from the best plan of the cost to
        the best plan of the higher one. `None` where the price is unknown or a bound is met.
    """
    if len(results) == 1:
        only = results[0]
        rows = _bought_once(only.scenario, only.n_params, only.n_tokens)
    else:
        inputs = _stacked([result.scenario for result in results])
        N, D = (np.array([result.values[name] for result in results]) for name in ("n_params", "n_tokens"))
        rows = _bought(inputs, N, D)
    return [dict(row) for row in rows]


@lru_cache(maxsize=64)  # as with the ladder
def _bought_once(scenario: Scenario, N: float, D: float) -> list[dict[str, float | None]]:
    return _bought(numbers(scenario), np.array([N]), np.array([D]))


def _bought(inputs: SimpleNamespace, N: Array, D: Array) -> list[dict[str, float | None]]:
    law, dollars = seen_law(inputs), dollar_spend(inputs)
    T, L = dollars.total(N, D), law.loss(N, D)
    more = T + np.where(np.isnan(inputs.extra_usd), EXTRA_SHARE * T, inputs.extra_usd)
    larger, longer = dollars.params_for(more, D), dollars.tokens_for(more, N)
    now, then = law.loss(*best_split(law, dollars, np.array([T, more])))
    columns = {
        "params": np.where(larger <= N_HIGH, L - law.loss(larger, D), np.nan),
        "tokens": np.where(longer <= D_HIGH, L - law.loss(N, longer), np.nan),
        "scale": now - then,
    }
    return [dict(zip(columns, map(scalar, row), strict=True)) for row in zip(*columns.values(), strict=True)]


def equal_cost(result: Result, N: Array, D: Array) -> tuple[Array, Array]:
    """Parameters and tokens that cost as much as the run, from one end of both axes to the other.

    Where nothing is served, tokens follow from N. Serving bounds the parameters that the cost pays for, whatever
    the tokens: the line gets steep there, so parameters follow from D.
    """
    spend = _paid(numbers(result.scenario))
    T = spend.total(result.n_params, result.n_tokens)
    if not np.any(spend.per_param > 0):
        return N, spend.tokens_for(T, N)
    N = spend.params_for(T, D)
    return np.where(N > 0, N, np.nan), D


def _paid(inputs: SimpleNamespace) -> Spend:
    dollars = dollar_spend(inputs)
    return flop_spend(inputs) if np.isnan(np.sum(dollars.per_param_token)) else dollars


def _stacked(scenarios: Sequence[Scenario]) -> SimpleNamespace:
    """The inputs of several scenarios, as arrays where they are not all the same."""
    values = vars(numbers(scenarios[0]))
    all_values = [vars(scenario) for scenario in scenarios]
    for name, first in all_values[0].items():
        column = [other[name] for other in all_values]
        if column.count(first) != len(column):
            values[name] = np.array([np.nan if value is None else value for value in column], float)
    return SimpleNamespace(**values)


def frontier(scenario: Scenario, C: Array) -> tuple[Array, Array, Array]:
    """Compute-optimal parameters, tokens and loss of the scenario's law at each compute C [FLOP]."""
    law = scenario_law(scenario)
    N, D = best_split(law, flop_spend(scenario), C)
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
    return _frontier_curve(scenario_law(scenario), flop_spend(scenario), low, high, n_points)


@lru_cache(maxsize=128)
def _frontier_curve(
    law: SeenLaw, flop: Spend, low: float, high: float, n_points: int
) -> tuple[Array, Array, Array, Array]:
    C = np.logspace(low, high, n_points)
    N, D = best_split(law, flop, C)
    return C, N, D, law.loss(N, D)
