"""What drives the cost: one input at a time at both ends of its range."""

from typing import Any

from sim import units
from sim.charts.chart import Chart, Results
from sim.charts.empty import UNKNOWN, empty, without_price
from sim.charts.pinned import beside, told
from sim.charts.style import SMALL, axis, layout, strips
from sim.inputs import TABLE, Input
from sim.ranges import interval, tornado
from sim.references import references


def _written(row: Input, value: float) -> str:
    return units.text(value, row.form)


def _figure(results: Results) -> dict[str, Any]:
    now = results[0]
    if without_price(now):
        return empty()
    bars, total = tornado(now), now.cost_total_usd
    names = [one.label for one, _, _ in bars]
    before = [{one.label: sorted(pair) for one, *pair in tornado(pinned)} for pinned in results[1:]]
    ends = [end for _, *pair in bars for end in pair]
    ends += [end for pairs in before for name, pair in pairs.items() if name in names for end in pair]
    low, high = min(ends), max(ends)
    pad = 0.5 * (high - low)
    traces: list[dict[str, Any]] = []
    for which, color, side in ((min, "@money/0.45", "low"), (max, "@money", "high")):
        reached = [which(pair) for _, *pair in bars]
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": side,
                "y": names,
                "x": [end - total for end in reached],
                "base": [total] * len(bars),
                "text": [units.dollars(end) for end in reached],
                "textposition": "outside",
                "textangle": 0,
                "constraintext": "none",
                "cliponaxis": False,
                "marker": {"color": color},
                "width": 0.5,
                "hoverinfo": "skip",
            }
        )
    for pairs in before:
        shared = [name for name in names if name in pairs]
        low_ends = [pairs[name][0] for name in shared]
        traces.append(strips([pairs[name][1] - pairs[name][0] for name in shared], shared, low_ends))
    return {
        "data": traces,
        "layout": layout(
            barmode="overlay",
            xaxis=axis("", range=[low - pad, high + pad], visible=False),
            yaxis=axis("", type="category", autorange="reversed", showgrid=False, ticklabelstandoff=8)
            | {"tickfont": {"size": SMALL + 1, "color": "@ink"}},
        ),
    }


def _summary(results: Results) -> str:
    now = results[0]
    if without_price(now):
        return UNKNOWN
    one, at_low, at_high = tornado(now)[0]
    return (
        f"{one.label} moves the total most: from {units.dollars(min(at_low, at_high))} "
        f"to {units.dollars(max(at_low, at_high))}."
    )


def _subtitle(results: Results) -> str:
    found = interval(results[0])
    if found is None:
        return "US dollars of the whole program, one input at a time at the ends of its range."
    low, high = (units.dollars(end) for end in found)
    return f"US dollars, one input at a time at the ends of its range. All at once: {low} to {high} (90 %)."


def _table(results: Results) -> tuple[list[str], list[list[str]]]:
    columns = ["Input", "Low", "Best", "High", "Cost at low", "Cost at high", "Range from"]
    known = references()
    rows = [
        [
            one.label,
            *(_written(TABLE[one.name], value) for value in (one.low, one.best, one.high)),
            units.dollars(at_low),
            units.dollars(at_high),
            f"ours: {one.basis}" if one.source == "next-dollar" else f"{known[one.source].short}: {one.basis}",
        ]
        for one, at_low, at_high in tornado(results[0])
    ]
    return columns, rows or [["Price", *["unknown"] * 6]]


CHART = Chart(
    id="tornado",
    page="cost",
    order=2,
    question="What drives the total?",
    subtitle=_subtitle,
    figure=_figure,
    summary=told(_summary),
    table=beside(_table),
    note=lambda results: (
        "The shades meet at your values. The table says where each range comes from; those marked ours are guesses."
    ),
    height=300,
)
