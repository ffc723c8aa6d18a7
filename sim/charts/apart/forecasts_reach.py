"""How far did they reach, and how far off were they? A dot for each forecast of a run."""

from collections.abc import Mapping
from typing import Any

from sim.catalogs.forecasts import Forecast
from sim.charts.drawing.style import axis, layout
from sim.charts.picture import Picture
from sim.ground import units
from sim.words.ledger import BIASED, off_words, reach_words

LEAST, MOST = 0.05, 100.0  # ends of the axis of errors [%]
NO_NUMBER, BROKE = 0.075, 60.0  # where forecasts stand that have none [%]
FARTHEST = 1e5
MARKS = {  # what is drawn how: symbol, color, name
    "measured": ("circle", "@params", "Error published"),
    "silent": ("circle-open", "@muted", "Said to be right, no number"),
    "failed": ("x", "@tokens", "Broke down"),
}


def picture(entries: Mapping[str, Forecast]) -> Picture:
    """Error against reach; those without a number stand at the edge that their words name."""
    dots: dict[str, list[tuple[float, float, str]]] = {kind: [] for kind in MARKS}
    for one in entries.values():
        if one.beyond is None or one.came is None:
            continue
        hover = f"{one.who}: {one.number}<br>{units.times(one.beyond)} beyond, {off_words(one)}"
        if one.failed:
            dots["failed"].append((one.beyond, BROKE, hover))
        elif one.off is None:
            dots["silent"].append((one.beyond, NO_NUMBER, hover))
        else:
            dots["measured"].append((one.beyond, 100 * one.off, hover))
    rows = [
        [f"{one.who}: {one.of}", units.times(one.beyond), off_words(one)]
        for one in entries.values()
        if one.beyond is not None and one.came is not None
    ]
    ticks = [0.1, 1, 10]
    figure = {
        "data": [_trace(kind, places) for kind, places in dots.items() if places],
        "layout": layout(
            xaxis=axis("Times beyond the compute behind it", log=True, range=[0, 5], dtick=1),
            yaxis=axis(
                "Off by [%]", log=True, range=[-1.3, 2],
                tickvals=[NO_NUMBER, *ticks, BROKE],
                ticktext=["no number", *(units.plain(tick) for tick in ticks), "broke down"],
            ),
        ),
    }  # fmt: skip
    words = reach_words(entries)
    return Picture(
        id="forecasts-reach",
        question="How far did they reach, and how far off were they?",
        subtitle="Error of the forecast [%] against how many times beyond the compute behind it the run lay. Blue: "
        "error published. Gray ring: said to be right, without a number. Cross: broke down.",
        figure=figure,
        summary=words,
        table=(["Forecast", "Beyond", "Off"], rows),
        note=f"{words} {BIASED}",
    )


def _trace(kind: str, places: list[tuple[float, float, str]]) -> dict[str, Any]:
    symbol, color, name = MARKS[kind]
    return {
        "type": "scatter", "mode": "markers", "name": name, "x": [place[0] for place in places],
        "y": [place[1] for place in places], "customdata": [place[2] for place in places],
        "hovertemplate": "%{customdata}<extra></extra>", "cliponaxis": False,
        "marker": {"symbol": symbol, "size": 12, "color": color, "opacity": 0.85, "line": {"color": color, "width": 2}},
    }  # fmt: skip
