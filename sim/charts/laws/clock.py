"""The progress clock: what waiting does to the cost of the same loss."""

from collections.abc import Sequence

import numpy as np

from sim.charts.chart import Figure, LoneChart, Place, Table
from sim.charts.drawing.empty import UNKNOWN, no_price
from sim.charts.drawing.style import axis, layout, line, point
from sim.engine.result import Result
from sim.ground import units
from sim.studies.progress import FAST_MONTHS, HALVING_MONTHS, SLOW_MONTHS, cost_after, efficiency_after, price_after

YEARS = np.linspace(0, 5, 61)
LOOKED_AT = (1, 2, 3, 5)
LAW = "Ho et al., 2024"


class Clock(LoneChart):
    id = "laws-clock"
    places = (Place("laws", 10),)
    question = "Train now or wait?"
    controls = ("doubling_months",)
    height = 400
    words_when_empty = True

    def why_empty(self, now: Result) -> str | None:
        return no_price(now)

    def subtitle(self, now: Result) -> str:
        return (
            "US dollars of chips and electricity for the same loss. Band: compute halves every 5 to 14 months (95 %)."
        )

    def figure(self, now: Result, others: Sequence[Result]) -> Figure:
        usd = now.cost_compute_usd + now.cost_energy_usd
        pace = now.scenario.doubling_months
        slow, best, fast = (cost_after(usd, YEARS, months) for months in (SLOW_MONTHS, pace, FAST_MONTHS))
        least = min(fast[-1], best[-1])
        later = float(cost_after(usd, 2, pace))
        prices = usd * price_after(YEARS)
        return {
            "data": [
                line(YEARS, slow, "money", 0, hoverinfo="skip"),
                line(YEARS, fast, "money", 0, fill="tonexty", fillcolor="@money/0.2", hoverinfo="skip"),
                line(YEARS, prices, "muted", 1.2, line={"dash": "dot"}, hoverinfo="skip"),
                line(YEARS, best, "money", 3, hovertemplate="after %{x:.1f} years %{y|usd}<extra></extra>"),
                point(0, usd, f"now {units.dollars(usd)}", "here", "top right", hoverinfo="skip"),
                point(2, later, f"in two years {units.dollars(later)}", "money", "top right", hoverinfo="skip"),
            ],
            "layout": layout(
                xaxis=axis("Years from now", range=[-0.1, 5.1], dtick=1),
                yaxis=axis("US dollars", log=True, range=[float(np.log10(least)), float(np.log10(usd)) + 0.4],
                           dtick=1),
            ),
        }  # fmt: skip

    def summary(self, now: Result) -> str:
        if now.cost_total_usd is None:
            return UNKNOWN
        usd = now.cost_compute_usd + now.cost_energy_usd
        pace = now.scenario.doubling_months
        low, best, high = (float(cost_after(usd, 1, months)) for months in (FAST_MONTHS, pace, SLOW_MONTHS))
        return (
            f"Waiting a year for the same loss takes the run from {units.dollars(usd)} to {units.dollars(best)} "
            f"({units.dollars(low)} to {units.dollars(high)} at the published paces). It also takes a year."
        )

    def table(self, now: Result) -> Table:
        usd = np.nan if now.cost_total_usd is None else now.cost_compute_usd + now.cost_energy_usd
        pace = now.scenario.doubling_months
        rows = [
            [
                str(year),
                units.times(float(efficiency_after(year, pace))),
                units.scientific(now.train_flop / float(efficiency_after(year, pace))),
                units.percent(float(price_after(year)), 3),
                *(units.text(float(cost_after(usd, year, m)), "usd") for m in (FAST_MONTHS, pace, SLOW_MONTHS)),
            ]
            for year in LOOKED_AT
        ]
        return ["Years", "Efficiency", "FLOP needed", "Price of an hour", "Cost, fast", "Cost", "Cost, slow"], rows

    def note(self, now: Result) -> str:
        pace = now.scenario.doubling_months
        whose = f"{LAW}" if pace == HALVING_MONTHS else f"your figure; {LAW} say {units.plain(HALVING_MONTHS)}"
        return (
            f"Dotted: prices alone. Compute for the same loss halves every {units.plain(pace)} months ({whose}); the "
            "price of a chip falls by 28 % a year (Cottier et al., 2024). What a model earns in the meantime is not in "
            "it."
        )
