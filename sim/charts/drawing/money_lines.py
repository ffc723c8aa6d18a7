"""How the lines over added money are drawn: where the axes end, where names stand, and the traces of one run."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.charts.drawing.style import REVEALS, SMALL, line, point
from sim.engine.result import Result
from sim.ground import units
from sim.inputs.numbers import numbers
from sim.program.serving import queries_served
from sim.studies.more_money import Money, Returns
from sim.studies.returns import ANEW, Lever
from sim.words.more_money import LABELS, ahead, counts_answers, free

REACHED, GAIN = "reached", "gain"  # the views, and the traces that one of them has alone
NOW, ENDS = 0.6, 1.75  # decades left of the money where the run stands, and right of it for the names of the lines
APART = 0.065  # of the height between two names
MOST_GAINS = 9.0  # decades
GAIN_STEP = 0.5  # decades on which the axis of gains ends
STEPS = 8  # into about so many the height is parted for the rungs on which the other axis ends
HEAD, FOOT = 1.3, 0.3  # steps left free above the lines, for the words at the run, and below them
MILLION, PERCENT = 1e6, 100
SHADOW = "1px 1px 2px @paper, -1px -1px 2px @paper"
Range = tuple[float, float]
Trace = dict[str, Any]


def stands_at(money: Money) -> float:
    """Where the run itself stands on the axis of money [USD]."""
    return float(10.0 ** (money.low - NOW))


def scales(now: Result) -> dict[str, float]:
    """Of both views: what is drawn over what is computed."""
    if not counts_answers(now.scenario):
        return {REACHED: 1.0, GAIN: MILLION}
    return {REACHED: PERCENT, GAIN: MILLION * float(queries_served(numbers(now.scenario)))}


def ranges(scale: dict[str, float], found: Returns, kept: Sequence[Returns]) -> dict[str, Range]:
    """Ends of the axes of both views, on rungs so that they seldom move: what the lines and the kept runs need."""
    ends = [[start.now for start in (found, *kept)], *(one.reached[np.isfinite(one.reached)] for one in found.lines)]
    reached = (scale[REACHED] * np.concatenate(ends)).tolist()
    step = _nice(((max(reached) - min(reached)) or max(reached) or 1.0) / STEPS)
    gained = np.concatenate([[x or 0.0 for x in found.gain.values()], *(one.gain for one in found.lines)])
    gains = np.log10(scale[GAIN] * gained[gained > 0]).tolist()
    top = GAIN_STEP * math.ceil((max(gains, default=0.0) + 0.1) / GAIN_STEP)
    low = max(min(gains, default=top - 1), top - MOST_GAINS)
    return {
        REACHED: (step * math.floor(min(reached) / step - FOOT), step * math.ceil(max(reached) / step + HEAD)),
        GAIN: (GAIN_STEP * math.floor((low - 0.1) / GAIN_STEP), top),
    }


def _nice(x: float) -> float:
    """The next of 1, 2, 5 in any decade."""
    decade = 10.0 ** math.floor(math.log10(x))
    return float(next(step * decade for step in (1, 2, 5, 10) if step * decade >= x * (1 - 1e-9)))


def only(view: str, lever: Lever | None = None) -> Trace:
    """What marks a trace of one view; where it is that of the best plan, as what gives it away."""
    return {"meta": {"view": view} | (REVEALS if lever is ANEW else {}), "visible": view == REACHED}


def text(x: Any, y: Any, words: list[str], place: str, color: Any, view: str = "", lever: Lever | None = None) -> Trace:
    """Words alone, in one color or in one for each."""
    colors = f"@{color}" if isinstance(color, str) else [f"@{one}" for one in color]
    trace = {
        # What cannot be seen keeps the words off the lines.
        "type": "scatter", "mode": "markers+text", "marker": {"size": 8, "opacity": 0},
        "x": x, "y": y, "text": words, "textposition": place, "cliponaxis": False, "hoverinfo": "skip",
        "textfont": {"size": SMALL, "color": colors, "shadow": SHADOW},
    }  # fmt: skip
    return trace | only(view, lever) if view else trace


def traces(now: Result, at: Returns, scale: dict[str, float], ends: dict[str, Range]) -> list[Trace]:
    """All that is drawn of one run."""
    money, found = at.money, at.lines
    return [
        line([at.usd] * 2, [0, 1], "ink", 1.2, yaxis="y2", hoverinfo="skip", meta={"moves": "extra_usd"}),
        text([at.usd], [0.96], [f"+{units.dollars(at.usd)}"], "middle right", "ink")
        | {"yaxis": "y2", "meta": {"moves": "extra_usd"}},
        *_lines(at, scale, ends),
        line(money.usd, scale[GAIN] * at.rival, "muted", 1.5, line={"dash": "dot"}, hoverinfo="skip", **only(GAIN)),
        *_change(at, scale, 10.0 ** ends[GAIN][0]),
        {
            "type": "scatter", "mode": "markers", "x": [at.usd] * len(found),
            "y": [_or_nan(at.after.get(one.lever.name), scale[REACHED]) for one in found],
            "marker": {"size": 8, "color": [f"@{one.lever.color}" for one in found]}, "hoverinfo": "skip",
        } | only(REACHED),
        *_gap(now, at, scale[REACHED]),
        point(stands_at(money), scale[REACHED] * at.now, "you are here", "here", "top right", hoverinfo="skip",
              **only(REACHED)),
    ]  # fmt: skip


def _lines(at: Returns, scale: dict[str, float], ends: dict[str, Range]) -> list[Trace]:
    """The line of each lever from the run itself on, and its name at its end, in both views."""
    money, drawn = at.money, []
    x, told = np.array([stands_at(money), *money.usd]), ["now", *map(units.dollars, money.usd.tolist())]
    for view in (REACHED, GAIN):
        heights = []
        for one in at.lines:
            start = at.gain.get(one.lever.name) if view == GAIN else at.anew_now if one.lever is ANEW else at.now
            y = scale[view] * np.array([_or_nan(start), *(one.gain if view == GAIN else one.reached)])
            y[~(y > 0)] = np.nan
            about = f"%{{customdata}} more: {one.lever.label}<br>%{{y:.4~g}}<extra></extra>"
            drawn.append(
                line(x, y, one.lever.color, 2.5, hovertemplate=about, customdata=told, **only(view, one.lever))
            )
            known = y[np.isfinite(y)]
            last = float(known[-1]) if len(known) else math.nan
            heights.append(math.log10(last) if view == GAIN else last)
        spread = np.array(_spread(heights, *ends[view]))
        drawn.append(
            text([10.0**money.high] * len(at.lines), 10.0**spread if view == GAIN else spread,
                 [one.lever.label for one in at.lines], "middle right", [one.lever.color for one in at.lines], view)
        )  # fmt: skip
    return drawn


def _change(at: Returns, scale: dict[str, float], least: float) -> list[Trace]:
    """Where to leave the best lever: on its line in both views, among the gains where those are at least so high."""
    change = at.change if ahead(at) else None
    small: Trace = {
        "marker": {"size": 8},
        "textfont": {"size": SMALL, "color": "@ink", "shadow": SHADOW},
        "hoverinfo": "skip",
    }
    usd, reached, gain = (math.nan,) * 3 if change is None else (change.usd, change.reached, scale[GAIN] * change.gain)
    then = "" if change is None else f"then {LABELS[change.then]}"
    return [
        point(usd, gain if gain >= least else math.nan, then, "ink", "top right", **only(GAIN), **small),
        point(usd, scale[REACHED] * reached, "", "ink", **only(REACHED), **small),
    ]


def _gap(now: Result, at: Returns, scale: float) -> list[Trace]:
    """The overspend: how much lower the best plan for what the run costs begins."""
    saved = free(now, at)
    low, high = (math.nan, math.nan) if saved is None else (scale * (at.now - saved), scale * at.now)
    words = "" if saved is None else "overspend"
    return [
        line([stands_at(at.money)] * 2, [low, high], "compute", 4, hoverinfo="skip", **only(REACHED, ANEW)),
        text([stands_at(at.money)], [low], [words], "bottom right", "compute", REACHED, ANEW),
    ]


def _or_nan(x: float | None, scale: float = 1.0) -> float:
    return math.nan if x is None else scale * x


def _spread(heights: Sequence[float], low: float, high: float) -> list[float]:
    """Places of names at these heights, moved so that none touches another; a line without an end has no name."""
    least, order = APART * (high - low), np.argsort(heights)
    low, high = low + least / 2, high - least / 2
    placed = np.clip(np.asarray(heights, float)[order], low, high)
    known = int(np.isfinite(placed).sum())  # the others come last
    for i in range(1, known):
        placed[i] = max(placed[i], placed[i - 1] + least)
    for i in range(known - 1, -1, -1):
        placed[i] = min(placed[i], high - least * (known - 1 - i))
    found = np.empty(len(placed))
    found[order] = placed
    return found.tolist()
