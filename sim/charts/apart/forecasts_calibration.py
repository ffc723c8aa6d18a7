"""Did the intervals hold as often as they were said to? A dot for each level, with what chance alone would give."""

from collections.abc import Mapping

from sim.catalogs.forecasts import Forecast
from sim.charts.drawing.empty import empty
from sim.charts.drawing.style import axis, layout, line
from sim.charts.picture import Picture
from sim.ground import units
from sim.studies.ledger import calibration
from sim.words.ledger import calibration_words, said_by

QUESTION = "Did the intervals hold as often as they were said to?"


def picture(entries: Mapping[str, Forecast]) -> Picture:
    """Share of intervals that held against how often they were said to."""
    found, words = calibration(entries.values()), calibration_words(entries)
    bars: tuple[list[float | None], list[float | None]] = ([], [])
    for one in found:
        bars[0].extend([100 * one.level, 100 * one.level, None])
        bars[1].extend([100 * one.low / one.n, 100 * one.high / one.n, None])
    dots = {
        "type": "scatter", "mode": "markers+text", "name": "Held", "cliponaxis": False,
        "x": [100 * one.level for one in found], "y": [100 * one.held / one.n for one in found],
        "text": [f"{one.held} of {one.n}" for one in found], "textposition": "middle left",
        "textfont": {"color": "@params"},
        "customdata": [f"{one.held} of {one.n} held, said to hold in {units.percent(one.level)}" for one in found],
        "hovertemplate": "%{customdata}<extra></extra>", "marker": {"size": 12, "color": "@params"},
    }  # fmt: skip
    ticks = [0, 25, 50, 75, 100]
    figure = {
        "data": [
            line([0, 100], [0, 100], "muted", 1.5, name="As said", hoverinfo="skip", line={"dash": "dot"}),
            line(*bars, "muted", 5, name="By chance", hoverinfo="skip", opacity=0.5),
            dots,
        ],
        "layout": layout(
            xaxis=axis("Said to hold [%]", range=[0, 102], tickvals=ticks),
            yaxis=axis("Held [%]", range=[0, 104], tickvals=ticks),
        ),
    }
    return Picture(
        id="forecasts-calibration",
        question=QUESTION,
        subtitle="Share of the intervals that held against how often they were said to [%]. Dotted: as said. Gray: "
        "what chance alone would give so few intervals, 95 times of 100.",
        figure=figure if found else empty(words),
        summary=words,
        table=said_by(found),
        note=words,
    )
