"""Lines of equal accuracy over training compute and samples per query."""

import math
from functools import lru_cache
from typing import Any

import numpy as np

from sim import units
from sim.charts.chart import Chart, Results
from sim.charts.needs import needing, no_samples
from sim.charts.style import BODY, SMALL, axis, layout, line, pinned_point, point
from sim.curves import frontier, frontier_curve
from sim.evaluate import numbers
from sim.inputs import TABLE
from sim.result import Result
from sim.scenario import Scenario
from sim.served import accuracy_with
from sim.thinking import samples_for

GRID = 60
DECADES = (20, 28)  # of training compute, widened to hold the run
SAMPLES = 3.0  # decades of samples, widened to hold the run
TENFOLD = 10.0
TABLE_C = range(21, 29)
TABLE_K = (1, 10, 100, 1000)
PERCENT = 100
# The map is the same for all of these: a lever of size or of demand only moves the run on it.
MOVING = ("n_params", "n_tokens", "train_flop", "budget_usd", "target_loss", "samples_per_query", "queries_per_day")


def equal_compute(result: Result) -> float:
    """Training compute with which the best split is as good as the run [FLOP]."""
    return float(result.train_flop / result.compute_overhead)


def accuracy_grid(scenario: Scenario, low: float, high: float, top: float) -> tuple[Any, Any, Any]:
    """Compute [FLOP], samples, and accuracy [0-1] of the best splits, samples along its first axis; kept.

    Parameters
    ----------
    scenario : Scenario
        Its law, data, tasks and verifier count.
    low, high : float
        Decades between which compute lies [log10 of FLOP].
    top : float
        Decades of samples.
    """
    shared = {name: TABLE[name].default for name in MOVING}
    return _grid(scenario.model_copy(update={**shared, "plan": "compute_optimal"}), low, high, top)


@lru_cache(maxsize=32)
def _grid(scenario: Scenario, low: float, high: float, top: float) -> tuple[Any, Any, Any]:
    C, _, _, L = frontier_curve(scenario, low, high, GRID)
    k = np.logspace(0, top, GRID)
    return C, k, accuracy_with(k[:, None], L, numbers(scenario))


def _window(results: Results) -> tuple[float, float]:
    exponents = [math.log10(equal_compute(result)) for result in results]
    return min(DECADES[0], *(math.floor(x) for x in exponents)), max(DECADES[1], *(math.ceil(x) + 1 for x in exponents))


def _highest(results: Results) -> float:
    """Decade of samples at the top: three, or more where a run needs them."""
    return max(SAMPLES, *(math.log10(result.scenario.samples_per_query) + 0.3 for result in results))


def _figure(results: Results) -> dict[str, Any]:
    low, high = _window(results)
    return {
        "data": [_map(results, low, high), *_moving(results)],
        "layout": layout(
            xaxis=axis("Training compute, FLOP, at the best split", log=True, range=[low, high], showgrid=False),
            yaxis=axis("Samples per query", log=True, range=[-0.1, _highest(results)], dtick=1, showgrid=False),
        ),
    }


def _figures(window: Results, many: Any) -> list[dict[str, Any]]:
    """A lever that changes the map itself waits for the release; all others move the run on it."""
    low, high = _window(window)
    still = window[0].scenario.model_dump(exclude=set(MOVING))
    if any(results[0].scenario.model_dump(exclude=set(MOVING)) != still for results in (many[0], many[-1])):
        return [_figure(window)] * len(many)
    ground = _map(window, low, high)
    return [{"data": [ground, *_moving(results)]} for results in many]


def _map(results: Results, low: float, high: float) -> dict[str, Any]:
    C, k, share = accuracy_grid(results[0].scenario, low, high, _highest(results))
    return {
        "type": "contour",
        "x": C,
        "y": k,
        "z": PERCENT * share,
        "zmin": 0,
        "zmax": PERCENT,
        "contours": {"start": 10, "end": 90, "size": 10, "coloring": "heatmap", "showlabels": True,
                     "labelfont": {"size": SMALL, "color": "@ink"}},
        "line": {"width": 0.8, "color": "@ink/0.45"},
        "colorscale": [[0, "@inference/0.02"], [1, "@inference/0.6"]],
        "showscale": False,
        "hovertemplate": "%{x:.2e} FLOP, %{y:,.0f} samples<br>%{z:.1f} % solved<extra></extra>",
    }  # fmt: skip


