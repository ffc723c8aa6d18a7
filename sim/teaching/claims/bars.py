"""A chart of a card's own figures: bars with their numbers, as data for the board."""

from typing import Any

from sim.charts.drawing.style import SMALL, axis, layout
from sim.teaching.claims.evaluated import Evaluated
from sim.teaching.quotes import quote

ROOM, REPORTED_ROOM = 1.5, 2.4  # of the axis over the longest bar, for its label
BAR_HEIGHT, FRAME = 44, 40  # [px]


def bars_data(card: Evaluated) -> dict[str, Any]:
    """The bars of a claim as the board takes a chart; a figure out of reach has no bar and says so.

    Raises
    ------
    ValueError
        If the claim has no bars.
    """
    bars = card.claim.bars
    if bars is None:
        raise ValueError("this claim has no bars")
    found = [quote(bar.figure) for bar in bars.bars]
    values = [one.number(card.names) for one in found]
    texts = [one.written(value) for one, value in zip(found, values, strict=True)]
    texts = [f"{text} (reported)" if one.is_reported else text for one, text in zip(found, texts, strict=True)]
    room = REPORTED_ROOM if any(one.is_reported for one in found) else ROOM
    labels = [bar.label for bar in bars.bars]
    lengths = [value.value or 0.0 for value in values]
    shades = [f"@{bars.color}/0.45" if one.is_reported else f"@{bars.color}" for one in found]
    trace = {
        "type": "bar", "orientation": "h", "y": labels, "x": lengths, "text": texts, "textposition": "outside",
        "cliponaxis": False, "marker": {"color": shades}, "width": 0.56, "hoverinfo": "skip",
        "textfont": {"size": SMALL, "color": "@ink"},
    }  # fmt: skip
    columns, rows = ["", "Figure"], [list(row) for row in zip(labels, texts, strict=True)]
    return {
        "id": "bars",
        "question": bars.question,
        "subtitle": bars.subtitle,
        "figure": {
            "data": [trace],
            "layout": layout(
                xaxis=axis("", range=[0, room * max(*lengths, 1e-12)], visible=False),
                yaxis=axis("", type="category", autorange="reversed", showgrid=False, ticklabelstandoff=8)
                | {"tickfont": {"size": SMALL + 1, "color": "@ink"}},
            ),
        },
        "height": BAR_HEIGHT * len(labels) + FRAME,
        "wide": False,
        "views": [],
        "view": None,
        "note": "",
        "summary": "; ".join(f"{label}: {text}" for label, text in zip(labels, texts, strict=True)) + ".",
        "table": {"columns": columns, "rows": rows},
        "csv": True,
    }
