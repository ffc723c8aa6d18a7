"""The visit of a lesson: which step is open, what was answered, and the run that belongs to it.

The address of a lesson holds its answers: it is the hand-in. A committed answer stays what it
is for the visit, whatever Back brings to the address bar.
"""

from dataclasses import dataclass, field, replace

import streamlit as st

from sim import Scenario
from sim.engine.presets import opening
from sim.pages.lessons import PAGE
from sim.teaching import hand_ins
from sim.teaching.hand_ins import HandIn
from sim.teaching.lesson_file import KEEP
from sim.teaching.lessons import Lesson, lessons
from ui.visit import state
from ui.visit.history import Moment
from ui.visit.session import Session

KEY = "next_dollar_lessons"
TEACHER = 0  # the step of a link that opens the teacher's page


@dataclass
class Visit:
    """What one visitor did in lessons."""

    answered: dict[str, HandIn] = field(default_factory=dict)  # lesson -> its answers
    outside: Moment = field(default_factory=lambda: Moment(opening().scenario))  # the runs on the other pages
    said: str = ""  # why the last answer was not taken
    is_student: bool = False  # whether a link for students began the visit
    shown: str = ""  # what of the teacher's page is shown alone; "" for the page
    at: int = 0  # the chart of the class that stands on the wall, counted from 0
    pasted: str = ""  # the links of the class
    doubted: tuple[int, str] | None = None  # step and text of an answer that was asked about
    unmoved: Scenario | None = None  # the run that was to be committed and that nobody has moved
    commits: int = 0  # answers that were taken, so that the page knows a new one
    drawn: tuple | None = None  # what the open page of a lesson was drawn for; `None` if for none


def visit() -> Visit:
    """The visit of this visitor. Fetched before anything changes: Streamlit may break a callback off there."""
    if KEY not in st.session_state:
        st.session_state[KEY] = Visit()
    return st.session_state[KEY]


def open_address(page: str) -> None:
    """Read the address of a page: that of a lesson here, any other as every page does."""
    now, shown = state.session(), state.address_to_read()
    switched = page != now.page
    if page == PAGE.path and shown and hand_ins.LESSON in shown:
        now.page = page
        _read(shown)
        return
    if page != PAGE.path or shown is not None or switched:
        leave()
    state.open_address(page)


def _read(shown: dict[str, str]) -> None:
    now = state.session()
    began, now.opened = not now.opened, True
    try:
        found, notices = hand_ins.read(shown, lessons().entries)
    except ValueError as error:
        leave()
        state.show_result(now)
        now.notices = [f"The lesson was not opened: {error}."]
        return
    if began:
        visit().is_student = found.step != TEACHER
    go_to(found)
    now.notices = notices


def leave() -> None:
    """Close the lesson; the run of before comes back."""
    now, mine = state.session(), visit()
    if now.lesson is None:
        return
    now.lesson = None
    now.views, now.notices, now.past, now.future = {}, [], [], []
    now.scenario, now.kept = mine.outside.scenario, mine.outside.kept
    now.start = opening().scenario
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
        mine.outside, now.kept = now.moment, ()  # what was kept elsewhere says nothing here
    known = mine.answered.get(place.lesson, place)
    n = len(lesson.tasks)
    firsts = [(known.first(i), place.first(i)) for i in range(n)]
    answers = tuple(mine or theirs for mine, theirs in firsts)
    again = tuple(
        _again(known, i) or (_again(place, i) if theirs == answers[i] else "") for i, (_, theirs) in enumerate(firsts)
    )
    now.lesson = replace(place, answers=answers, again=again if any(again) else (), who=known.who or place.who)
    mine.answered[place.lesson] = now.lesson
    mine.said, mine.shown, mine.unmoved = "", "", None
    if before is not None and before.lesson != place.lesson:
        mine.pasted = ""
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
        number = lesson.tasks.index(index)
        if answer := place.last(number):
            task, asked = lesson.task(number)
            return task.moved(asked, answer)
    return lesson.runs[index]


def _again(place: HandIn, number: int) -> str:
    return place.again[number] if number < len(place.again) else ""


def _with(given: tuple[str, ...], number: int, answer: str, n: int) -> tuple[str, ...]:
    """The answers of n tasks with that to one of them."""
    padded = [*given, *[""] * n][:n]
    padded[number] = answer
    return tuple(padded)


def open_lesson(name: str, step: int = 1) -> None:
    """Open a lesson at a step."""
    go_to(replace(kept(name), lesson=name, step=step))


