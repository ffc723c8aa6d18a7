"""Post-training over pre-training: this run, its best split, and what others spent."""

from collections.abc import Sequence

import numpy as np

from sim.catalogs.references import STATUS_WORDS, references
from sim.charts.chart import Figure, Place, RunChart, Table
from sim.charts.drawing.kept import kept_points
from sim.charts.drawing.style import SMALL, axis, layout, line
from sim.charts.think.post_curve import with_post_training
from sim.engine.kept_runs import KeptRun
from sim.engine.result import Result
from sim.ground import units
from sim.inputs.scenario import Scenario
from sim.studies.post_training import PUBLISHED, Spent, share_of_pretraining

HERE = "This run"
LOW, HIGH = -4.0, 2.5  # decades of the axis where no run lies outside
ROOM = 1.6  # decades at the right for the labels


def _words(spent: Spent) -> str:
    ends = [units.percent(spent.low, 2)] + ([units.percent(spent.high, 2)] if spent.high > spent.low else [])
    return " to ".join(ends)


class RLShare(RunChart):
    id = "rl-share"
    places = (Place("think", 1.55),)
    question = "How much of the bill is post-training?"
    height = 280

    def applies(self, scenario: Scenario) -> bool:
        return with_post_training(scenario)

    def why_empty(self, now: Result) -> str | None:
        return "Post-training is off." if now.scenario.post_training == "off" else None

    def subtitle(self, now: Result) -> str:
        return "Compute of reinforcement learning over that of pre-training, here and as published or estimated."

    def figure(self, now: Result, others: Sequence[KeptRun]) -> Figure:
        share = share_of_pretraining(now)
        assert share is not None  # or the chart would be empty
        rows = list(range(len(PUBLISHED) + 1))
        low = min(LOW, np.floor(np.log10(share)))
        high = max(HIGH, np.ceil(np.log10(share)))
        middles = [share, *((spent.low * spent.high) ** 0.5 for spent in PUBLISHED)]
        traces = [
            line([spent.low, spent.high], [place] * 2, "muted", 3, hoverinfo="skip")
            for place, spent in enumerate(PUBLISHED, 1)
            if spent.high > spent.low
        ]
        dots = {
            "type": "scatter", "mode": "markers+text", "x": middles, "y": rows,
            "text": [f"  {units.percent(share, 2)}", *(f"  {_words(spent)}" for spent in PUBLISHED)],
            "textposition": "middle right", "textfont": {"size": SMALL, "color": "@ink"}, "cliponaxis": False,
            "marker": {"size": 9, "color": ["@inference", *["@muted"] * len(PUBLISHED)]}, "hoverinfo": "skip",
        }  # fmt: skip
        kept = kept_points(others, lambda run: (share_of_pretraining(run), 0.0))
        labels = [HERE, *(spent.model for spent in PUBLISHED)]
        return {
            "data": [*traces, dots, *kept],
            "layout": layout(
                xaxis=axis("Post-training over pre-training", log=True, range=[low, high + ROOM],
                           tickvals=[1e-3, 1e-2, 0.1, 1, 10], ticktext=["0.1 %", "1 %", "10 %", "100 %", "10x"]),
                yaxis=axis("", tickvals=rows, ticktext=labels, range=[len(rows) - 0.5, -0.5], showgrid=False,
                           ticklabelstandoff=8),
            ),
        }  # fmt: skip

    def summary(self, now: Result) -> str:
        share = share_of_pretraining(now)
        assert share is not None  # or the chart would be empty
        of_bill = now.cost_post_training_usd, now.cost_training_usd
        paid = "" if of_bill[1] is None else f" and {units.percent(of_bill[0] / of_bill[1], 2)} of what training costs"
        below = [spent.model for spent in PUBLISHED if spent.high < share]
        said = f"more than {', '.join(below)}" if below else "less than any that is published"
        return f"Post-training takes {units.percent(share, 2)} of the compute of pre-training{paid}: {said}."

    def table(self, now: Result) -> Table:
        rows = [
            [spent.model, _words(spent), f"{references()[spent.source].short}, {STATUS_WORDS[spent.status]}"]
            for spent in PUBLISHED
        ]
        return ["Model", "Over pre-training", "Source"], [
            [HERE, units.percent(share_of_pretraining(now) or 0, 2), ""],
            *rows,
        ]

    def note(self, now: Result) -> str:
        return (
            "Compute, not dollars: hours of post-training do less of their peak. The share of o3 and that of Grok 4 "
            "are estimates of Epoch AI; that of Composer 2.5 is over the pre-training of the model below it, Kimi K2.5."
        )
