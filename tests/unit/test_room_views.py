"""What leaves the server before the key: the same bytes whatever is right. And the hand-in of a room."""

import random
import re
from pathlib import Path

import pytest

from sim.catalogs.entry import Unusable
from sim.room.ballots import file_table, link_of, plan
from sim.room.forms import answer
from sim.room.state import State, after
from sim.room.views import own, view
from sim.teaching.hand_ins import HandIn, class_csv, link
from sim.teaching.lessons import lessons, loaded
from tests.answers import random_answer, right_answer
from ui.server.payload import packed

ENTRIES = lessons().entries
FILES = Path(__file__).resolve().parents[2] / "presets" / "lessons"
TASKS = [
    pytest.param(lesson, number, id=f"{name}-{lesson.tasks[number] + 1}")
    for name, lesson in ENTRIES.items()
    for number in range(len(lesson.tasks))
]
BEFORE = ["open", "closed", "spread", "again", "both", "free"]


def seats_of(lesson, number, rng, n=12):
    """A class that answered a task twice."""
    step = lesson.tasks[number] + 1
    return [{(step, round_): random_answer(lesson, number, rng) for round_ in (1, 2)} for _ in range(n)]


class Forbidden(BaseException):
    """Somebody asked for what is right."""


def forbid(monkeypatch, task):
    """A task whose key, mark, feedback and tolerance cannot be asked for."""

    def refuse(*args, **more):
        raise Forbidden

    kind = type(task)
    for name in ("key_words", "mark", "_mark", "drawn", "class_words", "doubt", "_right", "key", "place", "way"):
        if name in dir(kind) and callable(getattr(kind, name)):
            monkeypatch.setattr(kind, name, refuse)


@pytest.mark.parametrize(("lesson", "number"), TASKS)
def test_nothing_right_is_touched_before_its_state(lesson, number, monkeypatch):
    """Until the key nothing on any screen is made from key, mark or feedback; at the key it is."""
    task, _ = lesson.task(number)
    step = lesson.tasks[number] + 1
    seats = seats_of(lesson, number, random.Random(number))
    state = State(phase="key", step=step, closed=(step,), told=(step,))
    packed(view(lesson, state, seats))  # the pictures of the runs are known from here on
    with monkeypatch.context() as patch:
        forbid(patch, task)
        for phase in BEFORE:
            state = State(phase=phase, step=step, first=step, round=2 if phase in ("again", "both") else 1)
            sent = packed([view(lesson, state, seats), *(own(lesson, state, seat) for seat in seats)])
            assert b'"told":null' in sent and b'"marks":{}' in sent
            assert task.is_open or b"reveals" not in sent
        with pytest.raises(Forbidden):
            own(lesson, State(phase="key", step=step, told=(step,)), seats[0])


@pytest.mark.parametrize("name", ["is-there-a-wall", "one-law-two-axes", "the-bill", "running-out-of-data"])
def test_bytes_before_the_key_do_not_depend_on_it(name):
    """A lesson with other keys, tolerances and feedback sends the same bytes before each key, and others after."""
    text = (FILES / f"{name}.toml").read_text(encoding="utf-8")
    first, other = loaded(text, f"{name}.toml"), loaded(_other(text), f"{name}.toml")
    rng = random.Random(7)
    differ = 0
    for number in range(len(first.tasks)):
        seats, step = seats_of(first, number, rng), first.tasks[number] + 1
        for phase in BEFORE:
            state = State(phase=phase, step=step, first=step)
            sent = [
                packed([view(one, state, seats), *(own(one, state, seat) for seat in seats)]) for one in (first, other)
            ]
            assert sent[0] == sent[1], f"step {step}, {phase}"
        state = State(phase="key", step=step, told=(step,))
        sent = [packed([view(one, state, seats), own(one, state, seats[0])]) for one in (first, other)]
        differ += sent[0] != sent[1]
    assert differ >= 2


