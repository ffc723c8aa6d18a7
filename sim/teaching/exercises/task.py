"""What every task of a lesson is: a question that is answered, marked by a computed key, and then explained."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from sim.catalogs.entry import Entry, Fault
from sim.engine.known_results import result_of
from sim.ground.errors import SimulationError
from sim.inputs.scenario import Scenario
from sim.teaching.exercises.claimed import Claimed
from sim.teaching.exercises.passing import Passing
from sim.teaching.names import Names
from sim.teaching.quotes import figure, filled, text_faults

Text = Annotated[str, Field(min_length=1, max_length=4_000)]
Short = Annotated[str, Field(min_length=1, max_length=300)]
Control = Literal["text", "options", "board", "interval", "order", "points", "reasons"]  # what an answer is given by
Drawn = tuple[dict[str, Any], list[str], list[list[str]]]  # figure, columns, rows

VERDICTS = {"right": "Right", "near": "Near", "far": "Not this time", "vote": "Noted"}
LONGEST = 120  # characters of an answer


@dataclass(frozen=True)
class Asked:
    """What a task is asked about.

    Parameters
    ----------
    names : Names
        What its texts can name; `step` is its run.
    run : Scenario
        The run of the step.
    levers : tuple of str
        The inputs that the step lets move.
    earlier : Earlier, optional
        The task that is asked again, where the task does that.
    """

    names: Names
    run: Scenario
    levers: tuple[str, ...] = ()
    earlier: "Earlier | None" = None

    def with_yours(self, run: Scenario) -> Names:
        """What can be named once the run was moved: it is `yours`."""
        return self.names.and_scenario("yours", run)


@dataclass(frozen=True)
class Earlier:
    """A task of an earlier step, what it was asked about, and what was answered to it."""

    task: "Task"
    asked: Asked
    answer: str = ""


@dataclass(frozen=True)
class Mark:
    """What becomes of an answer.

    Parameters
    ----------
    verdict : {"right", "near", "far", "vote"}
    answer, key : str
        As people read them; the key of a vote is "".
    text : str
        What is said to whoever gave it, as Markdown.
    """

    verdict: str
    answer: str
    key: str
    text: str


Given = Sequence[tuple[str, Mark]]  # the answers of a class with their marks


class Task(Entry):
    """A question, and all that depends on its kind.

    A kind adds its `kind`, what a file gives for it, and the methods below. Answers are short texts
    that stand in links.
    """

    heading: ClassVar[str]  # in front of the question
    control: ClassVar[Control]
    about_class: ClassVar[str]  # what the chart of a class shows
    about_key: ClassVar[str] = ""  # how that chart draws the key
    key_columns: ClassVar[tuple[str, ...]] = ()  # heads of its table that tell the key
    is_open: ClassVar[bool] = False  # whether the board may say all before the answer, for it tells no key
    is_retried: ClassVar[bool] = False  # whether there is another try before the key is told

    question: Text
    reveal: str = ""
    board: bool = False  # whether the board is seen before the answer is committed

    @abstractmethod
    def key_words(self, asked: Asked) -> str:
        """The key in words; "" where no answer is right."""

    @abstractmethod
    def committed(self, asked: Asked, text: str, run: Scenario) -> str:
        """The answer of a person: from what was typed or chosen, or from the run on the board.

        Raises
        ------
        ValueError
            With the reason why it is none.
        """

    def doubt(self, asked: Asked, text: str) -> str:
        """What to ask before a text is taken for an answer, where something else was probably meant; else ""."""
        return ""

    @abstractmethod
    def drawn(self, asked: Asked, given: Given) -> Drawn:
        """The answers of a class as a chart and a table, without names; traces that tell the key are `REVEALS`."""

    def columns(self, asked: Asked) -> list[str]:
        """Heads of the columns that an answer fills in a file for a spreadsheet, with their units."""
        return ["answer"]

    def cells(self, asked: Asked, answer: str) -> list[str]:
        """An answer in these columns, numbers as numbers; empty ones for no answer."""
        return [answer]

    @abstractmethod
    def _mark(self, asked: Asked, answer: str) -> Mark:
        """The mark of an answer that is one."""

    @abstractmethod
    def _meaningless(self, asked: Asked) -> Iterator[Fault]:
        """What of the kind's own keys means nothing, or cannot be solved."""

    def _check(self, asked: Asked, answer: str) -> None:
        """Refuse what is no answer, with a ValueError; one that moves the run is tried."""
        self.moved(asked, answer)

    def lever_values(self, asked: Asked, answer: str) -> dict[str, float]:
        """The numbers that an answer gives the levers of the step; none where it moves no run.

        Raises
        ------
        ValueError
            If the answer is none, or moves what the step does not let move.
        """
        return {}

    @property
    def repeats(self) -> int | None:
        """The step, counted from 1, whose task is asked again; `None` for a question of its own."""
        return None

    def in_words(self, asked: Asked) -> tuple[list[str], list[list[str]]] | None:
        """Columns and rows of a table with which the task can be done without seeing the board."""
        return None

    def class_words(self, asked: Asked, given: Given) -> str:
        """What the chart of a class shows, beside how many were right, as sentences."""
        return ""

    def choices(self, asked: Asked) -> dict[str, str]:
        """What can be chosen, in words by answer."""
        return {}

    def unit(self, asked: Asked) -> str:
        """What a typed number counts; "" for a plain one."""
        return ""

    def targets(self, asked: Asked) -> list[str]:
        """What a moved run must reach, in words."""
        return []

    def claimed(self, asked: Asked, answer: str) -> Claimed | None:
        """The run that an answer speaks of, to draw it on a chart; `None` where it speaks of none."""
        return Claimed(self.moved(asked, answer)) if self.lever_values(asked, answer) else None

    def aims_passed(self, asked: Asked) -> tuple[Passing, ...]:
        """What a run must pass, so that the board can say of each run whether it does."""
        return ()

    def is_settled(self, asked: Asked, first: str, last: str) -> bool:
        """Whether the key may be told: after an answer; of two tries after the second, or a right one.

        Parameters
        ----------
        first, last : str
            The first answer and the last one, "" where there is none; the same where somebody stayed with it.
        """
        if not first or not self.is_retried:
            return bool(first)
        return bool(last) or self.mark(asked, first).verdict == "right"

    def may_try(self, asked: Asked, first: str, last: str) -> bool:
        """Whether an answer can still be committed: where all is open, until it is right."""
        if not first:
            return True
        if not self.is_retried or self.mark(asked, last or first).verdict == "right":
            return False
        return self.is_open or not last

    def mark(self, asked: Asked, answer: str) -> Mark:
        """The mark of an answer.

        Raises
        ------
        ValueError
            If the answer is none for this task.
        """
        return self._mark(asked, self.checked(asked, answer))

    def checked(self, asked: Asked, answer: str) -> str:
        """The answer, if it is one.

        Raises
        ------
        ValueError
            With the reason why it is none.
        """
        if len(answer) > LONGEST or not answer.isascii():
            raise ValueError("it is not an answer")
        self._check(asked, answer)
        return answer

    def moved(self, asked: Asked, answer: str) -> Scenario:
        """The run as an answer leaves it.

        Raises
        ------
        ValueError
            If the answer is none, moves what the step does not let move, or cannot be.
        """
        values = self.lever_values(asked, answer)
        if not values:
            return asked.run
        try:
            after = asked.run.changed(**values)
            result_of(after)
        except SimulationError as error:
            raise ValueError(str(error)) from None
        return after

    def meaningless(self, asked: Asked) -> Iterator[Fault]:
        """What of the task means nothing or cannot be solved, with its place in the task."""
        for name in ("question", "reveal"):
            yield from (Fault((name,), reason) for reason in text_faults(getattr(self, name), asked.names))
        try:
            yield from self._meaningless(asked)
        except SimulationError as error:
            yield Fault((), str(error))


