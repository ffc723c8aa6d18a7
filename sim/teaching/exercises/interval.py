"""Saying between which two numbers the key lies, with 80 % confidence."""

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from sim.catalogs.entry import Fault
from sim.charts.drawing.style import REVEALS, axis, layout, line, point
from sim.ground import units
from sim.inputs.scenario import Scenario
from sim.teaching.answers import BETWEEN, number_in
from sim.teaching.exercises.number import NumberTask, distance
from sim.teaching.exercises.task import Asked, Control, Drawn, Feedback, Given, Mark, Short, Task, headed, verdict_of
from sim.teaching.expressions import Number
from sim.teaching.quotes import filled, text_faults, with_unit

SURE = 0.8  # how sure a student is asked to be


class IntervalFeedback(Feedback):
    """As for a number; `wide` is said to an interval that holds the key and tells little."""

    wide: str = ""


HELD = "Holds the key"  # head of a column


class IntervalTask(Task):
    """Give two numbers between which the key lies; one that misses by at most `near` is near.

    A width is a factor where the scale is one, and otherwise in the unit of the key, or a share of it.
    """

    heading: ClassVar[str] = "Your range"
    control: ClassVar[Control] = "interval"
    about_class: ClassVar[str] = "A line for each student, from the lower to the upper number."
    about_key: ClassVar[str] = "Upright line: the key. Green: holds it. Orange and dotted: misses it."
    key_columns: ClassVar[tuple[str, ...]] = (HELD,)

    kind: Literal["interval"]
    key: Short
    scale: Literal["relative", "factor", "absolute"] = "relative"
    near: float = Field(gt=0, allow_inf_nan=False)
    widest: float = Field(gt=0, allow_inf_nan=False)
    feedback: IntervalFeedback

    @cached_property
    def number(self) -> NumberTask:
        """Either end, as the number of a number task."""
        return NumberTask.model_construct(
            kind="number", question=self.question, key=self.key, scale=self.scale, feedback=self.feedback,
            tolerance=self.near, near=self.near, slips=[],
        )  # fmt: skip

    def key_words(self, asked: Asked) -> str:
        """The key with its unit."""
        return self.number.key_words(asked)

    def unit(self, asked: Asked) -> str:
        """What the numbers count."""
        return self.number.unit(asked)

    def committed(self, asked: Asked, text: str, run: Scenario) -> str:
        """Two numbers, one to a line."""
        parts = [part.strip() for part in text.splitlines()]
        if len(parts) != 2 or not all(parts):
            raise ValueError("two numbers are needed, the lower and the upper end")
        return BETWEEN.join(self.number.committed(asked, part, run) for part in parts)

    def doubt(self, asked: Asked, text: str) -> str:
        """What is asked of either end."""
        return next((asks for part in text.splitlines() if (asks := self.number.doubt(asked, part))), "")

    def ends(self, answer: str) -> tuple[float, float]:
        """The lower and the upper end.

        Raises
        ------
        ValueError
            If the answer has not two numbers, the lower one first.
        """
        parts = answer.split(BETWEEN)
        if len(parts) != 2:
            raise ValueError("two numbers are needed, the lower and the upper end")
        low, high = map(number_in, parts)
        if low > high:
            raise ValueError("the lower end is above the upper one: swap them")
        return low, high

    def width(self, low: float, high: float, key: float) -> float:
        """How wide an interval is: a factor, a share of the key, or in its unit."""
        if self.scale == "factor":
            return high / low if low > 0 else np.inf
        return (high - low) / (abs(key) or 1.0) if self.scale == "relative" else high - low

    def is_hit(self, asked: Asked, answer: str) -> bool:
        """Whether the key lies between the ends."""
        low, high = self.ends(answer)
        return low <= self.number.key_of(asked)[0] <= high

    def class_words(self, asked: Asked, given: Given) -> str:
        """How many of a class were right about how sure they are."""
        if not given:
            return ""
        hits = sum(self.is_hit(asked, answer) for answer, _ in given)
        widths = [self.width(*self.ends(answer), self.number.key_of(asked)[0]) for answer, _ in given]
        share, width = units.text(hits / len(given), "percent"), self._width_words(asked, float(np.median(widths)))
        return (
            f"{hits} of {len(given)} ranges hold the key, {share}. Asked for were {units.text(SURE, 'percent')}. "
            f"Half of the ranges are at most {width} wide."
        )

    def _check(self, asked: Asked, answer: str) -> None:
        self.ends(answer)

    def _width_words(self, asked: Asked, width: float) -> str:
        how = self.number.key_of(asked)[1]
        if self.scale == "absolute":
            return with_unit(Number(width, how.form, how.unit))
        return (
            f"a factor of {units.count(width)}"
            if self.scale == "factor"
            else f"{units.text(width, 'percent')} of the key"
        )

    def _mark(self, asked: Asked, answer: str) -> Mark:
        low, high = self.ends(answer)
        key, how = self.number.key_of(asked)
        nearest = min(max(key, low), high)
        is_hit, width = low <= key <= high, self.width(low, high, key)
        words = f"{with_unit(Number(low, how.form))} to {with_unit(Number(high, how.form, how.unit))}"
        names = asked.names.and_words(answer=words, key=with_unit(how))
        if is_hit:
            verdict = "right" if width <= self.widest else "near"
            said = filled(
                self.feedback.right if verdict == "right" or not self.feedback.wide else self.feedback.wide, names
            )
        else:
            off = distance(nearest, key, self.scale)
            verdict = verdict_of(off, 0.0, self.near)
            said = self.feedback.said(verdict, names, is_low=high < key)
        hit = "holds the key" if is_hit else "misses the key"
        return Mark(verdict, f"{words}, {self._width_words(asked, width)} wide, {hit}", with_unit(how), said)

    def _meaningless(self, asked: Asked) -> Iterator[Fault]:
        names = asked.names.and_words(answer="?", key="?")
        yield from (Fault(("feedback", "wide"), reason) for reason in text_faults(self.feedback.wide, names))
        yield from self.number._meaningless(asked)
        if self.scale == "factor" and self.widest < 1:
            yield Fault(("widest",), "a factor must not be less than 1")

    def columns(self, asked: Asked) -> list[str]:
        """Both ends, in the unit of the number."""
        return [headed(end, self.number.unit(asked)) for end in ("from", "to")]

    def cells(self, asked: Asked, answer: str) -> list[str]:
        """Both ends as numbers."""
        return [self.number.cells(asked, end)[0] for end in answer.split(BETWEEN)] if answer else ["", ""]

    def drawn(self, asked: Asked, given: Given) -> Drawn:
        """The intervals of a class, one above the other in the order of their middles, and the key."""
        key, how = self.number.key_of(asked)
        ends = [self.ends(answer) for answer, _ in given]
        log = self.scale == "factor" and all(low > 0 for low, _ in ends)
        ends.sort(key=lambda pair: pair[0] * pair[1] if log else pair[0] + pair[1])
        reach = [key, *(end for pair in ends for end in pair if not log or key / 1e3 < end < key * 1e3)]
        traces = [
            line(
                [x for pair in ends for x in (*pair, None)], [y for row in range(len(ends)) for y in (row, row, None)],
                "params", 3, hoverinfo="skip",
            )
        ]  # fmt: skip
        for is_hit, color, name in ((True, "compute", "holds the key"), (False, "tokens", "misses it")):
            x, y = [], []
            for row, (low, high) in enumerate(ends):
                if (low <= key <= high) == is_hit:
                    x += [low, high, None]
                    y += [row, row, None]
            dash = {"width": 3, "color": f"@{color}", "dash": "solid" if is_hit else "dot"}
            traces.append(line(x, y, color, name=name, hoverinfo="skip", meta=REVEALS) | {"line": dash})
        top, key_text = max(1, len(ends)) - 0.4, units.text(key, how.form or "plain")
        traces += [
            line([key, key], [-0.6, top], "here", 2, hoverinfo="skip", meta=REVEALS),
            point(key, top, f"key {key_text}", "here", "top center", mode="text", hoverinfo="skip", meta=REVEALS),
        ]
        low, high = min(reach), max(reach)
        pad = (high / low) ** 0.08 if log else 0.08 * ((high - low) or abs(key) or 1.0)
        limits = [np.log10(low / pad), np.log10(high * pad)] if log else [low - pad, high + pad]
        drawing = {
            "data": traces,
            "layout": layout(
                xaxis=axis(how.unit or "Answer", log=log, range=limits),
                yaxis=axis("", range=[-1, top + max(1, 0.15 * len(ends))], showgrid=False, showticklabels=False),
            ),
        }
        texts = [[with_unit(Number(end, how.form, how.unit)) for end in pair] for pair in ends]
        hits = ["yes" if low <= key <= high else "no" for low, high in ends]
        counts = Counter((*pair, hit) for pair, hit in zip(texts, hits, strict=True))
        rows = [[*words, str(count)] for words, count in counts.items()]
        return drawing, ["From", "To", HELD, "Students"], rows
