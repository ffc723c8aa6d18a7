"""One budget of compute, all ways to split it: the IsoFLOP curve of this run."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from sim.charts.chart import Figure, Place, RunChart, Table
from sim.charts.drawing.kept import kept_lines, kept_points
from sim.charts.drawing.style import axis, layout, line, on_rungs, point, rung_above
from sim.charts.drawing.whiskers import whiskers
from sim.engine.curves import D_HIGH, D_LOW, N_HIGH, N_LOW
from sim.engine.kept_runs import KeptRun
from sim.engine.result import Result
from sim.engine.scenario_law import scenario_law
from sim.ground import units
from sim.ground.flop import FLOP_PER_PARAM_TOKEN
from sim.laws.forms import Additive
from sim.studies.uncertainty import Band
from sim.words.ruler import ruler

DECADES = 1.8  # shown on each side of the best model size
X_STEP = 1.0  # decades by which the axis moves
POINTS = 121
KEPT_DECADES, KEPT_POINTS = 4.0, 273  # of the valley of a kept run
ROOM = 0.25  # of the axis, which the name of a point needs
FAR = 4  # times the depth of the valley
TABLE_STEPS = np.array([0.1, 0.3, 1.0, 3.0, 10.0])


def _losses(now: Result, N: Any) -> tuple[Any, Any]:
    D = now.train_flop / (FLOP_PER_PARAM_TOKEN * now.scenario.active_fraction * N)
    inside = (N >= N_LOW) & (N <= N_HIGH) & (D >= D_LOW) & (D <= D_HIGH)
    return D, np.where(inside, scenario_law(now.scenario).loss(N, D), np.nan)


@lru_cache(maxsize=64)
def _valley(run: KeptRun) -> tuple[Any, Any]:
    """Loss of a kept run's compute at every split, over a grid that stands still and is wider than the axes."""
    N = run.optimal_n_params * np.logspace(-KEPT_DECADES, KEPT_DECADES, KEPT_POINTS)
    return N, _losses(run, N)[1]


class Isoflop(RunChart):
    id = "isoflop"
    places = (Place("plan", 2),)
    question = "Is the model too large or too small for its compute?"
    height = 440
    axes_follow = True

    def subtitle(self, now: Result) -> str:
        return f"Loss in nat per token for every split of {units.scientific(now.train_flop)} FLOP."

    def figure(self, now: Result, others: Sequence[KeptRun]) -> Figure:
        center = np.log10(now.optimal_n_params)
        reach = max(DECADES, *(abs(np.log10(run.n_params) - center) + 0.3 for run in (now, *others)))
        x_range = on_rungs(center - reach, center + reach, X_STEP)
        N = np.logspace(x_range[0], x_range[1], POINTS)
        _, L = _losses(now, N)
        # The curve rises steeply at its ends: show what is as far up as the run, or ten times less curved.
        top = max(now.loss, now.optimal_loss + 0.12 * (now.optimal_loss - now.loss_irreducible) + 0.02)
        depth = top - now.optimal_loss
        # A kept run that is far off is left to the table: the valley would be a line.
        near = [run for run in others if abs(run.loss - now.optimal_loss) < FAR * depth]
        low = min([now.optimal_loss, *(run.optimal_loss for run in near)])
        top = max([top, *(run.loss for run in near)])
        depth = top - low
        here = (np.log10(now.n_params) - x_range[0]) / (x_range[1] - x_range[0])
        outer = here > 0.5 if min(here, 1 - here) > ROOM else here < 0.5  # off the curve, or inside it near an end
        side = "middle right" if outer else "middle left"
        about = "%{x|count} parameters<br>loss %{y|loss}<extra></extra>"
        traces = [
            *kept_lines(others, _valley),
            *kept_points(others, lambda run: (run.n_params, run.loss), "top right"),
            line(N, L, "compute", 2.5, hovertemplate=about, name="Same compute"),
            point(now.optimal_n_params, now.optimal_loss, "best split", "compute", "bottom center", hoverinfo="skip"),
            point(now.n_params, now.loss, "you are here", "here", side, hoverinfo="skip"),
        ]
        return {
            "data": traces,
            "layout": layout(
                xaxis=axis(
                    "Parameters N (fewer tokens to the right)",
                    log=True,
                    range=x_range,
                    dtick=np.ceil(reach / 3),
                ),
                yaxis=axis(
                    "Loss, nat/token",
                    range=on_rungs(low - 0.25 * depth, top + 0.3 * depth, rung_above(depth) / 4),
                    tickformat=".3f",
                    nticks=6,
                ),
            ),
        }

    def bands(
        self, now: Result, others: Sequence[KeptRun], found: Mapping[str, Band], form: Additive
    ) -> list[dict[str, Any]]:
        """Where the best size may lie, at the height of the least loss."""
        return whiskers([(now.optimal_loss, found["optimal_n_params"])], "compute")

    def summary(self, now: Result) -> str:
        return (
            f"With {units.scientific(now.train_flop)} FLOP the loss is least, {units.loss(now.optimal_loss)}, at "
            f"{units.count(now.optimal_n_params)} parameters. This run has {units.count(now.n_params)} and reaches "
            f"{units.loss(now.loss)}: the same loss needs {units.times(1 / now.compute_overhead)} of its compute."
        )

    def table(self, now: Result) -> Table:
        N = now.optimal_n_params * TABLE_STEPS
        D, L = _losses(now, N)
        rows = [
            [
                units.count(n),
                units.count(d),
                units.plain(d / (n * now.scenario.active_fraction)),
                units.text(float(loss), "loss"),
            ]
            for n, d, loss in zip(N, D, L, strict=True)
        ]
        return ["Parameters", "Tokens", "Tokens per parameter", "Loss"], rows

    def note(self, now: Result) -> str:
        return f"The valley is flat: a model twice too large or too small costs little. {ruler(now)}"