def _moving(results: Results) -> list[dict[str, Any]]:
    """The run, and ten times its training beside the samples that are worth as much."""
    now = results[0]
    C, k = equal_compute(now), now.scenario.samples_per_query
    worth, _ = exchange(now)
    corner = np.nan if worth is None else worth * k
    ends = {"x": [C, C, TENFOLD * C], "y": [corner, k, k]}
    arms = line(ends["x"], ends["y"], "ink", 1.5, line={"dash": "dot"}, hoverinfo="skip")
    dots = {"mode": "lines+markers", "marker": {"size": [8, 1, 8], "color": ["@inference", "@ink", "@compute"]}}
    return [
        arms | dots,
        *(pinned_point(equal_compute(other), other.scenario.samples_per_query) for other in results[1:]),
        point(C, k, "you are here", "here", "middle left", hoverinfo="skip")
        | {"textfont": {"size": BODY, "color": "@ink"}},
    ]


def exchange(result: Result) -> tuple[float | None, float]:
    """Samples, as a factor, that ten times the training is worth, and the accuracy of both [0-1].

    Returns
    -------
    factor : float or None
        `None` where no number of samples in bounds is enough.
    accuracy : float
        Of the best split of ten times the compute with as many samples as before.
    """
    return traded(result, TENFOLD)


def traded(result: Result, factor: float) -> tuple[float | None, float]:
    """The same for any factor on the training."""
    inputs = numbers(result.scenario)
    L = float(frontier(result.scenario, np.asarray(factor * equal_compute(result)))[2])
    goal = float(accuracy_with(result.scenario.samples_per_query, np.asarray(L), inputs))
    if not np.isfinite(goal):
        return None, goal
    samples = samples_for(goal, result.loss, inputs)
    return None if samples is None else samples / result.scenario.samples_per_query, goal


def _summary(results: Results) -> str:
    now = results[0]
    k = units.count(now.scenario.samples_per_query)
    here = f"This run solves {units.percent(now.accuracy)} with {k} sample{'' if k == '1' else 's'} per query"
    for factor, words in ((TENFOLD, "Ten times"), (2.0, "Twice")):
        worth, goal = traded(now, factor)
        if not np.isfinite(goal):
            return f"{here}. More training is out of bounds."
        if worth is not None:
            either = f"either solves {units.percent(goal)}"
            return f"{here}. {words} the training is worth {units.times(worth)} the samples: {either}."
    return (
        f"{here}. Twice the training would solve {units.percent(goal)}: no number of samples does, with this verifier."
    )


def _table(results: Results) -> tuple[list[str], list[list[str]]]:
    C = 10.0 ** np.array(TABLE_C)
    L = frontier(results[0].scenario, C)[2]
    share = accuracy_with(np.array(TABLE_K, float)[:, None], L, numbers(results[0].scenario))
    rows = [
        [units.scientific(c), *("out of reach" if np.isnan(x) else units.percent(x) for x in column)]
        for c, column in zip(C, share.T, strict=True)
    ]
    return ["Training, FLOP", *(f"{units.count(k)} sample{'s' if k > 1 else ''}" for k in TABLE_K)], rows


CHART = needing(
    no_samples,
    Chart(
        id="think-map",
        page="think",
        order=3,
        question="Train more, or think more?",
        subtitle=lambda results: (
            "Share of problems solved in %, over training compute and samples per query. Each line is one accuracy."
        ),
        figure=_figure,
        figures=_figures,
        summary=_summary,
        table=_table,
        note=lambda results: (
            f"{_summary(results)} Dotted: ten times the training, and the samples that are worth as much. The run "
            "stands where the best split is as good as it is."
        ),
        height=380,
    ),
)
