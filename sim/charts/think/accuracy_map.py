"""Lines of equal accuracy over training compute and samples per query."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from sim.charts.chart import Figure, Place, RunChart, Table
from sim.charts.drawing.empty import no_samples, with_samples
from sim.charts.drawing.kept import kept_points
from sim.charts.drawing.style import SMALL, axis, layout, line, point
from sim.engine.kept_runs import KeptRun
from sim.engine.result import Result
from sim.ground import units
from sim.inputs import TABLE
from sim.inputs.scenario import Scenario
from sim.studies.thinking import TENFOLD, accuracy_map, best_thinking, equal_compute, exchange

GRID = 60
DECADES = (20, 28)  # of training compute, widened to hold the run
SAMPLES = 3.05  # decades of samples, widened to hold the run
TABLE_C = range(21, 29)
TABLE_K = (1, 10, 100, 1000)
PERCENT = 100
# The map is the same for all of these: a lever of size or of demand only moves the run on it.
MOVING = ("n_params", "n_tokens", "train_flop", "budget_usd", "target_loss", "samples_per_query", "queries_per_day")


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
    C, k = np.logspace(low, high, GRID), np.logspace(0, top, GRID)
    return C, k, accuracy_map(scenario, C, k)


def _window(now: Result, others: Sequence[KeptRun]) -> tuple[float, float]:
    exponents = [math.log10(equal_compute(result)) for result in (now, *others)]
    return min(DECADES[0], *(math.floor(x) for x in exponents)), max(DECADES[1], *(math.ceil(x) + 1 for x in exponents))


def _highest(now: Result, others: Sequence[KeptRun]) -> float:
    """Decade of samples at the top: three, or more where a run needs them."""
    return max(SAMPLES, *(math.log10(result.scenario.samples_per_query) + 0.3 for result in (now, *others)))


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
        "hovertemplate": "%{x|flop} FLOP, %{y|count} samples<br>%{z:.1f} % solved<extra></extra>",
    }  # fmt: skip


def _moving(now: Result, others: Sequence[KeptRun], C: float, k: float, worth: float) -> list[dict[str, Any]]:
    """The run, and ten times its training beside the samples that are worth as much."""
    arms = line([C, C, TENFOLD * C], [worth, k, k], "ink", 1.5, line={"dash": "dot"}, hoverinfo="skip")
    dots = {"mode": "lines+markers", "marker": {"size": [8, 1, 8], "color": ["@inference", "@ink", "@compute"]}}
    return [
        arms | dots,
        *kept_points(others, lambda run: (equal_compute(run), run.scenario.samples_per_query)),
        point(C, k, "you are here", "here", "middle left", hoverinfo="skip"),
    ]


def _best(now: Result) -> str:
    """What would solve most for the same cost, in a sentence; nothing where no price is known."""
    best = best_thinking(now)
    if best is None:
        return ""
    return (
        f" For the same cost {units.count(best.n_params, 2)} parameters, {units.count(best.n_tokens, 2)} tokens and "
        f"{units.plain(best.samples, 2)} samples would solve most: {units.percent(best.accuracy)}."
    )


class AccuracyMap(RunChart):
    id = "think-map"
    places = (Place("think", 3),)
    question = "Train more, or think more?"
    height = 380

    def why_empty(self, now: Result) -> str | None:
        return no_samples(now)

    def applies(self, scenario: Scenario) -> bool:
        return with_samples(scenario)

    def subtitle(self, now: Result) -> str:
        return "Share of problems solved in %, over training compute and samples per query. Each line is one accuracy."

    def figure(self, now: Result, others: Sequence[KeptRun]) -> Figure:
        (low, high), top = _window(now, others), _highest(now, others)
        return self.figures(now, [now], others)[0] | {
            "layout": layout(
                xaxis=axis("Training compute, FLOP, at the best split", log=True, range=[low, high], showgrid=False),
                yaxis=axis("Samples per query", log=True, range=[-0.1, top], dtick=1, showgrid=False),
            )
        }

    def figures(self, window: Result, many: Sequence[Result], others: Sequence[KeptRun]) -> list[Figure]:
        """The map stays that of the window: a lever moves the run on it, and one that changes the map waits."""
        ground = accuracy_grid(window.scenario, *_window(window, others), _highest(window, others))
        C = np.array([equal_compute(now) for now in many])
        k = np.array([now.scenario.samples_per_query for now in many])
        picture = _map(*ground)
        return [
            {"data": [picture, *_moving(now, others, *place)]}
            for now, place in zip(many, zip(C, k, _worth(C, k, *ground), strict=True), strict=True)
        ]

    def summary(self, now: Result) -> str:
        k = units.count(now.scenario.samples_per_query)
        here = f"This run solves {units.percent(now.accuracy)} with {k} sample{'' if k == '1' else 's'} per query"
        goal = 0.0
        for factor, words in ((TENFOLD, "Ten times"), (2.0, "Twice")):
            found = exchange(now, factor)
            if found is None:
                return f"{here}. More training is out of bounds."
            if found.factor is not None:
                either = f"either solves {units.percent(found.accuracy)}"
                return f"{here}. {words} the training is worth {units.times(found.factor)} the samples: {either}."
            goal = found.accuracy
        nothing = "no number of samples does, with this verifier"
        return f"{here}. Twice the training would solve {units.percent(goal)}: {nothing}."

    def table(self, now: Result) -> Table:
        C = 10.0 ** np.array(TABLE_C)
        share = accuracy_map(now.scenario, C, np.array(TABLE_K, float))
        assert share is not None  # the chart says why where there are no samples
        rows = [
            [units.scientific(c), *("out of reach" if np.isnan(x) else units.percent(x) for x in column)]
            for c, column in zip(C, share.T, strict=True)
        ]
        return ["Training, FLOP", *(f"{units.count(k)} sample{'s' if k > 1 else ''}" for k in TABLE_K)], rows

    def note(self, now: Result) -> str:
        return (
            f"{self.summary(now)}{_best(now)} Dotted: ten times the training, and the samples that are worth as "
            "much. The run stands where the best split is as good as it is."
        )
