"""Every lesson of the folder: each step evaluates, each task can be solved, each answer gets its feedback."""

import re
import shutil
import tomllib
from typing import get_args

import pytest

from sim.catalogs.entry import Fault, Unusable
from sim.catalogs.folder import PRESETS
from sim.engine.known_results import result_of
from sim.inputs.scenario import Scenario
from sim.teaching.answers import written
from sim.teaching.exercises import kinds
from sim.teaching.exercises.again import AgainTask
from sim.teaching.exercises.choice import ChoiceTask, ComputedChoice, VoteTask
from sim.teaching.exercises.goal import GoalTask
from sim.teaching.exercises.number import NumberTask
from sim.teaching.hand_ins import HandIn, link, name_typed
from sim.teaching.lessons import lessons, loaded
from sim.teaching.names import Names
from sim.teaching.own_texts import says, typed_numbers
from sim.teaching.quotes import figure, filled
from sim.teaching.scenarios import all_described, today
from tests.answers import right_answer, wrong_answers
from ui.parts.answer_forms import FORMS
from ui.parts.qr import version

FOLDER = PRESETS / "lessons"
CATALOG = lessons()
STEPS = [
    pytest.param(lesson, i, id=f"{name}-{i + 1}")
    for name, lesson in CATALOG.entries.items()
    for i in range(len(lesson.file.steps))
]
TASKS = [
    pytest.param(lesson, number, id=f"{name}-{lesson.tasks[number] + 1}")
    for name, lesson in CATALOG.entries.items()
    for number in range(len(lesson.tasks))
]
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
text = "A floor of {step.loss_irreducible}."
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


@pytest.mark.parametrize(("lesson", "number"), TASKS)
def test_the_key_is_right_and_others_are_not(lesson, number):
    """The key is computed and marked right; near and wrong answers get the feedback written for them."""
    task, asked = lesson.task(number)
    answer = right_answer(lesson, number)
    best = task.mark(asked, answer)
    if isinstance(task, (VoteTask, AgainTask)):
        assert best.verdict == "vote" and best.key == "" == task.key_words(asked)
        return
    assert best.verdict == "right" and best.text
    assert task.key_words(asked)
    found = [task.mark(asked, other) for other in wrong_answers(task, asked, answer)]
    verdicts = {mark.verdict for mark in found}
    assert verdicts <= {"near", "far"} and (isinstance(task, ComputedChoice) or verdicts == {"far"})
    assert all(mark.text and "{" not in mark.text for mark in found)
    assert all(mark.text != best.text for mark in found)
    if isinstance(task, NumberTask):
        assert task.mark(asked, written(near_number(task, task.key_of(asked)[0], asked.names))).verdict == "near"


def near_number(task: NumberTask, key: float, names: Names) -> float:
    """A number between the two tolerances, above the key, or below it where no answer can lie above."""
    middle = (task.tolerance + task.near) / 2
    above = {"relative": key * (1 + middle), "absolute": key + middle, "factor": key * middle}[task.scale]
    below = {"relative": key * (1 - middle), "absolute": key - middle, "factor": key / middle}[task.scale]
    return below if any(bound.crossed(above, names) for bound in task.bounds) else above


@pytest.mark.parametrize(
    ("lesson", "number"), [p for p in TASKS if getattr(p.values[0].task(p.values[1])[0], "slips", [])]
)
def test_slips_are_answered(lesson, number):
    """Somebody who made a known mistake is told which."""
    task, asked = lesson.task(number)
    for slip in task.slips:
        mark = task.mark(asked, written(figure(slip.figure, asked.names).value))
        assert mark.verdict != "right"
        assert mark.text == filled(slip.text, asked.names.and_words(answer="", key=mark.key.split(" ")[0]))


@pytest.mark.parametrize("name", CATALOG.entries)
def test_the_link_is_short(name):
    """With every task answered and a long name, 400 characters and a QR code of version 14."""
    lesson = CATALOG.entries[name]
    answers = tuple(right_answer(lesson, number) for number in range(len(lesson.tasks)))
    for who in ("M" * 60, "李小龙" * 20, ""):
        query = link(HandIn(name, len(lesson.file.steps), answers, name_typed(who)))
        address = f"https://next-dollar.university.example.org/class-2027/lessons?{query}"
        assert len(address) <= 400
        assert version(address) <= 14