class Feedback(Entry):
    """What is said of an answer; `low` and `high` are added where it is not right and lies below or above."""

    right: Text
    near: Text
    far: Text
    low: str = ""
    high: str = ""

    def said(self, verdict: str, names: Names, is_low: bool | None = None) -> str:
        """What is said to a verdict, and to the side on which the answer lies where there is one."""
        side = "" if verdict == "right" or is_low is None else self.low if is_low else self.high
        return " ".join(part for part in (filled(getattr(self, verdict), names), filled(side, names)) if part)

    def meaningless(self, names: Names) -> Iterator[Fault]:
        """Numbers that mean nothing."""
        for name in type(self).model_fields:
            yield from (Fault(("feedback", name), reason) for reason in text_faults(getattr(self, name), names))


def key_fault(expression: str, names: Names, key: str) -> Fault | None:
    """Why the number of a key cannot be one; `None` where it can."""
    try:
        value = figure(expression, names).value
    except ValueError as error:
        return Fault((key,), str(error))
    return Fault((key,), "the model has no such number for this run") if value is None else None


def verdict_of(off: float, tolerance: float, near: float) -> str:
    """The verdict on an answer that is off by so much."""
    return "right" if off <= tolerance else "near" if off <= near else "far"


def headed(what: str, unit: str) -> str:
    """Head of a column with its unit."""
    return f"{what} [{unit}]" if unit and unit != what.lower() else what
