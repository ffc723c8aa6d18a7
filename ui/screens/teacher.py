"""The teacher's page of a lesson: notes, key, students' link, class table. Made to be printed too."""

import streamlit as st

from sim.catalogs.references import references
from sim.ground.text import dollars_kept, escaped
from sim.teaching.hand_ins import HandIn, link
from sim.teaching.lessons import Lesson
from ui.parts import authors, copying
from ui.room.service import SERVICE
from ui.screens import class_links, student_print, wall
from ui.visit import lesson_visit, state

TEXT_WIDTH = 780
ROOM = "Your students answer on their phones; the class sees its spread, and the key when you show it."
CHART_KEY, KEY_SHOWN = "class_key", "teacher_key"
COURTESY = (
    "This page is not secret: whoever opens it finds the key. A prediction is there to learn from. Do not grade it."
)


def page(lesson: Lesson) -> None:
    """Notes, the steps with their key, and the class; or what of it is shown alone."""
    shown = lesson_visit.visit().shown
    if shown == wall.CODE:
        wall.code(lesson, _students_address(lesson))
    elif shown == wall.CHARTS:
        wall.charts(lesson)
    elif shown == student_print.PRINT:
        student_print.page(lesson, _students_address(lesson))
    else:
        _whole(lesson)


def _whole(lesson: Lesson) -> None:
    st.title(escaped(lesson.file.title), anchor=False)
    with st.container(width=TEXT_WIDTH, key="teacher_text"):
        row = st.container(horizontal=True, key="teacher_ways")
        row.button("All lessons", type="tertiary", on_click=lesson_visit.leave, key="all_lessons")
        row.button("Open as a student", type="tertiary", on_click=lesson_visit.turn_to, args=(1,), key="as_student")
        for label, what in (("QR code for students", wall.CODE), ("Print for students", student_print.PRINT)):
            row.button(label, type="tertiary", on_click=lesson_visit.show_alone, args=(what,), key=f"alone_{what}")
        st.caption(escaped(f"Teacher’s page · {lesson.file.minutes} minutes · {lesson.file.level}"))
        _room(lesson)
        _notes(lesson)
        _for_students(lesson)
    with st.container(width=TEXT_WIDTH, key="teacher_class"):
        st.subheader("Your class", anchor=False)
        table = class_links.pasted(lesson)
        with_key = False
        if table is not None and table.rows:
            st.button(
                "Show the charts one by one", on_click=lesson_visit.show_alone, args=(wall.CHARTS,), key="to_wall",
                help="On a page without notes, to project: the spread first, the key when you press.",
            )  # fmt: skip
            with_key = st.toggle("The key in the charts", key=CHART_KEY)
    if table is not None and table.rows:
        class_links.draw(lesson, class_links.pictures(table, with_key), key="board_class")
    with st.container(width=TEXT_WIDTH, key="teacher_steps"):
        _steps(lesson)
        authors.faults("lessons")


def _room(lesson: Lesson) -> None:
    """The way to a live room; where there are none, why not."""
    if SERVICE.ready() is None:
        st.caption(escaped(f"There are no live rooms on this server. {SERVICE.reason}"))
        return
    base = state.current_address().partition("?")[0].removesuffix("/lessons")
    st.link_button("Open a room", f"{base}/room/new?le={lesson.name}", help=ROOM, type="primary")


def _students_address(lesson: Lesson) -> str:
    base = state.current_address().partition("?")[0]
    return f"{base}?{link(HandIn(lesson.name))}" if base else ""


def _notes(lesson: Lesson) -> None:
    about = lesson.file.teacher
    st.markdown(f"**Goal.** {lesson.file.goal}")
    st.markdown(f"**The big message.** {dollars_kept(lesson.teacher_text(about.message))}")
    for title, lines in (
        ("What to watch", about.watch),
        ("Common mistakes", about.mistakes),
        ("To discuss", about.discussion),
    ):
        if lines:
            st.markdown(f"**{title}**\n" + "\n".join(f"- {dollars_kept(lesson.teacher_text(line))}" for line in lines))
    if about.roles:
        briefs = {escaped(who): dollars_kept(lesson.teacher_text(brief)) for who, brief in about.roles.items()}
        roles = "\n".join(f"- **{who}**: {brief}" for who, brief in briefs.items())
        st.markdown(f"**Roles**\n{roles}")
    sources = "; ".join(references()[key].short for key in lesson.file.sources)
    if sources:
        st.caption(escaped(f"Sources: {sources}. Each stands on the Method page."))


def _for_students(lesson: Lesson) -> None:
    st.markdown("**The link for students**")
    address = _students_address(lesson)
    copying.field(
        address or f"?{link(HandIn(lesson.name))}", "The link for students", key="students_link",
        shared=lesson.file.title if address else "",
    )  # fmt: skip


def _steps(lesson: Lesson) -> None:
    """Every step with its task; its key where it is wanted."""
    st.subheader("The lesson", anchor=False)
    with_key = st.checkbox("Show the key", value=True, key=KEY_SHOWN, help="Leave it out to show the page to others.")
    if with_key:
        st.caption(COURTESY)
    for i, step in enumerate(lesson.file.steps):
        st.markdown(f"##### {i + 1}. {escaped(step.title)}")
        st.markdown(dollars_kept(lesson.text(i, step.text)))
        if step.task is None:
            continue
        st.markdown(f"**Task.** {dollars_kept(lesson.text(i, step.task.question))}")
        options = step.task.choices(lesson.asked(i)).values()
        if options:
            st.markdown("\n".join(f"- {dollars_kept(option)}" for option in options))
        if with_key:
            words = step.task.key_words(lesson.asked(i))
            reveal = lesson.text(i, step.task.reveal)
            with st.container(border=True):
                st.markdown(f"**Key.** {dollars_kept(words) if words else 'No option is right.'}")
                if reveal:
                    st.markdown(dollars_kept(reveal))
