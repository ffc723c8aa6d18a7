"""The teacher's page of a lesson: notes, key, students' link, class table. Made to be printed too."""

import streamlit as st

from sim.answer_keys import key_words
from sim.charts.style import COLORS
from sim.hand_ins import ClassTable, HandIn, class_csv, class_table, link
from sim.lessons import Lesson
from sim.quoted import filled
from sim.references import references
from sim.spread import spread
from sim.text import dollars_kept, escaped
from ui import board, classroom, qr, scripts, state, view

TEXT_WIDTH = 780
PASTED, FILE, NAMES, KEY_SHOWN = "class_links", "class_file", "class_names", "teacher_key"
COURTESY = (
    "This page is not secret: whoever opens it finds the key. A prediction is there to learn from. Do not grade it."
)


def page(lesson: Lesson) -> None:
    """Notes, the steps with their key, and the class."""
    st.title(escaped(lesson.file.title), anchor=False)
    with st.container(width=TEXT_WIDTH, key="teacher_text"):
        row = st.container(horizontal=True, key="teacher_ways")
        row.button("All lessons", type="tertiary", on_click=classroom.leave, key="all_lessons")
        row.button("Open as a student", type="tertiary", on_click=classroom.turn_to, args=(1,), key="as_student")
        row.button("QR code for students", type="tertiary", on_click=state.want_qr, key="lesson_qr")
        st.caption(escaped(f"Teacher’s page · {lesson.file.minutes} minutes · {lesson.file.level}"))
        _notes(lesson)
        _for_students(lesson)
    with st.container(width=TEXT_WIDTH, key="teacher_class"):
        st.subheader("Your class", anchor=False)
        table = _pasted(lesson)
    if table is not None and table.rows:
        _spread(table)
    with st.container(width=TEXT_WIDTH, key="teacher_steps"):
        _steps(lesson)
    if state.qr_wanted():
        qr.show(_students_address(lesson))


def _students_address(lesson: Lesson) -> str:
    base = state.current_address().partition("?")[0]
    return f"{base}?{link(HandIn(lesson.name))}" if base else ""


def _notes(lesson: Lesson) -> None:
    about = lesson.file.teacher
    st.markdown(f"**Goal.** {lesson.file.goal}")
    st.markdown(f"**The big message.** {dollars_kept(filled(about.message, lesson.known))}")
    for title, lines in (
        ("What to watch", about.watch),
        ("Common mistakes", about.mistakes),
        ("To discuss", about.discussion),
    ):
        if lines:
            st.markdown(f"**{title}**\n" + "\n".join(f"- {dollars_kept(filled(line, lesson.known))}" for line in lines))
    if about.roles:
        roles = "\n".join(f"- **{escaped(who)}**: {dollars_kept(brief)}" for who, brief in about.roles.items())
        st.markdown(f"**Roles**\n{roles}")
    sources = "; ".join(references()[key].short for key in lesson.file.sources)
    if sources:
        st.caption(escaped(f"Sources: {sources}. Each stands on the Method page."))


def _for_students(lesson: Lesson) -> None:
    st.markdown("**The link for students**")
    st.code(_students_address(lesson) or f"?{link(HandIn(lesson.name))}", language=None, wrap_lines=True)


def _steps(lesson: Lesson) -> None:
    """Every step with its task; its key where it is wanted."""
    st.subheader("The lesson", anchor=False)
    with_key = st.checkbox(
        "Show the key", value=True, key=KEY_SHOWN, help="Leave it out to print the lesson for students."
    )
    if with_key:
        st.caption(COURTESY)
    for i, step in enumerate(lesson.file.steps):
        scenarios = lesson.scenarios(i)
        st.markdown(f"##### {i + 1}. {escaped(step.title)}")
        st.markdown(dollars_kept(filled(step.text, scenarios)))
        if step.task is None:
            continue
        st.markdown(f"**Task.** {dollars_kept(filled(step.task.question, scenarios))}")
        options = getattr(step.task, "options", [])
        if options:
            st.markdown("\n".join(f"- {dollars_kept(filled(option.text, scenarios))}" for option in options))
        if with_key:
            words = key_words(step, lesson.runs[i], scenarios)
            reveal = filled(step.task.reveal, scenarios)
            with st.container(border=True):
                st.markdown(f"**Key.** {dollars_kept(words) if words else 'No option is right.'}")
                if reveal:
                    st.markdown(dollars_kept(reveal))


def _pasted(lesson: Lesson) -> ClassTable | None:
    """The class of the links that were pasted or uploaded; `None` where there are none."""
    text = st.text_area(
        "Paste your students’ links, one to a line, or a whole table of your course system", key=PASTED, height=120,
        help="Nothing is stored: close the page and they are gone.",
    )  # fmt: skip
    file = st.file_uploader("Or load a CSV or text file with them", type=["csv", "txt", "tsv"], key=FILE)
    if file is not None:
        text += "\n" + file.getvalue().decode("utf-8", errors="replace")
    if not text.strip():
        return None
    try:
        table = class_table(text, lesson)
    except ValueError as error:
        st.warning(escaped(f"Nothing was read: {error}."))
        return None
    if not table.rows and not table.refused:
        st.warning("No link of a lesson was found in this text. A hand-in has “le=” in it.")
        return table
    people = f"{len(table.rows)} {'student' if len(table.rows) == 1 else 'students'}"
    st.markdown(
        f"**{people}.**"
        + (f" Earlier hand-ins of the same names, replaced: {table.replaced}." if table.replaced else "")
    )
    if table.refused:
        with st.expander(f"Remarks on the links: {len(table.refused)}"):
            st.markdown("\n".join(f"- {escaped(line)}" for line in table.refused[:100]))
    names = st.checkbox("Names in the file", value=True, key=NAMES)
    st.download_button(
        "Download as CSV", lambda: class_csv(table, names).encode("utf-8-sig"), file_name=f"{lesson.name}.csv",
        mime="text/csv", on_click="ignore", help="One row for each student: answers and marks.",
    )  # fmt: skip
    return table


def _spread(table: ClassTable) -> None:
    """One chart for each task, without names."""
    charts = [view.chart_data(spread(table, number), []) for number in range(len(table.lesson.tasks))]
    data = {
        "page": "class",
        "plotly_url": scripts.PLOTLY.url,
        "colors": COLORS,
        "link": state.current_link(),
        "public_url": None,
        "toolbar": None,
        "notices": [],
        "levers": None,
        "sentence": [],
        "numbers": [],
        "charts": [view.opened(chart, None) for chart in charts],
        "footer": [],
        "takeaway": {"label": "Take it away", "png": "PNG", "csv": "CSV", "source": table.lesson.file.title},
    }
    board.render(data, key="board_class", on_event=lambda event: None)
