"""What charts draw of many plans at once: frontiers, ladders, lines of equal cost."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from sim.engine.frontier import best_split
from sim.engine.marginal import ladder
from sim.engine.result import Result, scalar
from sim.engine.scenario_law import applied_law, scenario_law
from sim.ground.arrays import Array
from sim.inputs.numbers import Numbers, numbers, stacked
from sim.inputs.scenario import Scenario
from sim.laws.applied import AppliedLaw
from sim.program.cost import Spend, dollar_spend, flop_spend


@lru_cache(maxsize=64)
def loss_ladder(scenario: Scenario, L: float, n_steps: int) -> tuple[float | None, ...]:
    """Least cost of L, L - 0.01, ..., all levers planned anew [USD]; `None` where out of reach."""
    dollars = dollar_spend(numbers(scenario))
    return tuple(scalar(T) for T in ladder(scenario_law(scenario), dollars, np.asarray(L), n_steps))


def best_at_cost(results: Sequence[Result]) -> list[tuple[float, float]]:
    """Parameters and tokens of least loss for what each run costs, or takes in FLOP where no price is known.

    Parameters
    ----------
    results : sequence of Result
        Results whose scenarios differ in numbers only, not in choices.
    """
    inputs = stacked([result.scenario for result in results])
    N, D = (np.array([result.values[name] for result in results]) for name in ("n_params", "n_tokens"))
    spend = _paid(inputs)
    best_N, best_D = best_split(applied_law(inputs), spend, spend.varying(N, D))
    return list(zip(best_N.tolist(), best_D.tolist(), strict=True))


def equal_cost(result: Result, N: Array, D: Array) -> tuple[Array, Array]:
    """Parameters and tokens that cost as much as the run, from one end of both axes to the other.

    Where nothing is served, tokens follow from N. Serving bounds the parameters that the cost pays for, whatever
    the tokens: the line gets steep there, so parameters follow from D.
    """
    spend = _paid(numbers(result.scenario))
    T = spend.varying(result.n_params, result.n_tokens)
    if not np.any(spend.per_param > 0):
        return N, spend.tokens_for(T, N)
    N = spend.params_for(T, D)
    return np.where(N > 0, N, np.nan), D


def _paid(inputs: Numbers) -> Spend:
    """What is paid beside the fixed costs, which cancel: without them the difference keeps its digits."""
    dollars = dollar_spend(inputs)
    return flop_spend(inputs) if np.isnan(np.sum(dollars.per_param_token)) else replace(dollars, fixed=0.0)


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
    C, N, D, L : arrays, which cannot be written to
    """
    return _frontier_curve(scenario_law(scenario), flop_spend(scenario), low, high, n_points)


def frontier_curves(
    scenarios: Sequence[Scenario], windows: Sequence[tuple[float, float]], n_points: int
) -> list[tuple[Array, Array, Array, Array]]:
    """The same of many scenarios, between decades of their own: one object for all that share a curve."""
    found: dict[tuple[float, ...], tuple[Array, Array, Array, Array]] = {}
    keys = [
        (id(scenario_law(one)), flop_spend(one).per_param_token, *window)
        for one, window in zip(scenarios, windows, strict=True)
    ]
    for key, one, window in zip(keys, scenarios, windows, strict=True):
        if key not in found:
            found[key] = frontier_curve(one, *window, n_points)
    return [found[key] for key in keys]


@lru_cache(maxsize=128)
def _frontier_curve(
    law: AppliedLaw, flop: Spend, low: float, high: float, n_points: int
) -> tuple[Array, Array, Array, Array]:
    C = np.logspace(low, high, n_points)
    N, D = best_split(law, flop, C)
    curve = (C, N, D, law.loss(N, D))
    for column in curve:
        column.flags.writeable = False  # all who ask get the same arrays
    return curve
