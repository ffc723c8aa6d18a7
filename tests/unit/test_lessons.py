"""Every lesson of the folder: each step evaluates, each task can be solved, each answer gets its feedback."""

import shutil
import tomllib

import pytest

from sim.answer_keys import key_words, way
from sim.answers import LETTERS, levers_of, place_of, written
from sim.exercises import distance, marked, place_key, right_option
from sim.figures import result_of
from sim.hand_ins import HandIn, link, name_typed
from sim.lesson_file import ChoiceTask, GoalTask, NumberTask, PlaceTask, Step, VoteTask
from sim.lessons import FOLDER, Fault, lessons, loaded
from sim.quoted import figure, filled
from sim.scenario import Scenario
from ui.qr import version

CATALOG = lessons()
STEPS = [
    pytest.param(lesson, i, id=f"{name}-{i + 1}")
    for name, lesson in CATALOG.entries.items()
    for i in range(len(lesson.file.steps))
]
TASKS = [param for param in STEPS if param.values[0].file.steps[param.values[1]].task]
SIMPLE = """
title = "Simple"
minutes = 5
level = "Anyone"
goal = "Try it."
[scenarios]
big = { n_params = "70B", n_tokens = "1.4T" }
[teacher]
message = "The loss is {big.loss}."
[[steps]]
title = "One"
text = "A loss of {step.loss}."
scenario = "big"
[steps.task]
kind = "number"
question = "Which loss?"
key = "big.loss"
tolerance = 0.01
near = 0.1
feedback = { right = "yes", near = "near {key}", far = "far", low = "low", high = "high" }
"""


def test_all_files_are_lessons():
    """No shipped file is left out, and there are the six of the course."""
    assert CATALOG.problems == []
    assert set(CATALOG.entries) == {path.stem for path in FOLDER.glob("*.toml")}
    assert len(CATALOG.entries) >= 6


@pytest.mark.parametrize("name", CATALOG.entries)
def test_a_lesson_is_a_lesson(name):
    """Ten to twenty-five minutes, four to seven steps, real tasks and a teacher's part."""
    file = CATALOG.entries[name].file
    assert 10 <= file.minutes <= 25
    assert 4 <= len(file.steps) <= 7
    assert len(CATALOG.entries[name].tasks) >= 3
    assert file.teacher.watch and file.teacher.mistakes and file.teacher.discussion


@pytest.mark.parametrize(("lesson", "index"), STEPS)
def test_every_step_evaluates(lesson, index):
    """Its run has a result and its text has every number."""
    assert result_of(lesson.runs[index]).loss > 0
    text = lesson.text(index, lesson.file.steps[index].text)
    assert "{" not in text and "unknown" not in text and "out of reach" not in text


def right_answer(step: Step, lesson, index: int) -> str:
    """An answer that the model calls right, computed."""
    scenarios, run, task = lesson.scenarios(index), lesson.runs[index], step.task
    if isinstance(task, NumberTask):
        return written(figure(task.key, scenarios).value)
    if isinstance(task, PlaceTask):
        N, D = place_key(task, scenarios)
        return f"{written(N.value)}~{written(D.value)}"
    if isinstance(task, GoalTask):
        return levers_of(way(step, run, scenarios), step.levers)
    return LETTERS[0 if isinstance(task, VoteTask) else right_option(task, scenarios)]


@pytest.mark.parametrize(("lesson", "index"), TASKS)
def test_the_key_is_right_and_others_are_not(lesson, index):
    """The key is computed and marked right; near and wrong answers get the feedback written for them."""
    step, run, scenarios = lesson.file.steps[index], lesson.runs[index], lesson.scenarios(index)
    task = step.task
    answer = right_answer(step, lesson, index)
    best = marked(step, run, scenarios, answer)
    if isinstance(task, VoteTask):
        assert best.verdict == "vote" and best.key == ""
        return
    assert best.verdict == "right" and best.text
    assert key_words(step, run, scenarios)
    others = wrong_answers(step, lesson, index, answer)
    found = [marked(step, run, scenarios, other) for other in others]
    verdicts = {mark.verdict for mark in found}
    assert verdicts <= {"near", "far"} and (isinstance(task, ChoiceTask) or verdicts == {"far"})
    assert all(mark.text and "{" not in mark.text for mark in found)
    assert all(mark.text != best.text for mark in found)
    if isinstance(task, NumberTask):
        key = figure(task.key, scenarios).value
        near = near_number(task, key)
        assert marked(step, run, scenarios, written(near)).verdict == "near"


def near_number(task: NumberTask, key: float) -> float:
    """A number between the two tolerances, above the key."""
    middle = (task.tolerance + task.near) / 2
    return {"relative": key * (1 + middle), "absolute": key + middle, "factor": key * middle}[task.scale]


