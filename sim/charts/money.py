"""Where the money goes."""

from typing import Any

from sim import units
from sim.charts.chart import Chart, Results
from sim.charts.style import SMALL, axis, layout
from sim.charts.waterfall import SERVING, cost_parts
from sim.words import chip_hour_price

SHADES = (1, 0.75, 0.6, 0.45, 0.35, 0.2)  # of the color of money, line by line


def _parts(results: Results) -> list[tuple[str, float, str]]:
    """Lines that cost something [USD], and their color."""
    now = results[0]
    if now.cost_total_usd is None:
        return []
    shown = [(label, usd) for label, usd in cost_parts(now) if usd > 0]
    shades = iter(SHADES)
    return [(label, usd, "@inference" if label == SERVING else f"@money/{next(shades)}") for label, usd in shown]


def _figure(results: Results) -> dict[str, Any]:
    parts = _parts(results)
    total = results[0].cost_total_usd or 1.0
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "name": label,
            "y": [""],
            "x": [usd],
            "marker": {"color": color},
            "text": [units.dollars(usd) if usd > 0.08 * total else ""],
            "textposition": "inside",
            "insidetextanchor": "start",
            "textfont": {"color": "@paper" if index == 0 or label == SERVING else "@ink"},
            "width": 0.6,
            "hovertemplate": f"{label}: {units.dollars(usd)}<extra></extra>",
        }
        for index, (label, usd, color) in enumerate(parts)
    ]
    return {
        "data": traces,
        "layout": layout(
            barmode="stack",
            showlegend=True,
            legend={"orientation": "h", "x": 0, "y": 1.05, "yanchor": "bottom", "traceorder": "normal",
                    "font": {"size": SMALL}},
            xaxis=axis("US dollars", range=[0, total], tickprefix="$", nticks=6),
            yaxis=axis("", type="category", visible=False),
        ),
    }  # fmt: skip


def _summary(results: Results) -> str:
    now = results[0]
    if now.cost_total_usd is None:
        return "The price of a chip-hour is unknown, so the cost is too."
    hours = f"{units.count(now.chip_hours)} chip-hours at {chip_hour_price(now)}"
    served = "" if now.cost_inference_usd is None else f", serving {units.dollars(now.cost_inference_usd)}"
    return (
        f"The final run takes {hours}{served}; all in all {units.dollars(now.cost_total_usd)}. "
        f"The same loss could have cost {units.dollars(now.cost_total_usd - (now.overspend_usd or 0))}."
    )


def _table(results: Results) -> tuple[list[str], list[list[str]]]:
    now = results[0]
    rows = [[label, units.dollars(usd)] for label, usd, _ in _parts(results)]
    rows.append(["Total", units.text(now.cost_total_usd, "usd")])
    rows.append(["Chip-hours", units.count(now.chip_hours)])
    rows.append(["Price of a chip-hour", chip_hour_price(now)])
    rows.append(["Days of training", units.text(now.wall_clock_days, "plain")])
    return ["Line", "Amount"], rows


CHART = Chart(
    id="money",
    page="plan",
    order=3,
    question="Where does the money go?",
    subtitle=_summary,
    figure=_figure,
    summary=_summary,
    table=_table,
    note=lambda results: "Lines that are set to nothing are not drawn. The Cost page has them all, with ranges.",
    height=170,
    wide=True,
)
