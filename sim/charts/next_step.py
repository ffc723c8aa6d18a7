"""The price of the next 0.01 nat, lever by lever."""

from typing import Any

from sim import units
from sim.charts.chart import Chart, Results
from sim.charts.style import SMALL, axis, layout

LEVERS = (
    ("step_params_usd", "Parameters alone", "params"),
    ("step_tokens_usd", "Tokens alone", "tokens"),
    ("next_step_usd", "Both, best plans", "compute"),
)
OUT_OF_REACH = "out of reach"


def _bars(results: Results) -> list[tuple[str, float | None, str]]:
    return [(label, getattr(results[0], name), color) for name, label, color in LEVERS]


def _shown(usd: float | None, results: Results) -> str:
    if usd is not None:
        return units.dollars(usd)
    return "price unknown" if results[0].cost_total_usd is None else OUT_OF_REACH


def _figure(results: Results) -> dict[str, Any]:
    bars = _bars(results)
    longest = max((usd for _, usd, _ in bars if usd is not None), default=1.0)
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": [label for label, _, _ in bars],
        "x": [usd or 0 for _, usd, _ in bars],
        "text": [_shown(usd, results) for _, usd, _ in bars],
        "textposition": "outside",
        "textangle": 0,
        "cliponaxis": False,
        "marker": {"color": [f"@{color}" for _, _, color in bars]},
        "width": 0.56,
        "hoverinfo": "skip",
    }
    return {
        "data": [trace],
        "layout": layout(
            # Room for the label of the longest bar.
            xaxis=axis("", range=[0, longest * 1.3], visible=False),
            yaxis=axis("", type="category", autorange="reversed", showgrid=False, ticklabelstandoff=8)
            | {"tickfont": {"size": SMALL + 1, "color": "@ink"}},
        ),
    }


def _summary(results: Results) -> str:
    parts = [f"{label.lower()} {_shown(usd, results)}" for label, usd, _ in _bars(results)]
    return f"The next 0.01 nat costs: {'; '.join(parts)}."


def _table(results: Results) -> tuple[list[str], list[list[str]]]:
    return ["Lever", "Next 0.01 nat"], [[label, _shown(usd, results)] for label, usd, _ in _bars(results)]


CHART = Chart(
    id="next",
    page="home",
    order=1,
    question="What would the next 0.01 nat cost?",
    subtitle=lambda results: "US dollars, by lever. Shorter is better.",
    figure=_figure,
    summary=_summary,
    table=_table,
    note=lambda results: (
        "Both, best plans: from the cheapest plan of this loss to the cheapest of a loss 0.01 nat lower."
    ),
    height=250,
)