def wrong_answers(step: Step, lesson, index: int, right: str) -> list[str]:
    task, run = step.task, lesson.runs[index]
    if isinstance(task, NumberTask):
        key = figure(task.key, lesson.scenarios(index)).value
        far = 1.5 * task.near
        high = {"relative": key * (1 + far), "absolute": key + far, "factor": key * far}[task.scale]
        low = {"relative": key * (1 - far), "absolute": key - far, "factor": key / far}[task.scale]
        assert distance(high, key, task.scale) > task.near
        return [written(low), written(high)]
    if isinstance(task, PlaceTask):
        N, D = place_key(task, lesson.scenarios(index))
        far = 2 * task.near
        return [
            f"{written(N.value * far)}~{written(D.value / far)}",
            f"{written(N.value / far)}~{written(D.value * far)}",
        ]
    if isinstance(task, GoalTask):
        return [levers_of(run.changed(**{name: getattr(run, name) / 30 for name in step.levers}), step.levers)]
    return [letter for letter in LETTERS[: len(task.options)] if letter != right]


@pytest.mark.parametrize(
    ("lesson", "index"), [p for p in TASKS if getattr(p.values[0].file.steps[p.values[1]].task, "slips", [])]
)
def test_slips_are_answered(lesson, index):
    """Somebody who made a known mistake is told which."""
    step, scenarios = lesson.file.steps[index], lesson.scenarios(index)
    for slip in step.task.slips:
        value = figure(slip.figure, scenarios).value
        mark = marked(step, lesson.runs[index], scenarios, written(value))
        assert mark.verdict != "right"
        assert mark.text == filled(slip.text, scenarios, {"answer": "", "key": figure(step.task.key, scenarios).text()})


@pytest.mark.parametrize("name", CATALOG.entries)
def test_the_link_is_short(name):
    """With every task answered and a long name, 400 characters and a QR code of version 14."""
    lesson = CATALOG.entries[name]
    answers = tuple(right_answer(lesson.file.steps[i], lesson, i) for i in lesson.tasks)
    for who in ("M" * 60, "李小龙" * 20, ""):
        query = link(HandIn(name, len(lesson.file.steps), answers, name_typed(who)))
        address = f"https://next-dollar.university.example.org/class-2027/lessons?{query}"
        assert len(address) <= 400
        assert version(address) <= 14


def test_a_changed_law_changes_the_text():
    """Numbers of a text follow the model: the same text under another law says other numbers."""
    text = "{big.optimal_tokens_per_param}"
    one = filled(text, {"big": Scenario(law="hoffmann2022_printed")})
    other = filled(text, {"big": Scenario(law="besiroglu2024")})
    assert one != other
    assert float(one) == pytest.approx(
        result_of(Scenario(law="hoffmann2022_printed")).optimal_tokens_per_param, rel=1e-2
    )


@pytest.fixture
def folder(tmp_path):
    """A folder of its own with one good lesson."""
    (tmp_path / "good.toml").write_text(SIMPLE, encoding="utf-8")
    return tmp_path


def test_a_dropped_file_appears(folder):
    """Without any code: it is there as soon as the folder is read again."""
    assert list(lessons(folder).entries) == ["good"]
    shutil.copy(FOLDER / "the-next-dollar.toml", folder / "mine.toml")
    assert set(lessons(folder).entries) == {"good", "mine"}
    (folder / "mine.toml").unlink()
    assert set(lessons(folder).entries) == {"good"}


@pytest.mark.parametrize(
    ("old", "new", "line", "key"),
    [
        ("minutes = 5", "minutes = ", 3, "minutes"),
        ("minutes = 5", 'minutes = "five"', 3, "minutes"),
        ("minutes = 5", "minuts = 5", 3, "minuts"),
        ('"70B"', '"seventy"', 7, "n_params"),
        ("n_params =", "n_parms =", 7, "n_parms"),
        ("{step.loss}", "{step.lss}", 12, "text"),
        ("{step.loss}", "{small.loss}", 12, "text"),
        ("{big.loss}", "{big.}", 9, "message"),
        ('scenario = "big"', 'scenario = "bog"', 13, "scenario"),
        ('key = "big.loss"', 'key = "big.los"', 17, "key"),
        ('key = "big.loss"', 'key = "big.gain_unique_data"', 17, "key"),
        ('key = "big.loss"', "key = \"__import__('os')\"", 17, "key"),
        ("tolerance = 0.01", "tolerance = -1", 18, "tolerance"),
        ("near = 0.1", "near = 0.001", 19, "near"),
        ('kind = "number"', 'kind = "essay"', 14, "task"),
        ("near {key}", "near {kye}", 20, "feedback"),
        ('scenario = "big"', 'scenario = "big"\ncharts = ["nope"]', 14, "charts"),
        ('scenario = "big"', 'scenario = "big"\ncharts = ["compute"]\nlevers = ["hardware"]', 15, "levers"),
        ('goal = "Try it."', 'goal = "Try it."\nsources = ["nobody1999"]', 6, "sources"),
    ],
)
def test_a_broken_file_is_named(folder, old, new, line, key):
    """With file, line and key; the other lesson stays."""
    assert old in SIMPLE
    (folder / "broken.toml").write_text(SIMPLE.replace(old, new), encoding="utf-8")
    catalog = lessons(folder)
    assert list(catalog.entries) == ["good"]
    (problem,) = catalog.problems
    assert problem.startswith("lessons/broken.toml") and f"line {line}," in problem and key in problem


