"""Lines of equal accuracy over training compute and samples per query."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from sim import units
from sim.charts.chart import Chart, Results
from sim.charts.needs import needing, no_samples
from sim.charts.style import SMALL, axis, layout, line, pinned_point, point
from sim.curves import frontier, frontier_curve
from sim.evaluate import numbers
from sim.inputs import TABLE
from sim.result import Result
from sim.scenario import Scenario
from sim.served import accuracy_with
from sim.thinking import samples_for

GRID = 60
DECADES = (20, 28)  # of training compute, widened to hold the run
SAMPLES = 3.05  # decades of samples, widened to hold the run
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
    (low, high), top = _window(results), _highest(results)
    return _figures(results, [results])[0] | {
        "layout": layout(
            xaxis=axis("Training compute, FLOP, at the best split", log=True, range=[low, high], showgrid=False),
            yaxis=axis("Samples per query", log=True, range=[-0.1, top], dtick=1, showgrid=False),
        )
    }


def _figures(window: Results, many: Sequence[Results]) -> list[dict[str, Any]]:
    """A lever that changes the map itself waits for the release; all others move the run on it."""
    ground = accuracy_grid(window[0].scenario, *_window(window), _highest(window))
    fixed = set(MOVING)
    same = many[0][0].scenario.model_dump(exclude=fixed) == window[0].scenario.model_dump(exclude=fixed)
    shown = many if same else [window] * len(many)
    C = np.array([equal_compute(results[0]) for results in shown])
    k = np.array([results[0].scenario.samples_per_query for results in shown])
    picture = _map(*ground)
    return [
        {"data": [picture, *_moving(results, *place)]}
        for results, place in zip(shown, zip(C, k, _worth(C, k, *ground), strict=True), strict=True)
    ]


def _worth(C: Any, k: Any, grid_C: Any, grid_k: Any, share: Any) -> Any:
    """Samples on the map that are worth ten times the training of each run; NaN where none on it are."""
    place = np.log(grid_k)

    def column(compute: Any) -> Any:
        """Accuracy against samples at a compute, between the columns of the map."""
        index = np.interp(np.log(compute), np.log(grid_C), np.arange(GRID), left=np.nan, right=np.nan)
        left = np.nan_to_num(np.floor(index)).astype(int)
        right = np.minimum(left + 1, GRID - 1)
        return share[:, left] + (index - left) * (share[:, right] - share[:, left])

    here, there = column(C), column(TENFOLD * C)
    found = np.full(len(C), np.nan)
    for i, log_k in enumerate(np.log(k)):
        goal = np.interp(log_k, place, there[:, i])
        rising = here[:, i] > np.append(-1.0, here[:-1, i])  # beyond the plateau rounding is all that moves
        if rising.any() and goal <= here[rising, i][-1]:
            found[i] = np.exp(np.interp(goal, here[rising, i], place[rising]))
    return found


def _map(C: Any, k: Any, share: Any) -> dict[str, Any]:
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


def _moving(results: Results, C: float, k: float, worth: float) -> list[dict[str, Any]]:
    """The run, and ten times its training beside the samples that are worth as much."""
    arms = line([C, C, TENFOLD * C], [worth, k, k], "ink", 1.5, line={"dash": "dot"}, hoverinfo="skip")
    dots = {"mode": "lines+markers", "marker": {"size": [8, 1, 8], "color": ["@inference", "@ink", "@compute"]}}
    return [
        arms | dots,
        *(pinned_point(equal_compute(other), other.scenario.samples_per_query) for other in results[1:]),
        point(C, k, "you are here", "here", "middle left", hoverinfo="skip"),
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
