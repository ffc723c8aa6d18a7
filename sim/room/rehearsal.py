"""Simulated students for a rehearsal: they answer as a class does, some of them right, and better when asked again.

The shares are ours, chosen so that every hint of the teacher's page can be seen. They are no finding about students.
"""

import random
from collections.abc import Sequence

from sim.room.ballots import Ballot
from sim.room.forms import answer
from sim.room.state import FIRST
from sim.teaching.exercises import Task
from sim.teaching.exercises.interval import IntervalTask
from sim.teaching.exercises.number import NumberTask
from sim.teaching.exercises.reasons import ReasonsTask
from sim.teaching.exercises.task import Asked
from sim.teaching.lessons import Lesson

KNOWING = {FIRST: 0.45, 2: 0.7}  # share of right answers by round
SPREAD = 0.6  # of the logarithm of a wrong number
TRIES = 5


def pretended(lesson: Lesson, step: int, round_: int, ballot: Ballot, rng: random.Random) -> str:
    """The answer of a simulated student to a step; "" where none came of it."""
    task, asked = lesson.task(lesson.tasks.index(step - 1))
    for _ in range(TRIES):
        try:
            return answer(lesson, step, _fields(task, asked, round_, rng), ballot)
        except ValueError:
            continue
    return ""


def _fields(task: Task, asked: Asked, round_: int, rng: random.Random) -> Sequence[str]:
    """What is typed or chosen."""
    knows = rng.random() < KNOWING[round_]
    letters = list(task.choices(asked))
    if isinstance(task, NumberTask):
        return [_number(task, asked, 0.01 if knows else SPREAD, rng)]
    if isinstance(task, IntervalTask):
        middle = float(_number(task.number, asked, 0.05 if knows else SPREAD, rng).rstrip("%"))
        return [f"{middle / 2:.3g}", f"{middle * 2:.3g}"]
    if isinstance(task, ReasonsTask):
        return [rng.choice(letters), rng.choice(list(task.reason_choices(asked)))]
    match task.control:
        case "options":
            right = [one for one in letters if task.repeats is None and task.mark(asked, one).verdict == "right"]
            return [rng.choice(right if right and knows else letters)]
        case "order":
            return rng.sample(letters, len(letters))
        case "points":
            cuts = sorted(rng.randint(0, 100) for _ in letters[1:])
            return [str(high - low) for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]
    values = (getattr(asked.run, name) for name in asked.levers)
    return [f"{value * rng.lognormvariate(0, SPREAD):.3g}" for value in values]


def _number(task: NumberTask, asked: Asked, spread: float, rng: random.Random) -> str:
    """The key as somebody types it who is off by some factor."""
    key, how = task.key_of(asked)
    value = key * rng.lognormvariate(0, spread)
    return f"{100 * value:.3g}%" if how.form == "percent" else f"{value:.3g}"