def test_a_changed_law_changes_the_text():
    """Numbers of a text follow the model: the same text under another law says other numbers."""
    text = "{big.optimal_tokens_per_param}"
    one = filled(text, Names({"big": Scenario(law="hoffmann2022_printed")}))
    other = filled(text, Names({"big": Scenario(law="besiroglu2024")}))
    assert one != other
    assert float(one) == pytest.approx(
        result_of(Scenario(law="hoffmann2022_printed")).optimal_tokens_per_param, rel=1e-2
    )


@pytest.fixture
def folder(tmp_path):
    """A folder of its own with one good lesson."""
    lessons = tmp_path / "lessons"
    lessons.mkdir()
    (lessons / "good.toml").write_text(SIMPLE, encoding="utf-8")
    return lessons


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
        ("{step.loss_irreducible}", "{step.lss}", 12, "text"),
        ("{step.loss_irreducible}", "{small.loss}", 12, "text"),
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
        with pytest.raises(Unusable, match=reason):
            loaded(text)


GOAL_LEVERS = 'nothing.\n"""\nscenario = "gpt3"\nlevers = ["n_params", "n_tokens"]'  # of a step with a goal
SHIPPED = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.toml")}


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("the-next-dollar", 'charts = ["more"]', 'charts = []\nview = "log"', "charts: levers and a view need a chart"),
        ("the-next-dollar", GOAL_LEVERS, GOAL_LEVERS.replace("n_tokens", "yours"), "“yours” is no lever"),
        ("parameters-or-tokens", 'right = "', 'right = "{} ', "key steps.1.task.feedback.right: {}: “” is no figure"),
        ("parameters-or-tokens", 'right = "', 'right = "{step.loss:plain0} ', "“plain0” is no format"),
        ("parameters-or-tokens", 'right = "', 'right = "{step.loss:0} ', "a number of digits from 1 to 9"),
        ("parameters-or-tokens", 'right = "', 'right = "{step.loss ', "a brace is left open"),
        ("think-or-train", 'key = "ten.accuracy"', 'key = "1e308 * 10"', "a number in it is too large"),
        ("think-or-train", 'key = "ten.accuracy"', 'key = "1e99 * 1e99"', "no such number"),
        ("think-or-train", 'right = "Ten', 'right = "{yours.loss} Ten', "there is no scenario “yours”"),
        ("think-or-train", 'kind = "vote"', 'kind = "votes"', "vote; did you mean vote"),
        ("think-or-train", "one.cost_inference_usd / 1000", "one.cost_tr**b", "one.cost_tr**b” is no figure"),
        ("think-or-train", "tolerance = 1.5", "tolerence = 1.5", "there is no key “tolerence”; allowed are"),
        ("think-or-train", '{ from = "one", samples', '{ from = "on", samples', "no preset “on”"),
        ("think-or-train", "queries_per_day = 1e6", 'queries_per_day = "= 2 * x.loss"', "scenarios.one.queries_per"),
        ("think-or-train", "{one.cost_training_usd}", "{one.cost_trainng_usd}", "did you mean cost_training_usd"),
        ("think-or-train", "{one.cost_training_usd}", "{one.law}", "is a choice, not a number"),
        ("think-or-train", "{one.cost_training_usd}", "{one.loss.lo}", "allowed are low and high"),
    ],
)  # fmt: skip
def test_a_hostile_change_is_one_clear_message(folder, name, old, new, said):
    """One changed line of a shipped file is named with file, line, key and reason, and never a Python error."""
    assert old in SHIPPED[name]
    text = SHIPPED[name].replace(old, new, 1)
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    catalog = lessons(folder)
    assert list(catalog.entries) == ["good"]
    found = next(problem for problem in catalog.problems if said in problem)
    assert re.match(rf"lessons/{name}\.toml, line \d+, key [\w.]+: ", found) and len(found) < 400 and "\n" not in found


