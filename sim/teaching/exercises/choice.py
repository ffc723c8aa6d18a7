"""Choosing one of a few options: the right one, or a side in a vote."""

import math
from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from sim.catalogs.entry import Entry, Fault
from sim.inputs.scenario import Scenario
from sim.teaching.exercises.student_bars import student_bars
from sim.teaching.exercises.task import Asked, Control, Drawn, Given, Mark, Short, Task
from sim.teaching.names import Names
from sim.teaching.quotes import check_comparison, figure, filled, holds, text_faults

LETTERS = "abcdefgh"


class Option(Entry):
    """One of the options, with what is said to whoever chose it.

    The right one is the one whose comparison `when` holds, or whose `figure` the task picks.
    """

    text: Short
    feedback: str = ""
    when: str = ""
    figure: str = ""
    near: bool = False

    @property
    def is_marked(self) -> bool:
        """Whether it says anything of being right."""
        return bool(self.when or self.figure or self.near)

    def meaningless(self, names: Names) -> Iterator[Fault]:
        """Numbers that mean nothing."""
        for name in ("text", "feedback"):
            yield from (Fault((name,), reason) for reason in text_faults(getattr(self, name), names))
        for name, check in (("when", check_comparison), ("figure", figure)):
            try:
                if getattr(self, name):
                    check(getattr(self, name), names)
            except ValueError as error:
                yield Fault((name,), str(error))


class _Options(Task):
    """A task whose answer is the letter of an option."""

    control: ClassVar[Control] = "options"

    options: list[Option] = Field(min_length=2, max_length=len(LETTERS))

    @abstractmethod
    def _right(self, asked: Asked) -> int | None:
        """Place of the right option; `None` where none is."""

    def choices(self, asked: Asked) -> dict[str, str]:
        """The options by their letters."""
        return {letter: filled(option.text, asked.names) for letter, option in zip(LETTERS, self.options, strict=False)}

    def committed(self, asked: Asked, text: str, run: Scenario) -> str:
        """The letter that was chosen."""
        return text

    def key_words(self, asked: Asked) -> str:
        """The right option."""
        right = self._right(asked)
        return "" if right is None else filled(self.options[right].text, asked.names)

    def _check(self, asked: Asked, answer: str) -> None:
        if len(answer) != 1 or answer not in LETTERS[: len(self.options)]:
            raise ValueError(f"a letter from a to {LETTERS[len(self.options) - 1]} is needed")

    def _mark(self, asked: Asked, answer: str) -> Mark:
        option, right = self.options[LETTERS.index(answer)], self._right(asked)
        is_right = right is not None and option is self.options[right]
        verdict = "vote" if right is None else "right" if is_right else "near" if option.near else "far"
        words, said = filled(option.text, asked.names), filled(option.feedback, asked.names)
        return Mark(verdict, words, self.key_words(asked), said)

    def _meaningless(self, asked: Asked) -> Iterator[Fault]:
        for i, option in enumerate(self.options):
            yield from (fault.below("options", i) for fault in option.meaningless(asked.names))

    def drawn(self, asked: Asked, given: Given) -> Drawn:
        """A bar for each option."""
        choices = self.choices(asked)
        counts = [sum(answer == letter for answer, _ in given) for letter in choices]
        key = given[0][1].key if given else ""
        right = [count if text == key else None for text, count in zip(choices.values(), counts, strict=True)]
        return student_bars([letter.upper() for letter in choices], counts, right, "Option", list(choices.values()))

    def columns(self, asked: Asked) -> list[str]:
        """The letter and the words of the option."""
        return ["option", "option in words"]

    def cells(self, asked: Asked, answer: str) -> list[str]:
        """The letter as the class sees it, and the words."""
        return [answer.upper(), self.choices(asked)[answer]] if answer else ["", ""]


class ComputedChoice(_Options):
    """A task of options of which one is right: the model says which."""

    pick: Literal["", "least", "most"] = ""

    def _right(self, asked: Asked) -> int:
        """Place of the right option, computed.

        Raises
        ------
        ValueError
            If none or more than one is right.
        """
        if self.pick:
            values = [figure(option.figure, asked.names).value for option in self.options]
            known = [math.inf if value is None else value for value in values]  # out of reach costs most
            wanted = min(known) if self.pick == "least" else max(known)
            right = [i for i, value in enumerate(known) if value == wanted]
        else:
            right = [i for i, option in enumerate(self.options) if option.when and holds(option.when, asked.names)]
        if len(right) != 1:
            raise ValueError(f"exactly one option must be right; by the model {len(right) or 'none'} are")
        return right[0]

    def _meaningless(self, asked: Asked) -> Iterator[Fault]:
        faults = list(super()._meaningless(asked))
        if not faults and self.pick and not all(option.figure for option in self.options):
            faults = [Fault(("pick",), "every option needs a figure to pick from")]
        yield from faults
        if faults:
            return
        try:
            self._right(asked)
        except ValueError as error:
            yield Fault(("options",), str(error))


class ChoiceTask(ComputedChoice):
    """Choose the right one of a few options; which is right is computed."""

    heading: ClassVar[str] = "Your prediction"
    about_class: ClassVar[str] = "Students by option."
    about_key: ClassVar[str] = "Green: the key."

    kind: Literal["choice"]


class VoteTask(_Options):
    """Take a side: no option is right, and the class sees how it is split."""

    heading: ClassVar[str] = "Your choice"
    about_class: ClassVar[str] = "Students by option."
    is_open: ClassVar[bool] = True

    kind: Literal["vote"]

    def _right(self, asked: Asked) -> None:
        return None

    def _meaningless(self, asked: Asked) -> Iterator[Fault]:
        yield from super()._meaningless(asked)
        for i, option in enumerate(self.options):
            if option.is_marked:
                yield Fault(("options", i), "no option of a vote is right: leave out when, figure and near")
