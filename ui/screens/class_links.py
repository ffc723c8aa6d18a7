"""The class of a teacher: links are pasted, and become charts and a file."""

import streamlit as st

from sim.charts.picture import Picture
from sim.ground.text import escaped
from sim.teaching.class_charts import changed_votes, spread
from sim.teaching.hand_ins import ClassTable, class_csv, class_table
from sim.teaching.lessons import Lesson
from ui.parts import pictures as pictures_of_a_board
from ui.visit import lesson_visit

PASTED, FILE, NAMES = "class_links", "class_file", "class_names"


def pasted(lesson: Lesson) -> ClassTable | None:
    """The class of the links that were pasted or uploaded; `None` where there are none."""
    mine = lesson_visit.visit()
    st.session_state.setdefault(PASTED, mine.pasted)  # Streamlit forgets it while another page is shown
    text = st.text_area(
        "Paste your students’ links, one to a line, or a whole table of your course system", key=PASTED, height=120,
        help="Nothing is stored: close the page and they are gone.",
    )  # fmt: skip
    file = st.file_uploader("Or load a CSV or text file with them", type=["csv", "txt", "tsv"], key=FILE)
    if file is not None:
        text += "\n" + file.getvalue().decode("utf-8", errors="replace")
    mine.pasted = text
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
        mime="text/csv", on_click="ignore", help="One row for each student: numbers, letters of options, marks.",
    )  # fmt: skip
    return table


def table_of(lesson: Lesson) -> ClassTable:
    """The class of what was pasted before."""
    return class_table(lesson_visit.visit().pasted, lesson)


def pictures(table: ClassTable, with_key: bool) -> list[Picture]:
    """All charts of a class: one for each task, and one for each question that was voted on twice."""
    n = len(table.lesson.tasks)
    return [*(spread(table, number, with_key) for number in range(n)), *changed_votes(table)]


def draw(lesson: Lesson, charts: list[Picture], key: str) -> None:
    """Charts on a board of their own."""
    pictures_of_a_board.draw(charts, "class", lesson.file.title, key)
