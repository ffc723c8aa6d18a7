"""The landscape of loss over parameters and tokens, with the lines that money and compute draw on it."""

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from sim.charts.chart import Figure, Place, RunChart, Table, ValueOf
from sim.charts.drawing.kept import kept_points
from sim.charts.drawing.style import BODY, REVEALS, axis, layout, line, point
from sim.charts.drawing.whiskers import WIDTHS
from sim.engine.curves import D_HIGH, D_LOW, N_HIGH, N_LOW
from sim.engine.evaluate import evaluate
from sim.engine.kept_runs import KeptRun
from sim.engine.presets import presets
from sim.engine.result import Result
from sim.engine.scenario_law import scenario_law
from sim.ground import units
from sim.ground.flop import FLOP_PER_PARAM_TOKEN
from sim.laws.applied import AppliedLaw
from sim.laws.forms import Additive
from sim.studies.curves import best_at_cost, equal_cost, frontier, frontier_curve
from sim.studies.uncertainty import Band, moves

CLICK, STARTS = "<br>click to start from it", "; a click starts from one"  # where a click does that
GRID = 48
NEAR = 0.25  # decades between two points whose labels could meet
GAP = "\u00a0"  # off the lines that cross at the point
MARGIN = 1  # decades beyond what can be asked, so that a run at its end has room for its name
SPAN = 2  # decades shown at least on each side of the run
EQUAL_LOSS = 32  # points of an equal-loss line along each axis
PATH = (13, 32, 191)  # decades of compute of the path of growth, and its points
STEPS = (0.01, 0.1, 1.0, 10.0, 100.0)  # compute in the table over that of the run
PLACED = ("params_tokens", "params_compute", "tokens_compute")  # plans in which a model's size is published

Window = tuple[tuple[float, float], tuple[float, float]]


def _window(result: Result) -> Window:
    """Decades of parameters and tokens shown: whole ones, so that axes move seldom as the run does."""

    def around(value: float, low: float, high: float) -> tuple[float, float]:
        start = math.floor(math.log10(value)) - SPAN
        least, most = math.floor(math.log10(low)) - MARGIN, math.ceil(math.log10(high)) + MARGIN
        start = min(max(start, least), most - 2 * SPAN - 1)
        return start, start + 2 * SPAN + 1

    return around(result.n_params, N_LOW, N_HIGH), around(result.n_tokens, D_LOW, D_HIGH)


def _map(law: AppliedLaw, window: Window) -> dict[str, Any]:
    N, D = (np.logspace(*decades, GRID) for decades in window)
    # Levels are even in the logarithm of the reducible loss, so that slopes stay readable near the floor.
    reducible = law.reducible(N[None, :], D[:, None])
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
        "hovertemplate": "%{x|count} parameters<br>%{y|count} tokens<br>loss %{customdata|loss}<extra></extra>",
    }


def _growth(now: Result) -> dict[str, Any]:
    _, N, D, _ = frontier_curve(now.scenario, *PATH)
    about = "path of growth: the best split of each compute<extra></extra>"
    return line(N, D, "compute", 3, hovertemplate=about, meta=REVEALS, name="Best splits")


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
            "text": [
                f"{title}, {status}<br>{units.count(N)} parameters, {units.count(D)} tokens"
                for _, title, N, D in models
            ],
            "customdata": [name for name, _, _, _ in models],
            "meta": {"event": "start", **REVEALS},
            "marker": {
                "size": 6,
                "color": "@ink/0.6" if status == "disclosed" else "@paper",
                "line": {"color": "@paper" if status == "disclosed" else "@ink/0.6", "width": 1},
            },
            "hovertemplate": f"%{{text}}{CLICK}<extra></extra>",
        }
        for status, models in _model_places().items()
    ]


def _lines(now: Result, law: AppliedLaw, window: Window, best: tuple[float, float]) -> list[dict[str, Any]]:
    """Equal cost through the run, equal loss through it, and the equal-loss line that touches the cost."""
    axes = (np.logspace(*ends, 2 * EQUAL_LOSS) for ends in window)
    paid = units.scientific(now.train_flop) + " FLOP"
    if now.cost_total_usd is not None:
        paid = f"{units.dollars(now.cost_total_usd)}, {paid}"
    traces = [
        line(*equal_cost(now, *axes), "money", 2, hovertemplate=f"equal cost: {paid}<extra></extra>", name="Equal cost")
    ]
    for loss, dash, more in ((now.loss, "solid", {}), (float(law.loss(*best)), "dot", {"meta": REVEALS})):
        x, y = _equal_loss(law, loss, window)
        about = f"equal loss: {units.loss(loss)}<extra></extra>" if np.isfinite(loss) else ""
        traces.append(line(x, y, "ink", 1.6, line={"dash": dash}, hovertemplate=about, **more))
    return traces


