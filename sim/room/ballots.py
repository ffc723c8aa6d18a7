"""The answers of a class in a room, as the charts and files of hand-ins take them."""

from collections.abc import Mapping, Sequence

from sim.room.state import FIRST, SECOND, Plan
from sim.teaching.exercises import Mark
from sim.teaching.exercises.task import Given
from sim.teaching.hand_ins import ClassTable, HandIn, link
from sim.teaching.lessons import Lesson

Ballot = Mapping[tuple[int, int], str]  # the answers of one seat by step, counted from 1, and round


def plan(lesson: Lesson) -> Plan:
    """What the states need to know of a lesson."""
    return Plan(len(lesson.file.steps), frozenset(index + 1 for index in lesson.tasks))


def hand_in(lesson: Lesson, ballot: Ballot, who: str = "", step: int = 1) -> HandIn:
    """The hand-in of a seat: what the same answers give without a room.

    The first answer of each task counts, as it does alone. A second one stands beside it only where the
    task is tried twice outside of a room too.
    """
    first = tuple(ballot.get((index + 1, FIRST), "") for index in lesson.tasks)
    again = tuple(
        ballot.get((index + 1, SECOND), "") if before and lesson.task(i)[0].is_retried else ""
        for i, (index, before) in enumerate(zip(lesson.tasks, first, strict=True))
    )
    return HandIn(lesson.name, step, first, who, again if any(again) else ())


def link_of(lesson: Lesson, ballot: Ballot, step: int = 1) -> str:
    """Query string of the hand-in of a seat."""
    return link(hand_in(lesson, ballot, step=step))


def given(lesson: Lesson, seats: Sequence[Ballot], step: int, round_: int) -> list[str]:
    """The answers to a step in one round."""
    return [answer for ballot in seats if (answer := ballot.get((step, round_), ""))]


def table(lesson: Lesson, seats: Sequence[Ballot], step: int, round_: int) -> ClassTable:
    """The class as hand-ins, with the marks of one step in one round."""
    number = lesson.tasks.index(step - 1)
    known: dict[str, Mark] = {}
    rows, marks = [], []
    for ballot in seats:
        answer = ballot.get((step, round_), "")
        if answer and answer not in known:
            known[answer] = lesson.mark(number, answer)
        rows.append(HandIn(lesson.name, step, _at(answer, number, len(lesson.tasks))))
        marks.append([known.get(answer) if i == number else None for i in range(len(lesson.tasks))])
    return ClassTable(lesson, rows, marks)


def marked(lesson: Lesson, seats: Sequence[Ballot], step: int, round_: int) -> Given:
    """Answer and mark of everyone who answered a step in one round."""
    return table(lesson, seats, step, round_).answers(lesson.tasks.index(step - 1))


def file_table(lesson: Lesson, seats: Sequence[tuple[str, Ballot]]) -> ClassTable:
    """The whole class for a spreadsheet, a row for each animal."""
    rows = [hand_in(lesson, ballot, who) for who, ballot in seats]
    marks = [
        [lesson.mark(number, answer) if answer else None for number, answer in enumerate(row.answers)] for row in rows
    ]
    return ClassTable(lesson, rows, marks)


def _at(answer: str, number: int, n: int) -> tuple[str, ...]:
    return tuple(answer if i == number else "" for i in range(n))
