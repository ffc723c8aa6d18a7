"""The visit of a lesson: which step is open, what was answered, and the run that belongs to it.

The address of a lesson holds its answers: it is the hand-in. A committed answer stays what it
is for the visit, whatever Back brings to the address bar.
"""

from dataclasses import dataclass, field, replace

import streamlit as st

from sim import Scenario, hand_ins
from sim.answers import checked, levers_of, moved, number_typed, place_of
from sim.hand_ins import HandIn
from sim.lesson_file import KEEP, NumberTask, PlaceTask, Step
from sim.lessons import Lesson, lessons
from ui import state

PATH = "lessons"
KEY = "next_dollar_lessons"
TEACHER = 0  # the step of a link that opens the teacher's page


@dataclass
class Visit:
    """What one visitor did in lessons."""

    answered: dict[str, HandIn] = field(default_factory=dict)  # lesson -> its answers
    outside: Scenario = field(default_factory=Scenario)  # the run on the other pages
    said: str = ""  # why the last answer was not taken


def visit() -> Visit:
    """The visit of this visitor. Fetched before anything changes: Streamlit may break a callback off there."""
    if KEY not in st.session_state:
        st.session_state[KEY] = Visit()
    return st.session_state[KEY]


def open_address(page: str) -> None:
    """Read the address of a page: that of a lesson here, any other as every page does."""
    now, shown = state.session(), state.address_to_read()
    switched = page != now.page
    if page == PATH and shown and hand_ins.LESSON in shown:
        now.page = page
        _read(shown)
        return
    if page != PATH or shown is not None or switched:
        leave()
    state.open_address(page)


def _read(shown: dict[str, str]) -> None:
    now = state.session()
    now.opened = True
    try:
        found, notices = hand_ins.read(shown, lessons().entries)
    except ValueError as error:
        leave()
        state.show_result(now)
        now.notices = [f"The lesson was not opened: {error}."]
        return
    go_to(found)
    now.notices = notices


def leave() -> None:
    """Close the lesson; the run of before comes back."""
    now, mine = state.session(), visit()
    if now.lesson is None:
        return
    now.lesson = None
    now.views, now.notices, now.past, now.future = {}, [], [], []
    now.scenario = mine.outside
    now.start = Scenario()
    state.show_result(now)


def current() -> tuple[Lesson, HandIn] | None:
    """The lesson that is open and its answers."""
    lesson = state.session().lesson
    entries = lessons().entries
    return (entries[lesson.lesson], lesson) if lesson is not None and lesson.lesson in entries else None


def kept(name: str) -> HandIn:
    """What was answered in a lesson during this visit."""
    return visit().answered.get(name, HandIn(name))


def go_to(place: HandIn) -> None:
    """Open a step: its run, or that of the answer that was given there."""
    now, mine = state.session(), visit()
    lesson = lessons().entries[place.lesson]
    before = now.lesson
    if before is None:
        mine.outside = now.scenario
        now.pinned = now.pinned_result = None  # what was pinned elsewhere says nothing here
    known = mine.answered.get(place.lesson, place)
    n = len(lesson.tasks)
    answers = [mine or theirs for mine, theirs in zip(_padded(known, n), _padded(place, n), strict=True)]
    now.lesson = replace(place, answers=tuple(answers), who=known.who or place.who)
    mine.answered[place.lesson] = now.lesson
    mine.said = ""
    if place.step == TEACHER:
        return
    index = place.step - 1
    step = lesson.file.steps[index]
    follows = before is not None and before.lesson == place.lesson and before.step == place.step - 1
    now.notices = []
    if not (step.scenario == KEEP and follows and index):
        now.scenario = _run(lesson, index, now.lesson)
    now.views = {}
    now.past, now.future, now.start = [], [], now.scenario
    state.show_result(now)


def _run(lesson: Lesson, index: int, place: HandIn) -> Scenario:
    if index in lesson.tasks:
        answer = place.answers[lesson.tasks.index(index)]
        if answer:
            return moved(lesson.file.steps[index], lesson.runs[index], answer)
    return lesson.runs[index]


def _padded(place: HandIn, n: int) -> list[str]:
    return [*place.answers, *[""] * n][:n]


def open_lesson(name: str, step: int = 1) -> None:
    """Open a lesson at a step."""
    go_to(replace(kept(name), lesson=name, step=step))


def turn_to(step: int) -> None:
    """Open another step of the lesson."""
    open_now = state.session().lesson
    if open_now is not None:
        go_to(replace(open_now, step=step))


def answer_of(lesson: Lesson, place: HandIn, index: int) -> str:
    """What was committed to the task of a step; "" if nothing."""
    if index not in lesson.tasks:
        return ""
    number = lesson.tasks.index(index)
    return place.answers[number] if number < len(place.answers) else ""


def commit(text: str = "") -> None:
    """Commit the answer to the task of the open step: a text that was typed or chosen, or the run on the board."""
    now, mine, found = state.session(), visit(), current()
    if found is None:
        return
    lesson, place = found
    index = place.step - 1
    step, scenarios = lesson.file.steps[index], lesson.scenarios(index)
    if step.task is None or answer_of(lesson, place, index):
        return
    try:
        answer = checked(step, lesson.runs[index], _answer(step, now.scenario, text, scenarios))
    except ValueError as error:
        mine.said = f"Your answer was not taken: got “{text[:40]}”; {error}."
        return
    answers = _padded(place, len(lesson.tasks))
    answers[lesson.tasks.index(index)] = answer
    mine.said = ""
    now.lesson = mine.answered[lesson.name] = replace(place, answers=tuple(answers))


def _answer(step: Step, run: Scenario, text: str, scenarios: dict[str, Scenario]) -> str:
    if isinstance(step.task, NumberTask):
        return number_typed(step.task, text, scenarios)
    if isinstance(step.task, PlaceTask):
        return place_of(run)
    return levers_of(run, step.levers) if step.task and step.task.kind == "goal" else text


def call(name: str) -> None:
    """Put a name or code on the hand-in."""
    now, mine = state.session(), visit()
    if now.lesson is not None:
        now.lesson = mine.answered[now.lesson.lesson] = replace(now.lesson, who=hand_ins.name_typed(name))


def notices(elsewhere: bool = True) -> list[str]:
    """What is to be told, where no board tells it."""
    now = state.session()
    return list(now.notices) if elsewhere else []
