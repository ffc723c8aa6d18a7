"""The ladder: what each further 0.01 nat costs when everything is planned anew."""

from collections.abc import Sequence
from typing import Any

from sim import units
from sim.charts.chart import Chart, Results
from sim.charts.pinned import beside, told
from sim.charts.style import SMALL, axis, layout, outline_bars
from sim.curves import loss_ladder, loss_ladders
from sim.marginal import STEP
from sim.result import Result

N_STEPS = 6
OUT_OF_REACH = "out of reach"


def _prices(results: Sequence[Result]) -> list[list[float | None]]:
    """Price of each step [USD] for each of many results; `None` where it is out of reach."""
    if len(results) == 1:
        ladders: Sequence[Sequence[float | None]] = [loss_ladder(results[0].scenario, results[0].loss, N_STEPS)]
    else:
        ladders = loss_ladders(results, N_STEPS)
    return [
        [
            None if after is None or before is None else after - before
            for before, after in zip(totals, totals[1:], strict=False)
        ]
        for totals in ladders
    ]


def _steps(results: Results) -> list[tuple[float, float | None]]:
    """Loss reached by each step and its price [USD]; `None` where it is out of reach."""
    now = results[0]
    return [(now.loss - STEP * (i + 1), price) for i, price in enumerate(_prices([now])[0])]


def _shown(price: float | None, results: Results) -> str:
    if price is not None:
        return units.dollars(price)
    return "?" if results[0].cost_total_usd is None else OUT_OF_REACH


def _figure(results: Results) -> dict[str, Any]:
    figure = _figures(results, [results])[0]
    bars = [trace for trace in figure["data"] if trace["type"] == "bar"]
    highest = max(max(trace["y"]) for trace in bars) or 1.0
    figure["layout"] = layout(
        barmode="overlay",
        xaxis=axis("", visible=False, range=[-0.5, N_STEPS - 0.5]),
        yaxis=axis("", visible=False, range=[-0.24 * highest, highest * 1.2]),
        font={"size": SMALL, "color": "@ink"},
    )
    return figure


def _figures(window: Results, many: Sequence[Results]) -> list[dict[str, Any]]:
    prices = _prices([results[0] for results in many])
    pinned = many[0][1:]  # the same in all of them
    old = _prices(pinned)[0] if pinned else None
    return [{"data": _traces(results, price, old)} for results, price in zip(many, prices, strict=True)]


def _traces(results: Results, prices: list[float | None], old: list[float | None] | None) -> list[dict[str, Any]]:
    losses = [results[0].loss - STEP * (i + 1) for i in range(N_STEPS)]
    places = list(range(N_STEPS))
    traces: list[dict[str, Any]] = [
        {
            "type": "bar",
            "x": places,
            "y": [price or 0 for price in prices],
            # Short enough for six of them side by side on a phone.
            "text": [_shown(price, results).replace(OUT_OF_REACH, "too far") for price in prices],
            "textposition": "outside",
            "textangle": 0,
            "constraintext": "none",
            "cliponaxis": False,
            "marker": {"color": "@money"},
            "width": 0.5,
            "hoverinfo": "skip",
        },
        # The losses are a trace and not ticks of the axis, so that they move with the bars.
        {
            "type": "scatter",
            "mode": "markers+text",
            "marker": {"size": 8, "opacity": 0},  # keeps the labels off the bars
            "x": places,
            "y": [0] * N_STEPS,
            "text": [f"to {loss:.3f}" for loss in losses],
            "textposition": "bottom center",
            "cliponaxis": False,
            "textfont": {"size": SMALL, "color": "@muted"},
            "hoverinfo": "skip",
        },
    ]
    if old:
        traces.append(outline_bars(places, [price or 0 for price in old], 0.5))
    return traces


def _summary(results: Results) -> str:
    steps = _steps(results)
    shown = ", then ".join(_shown(price, results) for _, price in steps)
    return f"Starting from the cheapest plan of this loss, the next steps of 0.01 nat cost {shown}."


def _table(results: Results) -> tuple[list[str], list[list[str]]]:
    return ["Loss reached", "Price of the step"], [
        [units.loss(loss), _shown(price, results)] for loss, price in _steps(results)
    ]


CHART = Chart(
    id="ladder",
    page="home",
    order=3,
    question="And the steps after that?",
    subtitle=lambda results: "US dollars for each further 0.01 nat, from the cheapest plan of this loss on.",
    figure=_figure,
    figures=_figures,
    window=lambda results: None,
    summary=told(_summary),
    table=beside(_table),
    height=190,
    wide=True,
)
