"""Loss against compute: the best that the law allows, and where this run stands."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim import units
from sim.charts.chart import Chart, Results, View
from sim.charts.pinned import beside, told
from sim.charts.style import SMALL, axis, layout, line, pinned_point, point
from sim.charts.whiskers import shades, whiskers
from sim.curves import frontier, frontier_curve
from sim.laws import loss_laws
from sim.laws.forms import Additive
from sim.policy import POLICY_LINES
from sim.result import Result
from sim.ruler import ruler
from sim.uncertainty import Band, least_loss_bands

BEYOND = 2  # decades of the curve left of the window, for the linear axis
DECADES = (18, 29)  # the window of compute, widened to hold the run
POINTS = 401  # so close that a linear axis, which sees one decade of them, shows no corners
TABLE = (18, 29, 12)  # first and last decade of the table, and its rows
LABELS = (0.96, 0.88)  # heights of the labels of the compute that laws name
CRAMPED = 0.15  # of the width
THIN = 4  # every so many points of the curve carry its band


def _window(results: Results) -> tuple[float, float]:
    """Decades of compute, whole ones, so that neighboring runs share the window and its curve."""
    exponents = [float(np.log10(result.train_flop)) for result in results]
    low = min(DECADES[0], *(math.floor(x - 1) for x in exponents))
    return low, max(DECADES[1], *(math.ceil(x + 1) for x in exponents))


def _curve(results: Results, window: Results) -> tuple[Any, ...]:
    low, high = _window(window)
    return frontier_curve(results[0].scenario, low - BEYOND, high, POINTS)


def _figure(results: Results) -> dict[str, Any]:
    now = results[0]
    curve = _curve(results, results)
    low, high = _window(results)
    C, L = curve[0], curve[-1]
    y_high = float(np.nanmax(L[0.999 * 10.0**low <= C]))
    pad = 0.06 * np.log10(y_high / L[-1])
    return {
        "data": [*_lines(results, curve), _here(now)],
        "layout": layout(
            xaxis=axis("Training compute, FLOP", log=True, range=[low, high]),
            yaxis=axis(
                "Loss, nat/token",
                log=True,
                range=[
                    float(np.log10(max(now.loss_irreducible, 0.5 * float(L[-1]))) - pad),
                    float(np.log10(y_high) + pad),
                ],
                tickvals=[1.6, 1.8, 2, 2.2, 2.5, 3, 3.5, 4, 5, 6, 8, 10],
                ticktext=["1.6", "1.8", "2", "2.2", "2.5", "3", "3.5", "4", "5", "6", "8", "10"],
            ),
            yaxis2=axis("", range=[0, 1], overlaying="y", visible=False),
        ),
    }


def _figures(window: Results, many: Sequence[Results]) -> list[dict[str, Any]]:
    """The lines are drawn anew only where the curve is another one."""
    figures = []
    curve: Any = None
    lines: list[dict[str, Any]] = []
    for results in many:
        mine = _curve(results, window)
        if mine is not curve:
            curve, lines = mine, _lines(results, mine)
        figures.append({"data": [*lines, _here(results[0])]})
    return figures


def _lines(results: Results, curve: tuple[Any, ...]) -> list[dict[str, Any]]:
    """All that is drawn below the point of this run."""
    now = results[0]
    C, L = curve[0], curve[-1]
    fitted = loss_laws().entries[now.scenario.law].fitted_range.get("train_flop")
    traces = _policy()
    if fitted:
        inside = slice(*np.searchsorted(C, fitted))
        traces.append(line(C[inside], L[inside], "compute", 9, opacity=0.22, hoverinfo="skip"))
    traces.append(line(C, L, "compute", 2.5, hovertemplate="%{x:.2e} FLOP<br>least loss %{y:.4f}<extra></extra>"))
    traces.append(line([C[0], C[-1]], [now.loss_irreducible] * 2, "muted", 1, line={"dash": "dot"}, hoverinfo="skip"))
    return traces + [pinned_point(pinned.train_flop, pinned.loss) for pinned in results[1:]]


def _policy() -> list[dict[str, Any]]:
    """Compute that laws name: upright lines on an axis of their own, labels away from each other."""
    traces = []
    for i, policy in enumerate(POLICY_LINES):
        about = f"{policy.label}<br>{policy.help}<extra></extra>"
        own: dict[str, Any] = {"yaxis": "y2", "hovertemplate": about}
        traces.append(line([policy.flop] * 2, [0, 1], "muted", 1, line={"dash": "dot"}, **own))
        traces.append(
            {
                "type": "scatter",
                "mode": "text",
                "x": [policy.flop],
                "y": [LABELS[i]],
                "text": [f"\u00a0{policy.label.removesuffix(' FLOP')}\u00a0"],  # the axis names the unit
                "textposition": "middle left" if i == 0 else "middle right",
                "textfont": {"size": SMALL, "color": "@muted"},
            }
            | own
        )
    return traces


def _here(now: Result) -> dict[str, Any]:
    about = f"{units.scientific(now.train_flop)} FLOP<br>loss {units.loss(now.loss)}<extra></extra>"
    return point(now.train_flop, now.loss, "you are here", "here", "top right", hovertemplate=about)


def _bands(results: Results, found: Mapping[str, Band], form: Additive) -> list[dict[str, Any]]:
    """The band of the curve, and that of this run.

    The draws are solved once a decade: their ratio to the curve hardly bends in between.
    """
    now = results[0]
    low, high = _window(results)
    curve = _curve(results, results)
    C, L = curve[0][::THIN], curve[-1][::THIN]
    solved = np.logspace(low - BEYOND, high, round(high - low) + BEYOND + 1)
    center = frontier(now.scenario, solved)[2]

    def along(end: Any) -> Any:
        return L * np.interp(np.log(C), np.log(solved), end / center)

    ends = least_loss_bands(now.scenario, form, solved)
    run = whiskers([(now.train_flop, found["loss"])], "here", across=False)
    run += whiskers([(now.loss, found["train_flop"])], "here")
    return shades(C, {level: (along(a), along(b)) for level, (a, b) in ends.items()}, "compute") + run


def _linear(results: Results) -> dict[str, Any]:
    now = results[0]
    floor = now.loss_irreducible
    # The top is what a fiftieth of this compute reaches: below it the curve is nearly upright.
    C, *_, L = _curve(results, results)
    top = float(np.interp(max(now.train_flop / 50, C[0]), C, L))
    top = max(top, now.loss)
    right = 4 * max(result.train_flop for result in results)
    # The first label stands left of its line: where that is next to the axis, it is cut off at the top.
    cramped = POLICY_LINES[0].flop < CRAMPED * right
    return {
        "xaxis.type": "linear",
        "xaxis.range": [0, right],
        "yaxis2.range": [0, (LABELS[0] + LABELS[1]) / 2 if cramped else 1],
        "yaxis.type": "linear",
        "yaxis.range": [floor - 0.08 * (top - floor), top + 0.08 * (top - floor)],
        "yaxis.tickvals": None,
        "yaxis.ticktext": None,
    }


def _summary(results: Results) -> str:
    now = results[0]
    return (
        f"At {units.scientific(now.train_flop)} FLOP this run reaches {units.loss(now.loss)} nat/token. "
        f"The best split of the same compute would reach {units.loss(now.optimal_loss)}; "
        f"no compute gets below {units.loss(now.loss_irreducible)}."
    )


def _table(results: Results) -> tuple[list[str], list[list[str]]]:
    C, N, D, L = frontier_curve(results[0].scenario, *TABLE)
    rows = [
        [units.scientific(c), units.loss(loss), units.count(n), units.count(d)]
        for c, n, d, loss in zip(C, N, D, L, strict=True)
    ]
    return ["Compute, FLOP", "Least loss", "Best parameters", "Best tokens"], rows


CHART = Chart(
    id="compute",
    page="home",
    order=2,
    question="How low can the loss get?",
    subtitle=lambda results: (
        "Loss in nat per token against training compute. Line: best split; thick: fitted range. "
        "Dotted: irreducible loss, and compute that laws name."
    ),
    figure=_figure,
    figures=_figures,
    window=_window,
    summary=told(_summary),
    table=beside(_table),
    views=(
        View(
            "log",
            "Log",
            lambda results: {},
            "Log axes make people believe in steady progress: each step to the right looks the same, "
            "but costs ten times as much as the one before.",
        ),
        View(
            "linear",
            "Linear",
            _linear,
            "Linear axes make people believe in a wall: the curve flattens from any point on, "
            "and it did so at every size before.",
        ),
    ),
    note=lambda results: ruler(results[0]),
    bands=_bands,
    height=300,
)
