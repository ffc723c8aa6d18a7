"""Predicting a number."""

import math
from collections.abc import Iterator
from typing import Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from sim.catalogs.entry import Entry, Fault
from sim.charts.drawing.style import REVEALS, axis, layout, line, point
from sim.ground import units
from sim.ground.typed import EXAMPLES, typed
from sim.inputs.scenario import Scenario
from sim.teaching.answers import number_in, written
from sim.teaching.exercises.claimed import Claimed
from sim.teaching.exercises.doubt import doubt
from sim.teaching.exercises.task import (
    Asked,
    Control,
    Drawn,
    Feedback,
    Given,
    Mark,
    Short,
    Task,
    Text,
    headed,
    key_fault,
    verdict_of,
)
from sim.teaching.expressions import Number
from sim.teaching.names import Names
from sim.teaching.quotes import as_text, figure, filled, text_faults, with_unit

UNITS = {"percent": "per cent", "usd": "US dollars"}
BINS = 24
LABEL = 5  # bins that the label of a heap at the edge may cross
ROUNDED = 0.08  # share by which somebody who made a known mistake may have rounded it
FARTHEST = 100.0  # factor from the key beyond which answers are heaped at the edge


class Slip(Entry):
    """A wrong answer that has a reason: the figure that it comes to, and what to say to it."""

    figure: Short
    text: Text

    def caught(self, value: float, asked: Asked, scale: str, tolerance: float) -> bool:
        """Whether an answer is this slip and not merely as far from it as the task forgives."""
        at = figure(self.figure, asked.names).value
        if at is None:
            return False
        own = {"absolute": ROUNDED * abs(at), "relative": ROUNDED, "factor": 1 + ROUNDED}[scale]
        return distance(value, at, scale) <= min(tolerance, own)


class Bound(Entry):
    """A number that no answer lies below or above, as a loss below the floor, and what to say to one that does."""

    below: str = ""
    above: str = ""
    text: Text

    def crossed(self, value: float, names: Names) -> bool:
        """Whether an answer lies where none can."""
        limit = figure(self.below or self.above, names).value
        return limit is not None and (value < limit if self.below else value > limit)

    def meaningless(self, key: float, names: Names, words: Names) -> Iterator[Fault]:
        """A side that means nothing, or on which the key itself lies."""
        if bool(self.below) == bool(self.above):
            yield Fault((), "give either below or above")
            return
        yield from (Fault(("text",), reason) for reason in text_faults(self.text, words))
        side = "below" if self.below else "above"
        if fault := key_fault(self.below or self.above, names, side):
            yield fault
        elif self.crossed(key, names):
            yield Fault((side,), "the key itself lies beyond this bound")


