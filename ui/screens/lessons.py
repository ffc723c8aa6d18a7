"""The Lessons page: the list, a step of a lesson, and the teacher's page."""

from pathlib import Path

import streamlit as st

from sim.ground.text import escaped
from sim.teaching.lessons import Lesson, lessons
from ui.parts import authors, ways
from ui.screens import games, lesson, teacher
from ui.visit import lesson_visit

STYLE = Path(__file__).parent / "lessons.css"
COLUMNS = 2
INTRODUCTION = (
    "Each lesson asks you to predict before it shows. Your answers stay in the address of the page: the link is what "
    "you hand in, and nothing is kept on the server."
)


def page() -> None:
    """Whatever of the lessons the address opens."""
    found = lesson_visit.current()
    st.html(STYLE)
    if found is None:
        _list()
    elif found[1].step == lesson_visit.TEACHER:
        teacher.page(found[0])
    else:
        lesson.page(*found)


def _list() -> None:
    st.title("Lessons", anchor=False)
    for notice in lesson_visit.notices():
        st.warning(escaped(notice))
    st.markdown(INTRODUCTION)
    cards = list(lessons().entries.items())
    for start in range(0, len(cards), COLUMNS):
        row = zip(st.columns(COLUMNS), cards[start : start + COLUMNS], strict=False)
        for column, (name, entry) in row:
            with column.container(border=True, height="stretch"):
                _card(name, entry)
    if not lesson_visit.visit().is_student:
        games.listed()
    ways.links(("game", "A game for a class: learn a hidden law with pilots, then take one shot"))
    authors.faults("lessons")


def _card(name: str, lesson: Lesson) -> None:
    """What a lesson is about, and the ways into it."""
    known = lesson_visit.kept(name)
    done = sum(bool(answer) for answer in known.answers)
    st.subheader(escaped(lesson.file.title), anchor=False)
    st.markdown(escaped(lesson.file.goal))
    st.caption(escaped(f"{lesson.file.minutes} minutes · {lesson.file.level} · {len(lesson.file.steps)} steps"))
    row = st.container(horizontal=True)
    row.button(
        f"Continue, {done} of {len(lesson.tasks)} answered" if done else "Start",
        key=f"start_{name}", type="primary", on_click=lesson_visit.open_lesson, args=(name, known.step or 1),
        help=f"Opens the lesson “{escaped(lesson.file.title)}”.",
    )  # fmt: skip
    if lesson_visit.visit().is_student:
        return
    row.button(
        "Teacher’s page", key=f"teacher_{name}", type="tertiary", on_click=lesson_visit.open_lesson,
        args=(name, lesson_visit.TEACHER), help="Key, notes and the class table of this lesson.",
    )  # fmt: skip
