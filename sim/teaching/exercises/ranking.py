"""Putting a few things in order."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from statistics import mean
from typing import ClassVar, Literal

from pydantic import Field

from sim.catalogs.entry import Entry, Fault
from sim.charts.drawing.style import BODY, REVEALS, axis, layout
from sim.inputs.scenario import Scenario
from sim.teaching.exercises.choice import LETTERS
from sim.teaching.exercises.student_bars import wrapped
from sim.teaching.exercises.task import Asked, Control, Drawn, Feedback, Given, Mark, Short, Task, key_fault
from sim.teaching.quotes import figure, filled, text_faults

FIRST = {"least": "the least first", "most": "the most first"}


class Item(Entry):
    """One of the things to put in order, and the figure that gives it its place."""

    text: Short
    figure: Short


class RankingTask(Task):
    """Put things in order; an order is near where at least the share `near` of all pairs stands right."""

    heading: ClassVar[str] = "Your order"
    control: ClassVar[Control] = "order"
    about_class: ClassVar[str] = "Dot: the mean place in the class."
    about_key: ClassVar[str] = "Diamond: the place by the key."
    key_columns: ClassVar[tuple[str, ...]] = ("Place by the key",)

    kind: Literal["ranking"]
    items: list[Item] = Field(min_length=3, max_length=len(LETTERS))
    first: Literal["least", "most"] = "least"
    near: float = Field(0.6, gt=0, lt=1)
    feedback: Feedback

    def choices(self, asked: Asked) -> dict[str, str]:
        """The things by their letters, as the file lists them."""
        return {letter: filled(item.text, asked.names) for letter, item in zip(LETTERS, self.items, strict=False)}

    def key(self, asked: Asked) -> str:
        """The letters in the right order."""
        values = [figure(item.figure, asked.names).value for item in self.items]
        sign = 1 if self.first == "least" else -1
        order = sorted(range(len(values)), key=lambda i: sign * (values[i] or 0.0))
        return "".join(LETTERS[i] for i in order)

    def key_words(self, asked: Asked) -> str:
        """The things in the right order."""
        return self._words(asked, self.key(asked))

    def committed(self, asked: Asked, text: str, run: Scenario) -> str:
        """The letters in the order that was chosen."""
        return text

    def pairs(self, asked: Asked, answer: str) -> tuple[int, int]:
        """How many pairs stand in the right order, and how many pairs there are."""
        key = self.key(asked)
        found = [answer.index(a) < answer.index(b) for a, b in combinations(key, 2)]
        return sum(found), len(found)

    def class_words(self, asked: Asked, given: Given) -> str:
        """How well a class ordered the things."""
        if not given:
            return ""
        found = [self.pairs(asked, answer) for answer, _ in given]
        return f"On average {mean(right for right, _ in found):.1f} of {found[0][1]} pairs stand in the right order."

    def _check(self, asked: Asked, answer: str) -> None:
        if sorted(answer) != list(LETTERS[: len(self.items)]):
            raise ValueError("each needs a place of its own")

    def _words(self, asked: Asked, order: Sequence[str]) -> str:
        choices = self.choices(asked)
        return ", ".join(choices[letter] for letter in order)

    def _mark(self, asked: Asked, answer: str) -> Mark:
        right, all_pairs = self.pairs(asked, answer)
        verdict = "right" if right == all_pairs else "near" if right >= self.near * all_pairs else "far"
        counted = f"{right} of {all_pairs} pairs stand in the right order."
        said = self.feedback.said(verdict, asked.names)
        return Mark(verdict, self._words(asked, answer), self.key_words(asked), f"{counted} {said}")

    def _meaningless(self, asked: Asked) -> Iterator[Fault]:
        faults = list(self.feedback.meaningless(asked.names))
        for i, item in enumerate(self.items):
            faults += [Fault(("items", i, "text"), reason) for reason in text_faults(item.text, asked.names)]
            if fault := key_fault(item.figure, asked.names, "figure"):
                faults.append(fault.below("items", i))
        yield from faults
        values = [] if faults else [figure(item.figure, asked.names).value for item in self.items]
        if len(set(values)) < len(values):
            yield Fault(("items",), "two of them have the same figure, so that no order is right")

    def columns(self, asked: Asked) -> list[str]:
        """The letters from the first place to the last."""
        return ["order"]

    def cells(self, asked: Asked, answer: str) -> list[str]:
        """The letters as the class sees them."""
        return [answer.upper()]

    def drawn(self, asked: Asked, given: Given) -> Drawn:
        """The mean place of each thing in a class, and its place by the key."""
        key, choices = self.key(asked), self.choices(asked)
        full = [f"{letter.upper()}: {text}" for letter, text in choices.items()]
        names = [wrapped(text) for text in full]
        places = [mean(answer.index(letter) + 1 for answer, _ in given) if given else None for letter in choices]
        own = [key.index(letter) + 1 for letter in choices]
        diamond = {"symbol": "diamond-open", "size": 13, "color": "@compute", "line": {"width": 2}}
        dots = {"type": "scatter", "mode": "markers", "y": names, "hoverinfo": "skip"}
        traces = [
            dots | {"x": own, "marker": diamond, "meta": REVEALS},
            dots | {"x": places, "marker": {"size": 10, "color": "@params"}},
        ]
        drawing = {
            "data": traces,
            "layout": layout(
                xaxis=axis(f"Place, {FIRST[self.first]}", range=[0.5, len(key) + 0.5], dtick=1),
                yaxis=axis("", type="category", autorange="reversed", tickfont={"size": BODY, "color": "@ink"}),
            ),
        }
        rows = [
            [text, str(place), "" if average is None else f"{average:.1f}"]
            for text, place, average in zip(full, own, places, strict=True)
        ]
        return drawing, ["Item", "Place by the key", "Mean place"], rows