class NumberTask(Task):
    """Predict a number. The tolerances are a share of the key, a factor, or in the key's own unit.

    Parameters
    ----------
    unit : {"", "percent"}
        "percent" for a key that is a share and an answer that is read in per cent.
    slips : list of Slip
        Known mistakes.
    bounds : list of Bound
        Where no answer can lie.
    """

    heading: ClassVar[str] = "Your prediction"
    control: ClassVar[Control] = "text"
    about_class: ClassVar[str] = "Students by answer. Answers far off stand at the edge."
    about_key: ClassVar[str] = "Line: the key. Band: counted as right."

    kind: Literal["number"]
    key: Short
    scale: Literal["relative", "factor", "absolute"] = "relative"
    tolerance: float = Field(gt=0, allow_inf_nan=False)
    near: float = Field(gt=0, allow_inf_nan=False)
    feedback: Feedback
    slips: list[Slip] = []
    bounds: list[Bound] = []
    share: Literal["", "percent"] = Field("", alias="unit")

    def key_of(self, asked: Asked) -> tuple[float, Number]:
        """The key, computed; and how it is written."""
        number = figure(self.key, asked.names)
        if number.value is None:  # a lesson whose key is unknown is not loaded
            raise ValueError(f"{self.key} is unknown")
        return number.value, Number(number.value, self.share) if self.share else number

    def key_words(self, asked: Asked) -> str:
        """The key with its unit."""
        return with_unit(self.key_of(asked)[1])

    def unit(self, asked: Asked) -> str:
        """What the number counts."""
        number = self.key_of(asked)[1]
        return UNITS.get(number.form, number.unit)

    def committed(self, asked: Asked, text: str, run: Scenario) -> str:
        """Answer of a text that a person typed: "37" is read as per cent where the key is a share."""
        read = typed(text)
        value = read.value
        if value is None:
            raise ValueError(EXAMPLES)
        if self.scale == "factor" and value <= 0:
            raise ValueError("a number above 0 is needed")
        if self.key_of(asked)[1].form == "percent" and not read.is_percent:
            value /= 100
        return written(value)

    def doubt(self, asked: Asked, text: str) -> str:
        """A share without its sign, and a small number where millions are asked for, are asked once."""
        return doubt(text, *self.key_of(asked))

    def claimed(self, asked: Asked, answer: str) -> Claimed | None:
        """The run whose output is the key, where the key is nothing more."""
        which, _, name = self.key.partition(".")
        run = asked.names.scenarios.get(which)
        return Claimed(run, name, float(answer)) if run is not None and name.isidentifier() else None

    def _check(self, asked: Asked, answer: str) -> None:
        number_in(answer)

    def _mark(self, asked: Asked, answer: str) -> Mark:
        value = float(answer)
        key, how = self.key_of(asked)
        verdict = verdict_of(distance(value, key, self.scale), self.tolerance, self.near)
        own = Number(value, how.form, how.unit)
        names = asked.names.and_words(answer=as_text(own), key=as_text(how))
        said = self.feedback.said(verdict, names, is_low=value < key)
        if beyond := next((bound for bound in self.bounds if bound.crossed(value, asked.names)), None):
            verdict, said = "far", filled(beyond.text, names)
        elif verdict != "right":
            slips = (slip for slip in self.slips if slip.caught(value, asked, self.scale, self.tolerance))
            said = next((filled(slip.text, names) for slip in slips), said)
        return Mark(verdict, with_unit(own), with_unit(how), said)

    def _meaningless(self, asked: Asked) -> Iterator[Fault]:
        names = asked.names.and_words(answer="?", key="?")
        yield from self.feedback.meaningless(names)
        if fault := key_fault(self.key, asked.names, "key"):
            yield fault
            return
        if self.near < self.tolerance or (self.scale == "factor" and self.tolerance < 1):
            yield Fault(("near",), "near must not be less than tolerance, and a factor not less than 1")
        key = self.key_of(asked)[0]
        for i, bound in enumerate(self.bounds):
            yield from (fault.below("bounds", i) for fault in bound.meaningless(key, asked.names, names))
        sound: list[Slip] = []  # those above, whose figures are some
        for i, slip in enumerate(self.slips):
            yield from (Fault(("slips", i, "text"), reason) for reason in text_faults(slip.text, names))
            if fault := key_fault(slip.figure, asked.names, "figure"):
                yield fault.below("slips", i)
                continue
            if distance(figure(slip.figure, asked.names).value or 0.0, key, self.scale) <= self.tolerance:
                yield Fault(("slips", i, "figure"), "this slip would be marked right")
            elif any(
                one.caught(figure(slip.figure, asked.names).value or 0.0, asked, self.scale, self.tolerance)
                for one in sound
            ):
                yield Fault(("slips", i, "figure"), "a slip above catches this answer already")
            sound.append(slip)

    def drawn(self, asked: Asked, given: Given) -> Drawn:
        """A histogram of the answers around the key."""
        key, how = self.key_of(asked)
        low, high = self._right_range(key)
        log = self.scale == "factor"
        values = np.array([float(answer) for answer, _ in given])
        edges = _edges(values, key, low, high, log)
        counts, _ = np.histogram(np.clip(values, edges[0], edges[-1]), edges)
        top = max(1, int(counts.max(initial=0))) * 1.25
        texts = [
            f"{units.text(a, how.form)} to {units.text(b, how.form)}" for a, b in zip(edges, edges[1:], strict=False)
        ]
        heaps = []
        for place, sign, far in ((0, "≤", values[values < edges[1]]), (-1, "≥", values[values >= edges[-2]])):
            if far.size and (far.min() < edges[0] or far.max() > edges[-1]):
                texts[place] = f"{sign} {units.text(far.max() if place == 0 else far.min(), how.form)}"
                middle = float(edges[place if place == 0 else -2] + edges[1 if place == 0 else -1]) / 2
                side, outer = ("top right", counts[:LABEL]) if place == 0 else ("top left", counts[-LABEL:])
                heaps.append(
                    point(middle, float(max(outer)), texts[place], "params", side, mode="text", hoverinfo="skip")
                )
        traces = [
            {
                "type": "scatter", "mode": "lines", "x": [low, high, high, low, low], "y": [0, 0, top, top, 0],
                "fill": "toself", "fillcolor": "@compute/0.16", "line": {"width": 0}, "hoverinfo": "skip",
                "meta": REVEALS,
            },
            {
                "type": "bar", "x": (edges[1:] + edges[:-1]) / 2, "y": counts, "width": 0.92 * np.diff(edges),
                "marker": {"color": "@params"}, "customdata": texts,
                "hovertemplate": "%{customdata}: %{y}<extra></extra>",
            },
            line([key, key], [0, top * 0.9], "here", 2, hoverinfo="skip", meta=REVEALS),
            point(
                key, top * 0.92, f"key {as_text(how)}", "here", "top center", mode="text", hoverinfo="skip",
                meta=REVEALS,
            ),
            *heaps,
        ]  # fmt: skip
        ends = [float(x) for x in (np.log10(edges[[0, -1]]) if log else edges[[0, -1]])]
        ticks = _ticks(edges[0], edges[-1], log)
        more: dict[str, Any] = {"tickvals": ticks, "ticktext": [units.text(tick, how.form) for tick in ticks]}
        drawing = {
            "data": traces,
            "layout": layout(
                xaxis=axis(how.unit or "Answer", log=log, range=ends, **more),
                yaxis=axis("Students", range=[0, top * 1.12], tickformat="d", nticks=5),
                bargap=0,
            ),
        }
        rows = [[text, str(count)] for text, count in zip(texts, counts, strict=True) if count]
        return drawing, ["Answer", "Students"], rows

    def columns(self, asked: Asked) -> list[str]:
        """The number, with the unit that it was asked in."""
        return [headed("answer", self.unit(asked))]

    def cells(self, asked: Asked, answer: str) -> list[str]:
        """The number as it was typed: 37 where it was asked in per cent."""
        if not answer:
            return [""]
        return [f"{float(answer) * (100 if self.key_of(asked)[1].form == 'percent' else 1):.6g}"]

    def _right_range(self, key: float) -> tuple[float, float]:
        if self.scale == "factor":
            return key / self.tolerance, key * self.tolerance
        reach = self.tolerance * (abs(key) if self.scale == "relative" else 1)
        return key - reach, key + reach


