"""How bands are drawn: a thick line for 80 %, a thin one for 95 %, or shades of both."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.charts.drawing.style import line
from sim.studies.uncertainty import LEVELS, Band, moves

WIDTHS = {95: 1.5, 80: 5.0}  # px, the wider band first, since the narrower lies over it
FAR = 1e3  # times the figure itself: where a band ends that has no end


def whiskers(places: Sequence[tuple[Any, Band]], color: str, across: bool = True, **more: Any) -> list[dict[str, Any]]:
    """Lines from the low to the high end of bands, all in two traces.

    Parameters
    ----------
    places : sequence of (place, Band)
        Where on the other axis each line stands. One that the draws do not move is left out.
    color : str
        A color of the style.
    across : bool
        Whether the lines run along x.
    more : dict
        More of the traces.
    """
    along: dict[int, list[Any]] = {level: [] for level in LEVELS}
    beside: list[Any] = []
    for place, band in places:
        if not moves(band):
            continue
        beside += [place, place, None]
        for level in LEVELS:
            low, high = band.ends(level)
            assert low is not None
            along[level] += [low, FAR * low if high is None else high, None]
    if not beside:
        return []
    return [
        line(*((along[level], beside) if across else (beside, along[level])), color, WIDTHS[level],
             hoverinfo="skip", meta={"band": level, "ends": "whiskers"}, **more)
        for level in WIDTHS
    ]  # fmt: skip


def shades(x: Any, ends: dict[int, tuple[Any, Any]], color: str) -> list[dict[str, Any]]:
    """The 95 and 80 % band along a curve, or one of them, shaded; gaps where they are unknown are left out."""
    traces = []
    for level in filter(ends.__contains__, WIDTHS):
        low, high = (np.asarray(end, float) for end in ends[level])
        known = np.isfinite(low) & np.isfinite(high)
        if not known.any():
            continue
        traces += [
            line(x[known], low[known], color, 0, hoverinfo="skip", meta={"band": level, "ends": "low"}),
            line(x[known], high[known], color, 0, fill="tonexty", fillcolor=f"@{color}/0.16", hoverinfo="skip",
                 meta={"band": level, "ends": "high"}),
        ]  # fmt: skip
    return traces
