"""The cost of a whole program, line by line."""

from typing import Any

from sim import units
from sim.charts.chart import Chart, Results
from sim.charts.empty import UNKNOWN, empty, without_price
from sim.charts.style import SMALL, axis, layout
from sim.result import Result

ROOM = 1.32  # of the axis over the longest bar, for its label


def cost_parts(now: Result) -> list[tuple[str, float]]:
    """The lines of the cost [USD], failures apart; they sum to the total."""
    overhead = now.scenario.failure_overhead
    run = now.cost_compute_usd + now.cost_energy_usd
    lost = run * overhead / (1 + overhead)
    return [
        ("Chips, final run", now.cost_compute_usd / (1 + overhead)),
        ("Electricity", now.cost_energy_usd / (1 + overhead)),
        ("Failures", lost),
        ("Data", now.cost_data_usd),
        ("Experiments", now.cost_rd_usd),
        ("Staff", now.cost_staff_usd),
    ]


def _label(usd: float, total: float) -> str:
    return f"{units.dollars(usd)} · {units.percent(usd / total, 2)}" if usd > 0 else "$0"


def _figure(results: Results) -> dict[str, Any]:
    now = results[0]
    if without_price(now):
        return empty()
    parts, total = cost_parts(now), now.cost_total_usd
    starts = [sum(usd for _, usd in parts[:i]) for i in range(len(parts))]
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": [label for label, _ in parts] + ["Whole program"],
        "x": [usd for _, usd in parts] + [total],
        "base": [*starts, 0],
        "text": [_label(usd, total) for _, usd in parts] + [units.dollars(total)],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": ["@money/0.55"] * len(parts) + ["@money"]},
        "width": 0.6,
        "hoverinfo": "skip",
    }
    # A line that ends far to the right has its label inside the room there.
    return {
        "data": [trace],
        "layout": layout(
            xaxis=axis("", range=[0, total * ROOM], visible=False),
            yaxis=axis("", type="category", autorange="reversed", showgrid=False, ticklabelstandoff=8)
            | {"tickfont": {"size": SMALL + 1, "color": "@ink"}},
        ),
    }


def _summary(results: Results) -> str:
    now = results[0]
    if without_price(now):
        return UNKNOWN
    shown = ", ".join(f"{label.lower()} {units.dollars(usd)}" for label, usd in cost_parts(now) if usd > 0)
    return f"{shown[0].upper()}{shown[1:]}: {units.dollars(now.cost_total_usd)} in all."


def _table(results: Results) -> tuple[list[str], list[list[str]]]:
    now = results[0]
    if without_price(now):
        return ["Line", "Cost"], [["Whole program", "unknown"]]
    rows = [[label, units.dollars(usd)] for label, usd in cost_parts(now)]
    return ["Line", "Cost"], [*rows, ["Whole program", units.dollars(now.cost_total_usd)]]


def _note(results: Results) -> str:
    scenario = results[0].scenario
    energy = (
        "" if scenario.price_basis == "owned" else "Electricity is in the cloud price. "
    )  # fmt: skip
    if scenario.rd_multiple == 1 and scenario.staff_usd == 0:
        return f"{energy}Experiments and staff are set to nothing: below you can set them."
    return f"{energy}Experiments are all development compute beside the final run."


CHART = Chart(
    id="waterfall",
    page="cost",
    order=1,
    question="What does the whole program cost?",
    subtitle=lambda results: "US dollars, line by line; each bar starts where the one above ends.",
    figure=_figure,
    summary=_summary,
    table=_table,
    note=_note,
    height=300,
)