def test_a_lesson_may_quote_measures_and_formats():
    """The language is that of claims: measures, formats with digits, scenarios from scenarios."""
    text = SIMPLE.replace(
        "{step.loss_irreducible}", "{step.loss / big.loss:times2}, {big.words_seen:count}, {2 * big.loss:year}"
    )
    lesson = loaded(text)
    assert lesson.text(0, lesson.file.steps[0].text) == "A floor of 1x, 1.05T, 4."


def test_every_kind_of_task_is_one_class_that_the_guide_names():
    """Kinds are found by scanning; each is complete, and docs/teaching.md has a row for it."""
    guide = (FOLDER.parents[1] / "docs" / "teaching.md").read_text(encoding="utf-8")
    names = [get_args(kind.model_fields["kind"].annotation)[0] for kind in kinds()]
    assert len(set(names)) == len(names) >= 5
    for kind, name in zip(kinds(), names, strict=True):
        assert f"| `{name}` |" in guide
        assert kind.heading and kind.about_class and kind.control in (*FORMS, "board")


def test_a_place_is_the_run_on_the_board():
    """The answer to a place is read back as the same run."""
    lesson = CATALOG.entries["parameters-or-tokens"]
    run = lesson.runs[0].changed(n_params=7e10)
    task, asked = lesson.task(0)
    mark = task.mark(asked, task.committed(asked, "", run))
    assert mark.verdict == "right" and "70B" in mark.answer


def test_the_lesson_of_the_guide_works():
    """The file that docs/teaching.md shows is a lesson, and its table names every shipped one."""
    guide = (FOLDER.parents[1] / "docs" / "teaching.md").read_text(encoding="utf-8")
    lesson = loaded(guide.split("```toml\n")[1].split("```")[0], "guide.toml")
    assert lesson.mark(0, right_answer(lesson, 0)).verdict == "right"
    for entry in CATALOG.entries.values():
        assert f"| {entry.file.title} | {entry.file.minutes} |" in guide


def test_chip_and_price_stand_in_one_place():
    """Scenarios that start from nothing have one chip, price and utilization; a real run keeps its own or not."""
    known = all_described(
        {
            "plain": {"n_params": "70B"},
            "old": {"from": "gpt-3-175b"},
            "now": {"from": "gpt-3-175b", "today": True},
        }
    )
    for name in today():
        assert getattr(known["plain"], name) == getattr(known["now"], name) == today()[name]
    assert known["old"].hardware == "v100" and known["plain"].usd_per_chip_hour == known["now"].usd_per_chip_hour < 4
    at = all_described({"here": {"n_params": "70B"}, "there": {"from": "here", "place": "ireland"}})["there"]
    assert at.pue == 1.19 and at.kg_co2e_per_kwh == 0.364
    with pytest.raises(Fault, match="did you mean ireland"):
        all_described({"a": {"place": "irland"}})
    with pytest.raises(Fault, match="write true or false"):
        all_described({"a": {"today": "yes"}})


def test_no_step_of_a_shipped_lesson_tells_the_key_of_an_earlier_one():
    """Whoever goes on without an answer and comes back has read nothing."""
    for lesson in CATALOG.entries.values():
        for number, place in enumerate(lesson.tasks):
            task, asked = lesson.task(number)
            if not isinstance(task, NumberTask):
                continue
            for i in range(place + 1, len(lesson.file.steps)):
                step = lesson.file.steps[i]
                shown = [step.text, step.task.question if step.task else ""]
                for text in shown:
                    assert not says(text, lesson.asked(i).names, task.key_of(asked)[0]), (lesson.name, i + 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{a.loss} in 2024 for GPT-3 on an H100, see steps 2 and 5, at 10²³", []),
        ("a loss of 1.93 nat", ["1.93"]),
        ("less than a hundredth of it", ["hundredth"]),
        ("it grows a hundredfold", ["hundredfold"]),
        ("20 to 1 is a rule, 20 is not", ["20"]),
        ("the step of 0.01 nat and a band of 80 %, not of 90 %", ["90"]),
    ],
)
def test_numbers_that_were_typed_are_found(text, found):
    """Years, names and declared words may stand; other numbers are computed."""
    assert typed_numbers(text, ["20 to 1"]) == found


