"""Colors that mean one thing everywhere, and the quiet layout that all charts share."""

import math
from typing import Any

from sim.ground import units

# Okabe and Ito's color-blind safe hues, darkened on light paper and lightened on dark
# paper until they reach a contrast of 4.5 with it.
COLORS = {
    "light": {
        "ink": "#1d2330",
        "muted": "#5b6472",
        "grid": "#e6e4df",
        "paper": "#fdfcfa",
        "params": "#0067a3",
        "tokens": "#b8500b",
        "compute": "#00795a",
        "money": "#8a6100",
        "inference": "#a34d80",
        "here": "#1d2330",
        "kept-1": "#6a4fc3",
        "kept-2": "#b4232f",
        "kept-3": "#566b00",
    },
    "dark": {
        "ink": "#eceae4",
        "muted": "#a8afbb",
        "grid": "#333a47",
        "paper": "#14181f",
        "params": "#5bb3ea",
        "tokens": "#f0964e",
        "compute": "#3fc79c",
        "money": "#e3b23c",
        "inference": "#db8fbc",
        "here": "#eceae4",
        "kept-1": "#b39bff",
        "kept-2": "#ff8a80",
        "kept-3": "#b5cc5a",
    },
}
MOST_TICKS = 4  # of a low panel
MOST_DECADES = 8  # of a log axis with a label at each; more of them would turn on a phone
ROUNDING = 1e-9
SMALL, BODY = 12, 13  # the two type sizes of charts [px]
REVEALS = {"reveals": True}  # meta of a trace that gives the best plan away: hidden until a prediction is made


def axis(title: str, log: bool = False, **more: Any) -> dict[str, Any]:
    """Axis with light grid lines; on a log axis one label for each few decades, nine at most."""
    base: dict[str, Any] = {
        "title": {"text": title, "font": {"size": SMALL, "color": "@muted"}, "standoff": 8},
        "type": "log" if log else "linear",
        "gridcolor": "@grid",
        "linecolor": "@grid",
        "zeroline": False,
        "tickfont": {"size": SMALL, "color": "@muted"},
        "tickangle": 0,  # a label without room is left out by the browser, not turned
        "automargin": True,
        "fixedrange": True,
    }
    if log:
        base |= {"exponentformat": "power", "nticks": 8, "minor": {"showgrid": False, "ticks": ""}}
    if log and "dtick" in more and "range" in more:
        low, high = more["range"]
        more["dtick"] = max(more["dtick"], math.ceil((high - low) / MOST_DECADES))
    return base | more


def log_ticks(low: float, high: float, form: str) -> dict[str, Any]:
    """Ticks of a low panel with a log axis: at most four round numbers between two decades."""
    inside: list[float] = []
    for steps in ((1, 2, 5), (1,)):
        places = [step * 10.0**decade for decade in range(math.floor(low), math.ceil(high) + 1) for step in steps]
        inside = [place for place in places if low <= math.log10(place) <= high]
        if len(inside) <= MOST_TICKS:
            break
    inside = inside[:: max(1, math.ceil(len(inside) / MOST_TICKS))]
    return {"tickvals": inside, "ticktext": [units.text(place, form, 2) for place in inside]}


def rung_above(x: float) -> float:
    """The next of 1, 2, 5, 10 ... from a number up: axes that end there move seldom."""
    if not (x > 0 and math.isfinite(x)):
        return 1.0
    decade = 10.0 ** math.floor(math.log10(x))
    return next(step * decade for step in (1, 2, 5, 10) if step * decade >= x * (1 - ROUNDING))


def on_rungs(low: float, high: float, step: float) -> list[float]:
    """The least range of whole steps that holds both ends."""
    return [step * math.floor(low / step + ROUNDING), step * math.ceil(high / step - ROUNDING)]


def panels(**more: Any) -> dict[str, Any]:
    """Layout of panels above each other: Plotly settles the margins of several axes only at a second look."""
    for name, part in more.items():
        if name[1:5] == "axis":
            part["automargin"] = False
            part["title"]["standoff"] = 14 if name[0] == "x" else 8
    return layout(margin={"l": 66, "r": 16, "t": 8, "b": 54}, **more)


def layout(**more: Any) -> dict[str, Any]:
    """Layout without a title, legend or background of its own."""
    return {
        "showlegend": False,
        "margin": {"l": 8, "r": 16, "t": 8, "b": 8},
        "font": {"size": BODY, "color": "@ink"},
        "hoverlabel": {"font": {"size": SMALL}},
        "hovermode": "closest",
    } | more


def line(x: Any, y: Any, color: str, width: float = 2, **more: Any) -> dict[str, Any]:
    """Line trace in one of the colors."""
    style = {"color": f"@{color}", "width": width, "simplify": False} | more.pop("line", {})
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": style, "cliponaxis": True} | more


def point(x: float, y: float, label: str, color: str, place: str = "top center", **more: Any) -> dict[str, Any]:
    """Labeled point; the label is a trace, so that it moves with the axes."""
    marker = {"color": f"@{color}", "size": 11, "line": {"color": "@paper", "width": 2}} | more.pop("marker", {})
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [x],
        "y": [y],
        "text": [label],
        "textposition": place,
        "textfont": {"size": BODY, "color": f"@{color}", "shadow": "1px 1px 2px @paper, -1px -1px 2px @paper"},
        "marker": marker,
        "cliponaxis": False,
    } | more
