"""What a chart of money shows when a price is unknown."""

from textwrap import wrap
from typing import Any

from sim.charts.style import BODY, layout
from sim.result import Result

MOST_LETTERS = 40  # of a line, which fits the chart of a phone
UNKNOWN = "A price is unknown: type one to see dollars."


def without_price(result: Result) -> bool:
    """Whether dollars are unknown."""
    return result.cost_total_usd is None


def empty(words: str = UNKNOWN) -> dict[str, Any]:
    """A figure that says why it is empty."""
    note = {
        "text": "<br>".join(wrap(words, MOST_LETTERS)), "showarrow": False,
        "x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper",
        "font": {"size": BODY, "color": "@muted"},
    }  # fmt: skip
    hidden = {"visible": False, "fixedrange": True}
    return {"data": [], "layout": layout(xaxis=hidden, yaxis=hidden, annotations=[note])}
