"""What an answer is given in on a phone, as plain data; and the answer that the fields come to."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sim.ground import units
from sim.ground.errors import SimulationError
from sim.inputs import TABLE
from sim.room.ballots import Ballot
from sim.room.prose import inline
from sim.room.state import FIRST, SECOND
from sim.teaching.answers import BETWEEN, taken
from sim.teaching.exercises import Task
from sim.teaching.exercises.reasons import ReasonsTask
from sim.teaching.exercises.task import Asked
from sim.teaching.lessons import Lesson

NUMBERS = "such as 20, 1.5, 70B or 3e23"
MOST_FIELDS, MOST_TEXT = 12, 40  # of an answer, and characters of each
JOINTS = {"order": ""}  # how the fields of a task become the text that it takes; the others are lines


def form(task: Task, asked: Asked) -> dict[str, Any]:
    """The fields of a task.

    Returns
    -------
    dict
        `control`; `options` and `reasons` by letter, as HTML; `fields` with a label each and, where a run
        is moved, where it stands.
    """
    options = [{"letter": letter, "html": inline(words)} for letter, words in task.choices(asked).items()]
    reasons = task.reason_choices(asked) if isinstance(task, ReasonsTask) else {}
    return {
        "control": task.control,
        "options": options,
        "reasons": [{"letter": letter, "html": inline(words)} for letter, words in reasons.items()],
        "fields": _fields(task, asked),
        "hint": NUMBERS if task.control in ("text", "interval", "board") else "",
    }


def _fields(task: Task, asked: Asked) -> list[dict[str, str]]:
    unit = task.unit(asked)
    ending = f", in {unit}" if unit else ""
    match task.control:
        case "text":
            return [{"label": f"Your answer{ending}", "value": ""}]
        case "interval":
            return [{"label": f"{label}{ending}", "value": ""} for label in ("At least", "At most")]
        case "order":
            return [{"label": f"Place {place + 1}", "value": ""} for place in range(len(task.choices(asked)))]
        case "points":
            return [{"label": words, "value": ""} for words in task.choices(asked).values()]
        case "board":
            return [_lever(name, getattr(asked.run, name)) for name in asked.levers]
    return []


def _lever(name: str, value: float | None) -> dict[str, str]:
    row = TABLE[name]
    unit = f", in {row.unit}" if row.unit else ""
    return {"label": f"{row.label}{unit}", "value": "" if value is None else units.exact(value, row.form)}


def answer(lesson: Lesson, step: int, given: Sequence[str], ballot: Ballot) -> str:
    """The answer to a step that the fields come to, checked: a number, letters, or levers, and never a free text.

    Raises
    ------
    ValueError
        With the reason why it is none.
    """
    if not given or len(given) > MOST_FIELDS or any(len(text) > MOST_TEXT for text in given):
        raise ValueError("it is not an answer")
    task, asked = lesson.task(lesson.tasks.index(step - 1))
    if asked.earlier is not None and task.repeats is not None:
        before = ballot.get((task.repeats, SECOND)) or ballot.get((task.repeats, FIRST), "")
        asked = replace(asked, earlier=replace(asked.earlier, answer=before))
    run = asked.run
    if task.control == "board":
        if len(given) != len(asked.levers):
            raise ValueError(f"{len(asked.levers)} numbers are needed")
        try:
            run = asked.run.changed(**taken(dict(zip(asked.levers, given, strict=True))))
        except SimulationError as error:
            raise ValueError(str(error)) from None
    text = JOINTS.get(task.control, "\n").join(part.strip() for part in given)
    return task.checked(asked, task.committed(asked, text, run))


def in_words(task: Task, asked: Asked, answer: str) -> str:
    """An answer as whoever gave it reads it, with nothing of its mark."""
    choices = task.choices(asked)
    match task.control:
        case "options":
            return choices[answer.rpartition(BETWEEN)[2]]
        case "reasons" if isinstance(task, ReasonsTask):
            option, _, reason = answer.partition(BETWEEN)
            return f"{choices[option]}, because: {task.reason_choices(asked)[reason]}"
        case "order":
            return ", ".join(choices[letter] for letter in answer)
        case "points":
            return ", ".join(
                f"{words} {points}" for words, points in zip(choices.values(), answer.split(BETWEEN), strict=True)
            )
    numbers = [number(float(cell)) for cell in task.cells(asked, answer)]
    if task.control == "board":
        return ", ".join(f"{head} {text}" for head, text in zip(task.columns(asked), numbers, strict=True))
    return f"{' to '.join(numbers)} {task.unit(asked)}".strip()


def number(value: float) -> str:
    """A number of any size: 70B, 0.0001."""
    return units.count(value, 4 if 1 <= abs(value) < 1e3 else 3)
