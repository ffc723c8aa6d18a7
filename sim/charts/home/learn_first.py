"""Learn more first? A dollar on pilot runs beside one on each lever, in dollars of the best plan."""

import math
from collections.abc import Sequence
from typing import Any

from sim.charts.chart import Figure, LoneChart, Place, Table
from sim.charts.drawing.empty import no_price
from sim.charts.drawing.style import SMALL, axis, layout
from sim.engine.result import Result
from sim.ground import units
from sim.inputs.scenario import Scenario
from sim.studies.learning import LEARN, counts, learning, tried, worths
from sim.words.knowing import CONSTANTS_ALONE, between_sentence, knowing_sentences, noise_sentence, pilots_in_words

LEAST, MOST = 1e-2, 1e4  # dollars that are drawn; what lies beyond ends there
ROOM = 0.3  # of the width on either side of the bars, for their words
PILOTS = "pilots that show the law better"
UNKNOWN = "What knowing the law better is worth cannot be said of this run."


class LearnFirst(LoneChart):
    id = "learn"
    places = (Place("home", 4),)
    question = "Learn more first?"
    height = 190
    wide = True
    waits = True  # a hundred sets of pilots are tried, each on 1,000 draws of the law

    def applies(self, scenario: Scenario) -> bool:
        return counts(scenario)

    def why_empty(self, now: Result) -> str | None:
        return no_price(now) or (None if learning(now) else UNKNOWN)

    def subtitle(self, now: Result) -> str:
        return (
            "What a dollar is worth, in dollars of the best plan: on each lever of this run, and on pilot runs that "
            "show the constants of the law better before it."
        )

    def figure(self, now: Result, others: Sequence[Any]) -> Figure:
        bars = worths(now)
        decades = [math.log10(min(max(one.usd, LEAST), MOST)) for one in bars]
        low, high = min([0.0, *decades]), max([0.0, *decades])
        room = ROOM * max(high - low, 1.0)
        heavy = [f"<b>{one.label}</b>" if one.name == LEARN else one.label for one in bars]
        return {
            "data": [
                {
                    "type": "bar",
                    "orientation": "h",
                    "name": "Decades of dollars that a dollar is worth",
                    "y": heavy,
                    "x": decades,
                    "text": [_dollars(one.usd) for one in bars],
                    "textposition": "outside",
                    "textangle": 0,
                    "constraintext": "none",
                    "cliponaxis": False,
                    "marker": {"color": [f"@{one.color}" for one in bars]},
                    "width": 0.6,
                    "hoverinfo": "skip",
                }
            ],
            "layout": layout(
                xaxis=axis("", range=[low - room, high + room], visible=False),
                yaxis=axis("", type="category", autorange="reversed", showgrid=False, ticklabelstandoff=8)
                | {"tickfont": {"size": SMALL + 1, "color": "@ink"}},
                shapes=[{"type": "line", "x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1,
                         "line": {"width": 1, "color": "@muted"}}],
            ),
        }  # fmt: skip

    def summary(self, now: Result) -> str:
        told = [f"{_dollars(one.usd)} on {PILOTS if one.name == LEARN else one.label.lower()}" for one in worths(now)]
        return f"A dollar is worth, in dollars of the best plan: {', '.join(told)}."

    def note(self, now: Result) -> str:
        found = learning(now)
        assert found is not None  # else the chart is empty
        told = [
            *knowing_sentences(found),
            noise_sentence(now.scenario),
            CONSTANTS_ALONE,
            between_sentence(now.scenario),
        ]
        return " ".join(filter(None, told))

    def table(self, now: Result) -> Table:
        found = learning(now)
        best = None if found is None else tried(found)
        rows = [
            [one.label, _dollars(one.usd), pilots_in_words(best) if one.name == LEARN and best else "–"]
            for one in worths(now)
        ]
        return ["A dollar on", "is worth, in the best plan", "How"], rows


def _dollars(usd: float) -> str:
    return units.dollars(usd) if usd >= LEAST else "under 1 cent" if usd > 0 else "nothing"
