"""Allocating 100 points to a few options: how much of a whole belongs to each, or how much one cares."""

from collections.abc import Iterator
from statistics import mean
from typing import Any, ClassVar, Literal

from pydantic import Field

from sim.catalogs.entry import Entry, Fault
from sim.charts.drawing.style import BODY, REVEALS, axis, layout
from sim.inputs.scenario import Scenario
from sim.teaching.answers import BETWEEN
from sim.teaching.exercises.choice import LETTERS
from sim.teaching.exercises.student_bars import wrapped
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
    key_fault,
    verdict_of,
)
from sim.teaching.quotes import figure, filled, text_faults

ALL = 100  # points


class Share(Entry):
    """One of the options; its `figure`, as a share of all figures, says how many points it should have."""

    text: Short
    figure: str = ""


class PointsTask(Task):
    """Allocate 100 points. With figures it is marked by how many points are misplaced; without them it is a vote."""

    heading: ClassVar[str] = "Your 100 points"
    control: ClassVar[Control] = "points"
    about_class: ClassVar[str] = "Bar: mean points of the class."
    about_key: ClassVar[str] = "Diamond: the key."
    key_columns: ClassVar[tuple[str, ...]] = ("Key",)

    kind: Literal["points"]
    options: list[Share] = Field(min_length=2, max_length=len(LETTERS))
    tolerance: float = Field(10, gt=0, lt=ALL)
    near: float = Field(25, gt=0, lt=ALL)
    feedback: Feedback | None = None
    said: Text | None = None

    @property
    def is_marked(self) -> bool:
        """Whether it has a key."""
        return any(option.figure for option in self.options)

    def choices(self, asked: Asked) -> dict[str, str]:
        """The options by their letters."""
        return {letter: filled(option.text, asked.names) for letter, option in zip(LETTERS, self.options, strict=False)}

    def key(self, asked: Asked) -> list[float]:
        """The points that each should have; none where it is a vote."""
        if not self.is_marked:
            return []
        values = [figure(option.figure, asked.names).value or 0.0 for option in self.options]
        return [ALL * value / sum(values) for value in values]

    def key_words(self, asked: Asked) -> str:
        """The points of each by the key; "" of a vote."""
        return self._words(asked, self.key(asked))

    def committed(self, asked: Asked, text: str, run: Scenario) -> str:
        """The points in the order of the options, one to a line; an empty line is none."""
        parts = [part.strip() or "0" for part in text.split("\n")]
        if not all(part.isascii() and part.isdigit() for part in parts):
            raise ValueError("whole points are needed, none below 0")
        return BETWEEN.join(str(int(part[:9])) for part in parts)

    def points(self, answer: str) -> list[int]:
        """The points that an answer gives each.

        Raises
        ------
        ValueError
            If they are not whole, or do not add up to 100.
        """
        parts = answer.split(BETWEEN)
        if len(parts) != len(self.options) or not all(part.isdigit() for part in parts):
            raise ValueError(f"whole points for each of the {len(self.options)} options are needed")
        found = [int(part) for part in parts]
        if (left := ALL - sum(found)) != 0:
            rest = f"{left} are left" if left > 0 else f"take {-left} away"
            raise ValueError(f"the points add up to {sum(found)}: {rest}")
        return found

    def _check(self, asked: Asked, answer: str) -> None:
        self.points(answer)

    def _words(self, asked: Asked, points: list[float] | list[int]) -> str:
        texts = self.choices(asked).values()
        return ", ".join(f"{text} {value:.0f}" for text, value in zip(texts, points, strict=False))

    def misplaced(self, asked: Asked, answer: str) -> float:
        """How many of the points lie where they do not belong."""
        return sum(abs(mine - own) for mine, own in zip(self.points(answer), self.key(asked), strict=True)) / 2

    def _mark(self, asked: Asked, answer: str) -> Mark:
        own = self._words(asked, self.points(answer))
        if not self.is_marked or self.feedback is None:
            return Mark("vote", own, "", filled(self.said or "", asked.names))
        off = self.misplaced(asked, answer)
        verdict = verdict_of(off, self.tolerance, self.near)
        counted = f"{off:.0f} of {ALL} points are misplaced."
        return Mark(verdict, own, self.key_words(asked), f"{counted} {self.feedback.said(verdict, asked.names)}")

    def _meaningless(self, asked: Asked) -> Iterator[Fault]:
        for i, option in enumerate(self.options):
            yield from (Fault(("options", i, "text"), reason) for reason in text_faults(option.text, asked.names))
            if not self.is_marked:
                continue
            if fault := key_fault(option.figure, asked.names, "figure"):
                yield fault.below("options", i)
            elif (figure(option.figure, asked.names).value or 0.0) <= 0:
                yield Fault(("options", i, "figure"), "a share must be above 0")
        if self.said:
            yield from (Fault(("said",), reason) for reason in text_faults(self.said, asked.names))
        if self.feedback is not None:
            yield from self.feedback.meaningless(asked.names)
        if self.is_marked and self.feedback is None:
            yield Fault(("feedback",), "points with figures are marked: give feedback")
        if not self.is_marked and self.said is None:
            yield Fault(("said",), "points without figures are a vote: give what is said to it")
        if self.near < self.tolerance:
            yield Fault(("near",), "near must not be less than tolerance")

    def class_words(self, asked: Asked, given: Given) -> str:
        """How far a class is from the key."""
        if not given or not self.is_marked:
            return ""
        off = mean(self.misplaced(asked, answer) for answer, _ in given)
        return f"On average {off:.0f} of {ALL} points are misplaced."

    def columns(self, asked: Asked) -> list[str]:
        """A column for each option."""
        return [f"{letter.upper()} [points]" for letter in self.choices(asked)]

    def cells(self, asked: Asked, answer: str) -> list[str]:
        """The points of each option."""
        return [f"{points:g}" for points in self.points(answer)] if answer else [""] * len(self.options)

    def drawn(self, asked: Asked, given: Given) -> Drawn:
        """The mean points of each option in a class, and the key."""
        choices = self.choices(asked)
        full = [f"{letter.upper()}: {text}" for letter, text in choices.items()]
        names = [wrapped(text) for text in full]
        given_points = [self.points(answer) for answer, _ in given]
        means = [mean(points) for points in zip(*given_points, strict=True)] if given else [0.0] * len(names)
        key = self.key(asked)
        hover = {"hoverinfo": "skip"}
        said = {"text": [f"{value:.0f}" for value in means], "textposition": "outside", "cliponaxis": False}
        bars = {"type": "bar", "orientation": "h", "x": means, "y": names, "width": 0.6}
        traces: list[dict[str, Any]] = [{**bars, "marker": {"color": "@params/0.55"}, **said, **hover}]
        if key:
            diamond = {"symbol": "diamond-open", "size": 13, "color": "@here", "line": {"width": 2}}
            traces.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "x": key,
                    "y": names,
                    "marker": diamond,
                    "meta": REVEALS,
                    **hover,
                }
            )
        drawing = {
            "data": traces,
            "layout": layout(
                xaxis=axis("Points", range=[0, max([*means, *key, 1]) * 1.2]),
                yaxis=axis("", type="category", autorange="reversed", tickfont={"size": BODY, "color": "@ink"}),
            ),
        }
        rows = [
            [text, f"{average:.0f}", *([f"{key[i]:.0f}"] if key else [])]
            for i, (text, average) in enumerate(zip(full, means, strict=True))
        ]
        return drawing, ["Option", "Mean points", *(["Key"] if key else [])], rows
