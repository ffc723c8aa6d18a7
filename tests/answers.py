"""Answers to the tasks of lessons: right ones, wrong ones, and such as a class gives."""

from sim.teaching.answers import written
from sim.teaching.exercises.again import AgainTask
from sim.teaching.exercises.choice import LETTERS, ChoiceTask
from sim.teaching.exercises.goal import GoalTask
from sim.teaching.exercises.interval import IntervalTask
from sim.teaching.exercises.number import NumberTask, distance
from sim.teaching.exercises.place import PlaceTask
from sim.teaching.exercises.points import PointsTask
from sim.teaching.exercises.ranking import RankingTask
from sim.teaching.exercises.reasons import ReasonsTask


def right_answer(lesson, number: int) -> str:
    """An answer that the model calls right, computed; of a vote any."""
    task, asked = lesson.task(number)
    if isinstance(task, NumberTask):
        return written(task.key_of(asked)[0])
    if isinstance(task, IntervalTask):
        key = task.number.key_of(asked)[0]
        return f"{written(key / 1.1)}~{written(key * 1.1)}"
    if isinstance(task, RankingTask):
        return task.key(asked)
    if isinstance(task, PointsTask):
        points = [round(value) for value in task.key(asked)] or [0] * len(task.options)
        points[0] += 100 - sum(points)
        return "~".join(map(str, points))
    if isinstance(task, PlaceTask):
        return "~".join(map(written, task.place(asked.names)))
    if isinstance(task, GoalTask):
        return task.committed(asked, "", task.way(asked))
    if isinstance(task, AgainTask):
        return "a~b"
    if isinstance(task, ReasonsTask):
        reason = next(letter for letter, one in zip(LETTERS, task.reasons, strict=False) if one.sound)
        pairs = [f"{letter}~{reason}" for letter in task.choices(asked)]
        return next(pair for pair in pairs if task.mark(asked, pair).verdict == "right")
    right = [letter for letter in task.choices(asked) if task.mark(asked, letter).verdict in ("right", "vote")]
    assert len(right) == (1 if isinstance(task, ChoiceTask) else len(task.options))
    return right[0]


def wrong_answers(task, asked, right: str) -> list[str]:
    """Answers that the model calls wrong."""
    if isinstance(task, NumberTask):
        key = task.key_of(asked)[0]
        far = 1.5 * task.near
        high = {"relative": key * (1 + far), "absolute": key + far, "factor": key * far}[task.scale]
        low = {"relative": key * (1 - far), "absolute": key - far, "factor": key / far}[task.scale]
        assert distance(high, key, task.scale) > task.near
        return [written(low), written(high)]
    if isinstance(task, IntervalTask):
        key, far = task.number.key_of(asked)[0], 2 * task.near
        assert task.scale == "factor"
        return [f"{written(key * far)}~{written(key * far * 2)}", f"{written(key / far / 2)}~{written(key / far)}"]
    if isinstance(task, RankingTask):
        return [right[::-1]]
    if isinstance(task, PointsTask):
        least = min(range(len(task.options)), key=lambda i: task.key(asked)[i])
        return ["~".join("100" if i == least else "0" for i in range(len(task.options)))]
    if isinstance(task, ReasonsTask):
        return [f"{o}~{r}" for o in task.choices(asked) for r in task.reason_choices(asked) if f"{o}~{r}" != right]
    if isinstance(task, PlaceTask):
        N, D = task.place(asked.names)
        far = 2 * task.near
        return [f"{written(N * far)}~{written(D / far)}", f"{written(N / far)}~{written(D * far)}"]
    if isinstance(task, GoalTask):
        less = {name: getattr(asked.run, name) / 30 for name in asked.levers}
        return [task.committed(asked, "", asked.run.changed(**less))]
    return [letter for letter in LETTERS[: len(task.options)] if letter != right]


def random_answer(lesson, number: int, rng) -> str:
    """An answer as a class might give it."""
    task, asked = lesson.task(number)
    if isinstance(task, NumberTask):
        return written(10 ** rng.uniform(-3, 13))
    if isinstance(task, IntervalTask):
        low = 10 ** rng.uniform(0, 9)
        return f"{written(low)}~{written(low * 10 ** rng.uniform(0, 3))}"
    if isinstance(task, RankingTask):
        letters = list(task.choices(asked))
        return "".join(rng.sample(letters, len(letters)))
    if isinstance(task, PointsTask):
        cuts = sorted(rng.randint(0, 100) for _ in task.options[1:])
        return "~".join(str(b - a) for a, b in zip([0, *cuts], [*cuts, 100], strict=True))
    if isinstance(task, PlaceTask):
        N = 10 ** rng.uniform(9, 13)
        return f"{written(N)}~{written(asked.run.train_flop / 6 / N)}"
    if isinstance(task, GoalTask):
        return "~".join(f"{key}~{written(10 ** rng.uniform(9, 13))}" for key in ("n", "d"))
    letters = list(task.choices(asked))
    if isinstance(task, ReasonsTask):
        return f"{rng.choice(letters)}~{rng.choice(list(task.reason_choices(asked)))}"
    if isinstance(task, AgainTask):
        return f"{rng.choice(['', *letters])}~{rng.choice(letters)}"
    return rng.choice(letters)
