"""One budget of compute, all ways to split it: the IsoFLOP curve of this run."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim import units
from sim.charts.chart import Chart, Results
from sim.charts.pinned import beside, told
from sim.charts.style import axis, layout, line, pinned_point, point
from sim.charts.whiskers import whiskers
from sim.frontier import D_HIGH, D_LOW, N_HIGH, N_LOW
from sim.laws.forms import Additive
from sim.ruler import ruler
from sim.seen import scenario_law
from sim.uncertainty import Band

DECADES = 1.8  # shown on each side of the best model size
POINTS = 121
FAR = 4  # times the depth of the valley
TABLE_STEPS = np.array([0.1, 0.3, 1.0, 3.0, 10.0])


def _losses(results: Results, N: Any) -> tuple[Any, Any]:
    now = results[0]
    D = now.train_flop / (6 * now.scenario.active_fraction * N)
    inside = (N >= N_LOW) & (N <= N_HIGH) & (D >= D_LOW) & (D <= D_HIGH)
    return D, np.where(inside, scenario_law(now.scenario).loss(N, D), np.nan)


def _figure(results: Results) -> dict[str, Any]:
    now = results[0]
    center = np.log10(now.optimal_n_params)
    reach = max(DECADES, *(abs(np.log10(result.n_params) - center) + 0.3 for result in results))
    N = np.logspace(center - reach, center + reach, POINTS)
    _, L = _losses(results, N)
    # The curve rises steeply at its ends: show what is as far up as the run, or ten times less curved.
    top = max(now.loss, now.optimal_loss + 0.12 * (now.optimal_loss - now.loss_irreducible) + 0.02)
    depth = top - now.optimal_loss
    # A pinned run that is far off is left to the table: the valley would be a line.
    near = [pinned for pinned in results[1:] if abs(pinned.loss - now.optimal_loss) < FAR * depth]
    low = min([now.optimal_loss, *(pinned.optimal_loss for pinned in near)])
    top = max([top, *(pinned.loss for pinned in near)])
    depth = top - low
    side = "middle right" if now.n_params > now.optimal_n_params else "middle left"
    traces = [
        *(line(N, _losses([pinned], N)[1], "muted", 1.5, hoverinfo="skip") for pinned in results[1:]),
        *(pinned_point(pinned.n_params, pinned.loss, "top right") for pinned in results[1:]),
        line(N, L, "compute", 2.5, hovertemplate="N %{x:.2e}<br>loss %{y:.4f}<extra></extra>"),
        point(now.optimal_n_params, now.optimal_loss, "best split", "compute", "bottom center", hoverinfo="skip"),
        point(now.n_params, now.loss, "you are here", "here", side, hoverinfo="skip"),
    ]
    return {
        "data": traces,
        "layout": layout(
            xaxis=axis(
                "Parameters N (fewer tokens to the right)",
                log=True,
                range=[center - reach, center + reach],
                dtick=np.ceil(reach / 3),
            ),
            yaxis=axis(
                "Loss, nat/token",
                range=[low - 0.25 * depth, top + 0.3 * depth],
                tickformat=".3f",
                nticks=6,
            ),
        ),
    }


def _bands(results: Results, found: Mapping[str, Band], form: Additive) -> list[dict[str, Any]]:
    """Where the best size may lie, at the height of the least loss."""
    return whiskers([(results[0].optimal_loss, found["optimal_n_params"])], "compute")


def _summary(results: Results) -> str:
    now = results[0]
    return (
        f"With {units.scientific(now.train_flop)} FLOP the loss is least, {units.loss(now.optimal_loss)}, at "
        f"{units.count(now.optimal_n_params)} parameters. This run has {units.count(now.n_params)} and reaches "
        f"{units.loss(now.loss)}: the same loss needs {units.times(1 / now.compute_overhead)} of its compute."
    )


def _table(results: Results) -> tuple[list[str], list[list[str]]]:
    now = results[0]
    N = now.optimal_n_params * TABLE_STEPS
    D, L = _losses(results, N)
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


CHART = Chart(
    id="isoflop",
    page="plan",
    order=2,
    question="Is the model too large or too small for its compute?",
    subtitle=lambda results: (
        f"Loss in nat per token for every split of {units.scientific(results[0].train_flop)} FLOP."
    ),
    figure=_figure,
    summary=told(_summary),
    table=beside(_table),
    note=lambda results: f"The valley is flat: a model twice too large or too small costs little. {ruler(results[0])}",
    bands=_bands,
    height=440,
)
