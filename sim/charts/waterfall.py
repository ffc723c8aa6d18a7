"""The cost of a whole program, line by line."""

from typing import Any

from sim import units
from sim.charts.chart import Chart, Results
from sim.charts.empty import UNKNOWN, empty, without_price
from sim.charts.style import SMALL, axis, layout
from sim.result import Result

SERVING = "Serving"
ROOM = 1.32  # of the axis over the longest bar, for its label


def cost_parts(now: Result) -> list[tuple[str, float]]:
    """The lines of the cost [USD], failures apart; they sum to the total."""
    overhead = now.scenario.failure_overhead
    run = now.cost_compute_usd + now.cost_energy_usd
    lost = run * overhead / (1 + overhead)
    serving = [] if now.cost_inference_usd is None else [(SERVING, now.cost_inference_usd)]
    return [
        ("Chips, final run", now.cost_compute_usd / (1 + overhead)),
        ("Electricity", now.cost_energy_usd / (1 + overhead)),
        ("Failures", lost),
        ("Data", now.cost_data_usd),
        ("Experiments", now.cost_rd_usd),
        ("Staff", now.cost_staff_usd),
        *serving,
    ]


def _whole(now: Result) -> str:
    return "Whole program" if now.cost_inference_usd is None else "Program and serving"


def _label(now: Result, label: str, usd: float) -> str:
    if usd > 0:
        return units.dollars(usd)
    return "in the cloud price" if label == "Electricity" and now.scenario.price_basis != "owned" else "none set"


def _figure(results: Results) -> dict[str, Any]:
    now = results[0]
    if without_price(now):
        return empty()
    parts, total = cost_parts(now), now.cost_total_usd
    # A bar of nothing starts at the axis, where its label has room.
    starts = [sum(before for _, before in parts[:i]) if usd > 0 else 0 for i, (_, usd) in enumerate(parts)]
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": [label for label, _ in parts] + [_whole(now)],
        "x": [usd for _, usd in parts] + [total],
        "base": [*starts, 0],
        "text": [_label(now, label, usd) for label, usd in parts] + [units.dollars(total)],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {
            "color": [*("@inference" if label == SERVING else "@money/0.55" for label, _ in parts), "@money"],
        },
        "width": 0.6,
        "hoverinfo": "skip",
    }
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
        return ["Line", "Cost", "Share"], [["Whole program", "unknown", "unknown"]]
    lines = [*cost_parts(now), (_whole(now), now.cost_total_usd)]
    rows = [[label, units.dollars(usd), units.percent(usd / now.cost_total_usd, 2)] for label, usd in lines]
    return ["Line", "Cost", "Share"], rows


def _note(results: Results) -> str:
    scenario = results[0].scenario
    if scenario.rd_multiple == 1 and scenario.staff_usd == 0:
        return "Only the final run is set. Experiments and staff can be set below."
    return "Experiments are all development compute beside the final run."


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
