"""Loss against compute: the best that the law allows, and where this run stands."""

from typing import Any

import numpy as np

from sim import units
from sim.charts.chart import Chart, Results, View
from sim.charts.style import axis, layout, line, point
from sim.evaluate import frontier
from sim.laws import loss_laws
from sim.ruler import ruler

DECADES = (18, 29)  # the window of compute, widened to hold the run
POINTS = 160
TABLE_DECADES = range(18, 30)


def _window(results: Results) -> tuple[float, float]:
    exponents = [float(np.log10(result.train_flop)) for result in results]
    return min(DECADES[0], *(x - 1 for x in exponents)), max(DECADES[1], *(x + 1 for x in exponents))


def _curve(results: Results) -> tuple[Any, Any]:
    C = np.logspace(*_window(results), POINTS)
    # A linear axis needs its points where it looks: evenly up to four times the run.
    even = np.linspace(0, 4 * max(result.train_flop for result in results), POINTS)[1:]
    C = np.sort(np.concatenate([C, even]))
    return C, frontier(results[0].scenario, C)[2]


def _figure(results: Results) -> dict[str, Any]:
    now = results[0]
    law = loss_laws().entries[now.scenario.law]
    C, L = _curve(results)
    fitted = law.fitted_range.get("train_flop")
    y_low, y_high = float(L[-1]), float(L[0])
    traces = []
    if fitted:
        inside = (fitted[0] <= C) & (fitted[1] >= C)
        traces.append(line(C[inside], L[inside], "compute", 9, opacity=0.22, hoverinfo="skip"))
    traces += [
        line(C, L, "compute", 2.5, hovertemplate="%{x:.2e} FLOP<br>least loss %{y:.4f}<extra></extra>"),
        line(
            [C[0], C[-1]], [now.loss_irreducible] * 2, "muted", 1, line={"dash": "dot"}, hoverinfo="skip"
        ),
        point(
            now.train_flop, now.loss, "you are here", "here", "top right",
            hovertemplate=f"{units.scientific(now.train_flop)} FLOP<br>loss {units.loss(now.loss)}<extra></extra>",
        ),
    ]  # fmt: skip
    low, high = _window(results)
    pad = 0.06 * np.log10(y_high / y_low)
    return {
        "data": traces,
        "layout": layout(
            xaxis=axis("Training compute, FLOP", log=True, range=[low, high]),
            yaxis=axis(
                "Loss, nat/token",
                log=True,
                range=[float(np.log10(max(now.loss_irreducible, 0.5 * y_low)) - pad), float(np.log10(y_high) + pad)],
                tickvals=[1.6, 1.8, 2, 2.2, 2.5, 3, 3.5, 4, 5, 6, 8, 10],
                ticktext=["1.6", "1.8", "2", "2.2", "2.5", "3", "3.5", "4", "5", "6", "8", "10"],
            ),
        ),
    }


def _linear(results: Results) -> dict[str, Any]:
    now = results[0]
    floor = now.loss_irreducible
    # The top is what a fiftieth of this compute reaches: below it the curve is nearly upright.
    top = float(frontier(now.scenario, np.asarray(max(now.train_flop / 50, 1e13)))[2])
    top = max(top, now.loss)
    return {
        "xaxis.type": "linear",
        "xaxis.range": [0, 4 * max(result.train_flop for result in results)],
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
    C = 10.0 ** np.array(TABLE_DECADES)
    N, D, L = frontier(results[0].scenario, C)
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
        "Loss in nat per token against training compute. Line: best split. Thick part: fitted range. "
        "Dotted: irreducible loss."
    ),
    figure=_figure,
    summary=_summary,
    table=_table,
    views=(
        View("log", "Log", lambda results: {}),
        View("linear", "Linear", _linear),
    ),
    note=lambda results: (
        f"The same curve looks like steady progress on log axes and like a wall on linear ones. {ruler(results[0])}"
    ),
    height=300,
)
