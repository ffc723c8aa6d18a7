"""Utilization against the number of chips: this run among published ones."""

from collections.abc import Sequence

import numpy as np

from sim.catalogs.clusters import CLUSTERS
from sim.catalogs.references import STATUS_WORDS, references
from sim.charts.chart import Figure, Place, RunChart, Table
from sim.charts.drawing.kept import kept_points
from sim.charts.drawing.style import SMALL, axis, layout, point
from sim.charts.plan.constraints import PLANS
from sim.engine.kept_runs import KeptRun
from sim.engine.result import Result
from sim.ground import units
from sim.inputs.scenario import Scenario

PERCENT = 100.0
DECADES = (2.0, 6.0)  # of chips, where no run lies outside


class Clusters(RunChart):
    id = "clusters"
    places = (Place("plan", 0.6),)
    question = "What do large clusters get out of their chips?"
    height = 260

    def applies(self, scenario: Scenario) -> bool:
        return scenario.plan in PLANS

    def why_empty(self, now: Result) -> str | None:
        return "The number of chips is unknown." if now.scenario.n_chips is None else None

    def subtitle(self, now: Result) -> str:
        return "Utilization, % of the dense BF16 peak, against the chips of a run. Lines: one run on more chips."

    def figure(self, now: Result, others: Sequence[KeptRun]) -> Figure:
        low, high = DECADES
        assert now.scenario.n_chips is not None  # or the chart would be empty
        for run in (now, *others):
            if run.scenario.n_chips is not None:
                here = np.log10(run.scenario.n_chips)
                low, high = min(low, np.floor(here) - 0.2), max(high, np.ceil(here) + 0.2)
        traces = [
            {
                "type": "scatter",
                "mode": "lines+markers+text",
                "x": [n for n, _ in one.points],
                "y": [PERCENT * mfu for _, mfu in one.points],
                "line": {"color": "@muted", "width": 1.5},
                "marker": {"color": "@muted", "size": 6},
                "text": ["", *[""] * len(one.points)][: len(one.points) - 1] + [f" {one.run}"],
                "textposition": "middle right",
                "textfont": {"size": SMALL, "color": "@muted"},
                "hovertemplate": f"{one.run}, {one.chip}<br>%{{x:,}} chips: %{{y:.1f}} %<extra></extra>",
            }
            for one in CLUSTERS
        ]
        kept = kept_points(others, lambda run: (run.scenario.n_chips, PERCENT * run.scenario.mfu))
        here = point(
            now.scenario.n_chips, PERCENT * now.scenario.mfu, "you are here", "here", "bottom right", hoverinfo="skip"
        )
        return {
            "data": [*traces, *kept, here],
            "layout": layout(
                xaxis=axis("Chips", log=True, range=[low, high], dtick=1),
                yaxis=axis("Utilization, %", range=[0, 70], nticks=6),
            ),
        }  # fmt: skip

    def summary(self, now: Result) -> str:
        return (
            f"This run counts on {units.percent(now.scenario.mfu)} of the peak of {units.count(now.scenario.n_chips)} "
            "chips. Llama 3 405B fell from 43 % on 8,192 H100 to 41 % on 16,384, Megatron-Turing 530B from 40 % on "
            "2,240 A100 to 36 % on 3,360."
        )

    def table(self, now: Result) -> Table:
        rows = [
            [
                one.run,
                one.chip,
                f"{n:,.0f}",
                units.percent(mfu),
                f"{references()[one.source].short}, {STATUS_WORDS[one.status]}",
            ]
            for one in CLUSTERS
            for n, mfu in one.points
        ]
        return ["Run", "Chip", "Chips", "Utilization", "Source"], rows

    def note(self, now: Result) -> str:
        return (
            "Published figures are those of good stages; whole runs have less, and the default here is that of whole "
            "runs. No law for the fall is published, so that the utilization here does not know the number of chips."
        )
