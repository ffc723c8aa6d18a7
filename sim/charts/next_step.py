"""The price of the next 0.01 nat, lever by lever."""

from typing import Any

from sim import units
from sim.charts.chart import Chart, Results
from sim.charts.needs import with_tasks
from sim.charts.style import SMALL, axis, layout, outline_bars
from sim.result import Result

LEVERS = (
    ("step_params_usd", "Parameters alone", "params"),
    ("step_tokens_usd", "Tokens alone", "tokens"),
    ("next_step_usd", "Both, best plans", "compute"),
)
OUT_OF_REACH = "out of reach"


def _bars(result: Result) -> list[tuple[str, float | None, str]]:
    return [(label, getattr(result, name), color) for name, label, color in LEVERS]


def _shown(usd: float | None, result: Result) -> str:
    if usd is not None:
        return units.dollars(usd)
    return "price unknown" if result.cost_total_usd is None else OUT_OF_REACH


def _figure(results: Results) -> dict[str, Any]:
    bars = _bars(results[0])
    labels = [label for label, _, _ in bars]
    all_bars = [usd for result in results for _, usd, _ in _bars(result) if usd is not None]
    longest = max(all_bars, default=1.0)
    traces: list[dict[str, Any]] = [
        {
            "type": "bar",
            "orientation": "h",
            "y": labels,
            "x": [usd or 0 for _, usd, _ in bars],
            "text": [_shown(usd, results[0]) for _, usd, _ in bars],
            "textposition": "outside",
            "textangle": 0,
            "constraintext": "none",
            "cliponaxis": False,
            "marker": {"color": [f"@{color}" for _, _, color in bars]},
            "width": 0.56,
            "hoverinfo": "skip",
        }
    ]
    for pinned in results[1:]:
        traces.append(outline_bars([usd or 0 for _, usd, _ in _bars(pinned)], labels, 0.56, horizontal=True))
    return {
        "data": traces,
        "layout": layout(
            barmode="overlay",
            # Room for the label of the longest bar.
            xaxis=axis("", range=[0, longest * 1.3], visible=False),
            yaxis=axis("", type="category", autorange="reversed", showgrid=False, ticklabelstandoff=8)
            | {"tickfont": {"size": SMALL + 1, "color": "@ink"}},
        ),
    }


def _words(result: Result) -> str:
    return "; ".join(f"{label.lower()} {_shown(usd, result)}" for label, usd, _ in _bars(result))


def _summary(results: Results) -> str:
    before = "".join(f" Pinned: {_words(pinned)}." for pinned in results[1:])
    return f"The next 0.01 nat costs: {_words(results[0])}.{before}"


def _table(results: Results) -> tuple[list[str], list[list[str]]]:
    rows = [
        [columns[0][0], *(_shown(usd, result) for (_, usd, _), result in zip(columns, results, strict=True))]
        for columns in zip(*map(_bars, results), strict=True)
    ]
    return ["Lever", "Next 0.01 nat", *["Pinned"] * (len(results) - 1)], rows


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
    applies=lambda scenario: not with_tasks(scenario),
)