def _other(text):
    """The lesson with other keys of the same unit, other tolerances and other words after the answer."""
    text = re.sub(r'^(key = ".*)"$', r'\1 * 3"', text, flags=re.MULTILINE)
    text = re.sub(r'^(right|near|far|low|high) = ".*"$', r'\1 = "Other words."', text, flags=re.MULTILINE)
    text = re.sub(r'^reveal = (""".*?"""|".*?")$', 'reveal = "Other words."', text, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"^\[\[steps\.task\.(slips|bounds)\]\]\n(.+\n)+", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize(("lesson", "number"), TASKS)
def test_a_hand_in_of_a_room_is_that_without_one(lesson, number):
    """The link of a phone is byte for byte the link of the same answers given alone; a second vote does not move it."""
    rng = random.Random(number)
    answers = tuple(random_answer(lesson, i, rng) if i <= number else "" for i in range(len(lesson.tasks)))
    ballot = {(lesson.tasks[i] + 1, 1): text for i, text in enumerate(answers) if text}
    assert link_of(lesson, ballot, 3) == link(HandIn(lesson.name, 3, answers))
    task, _ = lesson.task(number)
    again = right_answer(lesson, number)
    twice = link_of(lesson, {**ballot, (lesson.tasks[number] + 1, 2): again}, 3)
    assert (twice == link_of(lesson, ballot, 3)) == (not task.is_retried)
    assert lesson.name in twice and class_csv(file_table(lesson, [("teal heron", ballot)])).count("teal heron") == 1


def fields_for(lesson, number, text):
    """What a person types or chooses so that an answer comes of it."""
    task, asked = lesson.task(number)
    match task.control:
        case "order":
            return list(text)
        case "board":
            cells = dict(zip(("n_params", "n_tokens"), task.cells(asked, text), strict=True))
            return [cells[name] for name in asked.levers]
        case "text" | "interval":
            return task.cells(asked, text)
        case "options":
            return [text.rpartition("~")[2]]
    return text.split("~")


@pytest.mark.parametrize(("lesson", "number"), TASKS)
def test_the_fields_of_a_phone_come_to_an_answer(lesson, number):
    """For each kind of task the form of the phone leads to what the lesson's own page would have committed."""
    step, right = lesson.tasks[number] + 1, right_answer(lesson, number)
    shape = view(lesson, State(phase="open", step=step), [])["steps"][0]["form"]
    task, asked = lesson.task(number)
    given = fields_for(lesson, number, right)
    assert len(given) == (
        2 if shape["reasons"] else 1 if shape["options"] and not shape["fields"] else len(shape["fields"])
    )
    before = {(task.repeats, 1): "a"} if task.repeats else {}
    taken = answer(lesson, step, given, before)
    assert task.mark(asked, taken).verdict == task.mark(asked, right).verdict
    for bad in ([], [""] * len(given), ["<script>alert(1)</script>"] * len(given), ["x" * 41] * len(given), given * 20):
        with pytest.raises(ValueError, match="."):
            answer(lesson, step, bad, before) if bad != [""] * len(given) or shape["control"] != "points" else answer(
                lesson, step, [], before
            )


def test_a_lesson_goes_through_all_its_states():
    """Every lesson is led from lobby to end by its first moves, and each state of it can be shown."""
    for lesson in ENTRIES.values():
        state, shown = State(), set()
        while state.phase != "end":
            shown.add(state.phase)
            packed(view(lesson, state, []))
            step = {"open": "close", "closed": "spread", "spread": "key"}.get(state.phase, "next")
            if state.phase == "open" and state.step not in plan(lesson).tasks:
                step = "next"
            step = "end" if step == "next" and state.step == plan(lesson).steps else step
            state = after(state, plan(lesson), step, state.rev)
        assert shown == {"lobby", "open", "closed", "spread", "key"}


def test_a_line_for_the_teacher_is_of_its_state_and_for_the_teacher_alone():
    """What a lesson says to the teacher in a state is on the console then, and on no other screen ever."""
    said = 0
    for lesson in ENTRIES.values():
        for step, part in enumerate(lesson.file.steps, start=1):
            for phase, line in part.say.items():
                state = State(phase=phase, step=step, told=(step,) if phase == "key" else ())
                assert line[:30].encode() not in packed([view(lesson, state, []), own(lesson, state, {})])
                said += 1
        assert any(step.say for step in lesson.file.steps), lesson.name
    assert said > 40
    text = (FILES / "is-there-a-wall.toml").read_text(encoding="utf-8")
    for old, new, wrong in (("say = { open", "say = { opne", "opne"), ("A vote without", "About 37 votes, and", "37")):
        with pytest.raises(Unusable, match=wrong):
            loaded(text.replace(old, new, 1), "x.toml")
