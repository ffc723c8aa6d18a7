"""A lesson on paper for students: steps and tasks, lines to write on, the charts of tasks that need them, a code."""

from pathlib import Path

import streamlit as st

from sim.charts.drawing.style import COLORS
from sim.ground.text import dollars_kept, escaped
from sim.teaching.lessons import Lesson
from ui import board
from ui.board import lesson_board
from ui.parts import qr
from ui.server import scripts
from ui.visit import lesson_visit

STYLE = Path(__file__).parent / "student_print.css"
PRINT = "print"
LINES = 3  # to write on
ABOUT = "Print this page from the browser. It has no notes for teachers and no key."
WIDTH = 780  # [px]


def page(lesson: Lesson, address: str) -> None:
    """The whole lesson on one page."""
    st.html(STYLE)
    with st.container(width=WIDTH, key="print_text"):
        with st.container(horizontal=True, vertical_alignment="center", key="print_ways"):
            st.button("To the teacher’s page", type="tertiary", on_click=lesson_visit.show_alone, args=("",))
            st.caption(ABOUT)
        st.title(escaped(lesson.file.title), anchor=False)
        _head(address)
        for index in range(len(lesson.file.steps)):
            _step(lesson, index)


def _head(address: str) -> None:
    """A line for the name, and the way to the lesson on a screen."""
    image = qr.code(address) if address else None
    code = f'<img src="{image}" alt="QR code of the lesson">' if image else ""
    st.html(f'<div class="nd-paper"><p class="nd-name">Name or code:<i></i></p>{code}</div>')


def _step(lesson: Lesson, index: int) -> None:
    step = lesson.file.steps[index]
    st.markdown(f"##### {index + 1}. {escaped(step.title)}")
    st.markdown(dollars_kept(lesson.text(index, step.text)))
    if step.task is None:
        return
    asked = lesson.asked(index)
    st.markdown(f"**{step.task.heading}.** {dollars_kept(lesson.text(index, step.task.question))}")
    if targets := step.task.targets(asked):
        st.markdown(dollars_kept("\n".join(f"- {words}" for words in targets)))
    if step.task.control == "board":
        _chart(lesson, index)
    if options := step.task.choices(asked):
        st.markdown("  \n".join(f"☐ {letter.upper()}. {dollars_kept(words)}" for letter, words in options.items()))
    unit = step.task.unit(asked)
    answer = "" if options else f'<p class="nd-name">Answer{f", in {unit}" if unit else ""}:<i></i></p>'
    st.html(f'<div class="nd-paper">{answer}<p>Why?</p>{"<hr>" * LINES}</div>')


def _chart(lesson: Lesson, index: int) -> None:
    """The chart that the task is about."""
    step = lesson.file.steps[index]
    if step.charts:
        drawn = [lesson_board.picture(step, lesson.runs[index])]
        data = {"page": "print", "plotly_url": scripts.PLOTLY.url, "colors": COLORS, "charts": drawn}
        board.render(data, key=f"board_print_{index}", on_event=lambda event: None)
