"""The progress clock: what waiting does to the cost of the same loss."""

from typing import Any

import numpy as np

from sim import units
from sim.charts.chart import Chart, Results
from sim.charts.empty import UNKNOWN, empty, without_price
from sim.charts.style import axis, layout, line, point
from sim.progress import FAST_MONTHS, HALVING_MONTHS, SLOW_MONTHS, cost_after, efficiency_after, price_after

YEARS = np.linspace(0, 5, 61)
LOOKED_AT = (1, 2, 3, 5)


def _figure(results: Results) -> dict[str, Any]:
    now = results[0]
    if without_price(now):
        return empty()
    usd = now.cost_compute_usd + now.cost_energy_usd
    slow, best, fast = (cost_after(usd, YEARS, months) for months in (SLOW_MONTHS, HALVING_MONTHS, FAST_MONTHS))
    prices = usd * price_after(YEARS)
    return {
        "data": [
            line(YEARS, slow, "money", 0, hoverinfo="skip"),
            line(YEARS, fast, "money", 0, fill="tonexty", fillcolor="@money/0.2", hoverinfo="skip"),
            line(YEARS, prices, "muted", 1.2, line={"dash": "dot"}, hoverinfo="skip"),
            line(YEARS, best, "money", 3, hovertemplate="after %{x:.1f} years %{y:$.3s}<extra></extra>"),
            point(0, usd, f"now {units.dollars(usd)}", "here", "top right", hoverinfo="skip"),
            point(2, float(cost_after(usd, 2)), f"in two years {units.dollars(float(cost_after(usd, 2)))}", "money",
                  "top right", hoverinfo="skip"),
        ],
        "layout": layout(
            xaxis=axis("Years from now", range=[-0.1, 5.1], dtick=1),
            yaxis=axis("US dollars", log=True, range=[float(np.log10(fast[-1])), float(np.log10(usd)) + 0.4], dtick=1),
        ),
    }  # fmt: skip


def _summary(results: Results) -> str:
    now = results[0]
    if without_price(now):
        return UNKNOWN
    usd = now.cost_compute_usd + now.cost_energy_usd
    low, best, high = (float(cost_after(usd, 1, months)) for months in (FAST_MONTHS, HALVING_MONTHS, SLOW_MONTHS))
    return (
        f"Waiting a year for the same loss takes the run from {units.dollars(usd)} to {units.dollars(best)} "
        f"({units.dollars(low)} to {units.dollars(high)}). It also takes a year."
    )


def _table(results: Results) -> tuple[list[str], list[list[str]]]:
    now = results[0]
    known = not without_price(now)
    usd = now.cost_compute_usd + now.cost_energy_usd if known else np.nan
    rows = [
        [
            str(year),
            units.times(float(efficiency_after(year))),
            units.scientific(now.train_flop / float(efficiency_after(year))),
            units.percent(float(price_after(year)), 3),
            *(units.text(float(cost_after(usd, year, m)), "usd") for m in (FAST_MONTHS, HALVING_MONTHS, SLOW_MONTHS)),
        ]
        for year in LOOKED_AT
    ]
    return ["Years", "Efficiency", "FLOP needed", "Price of an hour", "Cost, fast", "Cost", "Cost, slow"], rows


CHART = Chart(
    id="laws-clock",
    page="laws",
    order=9,
    question="Train now or wait?",
    subtitle=lambda results: (
        "US dollars of chips and electricity for the same loss. Band: compute halves every 5 to 14 months (95 %)."
    ),
    figure=_figure,
    summary=_summary,
    table=_table,
    note=lambda results: (
        "Dotted: prices alone. Compute for the same loss halves every 8 months (Ho et al., 2024); the price of a chip "
        "falls by 28 % a year (Cottier et al., 2024). What a model earns in the meantime is not in it."
    ),
    height=400,
)
