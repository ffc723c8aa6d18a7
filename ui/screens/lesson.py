"""A step of a lesson: read, predict, commit, and only then see."""

from functools import partial

import streamlit as st

from sim.ground.text import dollars_kept, escaped
from sim.teaching.exercises import Mark, Task
from sim.teaching.exercises.task import VERDICTS
from sim.teaching.hand_ins import HandIn
from sim.teaching.lesson_file import Step
from sim.teaching.lessons import Lesson
from ui.board import lesson_board
from ui.parts import answer_forms, focus, qr
from ui.screens import hand_in
from ui.visit import lesson_visit, state
from ui.visit.lesson_visit import Tried

HAND_IN = "Scan to hand in"
TEXT_WIDTH = 720  # [px], about 90 characters a line
WAYS = {"n": "next", "b": "back"}  # keys of the keyboard with Alt, and the buttons that they press
BOXES = {"right": st.success, "near": st.info, "far": st.warning, "vote": st.info}


def page(lesson: Lesson, place: HandIn) -> None:
    """One step, and the hand-in below it."""
    lesson_visit.drawn()
    index = place.step - 1
    step = lesson.file.steps[index]
    tried = lesson_visit.tried(lesson, place, index)
    shows_board = bool(step.charts) and (step.task is None or tried.is_settled or step.task.board)
    is_moved = step.task is not None and step.task.control == "board" and tried.may_try
    _head(lesson, place.step, step, tried)
    with st.container(width=TEXT_WIDTH, key="lesson_text"):
        for notice in lesson_visit.notices(elsewhere=not shows_board):
            st.warning(escaped(notice))
        st.markdown(_text(lesson, index, step.text))
        if step.task is not None:
            _task(lesson, index, step.task, tried)
    if shows_board:
        aims = step.task.aims_passed(lesson.asked(index)) if step.task is not None else ()
        claimed = step.task.claimed(lesson.asked(index), tried.last) if step.task is not None and tried.first else None
        lesson_board.render(step, tried.is_settled, aims, claimed)
    if is_moved:
        _commit_bar(tried)
    with st.container(width=TEXT_WIDTH, key="lesson_end"):
        _ways(lesson, place, tried)
        hand_in.section(lesson, place)
    focus.follow(f"{lesson.name}:{place.step}", lesson_visit.visit().commits, WAYS)
    if state.qr_wanted():
        qr.show(state.current_address(), HAND_IN)


def _text(lesson: Lesson, index: int, text: str) -> str:
    return dollars_kept(lesson.text(index, text))


def _head(lesson: Lesson, number: int, step: Step, tried: Tried) -> None:
    n = len(lesson.file.steps)
    st.title(escaped(step.title), anchor=False)
    with st.container(width=TEXT_WIDTH, horizontal=True, vertical_alignment="center", key="lesson_head"):
        st.markdown(f"**{escaped(lesson.file.title)}** · step {number} of {n}")
        st.button("All lessons", type="tertiary", on_click=lesson_visit.leave, key="all_lessons")
    done = number if tried.is_settled else number - 1
    st.html(
        f'<div class="nd-steps" aria-hidden="true" style="max-width:{TEXT_WIDTH}px">'
        + "".join(f"<i{' class=nd-done' if i < done else ' class=nd-now' if i < number else ''}></i>" for i in range(n))
        + "</div>"
    )


def _task(lesson: Lesson, index: int, task: Task, tried: Tried) -> None:
    """The question, and what has become of the answers to it."""
    asked = lesson.asked(index)
    if not tried.first and task.control != "board":
        _question(lesson, index, task)
        return
    with st.container(border=not tried.first):
        heading = task.heading if tried.may_try else "The question"
        st.markdown(f"**{heading}.** {_text(lesson, index, task.question)}")
        if tried.may_try and (targets := task.targets(asked)):
            st.markdown(dollars_kept("\n".join(f"- {words}" for words in targets)))
        if not tried.is_settled and (table := task.in_words(asked)):
            with st.expander("The map as a table"):
                st.markdown(_table(*table))
        if not tried.first:
            st.caption("Move the run on the board, then commit it below the board.")
    if tried.first:
        _outcome(lesson, index, task, tried)


