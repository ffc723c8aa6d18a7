"""How the lines over added money are drawn: where the axes end, where names stand, and the traces of one run."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.charts.drawing.each import Each, column
from sim.charts.drawing.style import REVEALS, SMALL, line, point
from sim.engine.result import Result
from sim.ground import units
from sim.ground.arrays import Array
from sim.program.serving import queries_served
from sim.studies.money import Money, Returns
from sim.studies.returns import ANEW, Lever
from sim.words.more_money import LABELS, ahead, counts_answers, free

REACHED, GAIN = "reached", "gain"  # the views, and the traces that one of them has alone
NOW, ENDS = 0.6, 1.75  # decades left of the money where the run stands, and right of it for the names of the lines
APART = 0.065  # of the height between two names
MOST_GAINS = 9.0  # decades
GAIN_STEP = 0.5  # decades on which the axis of gains ends
STEPS = 4  # into about so many the height is parted for the rungs on which the other axis ends
HEAD, FOOT = 0.65, 0.15  # steps left free above the lines, for the words at the run, and below them
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
    return {REACHED: PERCENT, GAIN: MILLION * float(queries_served(now.scenario))}


@dataclass(frozen=True)
class Drawing:
    """What is drawn of many runs over the same money: arrays as they are drawn, a row for each run.

    Parameters
    ----------
    found : sequence of Returns
        Of each run.
    saved : sequence of float or None
        How much the best plan of the same cost is better by.
    scale : dict of array of shape (S, 1)
        By view, what is drawn over what is computed.
    lines : dict of array of shape (S, ways, 1 + M)
        By view, the lines from the run itself on; NaN where there is nothing to draw.
    ends : dict of list of (low, high)
        By view, the ends of its axis.
    """

    found: Sequence[Returns]
    saved: Sequence[float | None]
    scale: dict[str, Array]
    lines: dict[str, Array]
    ends: dict[str, list[Range]]

    @property
    def money(self) -> Money:
        """The sums of all."""
        return self.found[0].money


def drawing(many: Sequence[Result], found: Sequence[Returns], kept: Sequence[Returns]) -> Drawing:
    """Lines of runs over the same money, and axes that hold them and the kept runs."""
    by_view = [scales(now) for now in many]
    scale = {view: np.array([[one[view]] for one in by_view]) for view in (REACHED, GAIN)}
    now, anew = np.array([(one.now, one.anew_now) for one in found], float).T
    begin = np.repeat(now[:, None], len(found[0].money.ways), axis=1)
    begin[:, -1] = anew
    gain = np.array([list(one.gain.values()) for one in found], float)
    stacks = {
        REACHED: (begin, np.stack([one.reached for one in found])),
        GAIN: (gain, np.stack([one.gain_along for one in found])),
    }
    lines = {
        view: scale[view][..., None] * np.concatenate([start[..., None], along], axis=2)
        for view, (start, along) in stacks.items()
    }
    starts = np.array([one.now for one in kept]) * scale[REACHED]
    ends = {REACHED: _around(np.hstack([scale[REACHED] * now[:, None], starts]), lines[REACHED][..., 1:])}
    lines = {view: np.where(line > 0, line, np.nan) for view, line in lines.items()}
    ends[GAIN] = _of_gains(lines[GAIN])
    return Drawing(found, [free(*both) for both in zip(many, found, strict=True)], scale, lines, ends)


def _around(starts: Array, lines: Array) -> list[Range]:
    """Ends of the axis of what is reached, on rungs so that they seldom move: what lines and kept runs need."""
    flat = np.hstack([starts, lines.reshape(len(lines), -1)])
    flat[~np.isfinite(flat)] = np.nan
    found = []
    for low, high in zip(np.fmin.reduce(flat, axis=1).tolist(), np.fmax.reduce(flat, axis=1).tolist(), strict=True):
        step = _nice(((high - low) or high or 1.0) / STEPS)
        found.append((step * math.floor(low / step - FOOT), step * math.ceil(high / step + HEAD)))
    return found


def _of_gains(lines: Array) -> list[Range]:
    """Ends of the axis of the gains, in decades."""
    flat = np.log10(lines.reshape(len(lines), -1))
    found = []
    for least, most in zip(np.fmin.reduce(flat, axis=1).tolist(), np.fmax.reduce(flat, axis=1).tolist(), strict=True):
        top = GAIN_STEP * math.ceil(((0.0 if math.isnan(most) else most) + 0.1) / GAIN_STEP)
        low = max(top - 1 if math.isnan(least) else least, top - MOST_GAINS)
        found.append((GAIN_STEP * math.floor((low - 0.1) / GAIN_STEP), top))
    return found


def _nice(x: float) -> float:
    """The next of 1, 2, 5 in any decade."""
    decade = 10.0 ** math.floor(math.log10(x))
    return float(next(step * decade for step in (1, 2, 5, 10) if step * decade >= x * (1 - 1e-9)))


def only(view: str, lever: Lever | None = None) -> Trace:
    """What marks a trace of one view; where it is that of the best plan, as what gives it away."""
    return {"meta": {"view": view} | (REVEALS if lever is ANEW else {}), "visible": view == REACHED}


def text(x: Any, y: Any, words: Any, place: str, color: Any, view: str = "", lever: Lever | None = None) -> Trace:
    """Words alone, in one color or in one for each."""
    colors = f"@{color}" if isinstance(color, str) else [f"@{one}" for one in color]
    trace = {
        # What cannot be seen keeps the words off the lines.
        "type": "scatter", "mode": "markers+text", "marker": {"size": 8, "opacity": 0},
        "x": x, "y": y, "text": words, "textposition": place, "cliponaxis": False, "hoverinfo": "skip",
        "textfont": {"size": SMALL, "color": colors, "shadow": SHADOW},
    }  # fmt: skip
    return trace | only(view, lever) if view else trace


def traces(at: Drawing) -> list[Trace]:
    """All that is drawn of the runs."""
    money, found = at.money, at.found
    usd, told = np.array([one.usd for one in found]), [[f"+{units.dollars(one.usd)}"] for one in found]
    # In a drag far away the sum leaves the axis, which stays that of the run the page shows.
    usd = np.where((usd >= 10.0**money.low) & (usd <= 10.0**money.high), usd, np.nan)
    after = np.array([list(one.after.values()) for one in found], float)
    hand = {"yaxis": "y2", "meta": {"moves": "extra_usd"}}
    return [
        line(Each(np.stack([usd, usd], axis=1)), [0, 1], "ink", 1.2, hoverinfo="skip", **hand),
        text(column(usd), [0.96], Each(told), "middle right", "ink") | hand,
        *_lines(at),
        line(money.usd, Each(at.scale[GAIN] * np.stack([one.rival for one in found])), "muted", 1.5,
             line={"dash": "dot"}, hoverinfo="skip", **only(GAIN)),
        *_change(at),
        {
            "type": "scatter", "mode": "markers", "x": Each(np.repeat(usd[:, None], len(money.ways), axis=1)),
            "y": Each(at.scale[REACHED] * after), "hoverinfo": "skip",
            "marker": {"size": 8, "color": [f"@{way.color}" for way in money.ways]},
        } | only(REACHED),
        *_gap(at),
        point(stands_at(money), 0, "you are here", "here", "top right", hoverinfo="skip", **only(REACHED))
        | {"y": column(at.scale[REACHED][:, 0] * [one.now for one in found])},
    ]  # fmt: skip


def _lines(at: Drawing) -> list[Trace]:
    """The line of each lever from the run itself on, and its name at its end, in both views."""
    money, drawn = at.money, []
    x, told = np.array([stands_at(money), *money.usd]), ["now", *map(units.dollars, money.usd.tolist())]
    for view, y in at.lines.items():
        for number, way in enumerate(money.ways):
            about = f"%{{customdata}} more: {way.label}<br>%{{y:.4~g}}<extra></extra>"
            drawn.append(
                line(x, Each(y[:, number]), way.color, 2.5, hovertemplate=about, customdata=told, **only(view, way))
            )
        last = _last(y)
        spread = _spread(np.log10(last) if view == GAIN else last, np.array(at.ends[view]))
        drawn.append(
            text([10.0**money.high] * len(money.ways), Each(10.0**spread if view == GAIN else spread),
                 [way.label for way in money.ways], "middle right", [way.color for way in money.ways], view)
        )  # fmt: skip
    return drawn


def _last(lines: Array) -> Array:
    """The last number of each line, NaN where it has none."""
    back = np.isfinite(lines)[..., ::-1].argmax(axis=-1)
    return np.take_along_axis(lines, lines.shape[-1] - 1 - back[..., None], axis=-1)[..., 0]


def _change(at: Drawing) -> list[Trace]:
    """Where to leave the best lever: on its line in both views, among the gains where those are at least so high."""
    small: Trace = {
        "marker": {"size": 8},
        "textfont": {"size": SMALL, "color": "@ink", "shadow": SHADOW},
        "hoverinfo": "skip",
    }
    said = [one.change if ahead(one) else None for one in at.found]
    usd, reached, gain = np.array(
        [(math.nan,) * 3 if change is None else (change.usd, change.reached, change.gain) for change in said]
    ).T
    gain = at.scale[GAIN][:, 0] * gain
    least = np.array([10.0**low for low, _ in at.ends[GAIN]])
    then = [["" if change is None else f"then {LABELS[change.then]}"] for change in said]
    return [
        point(0, 0, "", "ink", "top right", **only(GAIN), **small)
        | {"x": column(usd), "y": column(np.where(gain >= least, gain, np.nan)), "text": Each(then)},
        point(0, 0, "", "ink", **only(REACHED), **small)
        | {"x": column(usd), "y": column(at.scale[REACHED][:, 0] * reached)},
    ]


def _gap(at: Drawing) -> list[Trace]:
    """The overspend: how much lower the best plan for what the run costs begins."""
    now = np.array([one.now for one in at.found])
    saved, scale = np.array(at.saved, float), at.scale[REACHED][:, 0]
    low, high = scale * (now - saved), np.where(np.isnan(saved), np.nan, scale * now)
    words = [["" if one is None else "overspend"] for one in at.saved]
    place = [stands_at(at.money)]
    return [
        line(place * 2, Each(np.stack([low, high], axis=1)), "compute", 4, hoverinfo="skip", **only(REACHED, ANEW)),
        text(place, column(low), Each(words), "bottom right", "compute", REACHED, ANEW),
    ]


def _spread(heights: Array, ends: Array) -> Array:
    """Places of names at these heights, moved so that none touches another; a line without an end has no name.

    Parameters
    ----------
    heights : array of shape (S, ways)
        Of the ends of the lines of each run.
    ends : array of shape (S, 2)
        Of the axis of each.
    """
    (low, high), order = ends.T, np.argsort(heights, axis=1)
    least = APART * (high - low)
    low, high = low + least / 2, high - least / 2
    placed = np.clip(np.take_along_axis(heights, order, axis=1), low[:, None], high[:, None])
    known = np.isfinite(placed).sum(axis=1)  # the others come last
    for i in range(1, placed.shape[1]):
        placed[:, i] = np.where(i < known, np.maximum(placed[:, i], placed[:, i - 1] + least), placed[:, i])
    for i in range(placed.shape[1] - 1, -1, -1):
        placed[:, i] = np.where(i < known, np.minimum(placed[:, i], high - least * (known - 1 - i)), placed[:, i])
    found = np.empty_like(placed)
    np.put_along_axis(found, order, placed, axis=1)
    return found
