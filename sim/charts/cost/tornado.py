"""What drives the cost: one input at a time at both ends of its range."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sim.catalogs.references import references
from sim.charts.chart import Figure, Place, RunChart, Table
from sim.charts.drawing.empty import UNKNOWN, no_price
from sim.charts.drawing.kept import kept_bars
from sim.charts.drawing.style import SMALL, axis, layout
from sim.engine.kept_runs import KeptRun
from sim.engine.result import Result
from sim.ground import units
from sim.inputs import TABLE, Row
from sim.studies.ranges import interval, tornado


def _written(row: Row, value: float) -> str:
    return units.text(value, row.form)


@lru_cache(maxsize=64)
def _ends(run: KeptRun) -> dict[str, tuple[float, float]]:
    """Low and high end [USD] of each input of a kept run, which stands still while a lever moves."""
    return {one.label: (min(ends), max(ends)) for one, *ends in tornado(run)}


class Tornado(RunChart):
    id = "tornado"
    places = (Place("cost", 2),)
    question = "What drives the total?"
    height = 300
    words_when_empty = True

    def why_empty(self, now: Result) -> str | None:
        return no_price(now)

    def subtitle(self, now: Result) -> str:
        found = interval(now)
        if found is None:
            return "US dollars of the whole program, one input at a time at the ends of its range."
        low, high = (units.dollars(end) for end in found)
        return f"US dollars, one input at a time at the ends of its range. All at once: {low} to {high} (90 %)."

    def figure(self, now: Result, others: Sequence[KeptRun]) -> Figure:
        bars, total = tornado(now), now.cost_total_usd
        names = [one.label for one, _, _ in bars]
        ends = [end for _, *pair in bars for end in pair]
        ends += [end for run in others for name, pair in _ends(run).items() if name in names for end in pair]
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
        none = (total, None)  # an input that has no range there: no strip
        traces += kept_bars(
            others,
            lambda run: [high and high - low for low, high in (_ends(run).get(name, none) for name in names)],
            names,
            lambda run: [low for low, _ in (_ends(run).get(name, none) for name in names)],
        )
        return {
            "data": traces,
            "layout": layout(
                barmode="overlay",
                xaxis=axis("", range=[low - pad, high + pad], visible=False),
                yaxis=axis("", type="category", autorange="reversed", showgrid=False, ticklabelstandoff=8)
                | {"tickfont": {"size": SMALL + 1, "color": "@ink"}},
            ),
        }

    def summary(self, now: Result) -> str:
        if now.cost_total_usd is None:
            return UNKNOWN
        one, at_low, at_high = tornado(now)[0]
        return (
            f"{one.label} moves the total most: from {units.dollars(min(at_low, at_high))} "
            f"to {units.dollars(max(at_low, at_high))}."
        )

    def table(self, now: Result) -> Table:
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
            for one, at_low, at_high in tornado(now)
        ]
        return columns, rows or [["Price", *["unknown"] * 6]]

    def note(self, now: Result) -> str:
        return (
            "The shades meet at your values. The table says where each range comes from; those marked ours are guesses."
        )
