"""Choosing one of a few options, and then the reason for it."""

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from sim.catalogs.entry import Entry, Fault
from sim.inputs.scenario import Scenario
from sim.teaching.answers import BETWEEN
from sim.teaching.exercises.choice import LETTERS, ComputedChoice
from sim.teaching.exercises.student_bars import student_bars
from sim.teaching.exercises.task import Asked, Control, Drawn, Given, Mark, Short
from sim.teaching.quotes import filled, text_faults


class Reason(Entry):
    """A reason, sound or not, with what is said to whoever gave it."""

    text: Short
    feedback: str = ""
    sound: bool = False


class ReasonsTask(ComputedChoice):
    """Choose the right option, then a reason; right for an unsound reason is near."""

    heading: ClassVar[str] = "Your prediction, and why"
    control: ClassVar[Control] = "reasons"
    about_class: ClassVar[str] = "Students by option."
    about_key: ClassVar[str] = "Green: the key for a sound reason."

    kind: Literal["reasons"]
    reasons: list[Reason] = Field(min_length=2, max_length=len(LETTERS))

    def reason_choices(self, asked: Asked) -> dict[str, str]:
        """The reasons by their letters."""
        return {letter: filled(reason.text, asked.names) for letter, reason in zip(LETTERS, self.reasons, strict=False)}

    def committed(self, asked: Asked, text: str, run: Scenario) -> str:
        """The letters of the option and of the reason, one to a line."""
        return BETWEEN.join(text.split("\n"))

    def key_words(self, asked: Asked) -> str:
        """The right option, and the sound reasons."""
        sound = [filled(reason.text, asked.names) for reason in self.reasons if reason.sound]
        return f"{super().key_words(asked)}, because: {' / '.join(sound)}"

    def _check(self, asked: Asked, answer: str) -> None:
        option, _, reason = answer.partition(BETWEEN)
        super()._check(asked, option)
        if len(reason) != 1 or reason not in LETTERS[: len(self.reasons)]:
            raise ValueError("choose a reason too")

    def _mark(self, asked: Asked, answer: str) -> Mark:
        option, _, letter = answer.partition(BETWEEN)
        chosen, reason = super()._mark(asked, option), self.reasons[LETTERS.index(letter)]
        verdict = chosen.verdict if reason.sound or chosen.verdict != "right" else "near"
        words = f"{chosen.answer}, because: {filled(reason.text, asked.names)}"
        said = "\n\n".join(part for part in (chosen.text, filled(reason.feedback, asked.names)) if part)
        return Mark(verdict, words, self.key_words(asked), said)

    def _meaningless(self, asked: Asked) -> Iterator[Fault]:
        yield from super()._meaningless(asked)
        for i, reason in enumerate(self.reasons):
            for name in ("text", "feedback"):
                faults = text_faults(getattr(reason, name), asked.names)
                yield from (Fault(("reasons", i, name), why) for why in faults)
        if not any(reason.sound for reason in self.reasons):
            yield Fault(("reasons",), "no reason is sound: mark at least one with sound = true")

    def class_words(self, asked: Asked, given: Given) -> str:
        """How many were right for a sound reason."""
        right = LETTERS[self._right(asked)]
        mine = [answer.partition(BETWEEN)[2] for answer, _ in given if answer.startswith(right)]
        sound = sum(self.reasons[LETTERS.index(letter)].sound for letter in mine)
        return f"Of the {len(mine)} who chose the key, {sound} gave a sound reason." if mine else ""

    def columns(self, asked: Asked) -> list[str]:
        """The letters of the option and of the reason."""
        return ["option", "reason"]

    def cells(self, asked: Asked, answer: str) -> list[str]:
        """Both letters as the class sees them."""
        return answer.upper().split(BETWEEN) if answer else ["", ""]

    def drawn(self, asked: Asked, given: Given) -> Drawn:
        """A bar for each option, that of the key split by whether the reason was sound; a row for each pair."""
        options, reasons = self.choices(asked), self.reason_choices(asked)
        counts = Counter(answer for answer, _ in given)
        is_sound = dict(zip(LETTERS, (reason.sound for reason in self.reasons), strict=False))
        totals = [sum(counts[f"{o}{BETWEEN}{r}"] for r in reasons) for o in options]
        key = LETTERS[self._right(asked)]
        sound = [sum(counts[f"{o}{BETWEEN}{r}"] for r in reasons if is_sound[r]) if o == key else None for o in options]
        names, words = [letter.upper() for letter in options], list(options.values())
        figure, *_ = student_bars(names, totals, sound, "Option", words)
        pairs = [(o, r) for o in options for r in reasons if counts[f"{o}{BETWEEN}{r}"]]
        rows = [
            [f"{o.upper()}: {options[o]}", f"{r.upper()}: {reasons[r]}", str(counts[f"{o}{BETWEEN}{r}"])]
            for o, r in pairs
        ]
        return figure, ["Option", "Reason", "Students"], rows
