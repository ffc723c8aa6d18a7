"""The cost of a whole program, line by line."""

from collections.abc import Sequence

from sim.charts.chart import Figure, Place, RunChart, Table
from sim.charts.drawing.empty import UNKNOWN, no_price
from sim.charts.drawing.kept import kept_bars
from sim.charts.drawing.style import SMALL, axis, layout
from sim.engine.kept_runs import KeptRun
from sim.engine.output_table import OUTPUTS
from sim.engine.result import Result
from sim.ground import units
from sim.words.explain import LINES

# What the final run pays for, a part of which failures waste, and what it is called without that part.
RUN = {"cost_compute_usd": "Chips, final run", "cost_energy_usd": "Electricity"}
SERVING = OUTPUTS["cost_inference_usd"].label
ROOM = 1.32  # of the axis over the longest bar, for its label


def cost_parts(now: Result) -> list[tuple[str, float]]:
    """The lines of the cost [USD], what failures take from those of the run apart; they sum to the total."""
    overhead = now.scenario.failure_overhead
    known = {name: now.values[name] for name in LINES if now.values[name] is not None}
    run = {name: known.pop(name) for name in RUN if name in known}
    lost = sum(run.values()) * overhead / (1 + overhead)
    return [
        *((RUN[name], usd / (1 + overhead)) for name, usd in run.items()),
        ("Failures", lost),
        *((OUTPUTS[name].label, usd) for name, usd in known.items()),
    ]


def _whole(now: Result) -> str:
    return "Whole program" if now.cost_inference_usd is None else "Program and serving"


def _label(now: Result, label: str, usd: float) -> str:
    if usd > 0:
        return units.dollars(usd)
    rented_power = label == RUN["cost_energy_usd"] and now.scenario.price_basis != "owned"
    return "in the cloud price" if rented_power else "none set"


def _starts(now: Result) -> list[float]:
    """Where each line begins; one of nothing at the axis, where its label has room."""
    parts = cost_parts(now)
    return [sum(before for _, before in parts[:i]) if usd > 0 else 0.0 for i, (_, usd) in enumerate(parts)]


class Waterfall(RunChart):
    id = "waterfall"
    places = (Place("cost", 1),)
    question = "What does the whole program cost?"
    height = 300
    words_when_empty = True

    def why_empty(self, now: Result) -> str | None:
        return no_price(now)

    def subtitle(self, now: Result) -> str:
        return "US dollars, line by line; each bar starts where the one above ends."

    def figure(self, now: Result, others: Sequence[KeptRun]) -> Figure:
        parts, total = cost_parts(now), now.cost_total_usd
        longest = max([total, *(run.cost_total_usd for run in others)])
        trace = {
            "type": "bar",
            "orientation": "h",
            "y": [label for label, _ in parts] + [_whole(now)],
            "x": [usd for _, usd in parts] + [total],
            "base": [*_starts(now), 0],
            "text": [_label(now, label, usd) for label, usd in parts] + [units.dollars(total)],
            "textposition": "outside",
            "textangle": 0,
            "constraintext": "none",
            "cliponaxis": False,
            "marker": {
                "color": [*("@inference" if label == SERVING else "@money/0.55" for label, _ in parts), "@money"],
            },
            "width": 0.6,
            "hoverinfo": "skip",
        }
        kept = kept_bars(
            others,
            lambda run: [*(usd for _, usd in cost_parts(run)), run.cost_total_usd],
            [label for label, _ in parts] + [_whole(now)],
            lambda run: [*_starts(run), 0],
        )
        return {
            "data": [trace, *kept],
            "layout": layout(
                barmode="overlay",
                xaxis=axis("", range=[0, longest * ROOM], visible=False),
                yaxis=axis("", type="category", autorange="reversed", showgrid=False, ticklabelstandoff=8)
                | {"tickfont": {"size": SMALL + 1, "color": "@ink"}},
            ),
        }

    def summary(self, now: Result) -> str:
        if now.cost_total_usd is None:
            return UNKNOWN
        shown = ", ".join(f"{label.lower()} {units.dollars(usd)}" for label, usd in cost_parts(now) if usd > 0)
        return f"{shown[0].upper()}{shown[1:]}: {units.dollars(now.cost_total_usd)} in all."

    def table(self, now: Result) -> Table:
        if now.cost_total_usd is None:
            return ["Line", "Cost", "Share"], [["Whole program", "unknown", "unknown"]]
        lines = [*cost_parts(now), (_whole(now), now.cost_total_usd)]
        rows = [[label, units.dollars(usd), units.percent(usd / now.cost_total_usd, 2)] for label, usd in lines]
        return ["Line", "Cost", "Share"], rows

    def note(self, now: Result) -> str:
        scenario = now.scenario
        if scenario.rd_multiple == 1 and scenario.staff_usd == 0:
            served = "" if now.cost_inference_usd is None else " and its serving"
            return (
                f"Only the final run{served} {'are' if served else 'is'} set. Experiments and staff can be set below."
            )
        return "Experiments are all development compute beside the final run."
