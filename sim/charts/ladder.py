"""The ladder: what each further 0.01 nat costs when everything is planned anew."""

from typing import Any

from sim import units
from sim.charts.chart import Chart, Results
from sim.charts.style import SMALL, axis, layout
from sim.evaluate import loss_ladder
from sim.marginal import STEP

N_STEPS = 6


def _steps(results: Results) -> list[tuple[float, float | None]]:
    """Loss reached by each step and its price [USD]; `None` where it is out of reach."""
    now = results[0]
    totals = loss_ladder(now.scenario, now.loss, N_STEPS)
    prices = [
        None if after is None or before is None else after - before
        for before, after in zip(totals, totals[1:], strict=False)
    ]
    return [(now.loss - STEP * (i + 1), price) for i, price in enumerate(prices)]


def _shown(price: float | None, results: Results) -> str:
    if price is not None:
        return units.dollars(price)
    return "?" if results[0].cost_total_usd is None else "out of reach"


def _figure(results: Results) -> dict[str, Any]:
    steps = _steps(results)
    highest = max((price for _, price in steps if price is not None), default=1.0)
    trace = {
        "type": "bar",
        "x": [f"to {loss:.3f}" for loss, _ in steps],
        "y": [price or 0 for _, price in steps],
        "text": [_shown(price, results) for _, price in steps],
        "textposition": "outside",
        "textangle": 0,
        "cliponaxis": False,
        "marker": {"color": "@money"},
        "width": 0.5,
        "hoverinfo": "skip",
    }
    return {
        "data": [trace],
        "layout": layout(
            xaxis=axis("", showgrid=False, type="category", tickangle=0),
            yaxis=axis("", visible=False, range=[0, highest * 1.2]),
            font={"size": SMALL, "color": "@ink"},
        ),
    }


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
    summary=_summary,
    table=_table,
    height=190,
    wide=True,
)