def test_typed_numbers_and_told_keys_are_faults():
    """Of the file, with line and key; what is declared must be there."""
    for old, new, said in (
        ("A floor of", "A floor of 1.82 or", "“1.82” is typed by hand"),
        ("[scenarios]", '[typed]\n"2 to 1" = "a rule"\n[scenarios]', "no text says this"),
        ("{step.loss_irreducible}", "{step.loss}", "says the key of step 1 before it is asked for"),
        ("A floor of", "A loss of {big.loss}", "says the key of step 1 before it is asked for"),
    ):
        with pytest.raises(Unusable, match=said):
            loaded(SIMPLE.replace(old, new))


def test_an_answer_on_the_wrong_side_hears_why():
    """A loss that rises and a loss below the floor are other mistakes than too little hope."""
    lesson = CATALOG.entries["one-law-two-axes"]
    task, asked = lesson.task(0)
    assert "would rise" in task.mark(asked, "2.5").text and "floor" in task.mark(asked, "-3").text
    assert task.mark(asked, "2.5").verdict == task.mark(asked, "-3").verdict == "far"
    assert "hoped for too little" in task.mark(asked, "2").text
    for bounds, said in (
        ('[{ above = "1", text = "t" }]', "the key itself lies beyond"),
        ('[{ above = "9", below = "1", text = "t" }]', "either below or above"),
        ('[{ above = "big.lss", text = "t" }]', "did you mean loss"),
    ):
        with pytest.raises(Unusable, match=said):
            loaded(SIMPLE + f"bounds = {bounds}\n")


def test_a_slip_catches_its_own_answers_alone():
    """Not all that the task's tolerance would forgive."""
    lesson = CATALOG.entries["one-law-two-axes"]
    task, asked = lesson.task(2)
    assert "Twice" in task.mark(asked, "2").text and "Twice" not in task.mark(asked, "3").text
    dollars, asked = CATALOG.entries["the-next-dollar"].task(1)
    price = float(figure("best.next_step_usd", asked.names).value)
    assert "stay as it is" in dollars.mark(asked, f"{price * 1.05:.6g}").text
    assert "stay as it is" not in dollars.mark(asked, f"{price * 1.3:.6g}").text
    with pytest.raises(Unusable, match="a slip above catches"):
        loaded(SIMPLE + 'slips = [{ figure = "3", text = "t" }, { figure = "3.001", text = "t" }]\n')


@pytest.mark.parametrize("text", ["3", "3 %", "3.3%", "3 per cent"])
def test_a_key_in_per_cent_takes_what_people_type(text):
    """The key is a share, and is asked for in per cent."""
    lesson = CATALOG.entries["is-there-a-wall"]
    task, asked = lesson.task(1)
    assert task.unit(asked) == "per cent" and task.key_words(asked) == "3.34 %"
    mark = task.mark(asked, task.committed(asked, text, asked.run))
    assert mark.verdict == "right"


def test_nearly_means_nearly():
    """A goal for a loss is missed by what is left above the floor: a few hundredths of a nat are far."""
    lesson = CATALOG.entries["the-next-dollar"]
    task, asked = lesson.task(2)
    assert isinstance(task, GoalTask)
    way = task.way(asked)
    verdicts = {}
    for factor in (1, 0.85, 0.5):
        run = way.changed(n_params=way.n_params * factor)
        verdicts[factor] = task.mark(asked, task.committed(asked, "", run)).verdict
    assert verdicts == {1: "right", 0.85: "near", 0.5: "far"}