def _table(columns: list[str], rows: list[list[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _question(lesson: Lesson, index: int, task: Task) -> None:
    """The form of a prediction."""
    in_steps = task.control in answer_forms.IN_STEPS
    with st.container(border=True) if in_steps else st.form(f"form_{lesson.name}_{index}", border=True):
        st.markdown(f"**{task.heading}.** {_text(lesson, index, task.question)}")
        answer = answer_forms.form(task, lesson.asked(index), f"answer_{lesson.name}_{index}")
        button = partial(st.button, key="commit_answer") if in_steps else st.form_submit_button
        button("Commit", type="primary", on_click=lambda: lesson_visit.commit(answer()))
        if said := lesson_visit.visit().said:
            st.warning(escaped(said))
        st.caption("A committed answer stays. What follows shows only then.")


def _commit_bar(tried: Tried) -> None:
    """Below the board, and at the bottom of a phone: the button that commits the run."""
    mine = lesson_visit.visit()
    with st.container(key="commit_bar"):
        if mine.said:
            st.warning(escaped(mine.said))
        is_unmoved = mine.unmoved is not None and mine.unmoved == state.session().scenario
        if is_unmoved:
            since = " since your last try" if tried.first else ""
            st.info(f"You have not moved the run{since}. Move a lever, or commit it as it stands.")
        with st.container(horizontal=True, key="commit_buttons"):
            st.button(
                "Commit again" if tried.first else "Commit this run", type="primary", on_click=lesson_visit.commit,
                key="commit_run",
            )  # fmt: skip
            if is_unmoved and not tried.first:
                st.button(
                    "Commit it as it stands", on_click=lesson_visit.commit, kwargs={"as_it_stands": True},
                    key="commit_unmoved",
                )  # fmt: skip
            if tried.first and not tried.is_settled:
                st.button("See the key", on_click=lesson_visit.stay, key="stay")


def _outcome(lesson: Lesson, index: int, task: Task, tried: Tried) -> None:
    """The mark of the last answer, what is said to it, and what is revealed once the key may be told."""
    asked = lesson.asked(index)
    mark = task.mark(asked, tried.last)
    words = [f"## {VERDICTS[mark.verdict]}.", _compared(mark, tried.is_settled)]
    if tried.again and tried.again != tried.first:
        first = task.mark(asked, tried.first)
        words.append(f"Your first try: {first.answer.rstrip('.')}, {VERDICTS[first.verdict].lower()}.")
    words.append(mark.text)
    if not tried.is_settled:
        words.append("You have another try: move the run and commit it again. Your first try is kept too.")
    with st.container(key="outcome"):
        BOXES[mark.verdict](dollars_kept("\n\n".join(words)))
    if task.reveal and tried.is_settled:
        st.markdown(_text(lesson, index, task.reveal))


def _compared(mark: Mark, is_settled: bool) -> str:
    yours = f"Your answer: {mark.answer.rstrip('.')}."
    is_told = is_settled and mark.verdict not in ("right", "vote") and mark.key
    return f"{yours} The key: {mark.key.rstrip('.')}." if is_told else yours


def _ways(lesson: Lesson, place: HandIn, tried: Tried) -> None:
    """Back and Next, by key too."""
    n = len(lesson.file.steps)
    with st.container(horizontal=True, key="lesson_ways"):
        if place.step > 1:
            st.button("Back", on_click=lesson_visit.turn_to, args=(place.step - 1,), key="back")
        if place.step < n:
            done = tried.is_settled or bool(tried.first)
            st.button(
                "Next" if done else "Next, without an answer", on_click=lesson_visit.turn_to, args=(place.step + 1,),
                key="next", type="primary" if tried.is_settled else "secondary",
            )  # fmt: skip