def show_alone(what: str, at: int = 0) -> None:
    """Show a part of the teacher's page alone, as on the wall or on paper; "" for the whole page."""
    mine = visit()
    mine.shown, mine.at = what, at


def turn_to(step: int) -> None:
    """Open another step of the lesson."""
    open_now = state.session().lesson
    if open_now is not None:
        go_to(replace(open_now, step=step))


@dataclass(frozen=True)
class Tried:
    """What was committed to the task of a step.

    Parameters
    ----------
    first, again : str
        The first answer, and the last one after it; "" where there is none.
    is_settled : bool
        Whether the key may be told.
    may_try : bool
        Whether an answer can still be committed.
    """

    first: str = ""
    again: str = ""
    is_settled: bool = False
    may_try: bool = True

    @property
    def last(self) -> str:
        """The last answer."""
        return self.again or self.first


def tried(lesson: Lesson, place: HandIn, index: int) -> Tried:
    """What was committed to the task of a step; a step without one is settled."""
    if index not in lesson.tasks:
        return Tried(is_settled=True, may_try=False)
    number = lesson.tasks.index(index)
    task, asked = lesson.task(number)
    first, again = place.first(number), _again(place, number)
    return Tried(first, again, task.is_settled(asked, first, again), task.may_try(asked, first, again))


def commit(text: str = "", as_it_stands: bool = False) -> None:
    """Commit an answer to the task of the open step: a text that was typed or chosen, or the run on the board.

    Parameters
    ----------
    text : str
        What was typed or chosen.
    as_it_stands : bool
        Whether a run that was not moved is meant; otherwise it is asked about.
    """
    now, mine, found = state.session(), visit(), current()
    if found is None:
        return
    lesson, place = found
    index = place.step - 1
    known = tried(lesson, place, index)
    if index not in lesson.tasks or not known.may_try:
        return
    number = lesson.tasks.index(index)
    task, asked = lesson.task(number)
    if asked.earlier is not None and task.repeats is not None:
        before = tried(lesson, place, task.repeats - 1).last
        asked = replace(asked, earlier=replace(asked.earlier, answer=before))
    try:
        answer = task.checked(asked, task.committed(asked, text, now.scenario))
        start = known.last or (task.committed(asked, "", asked.run) if task.control == "board" else "")
    except ValueError as error:
        mine.said = f"Your answer was not taken: got “{' / '.join(text.split(chr(10)))[:40]}”; {error}."
        return
    if (doubt := task.doubt(asked, text)) and mine.doubted != (index, text):
        mine.said, mine.doubted = doubt, (index, text)
        return
    mine.said = ""
    mine.unmoved = now.scenario if answer == start and not as_it_stands else None
    if mine.unmoved is None:
        _take(now, mine, lesson, place, number, answer)


def stay() -> None:
    """Stay with the first answer, so that the key is told."""
    now, mine, found = state.session(), visit(), current()
    if found is None:
        return
    lesson, place = found
    known = tried(lesson, place, place.step - 1)
    if known.first and not known.is_settled:
        _take(now, mine, lesson, place, lesson.tasks.index(place.step - 1), known.first)


def _take(now: Session, mine: Visit, lesson: Lesson, place: HandIn, number: int, answer: str) -> None:
    """Put an answer on the hand-in: the first one stays, and the newest stands beside it."""
    n = len(lesson.tasks)
    taken = (
        replace(place, again=_with(place.again, number, answer, n))
        if place.first(number)
        else replace(place, answers=_with(place.answers, number, answer, n))
    )
    mine.said, mine.unmoved = "", None
    mine.commits += 1
    now.lesson = mine.answered[lesson.name] = taken


def _to_draw() -> tuple:
    mine = visit()
    return state.session().lesson, mine.said, mine.unmoved


def drawn() -> None:
    """The page is drawn for what the visit is now."""
    visit().drawn = _to_draw()


def is_behind() -> bool:
    """Whether an answer or another step waits for the page: a fragment that ran alone heard of it."""
    found = visit().drawn
    return state.session().lesson is not None and found is not None and found != _to_draw()


def call(name: str) -> None:
    """Put a name or code on the hand-in."""
    now, mine = state.session(), visit()
    if now.lesson is not None:
        now.lesson = mine.answered[now.lesson.lesson] = replace(now.lesson, who=hand_ins.name_typed(name))


def notices(elsewhere: bool = True) -> list[str]:
    """What is to be told, where no board tells it."""
    now = state.session()
    return list(now.notices) if elsewhere else []
