"""Where the money goes."""

from collections.abc import Sequence
from itertools import chain, repeat
from typing import Any

from sim.charts.chart import Figure, Place, RunChart, Table
from sim.charts.cost.waterfall import SERVING, cost_parts
from sim.charts.drawing.empty import no_price
from sim.charts.drawing.style import SMALL, axis, layout, rung_above
from sim.engine.kept_runs import KeptRun
from sim.engine.result import Result
from sim.ground import units
from sim.words.run import chip_hour_price

SHADES = (1, 0.75, 0.5, 0.35, 0.25, 0.15)  # of the color of money, line by line
LEAST = 0.08  # share of the axis below which a part has no label
NOW = "now"  # its row, beside those of kept runs


def _parts(known: Sequence[Result]) -> list[tuple[str, str, list[float]]]:
    """Label, color and size [USD] of each part, the size for each of the runs."""
    sizes = [dict(cost_parts(result)) for result in known]
    shades = chain(SHADES, repeat(SHADES[-1]))
    return [
        (
            label,
            "@inference" if label == SERVING else f"@money/{next(shades)}",
            [theirs.get(label, 0.0) for theirs in sizes],
        )
        for label in {label: None for theirs in sizes for label in theirs}
    ]


def _labels(row: int, parts: Sequence[tuple[str, str, list[float]]], longest: float) -> dict[str, Any]:
    """Dollars at the start of each part that has room for them: a trace, so that they move with the parts."""
    sizes = [theirs[row] for _, _, theirs in parts]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [sum(sizes[:i]) for i in range(len(sizes))],
        "y": [row] * len(sizes),
        "text": [f"\u00a0{units.dollars(usd)}" if usd > LEAST * longest else "" for usd in sizes],
        "textposition": "middle right",
        # The full colors carry the color of paper, the pale ones that of ink.
        "textfont": {"color": ["@ink" if "/0" in color else "@paper" for _, color, _ in parts]},
        "hoverinfo": "skip",
        "showlegend": False,
    }


class Money(RunChart):
    id = "money"
    places = (Place("plan", 3),)
    question = "Where does the money go?"
    height = 170
    axes_follow = True
    wide = True
    words_when_empty = True

    def why_empty(self, now: Result) -> str | None:
        return no_price(now)

    def subtitle(self, now: Result) -> str:
        return self.summary(now)

    def figure(self, now: Result, others: Sequence[KeptRun]) -> Figure:
        known = [now, *others]
        rows = list(range(len(known)))
        parts = _parts(known)
        longest = max(result.cost_total_usd for result in known)
        # Every line is there, also one of nothing: a lever may give it a size.
        traces: list[dict[str, Any]] = [
            {
                "type": "bar",
                "orientation": "h",
                "name": label,
                "y": rows,
                "x": sizes,
                "marker": {"color": color},
                "width": 0.6,
                "showlegend": max(sizes) > 0,
                "hovertemplate": f"{label}: %{{x|usd}}<extra></extra>",
            }
            for label, color, sizes in parts
        ]
        return {
            "data": [*traces, *(_labels(row, parts, rung_above(longest)) for row in rows)],
            "layout": layout(
                barmode="stack",
                showlegend=True,
                legend={"orientation": "h", "x": 0, "y": 1.05, "yanchor": "bottom", "traceorder": "normal",
                        "font": {"size": SMALL}},
                xaxis=axis("US dollars", range=[0, rung_above(longest)], tickprefix="$", nticks=6),
                yaxis=axis("", tickvals=rows, ticktext=[NOW, *(run.mark for run in others)],
                           range=[len(rows) - 0.5, -0.5], showgrid=False, visible=len(rows) > 1),
            ),
        }  # fmt: skip

    def summary(self, now: Result) -> str:
        if now.cost_total_usd is None:
            return "The price of a chip-hour is unknown, so the cost is too."
        hours = f"{units.count(now.chip_hours)} chip-hours at {chip_hour_price(now)}"
        served = "" if now.cost_inference_usd is None else f", serving {units.dollars(now.cost_inference_usd)}"
        return (
            f"The final run takes {hours}{served}; all in all {units.dollars(now.cost_total_usd)}. "
            f"The same loss could have cost {units.dollars(now.cost_total_usd - (now.overspend_usd or 0))}."
        )

    def table(self, now: Result) -> Table:
        lines = [] if now.cost_total_usd is None else cost_parts(now)
        rows = [[label, units.dollars(usd)] for label, usd in lines]
        rows.append(["Total", units.text(now.cost_total_usd, "usd")])
        rows.append(["Chip-hours", units.count(now.chip_hours)])
        rows.append(["Price of a chip-hour", chip_hour_price(now)])
        rows.append(["Days of training", units.text(now.wall_clock_days, "plain")])
        return ["Line", "Amount"], rows

    def note(self, now: Result) -> str:
        return "Lines that are set to nothing are not drawn. The Cost page has them all, with ranges."