def test_a_lesson_moves_what_no_board_does(folder):
    """Any number can be a lever of a step, and the place; not what the plan computes."""
    board = 'scenario = "big"\ncharts = ["footprint"]\nlevers = {}\n'
    levers = ["unique_tokens", "efficiency", "usd_per_kwh", "wall_flop", "active_fraction", "place"]
    lesson = loaded(SIMPLE.replace('scenario = "big"\n', board.format(levers)))
    assert lesson.asked(0).levers == tuple(levers[:-1])
    with pytest.raises(Unusable, match="which computes it"):
        loaded(SIMPLE.replace('scenario = "big"\n', board.format(["train_flop"])))
    with pytest.raises(Unusable, match="is no lever"):
        loaded(SIMPLE.replace('scenario = "big"\n', board.format(["law"])))


ONE_CHART = 'scenario = "big"\ncharts = ["compute"]\n'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("minutes = 5", 'minutes = "five"', "got “five”; a whole number is needed"),
        ("minutes = 5", "minutes = 0", "got “0”; allowed is at least 1"),
        ("tolerance = 0.01", 'tolerance = "small"', "a number is needed"),
        ("tolerance = 0.01", "tolerance = 0", "allowed is above 0"),
        ('title = "One"', "title = 1", "a text in quotes is needed"),
        ('title = "One"', 'title = ""', "it must not be empty"),
        ('scenario = "big"', 'scenario = "big"\nlevers = "n_params"', "a list in brackets is needed"),
        ('scenario = "big"', 'scenario = "big"\nnotes = "maybe"\n', "write true or false"),
        ('kind = "number"\n', "", "it needs the key kind"),
        ('title = "One"\n', "", "it needs the key title"),
        ('title = "One"', 'titel = "One"', "there is no key “titel”"),
        ('scenario = "big"', ONE_CHART + 'numbers = ["cost_total"]', "did you mean cost_total_usd"),
        ('scenario = "big"', 'scenario = "big"\nnumbers = ["loss"]', "numbers need a chart"),
        ("{big.loss}", "{big.loss", "a brace is left open"),
    ],
)  # fmt: skip
def test_messages_speak_of_the_file(old, new, said):
    """What was got and what is needed, in no validator's words."""
    assert old in SIMPLE
    with pytest.raises(Unusable) as caught:
        loaded(SIMPLE.replace(old, new, 1))
    assert said in str(caught.value)
    assert not re.search(
        r"[Ff]ield required|Extra inputs|Input should|Input tag|valid (integer|string)", str(caught.value)
    )


def test_all_faults_of_a_file_are_told_at_once():
    """Behind a misspelled key and a scenario that cannot be, too; what only follows from them is not told."""
    text = SIMPLE.replace('"70B"', '"seventy"').replace("minutes = 5", "minuts = 5")
    text = text.replace('message = "The', 'message = "{big.lss} The').replace('right = "yes"', 'right = "{nope.loss}"')
    with pytest.raises(Unusable) as caught:
        loaded(text)
    keys = [re.search(r"key ([\w.]+)", problem)[1] for problem in caught.value.problems]
    assert keys == ["minuts", "scenarios.big.n_params", "teacher.message", "steps.1.task.feedback.right"]


def test_the_last_good_version_is_kept(folder):
    """While a broken one lies there; the fault is told, and a repaired or removed file is as it is."""
    path = folder / "good.toml"
    first = lessons(folder).entries["good"]
    path.write_text(SIMPLE.replace("minutes = 5", "minutes = "), encoding="utf-8")
    broken = lessons(folder)
    assert broken.entries["good"] == first
    assert "line 3" in broken.problems[0] and "before its last change is shown" in broken.problems[1]
    path.write_text(SIMPLE.replace("minutes = 5", "minutes = 6"), encoding="utf-8")
    assert lessons(folder).entries["good"].file.minutes == 6 and lessons(folder).problems == []
    path.unlink()
    assert lessons(folder).entries == {}


def test_a_choice_can_be_wrong():
    """Three options at least, and not every wrong one is near."""
    for lesson in CATALOG.entries.values():
        for number in range(len(lesson.tasks)):
            task, asked = lesson.task(number)
            if isinstance(task, ChoiceTask):
                verdicts = [task.mark(asked, letter).verdict for letter in task.choices(asked)]
                assert len(verdicts) >= 3 and "far" in verdicts, (lesson.name, number)
