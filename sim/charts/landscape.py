"""The landscape of loss over parameters and tokens, with the lines that money and compute draw on it."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from sim import units
from sim.charts.chart import Chart, Results
from sim.charts.pinned import beside, told
from sim.charts.style import BODY, REVEALS, axis, layout, line, pinned_point, point
from sim.charts.whiskers import WIDTHS
from sim.curves import best_at_cost, equal_cost, frontier, frontier_curve
from sim.evaluate import evaluate
from sim.frontier import D_HIGH, D_LOW, N_HIGH, N_LOW
from sim.laws.forms import Additive
from sim.presets import presets
from sim.result import Result
from sim.seen import SeenLaw, scenario_law
from sim.uncertainty import Band, moves

CLICK, STARTS = "<br>click to start from it", "; a click starts from one"  # where a click does that
GRID = 48
NEAR = 0.25  # decades between two points whose labels could meet
GAP = "\u00a0"  # off the lines that cross at the point
SPAN = 2.2  # decades shown on each side of the run
EQUAL_LOSS = 32  # points of an equal-loss line along each axis
PATH = (13, 32, 191)  # decades of compute of the path of growth, and its points
STEPS = (0.01, 0.1, 1.0, 10.0, 100.0)  # compute in the table over that of the run
PLACED = ("params_tokens", "params_compute", "tokens_compute")  # plans in which a model's size is published

Window = tuple[tuple[float, float], tuple[float, float]]


def _window(result: Result) -> Window:
    """Decades of parameters and tokens shown: of fixed width around the run, moved inside the bounds."""

    def around(value: float, low: float, high: float) -> tuple[float, float]:
        start = float(np.clip(np.log10(value) - SPAN, np.log10(low), np.log10(high) - 2 * SPAN))
        return start, start + 2 * SPAN

    return around(result.n_params, N_LOW, N_HIGH), around(result.n_tokens, D_LOW, D_HIGH)


def _figure(results: Results) -> dict[str, Any]:
    x_range, y_range = _window(results[0])
    return _figures(results, [results])[0] | {
        "layout": layout(
            xaxis=axis("Parameters N", log=True, range=list(x_range), showgrid=False, dtick=1),
            yaxis=axis("Tokens D", log=True, range=list(y_range), showgrid=False, dtick=1),
        )
    }


def _figures(window: Results, many: Sequence[Results]) -> list[dict[str, Any]]:
    """The map is drawn anew only where the law is another one: a run that moves leaves it as it is."""
    inside = _window(window[0])
    best = best_at_cost([results[0] for results in many])
    figures = []
    law: SeenLaw | None = None
    ground: list[dict[str, Any]] = []
    for results, place in zip(many, best, strict=True):
        mine = scenario_law(results[0].scenario)
        if mine is not law:
            law, ground = mine, [_map(mine, inside), _growth(results[0]), *_models()]
        figures.append({"data": [*ground, *_lines(results, mine, inside, place), *_points(results, place)]})
    return figures


def _map(law: SeenLaw, window: Window) -> dict[str, Any]:
    N, D = (np.logspace(*decades, GRID) for decades in window)
    # Levels are even in the logarithm of the reducible loss, so that slopes stay readable near the floor.
    reducible = law.loss(N[None, :], D[:, None]) - law.irreducible
    depth = np.log10(reducible)
    ticks = np.arange(np.ceil(depth.min() * 4) / 4, depth.max(), 0.25)
    ticks = ticks if len(ticks) else np.array([depth.mean()])  # a law may be all but flat here
    return {
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


def _growth(now: Result) -> dict[str, Any]:
    _, N, D, _ = frontier_curve(now.scenario, *PATH)
    about = "path of growth: the best split of each compute<extra></extra>"
    return line(N, D, "compute", 3, hovertemplate=about, meta=REVEALS)


@cache
def _model_places() -> dict[str, list[tuple[str, str, float, float]]]:
    """Name, title, parameters and tokens of the real models, by how they are known."""
    places: dict[str, list[tuple[str, str, float, float]]] = {"disclosed": [], "estimated": []}
    for name, preset in presets().entries.items():
        if preset.status in places and preset.scenario.plan in PLACED:
            run = evaluate(preset.scenario)
            places[preset.status].append((name, preset.title, run.n_params, run.n_tokens))
    return places


def _models() -> list[dict[str, Any]]:
    """Real models as small points; a click on one starts from it."""
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [N for _, _, N, _ in models],
            "y": [D for _, _, _, D in models],
            "text": [title for _, title, _, _ in models],
            "customdata": [name for name, _, _, _ in models],
            "meta": {"event": "start", **REVEALS},
            "marker": {
                "size": 6,
                "color": "@ink/0.6" if status == "disclosed" else "@paper",
                "line": {"color": "@paper" if status == "disclosed" else "@ink/0.6", "width": 1},
            },
            "hovertemplate": f"%{{text}}, {status}<br>%{{x:.2e}} parameters, %{{y:.2e}} tokens{CLICK}<extra></extra>",
        }
        for status, models in _model_places().items()
    ]


def _lines(results: Results, law: SeenLaw, window: Window, best: tuple[float, float]) -> list[dict[str, Any]]:
    """Equal cost through the run, equal loss through it, and the equal-loss line that touches the cost."""
    now = results[0]
    axes = (np.logspace(*ends, 2 * EQUAL_LOSS) for ends in window)
    paid = units.scientific(now.train_flop) + " FLOP"
    if now.cost_total_usd is not None:
        paid = f"{units.dollars(now.cost_total_usd)}, {paid}"
    traces = [line(*equal_cost(now, *axes), "money", 2, hovertemplate=f"equal cost: {paid}<extra></extra>")]
    for loss, dash, more in ((now.loss, "solid", {}), (float(law.loss(*best)), "dot", {"meta": REVEALS})):
        x, y = _equal_loss(law, loss, window)
        about = f"equal loss: {units.loss(loss)}<extra></extra>" if np.isfinite(loss) else ""
        traces.append(line(x, y, "ink", 1.6, line={"dash": dash}, hovertemplate=about, **more))
    return traces


def _equal_loss(law: SeenLaw, L: float, window: Window) -> tuple[Any, Any]:
    """The line of one loss: it is steep on the left and flat on the right, so both axes give points."""
    N, D = (np.logspace(*decades, EQUAL_LOSS) for decades in window)
    x = np.concatenate([N, law.params_for(L, D)])
    y = np.concatenate([law.tokens_for(L, N), D])
    order = np.lexsort((-y, x))
    seen = np.isfinite(x) & np.isfinite(y)
    return np.where(seen, x, np.nan)[order], np.where(seen, y, np.nan)[order]


def _points(results: Results, best: tuple[float, float]) -> list[dict[str, Any]]:
    now = results[0]
    # Lines of cost and loss fall to the right, so what lies below on the left of a point is free of them,
    # but for the path of growth, which meets this run where it is near its best split.
    near = abs(np.log10(now.n_params / best[0])) < NEAR
    sides = ("middle left", "middle right") if now.n_params >= best[0] else ("middle right", "middle left")
    here = sides[1] if near else "bottom left"
    return [
        point(*best, f"{GAP}best split{GAP}", "compute", sides[0], hoverinfo="skip", meta=REVEALS),
        *(pinned_point(pinned.n_params, pinned.n_tokens) for pinned in results[1:]),
        point(now.n_params, now.n_tokens, f"{GAP}you are here{GAP}", "here", here, hoverinfo="skip"),
    ]


def _bands(results: Results, found: Mapping[str, Band], form: Additive) -> list[dict[str, Any]]:
    """Where the best split of the same compute may lie."""
    now, band = results[0], found["optimal_n_params"]
    if not moves(band):
        return []
    traces = []
    for level, width in WIDTHS.items():
        N = np.array(band.ends(level), float)
        D = now.train_flop / (6 * now.scenario.active_fraction * N)
        traces.append(line(N, D, "compute", width, hoverinfo="skip"))
    return traces


def _subtitle(results: Results) -> str:
    return (
        "Loss in nat per token; stronger blue is better. Gold: equal cost. Thin: equal loss. Dotted: the least loss "
        "that this cost can buy; it touches the gold line at the best split. Green: the path of growth."
    )


def _summary(results: Results) -> str:
    now = results[0]
    if now.compute_overhead < 1.001:
        where = "on the line of best splits"
    elif now.n_params > now.optimal_n_params:
        where = "on the side of too many parameters and too few tokens"
    else:
        where = "on the side of too few parameters and too many tokens"
    served = ""
    if now.cost_inference_usd is not None:
        N, D = best_at_cost([now])[0]
        served = f" With its serving counted, {units.count(N)} and {units.count(D)} are best for the same cost."
    return (
        f"The run has {units.count(now.n_params)} parameters and {units.count(now.n_tokens)} tokens. "
        f"It stands {where}: "
        f"at the same compute {units.count(now.optimal_n_params)} and {units.count(now.optimal_n_tokens)} are best."
        f"{served}"
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
    figures=_figures,
    summary=told(_summary),
    table=beside(_table),
    note=lambda results: f"Small points are real models, open ones estimated{STARTS}.",
    bands=_bands,
    height=440,
)