def _equal_loss(law: AppliedLaw, L: float, window: Window) -> tuple[Any, Any]:
    """The line of one loss: it is steep on the left and flat on the right, so both axes give points."""
    N, D = (np.logspace(*decades, EQUAL_LOSS) for decades in window)
    x = np.concatenate([N, law.params_for(L, D)])
    y = np.concatenate([law.tokens_for(L, N), D])
    order = np.lexsort((-y, x))
    seen = np.isfinite(x) & np.isfinite(y)
    return np.where(seen, x, np.nan)[order], np.where(seen, y, np.nan)[order]


def _points(now: Result, others: Sequence[KeptRun], best: tuple[float, float]) -> list[dict[str, Any]]:
    # Lines of cost and loss fall to the right, so what lies below on the left of a point is free of them,
    # but for the path of growth, which meets this run where it is near its best split.
    near = abs(np.log10(now.n_params / best[0])) < NEAR
    sides = ("middle left", "middle right") if now.n_params >= best[0] else ("middle right", "middle left")
    here = sides[1] if near else "bottom left"
    return [
        point(*best, f"{GAP}best split{GAP}", "compute", sides[0], hoverinfo="skip", meta=REVEALS),
        *kept_points(others, lambda run: (run.n_params, run.n_tokens)),
        point(now.n_params, now.n_tokens, f"{GAP}you are here{GAP}", "here", here, hoverinfo="skip"),
    ]


class Landscape(RunChart):
    id = "landscape"
    places = (Place("plan", 1),)
    question = "Where does this run stand?"
    height = 440
    axes_follow = True

    def spot(self, of: ValueOf) -> tuple[float | None, float | None]:
        return of("n_params"), of("n_tokens")

    def subtitle(self, now: Result) -> str:
        return (
            "Loss in nat per token; stronger blue is better. Gold: equal cost. Thin: equal loss. Dotted: the least "
            "loss "
            "that this cost can buy; it touches the gold line at the best split. Green: the path of growth."
        )

    def figure(self, now: Result, others: Sequence[KeptRun]) -> Figure:
        return self.figures(now, [now], others)[0]

    def figures(self, window: Result, many: Sequence[Result], others: Sequence[KeptRun]) -> list[Figure]:
        """The map is drawn anew only where the law is another one: a run that moves leaves it as it is."""
        first = _window(window)
        best = best_at_cost(many)
        figures: list[Figure] = []
        law: AppliedLaw | None = None
        ground: list[dict[str, Any]] = []
        for now, place in zip(many, best, strict=True):
            mine, inside = scenario_law(now.scenario), _window(now)
            if mine is not law:
                law, ground = mine, [_map(mine, first), _growth(now), *_models()]
            figures.append(
                {
                    "data": [*ground, *_lines(now, mine, inside, place), *_points(now, others, place)],
                    "layout": layout(
                        xaxis=axis("Parameters N", log=True, range=list(inside[0]), showgrid=False, dtick=1),
                        yaxis=axis("Tokens D", log=True, range=list(inside[1]), showgrid=False, dtick=1),
                    ),
                }
            )
        return figures

    def bands(
        self, now: Result, others: Sequence[KeptRun], found: Mapping[str, Band], form: Additive
    ) -> list[dict[str, Any]]:
        """Where the best split of the same compute may lie."""
        band = found["optimal_n_params"]
        if not moves(band):
            return []
        traces = []
        for level, width in WIDTHS.items():
            N = np.array(band.ends(level), float)
            D = now.train_flop / (FLOP_PER_PARAM_TOKEN * now.scenario.active_fraction * N)
            traces.append(line(N, D, "compute", width, hoverinfo="skip"))
        return traces

    def summary(self, now: Result) -> str:
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

    def table(self, now: Result) -> Table:
        C = now.train_flop * np.array(STEPS)
        N, D, L = frontier(now.scenario, C)
        cost = [None if now.cost_total_usd is None else now.cost_total_usd * step for step in STEPS]
        rows = [
            [units.scientific(c), units.text(usd, "usd"), units.count(n), units.count(d), units.loss(loss)]
            for c, usd, n, d, loss in zip(C, cost, N, D, L, strict=True)
            if np.isfinite(loss)
        ]
        return ["Compute, FLOP", "Cost", "Best parameters", "Best tokens", "Least loss"], rows

    def note(self, now: Result) -> str:
        return f"Small points are real models, open ones estimated{STARTS}."
