"""Asking an earlier vote again: it knows who changed sides."""

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from sim.catalogs.entry import Fault
from sim.inputs.scenario import Scenario
from sim.teaching.answers import BETWEEN
from sim.teaching.exercises.choice import LETTERS, VoteTask
from sim.teaching.exercises.student_bars import grouped_bars
from sim.teaching.exercises.task import Asked, Control, Drawn, Given, Mark, Task, Text
from sim.teaching.quotes import filled, text_faults


class AgainTask(Task):
    """Take a side again on the vote of step `of`. An answer is both sides, "a~b"; "b" where the first is unknown."""

    heading: ClassVar[str] = "Your choice, once more"
    control: ClassVar[Control] = "options"
    about_class: ClassVar[str] = "Students by option. Pale: the first vote. Full: this one."
    is_open: ClassVar[bool] = True

    kind: Literal["again"]
    of: int = Field(ge=1)
    stayed: Text
    changed: Text

    @property
    def repeats(self) -> int | None:
        """The step whose vote is asked again."""
        return self.of

    def choices(self, asked: Asked) -> dict[str, str]:
        """The options of the vote."""
        if asked.earlier is None:
            return {}
        task, then = asked.earlier.task, asked.earlier.asked
        return task.choices(then)

    def key_words(self, asked: Asked) -> str:
        """No option is right."""
        return ""

    def committed(self, asked: Asked, text: str, run: Scenario) -> str:
        """The first side and this one."""
        first = asked.earlier.answer if asked.earlier is not None else ""
        return f"{first}{BETWEEN}{text}"

    def sides(self, answer: str) -> tuple[str, str]:
        """The first side, "" where it is not known, and this one."""
        first, _, now = answer.rpartition(BETWEEN)
        return first, now

    def _check(self, asked: Asked, answer: str) -> None:
        first, now = self.sides(answer)
        letters = self.choices(asked)
        if now not in letters or (first and first not in letters):
            raise ValueError(f"a letter from a to {LETTERS[max(0, len(letters) - 1)]} is needed")

    def _mark(self, asked: Asked, answer: str) -> Mark:
        first, now = self.sides(answer)
        choices = self.choices(asked)
        names = asked.names.and_words(answer=choices[now], key=choices.get(first, "?"))
        if not first:
            return Mark("vote", choices[now], "", "")
        if first == now:
            return Mark("vote", f"{choices[now]}, as before", "", filled(self.stayed, names))
        return Mark("vote", f"{choices[now]}; before: {choices[first]}", "", filled(self.changed, names))

    def _meaningless(self, asked: Asked) -> Iterator[Fault]:
        if asked.earlier is None or not isinstance(asked.earlier.task, VoteTask):
            yield Fault(("of",), f"step {self.of} is no earlier step with a vote")
            return
        names = asked.names.and_words(answer="?", key="?")
        for name in ("stayed", "changed"):
            yield from (Fault((name,), reason) for reason in text_faults(getattr(self, name), names))

    def class_words(self, asked: Asked, given: Given) -> str:
        """How many changed sides, and from which to which."""
        moves = Counter(pair for answer, _ in given if (pair := self.sides(answer))[0])
        changed = {pair: count for pair, count in moves.items() if pair[0] != pair[1]}
        if not moves:
            return ""
        ways = sorted(changed.items(), key=lambda way: -way[1])
        said = ", ".join(f"{count} from {a.upper()} to {b.upper()}" for (a, b), count in ways)
        return f"{sum(changed.values())} of {sum(moves.values())} changed sides" + (f": {said}." if said else ".")

    def columns(self, asked: Asked) -> list[str]:
        """The letters of both votes."""
        return ["first vote", "this vote"]

    def cells(self, asked: Asked, answer: str) -> list[str]:
        """Both letters as the class sees them."""
        return [side.upper() for side in self.sides(answer)]

    def drawn(self, asked: Asked, given: Given) -> Drawn:
        """Two bars for each option, the first vote and this one; the table has who went from where to where."""
        choices = self.choices(asked)
        pairs = [self.sides(answer) for answer, _ in given]
        moves = Counter(pairs)
        counts = [[sum(pair[i] == letter for pair in pairs) for letter in choices] for i in (0, 1)]
        names = [letter.upper() for letter in choices]
        drawing = grouped_bars(names, counts, ["First vote", "This vote"], list(choices.values()))
        said = {letter: f"{letter.upper()}: {text}" for letter, text in choices.items()}
        rows = [[said.get(first, "none"), said[now], str(count)] for (first, now), count in moves.most_common()]
        return drawing, ["First vote", "This vote", "Students"], rows