@pytest.mark.parametrize("name", ["Upper.toml", "with space.toml", "ü.toml"])
def test_a_name_that_no_link_takes_is_refused(folder, name):
    """The file name stands in links."""
    (folder / name).write_text(SIMPLE, encoding="utf-8")
    assert list(lessons(folder).entries) == ["good"]
    assert "small letters" in lessons(folder).problems[0]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[" * 5000, b"x" * 300_000, b""])
def test_rubbish_is_refused(folder, content):
    """Whatever lies in the folder harms nothing else."""
    (folder / "rubbish.toml").write_bytes(content)
    catalog = lessons(folder)
    assert list(catalog.entries) == ["good"] and len(catalog.problems) == 1


def test_every_kind_of_fault_of_a_task():
    """Choices without one right option, goals that are met or out of reach, places that no lever reaches."""
    head = SIMPLE.partition("[[steps]]")[0] + '[[steps]]\ntitle = "T"\ntext = "t"\nscenario = "big"\n'
    say = 'feedback = { right = "r", near = "n", far = "f" }\n'
    board = 'charts = ["landscape"]\nlevers = ["n_params", "n_tokens"]\n'
    goal = head + board + f'[steps.task]\nkind = "goal"\nquestion = "q"\n{say}'
    aim = '[[steps.task.aims]]\noutput = "loss"\n'
    two = "[[steps.task.options]]\ntext = 'a'\nwhen = 'big.loss > 1'\n" * 2
    place = f'[steps.task]\nkind = "place"\nquestion = "q"\ntolerance = 1.5\nnear = 2\n{say}'
    for text, reason in (
        (goal + aim + 'below = "5"\n', "before anything is moved"),
        (goal + aim + 'below = "1.5"\n', "no setting of the levers"),
        (goal + aim, "either below or above"),
        (goal + aim.replace("loss", "lss") + 'below = "1"\n', "no output"),
        (head + f'[steps.task]\nkind = "choice"\nquestion = "q"\n{two}', "exactly one option"),
        (head + f'[steps.task]\nkind = "choice"\npick = "most"\nquestion = "q"\n{two}', "needs a figure"),
        (head + f'[steps.task]\nkind = "vote"\nquestion = "q"\n{two}', "no option of a vote is right"),
        (head + board + place + 'n_params = "big.n_params"\nn_tokens = "nope.n_tokens"\n', "no scenario"),
        (
            head.replace('"big"', '{ from = "big", plan = "params_compute", train_flop = 1e24 }')
            + board.replace(', "n_tokens"', "")
            + place
            + 'n_params = "big.n_params"\nn_tokens = "big.n_params"\n',
            "do not reach the place",
        ),
        (head + '[steps.task]\nkind = "goal"\nquestion = "q"\n' + say + aim + 'below = "1.9"\n', "name a chart"),
    ):
        tomllib.loads(text)
        with pytest.raises(Fault, match=reason):
            loaded(text)


def test_a_place_is_the_run_on_the_board():
    """The answer to a place is read back as the same run."""
    lesson = CATALOG.entries["parameters-or-tokens"]
    run = lesson.runs[0].changed(n_params=7e10)
    mark = marked(lesson.file.steps[0], lesson.runs[0], lesson.scenarios(0), place_of(run))
    assert mark.verdict == "right" and "70B" in mark.answer


def test_the_lesson_of_the_guide_works():
    """The file that docs/teaching.md shows is a lesson, and its table names every shipped one."""
    guide = (FOLDER.parents[1] / "docs" / "teaching.md").read_text(encoding="utf-8")
    lesson = loaded(guide.split("```toml\n")[1].split("```")[0], "guide")
    answer = right_answer(lesson.file.steps[0], lesson, 0)
    assert marked(lesson.file.steps[0], lesson.runs[0], lesson.scenarios(0), answer).verdict == "right"
    for entry in CATALOG.entries.values():
        assert f"| {entry.file.title} | {entry.file.minutes} |" in guide
