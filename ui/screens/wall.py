"""What a teacher projects: the code of the lesson, or one chart of the class at a time. No notes and no key."""

from pathlib import Path

import streamlit as st

from sim.ground.text import escaped
from sim.teaching.class_charts import enlarged
from sim.teaching.lessons import Lesson
from ui.parts import copying, focus, qr
from ui.screens import class_links
from ui.visit import lesson_visit

STYLE = Path(__file__).parent / "wall.css"
CODE, CHARTS = "code", "charts"
WAYS = {"n": "wall_next", "b": "wall_back"}  # keys of the keyboard with Alt, and the buttons that they press


def code(lesson: Lesson, address: str) -> None:
    """The code of the lesson, as large as the wall allows."""
    st.html(STYLE)
    st.title("Scan to open this lesson", anchor=False)
    st.markdown(f"**{escaped(lesson.file.title)}** · {lesson.file.minutes} minutes")
    image = qr.code(address) if address else None
    if image is None:
        st.warning(qr.TOO_LONG if address else qr.UNKNOWN)
    else:
        st.html(f'<img class="nd-code" src="{image}" alt="QR code of the lesson">')
        with st.container(key="wall_link"):
            copying.field(address, "The link for students", key="wall_address", shared=lesson.file.title)
        if qr.is_local(address):
            st.warning(qr.LOCAL_LINK)
    _back()


def charts(lesson: Lesson) -> None:
    """One chart of the class, the spread first and the key on demand, with ways to the others."""
    st.html(STYLE)
    table = class_links.table_of(lesson)
    at = lesson_visit.visit().at
    shown = class_links.pictures(table, with_key=False)
    if not table.rows:
        st.warning("There is no class yet: paste its links on the teacher’s page.")
        _back()
        return
    at = min(at, len(shown) - 1)
    st.title(escaped(shown[at].question), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center", key="wall_ways"):
        _way("Back", at - 1, at > 0)
        _way("Next", at + 1, at + 1 < len(shown))
        with_key = False
        if at < len(lesson.tasks) and lesson.task(at)[0].key_words(lesson.task(at)[1]):
            with_key = st.toggle("Show the key", key=f"wall_key_{at}")
        st.markdown(f"{at + 1} of {len(shown)}")
    with st.container(key="wall_chart"):
        class_links.draw(lesson, [enlarged(class_links.pictures(table, with_key)[at])], key=f"board_wall_{at}")
    _back()
    focus.follow(f"wall:{at}", 0, WAYS)


def _way(label: str, at: int, there: bool) -> None:
    st.button(
        label, key=f"wall_{label.lower()}", on_click=lesson_visit.show_alone, args=(CHARTS, at), disabled=not there
    )


def _back() -> None:
    st.button("To the teacher’s page", type="tertiary", on_click=lesson_visit.show_alone, args=("",), key="wall_leave")
