"""The landscape of loss over parameters and tokens, with the lines that money and compute draw on it."""

from typing import Any

import numpy as np

from sim import units
from sim.charts.chart import Chart, Results
from sim.charts.style import BODY, axis, layout, line, point
from sim.evaluate import frontier, numbers
from sim.frontier import D_HIGH, D_LOW, N_HIGH, N_LOW
from sim.seen import seen_law

GRID = 48
SPAN = 2.2  # decades shown on each side of the run
LINES = 80
STEPS = (0.01, 0.1, 1.0, 10.0, 100.0)  # compute of the drawn lines over that of the run


def _window(value: float, low: float, high: float) -> tuple[float, float]:
    """Window of fixed width in decades around a value, moved inside the bounds."""
    start = float(np.clip(np.log10(value) - SPAN, np.log10(low), np.log10(high) - 2 * SPAN))
    return start, start + 2 * SPAN


def _figure(results: Results) -> dict[str, Any]:
    now = results[0]
    x_range, y_range = _window(now.n_params, N_LOW, N_HIGH), _window(now.n_tokens, D_LOW, D_HIGH)
    N, D = np.logspace(*x_range, GRID), np.logspace(*y_range, GRID)
    law = seen_law(numbers(now.scenario))
    # Levels are even in the logarithm of the reducible loss, so that slopes stay readable near the floor.
    reducible = law.loss(N[None, :], D[:, None]) - law.irreducible
    depth = np.log10(reducible)
    ticks = np.arange(np.ceil(depth.min() * 4) / 4, depth.max(), 0.25)
    contour = {
        "type": "contour",
        "x": N,
        "y": D,
        "z": depth,
        "contours": {"start": float(ticks[0]), "end": float(ticks[-1]), "size": 0.125, "coloring": "heatmap"},
        "line": {"width": 0.6, "color": "@paper/0.7"},
        "colorscale": [[0, "@params/0.75"], [0.5, "@params/0.28"], [1, "@params/0.04"]],
        "colorbar": {
            "title": {"text": "Loss", "font": {"size": BODY, "color": "@muted"}},
            "tickvals": ticks,
            "ticktext": [f"{law.irreducible + 10**tick:.2f}" for tick in ticks],
            "tickfont": {"color": "@muted"},
            "thickness": 10,
            "outlinewidth": 0,
        },
        "customdata": law.irreducible + reducible,
        "hovertemplate": "N %{x:.2e}<br>D %{y:.2e}<br>loss %{customdata:.4f}<extra></extra>",
    }
    traces = [contour]
    for step in STEPS:
        C = now.train_flop * step
        cost = "" if now.cost_total_usd is None else f" · {units.dollars(now.cost_total_usd * step)}"
        traces.append(
            line(
                N, C / (6 * now.scenario.active_fraction * N), "ink", 1.4 if step == 1 else 0.8,
                line={"dash": "solid" if step == 1 else "dot"},
                hovertemplate=f"{units.scientific(C)} FLOP{cost}<extra></extra>",
            )
        )  # fmt: skip
    best_N, best_D, _ = frontier(now.scenario, now.train_flop * np.logspace(-2 * SPAN - 2, 2 * SPAN + 2, LINES))
    traces.append(line(best_N, best_D, "compute", 3, hovertemplate="best split<extra></extra>"))
    traces.append(
        point(
            now.optimal_n_params, now.optimal_n_tokens, "best at this compute", "compute",
            _place(now.optimal_n_params, now.n_params), hoverinfo="skip",
        )
    )  # fmt: skip
    traces.append(
        point(
            now.n_params, now.n_tokens, "you are here", "here",
            _place(now.n_params, now.optimal_n_params), hoverinfo="skip",
        )
    )  # fmt: skip
    return {
        "data": traces,
        "layout": layout(
            xaxis=axis("Parameters N", log=True, range=list(x_range), showgrid=False, dtick=1),
            yaxis=axis("Tokens D", log=True, range=list(y_range), showgrid=False, dtick=1),
        ),
    }


def _place(mine: float, other: float) -> str:
    """Side of a label that keeps it off both lines and the other point's label."""
    return "middle right" if mine > other else "middle left"


def _subtitle(results: Results) -> str:
    money = "" if results[0].cost_total_usd is None else " and cost"
    return (
        f"Loss in nat per token; darker is better. Each thin line has the same compute{money}, "
        "ten times more from one to the next. Thick line: best split."
    )


def _summary(results: Results) -> str:
    now = results[0]
    if now.compute_overhead < 1.001:
        where = "on the line of best splits"
    elif now.n_params > now.optimal_n_params:
        where = "on the side of too many parameters and too few tokens"
    else:
        where = "on the side of too few parameters and too many tokens"
    return (
        f"The run has {units.count(now.n_params)} parameters and {units.count(now.n_tokens)} tokens. "
        f"It stands {where}: "
        f"at the same compute {units.count(now.optimal_n_params)} and {units.count(now.optimal_n_tokens)} are best."
    )


def _table(results: Results) -> tuple[list[str], list[list[str]]]:
    now = results[0]
    C = now.train_flop * np.array(STEPS)
    N, D, L = frontier(now.scenario, C)
    cost = [None if now.cost_total_usd is None else now.cost_total_usd * step for step in STEPS]
    rows = [
        [units.scientific(c), units.text(usd, "usd"), units.count(n), units.count(d), units.loss(loss)]
        for c, usd, n, d, loss in zip(C, cost, N, D, L, strict=True)
        if np.isfinite(loss)
    ]
    return ["Compute, FLOP", "Cost", "Best parameters", "Best tokens", "Least loss"], rows


CHART = Chart(
    id="landscape",
    page="plan",
    order=1,
    question="Where does this run stand?",
    subtitle=_subtitle,
    figure=_figure,
    summary=_summary,
    table=_table,
    height=440,
)