def distance(value: float, key: float, scale: str) -> float:
    """How far a number is from the key: a share of it, a factor, or in its own unit."""
    if scale == "absolute":
        return abs(value - key)
    if scale == "factor":
        return max(value / key, key / value) if value > 0 and key > 0 else math.inf
    return abs(value - key) / abs(key) if key else math.inf


def _edges(values: np.ndarray, key: float, low: float, high: float, log: bool) -> np.ndarray:
    """Edges of the bins: around the key and the answers, those far off left out."""
    if log:
        near = values[(values > key / FARTHEST) & (values < key * FARTHEST)]
        return np.geomspace(min([low, *near]) / 1.5, max([high, *near]) * 1.5, BINS + 1)
    reach = max(20 * (high - key), abs(key))
    near = values[np.abs(values - key) < reach]
    first, last = min([low, *near]), max([high, *near])
    pad = 0.1 * (last - first)
    return np.linspace(first - pad, last + pad, BINS + 1)


def _ticks(low: float, high: float, log: bool) -> list[float]:
    """Round numbers for the axis of the answers."""
    if not log:
        step = 10.0 ** np.floor(np.log10((high - low) / 3))
        step *= next(times for times in (1, 2, 5, 10) if (high - low) / (step * times) <= 6)
        return [round(tick, 12) for tick in np.arange(np.ceil(low / step), high / step) * step]
    decades = range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1)
    sizes = (1, 2, 5) if high / low < 1e3 else (1,)
    ticks = [size * 10.0**decade for decade in decades for size in sizes]
    return [tick for tick in ticks if low <= tick <= high][:: 1 if high / low < 1e7 else 2]
