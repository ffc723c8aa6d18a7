"""A step of a lesson: read, predict, commit, and only then see."""

import streamlit as st

from sim.answers import LETTERS
from sim.exercises import VERDICTS, Mark, aims_words, marked
from sim.hand_ins import MOST_WHO, HandIn, mark_of
from sim.lesson_file import ChoiceTask, GoalTask, NumberTask, PlaceTask, Step, VoteTask
from sim.lessons import Lesson
from sim.quoted import figure, filled
from sim.text import dollars_kept, escaped
from ui import classroom, lesson_board, qr, state, turning

TEXT_WIDTH = 720  # [px], about 90 characters a line
BOXES = {"right": st.success, "near": st.info, "far": st.warning, "vote": st.info}
UNITS = {"percent": "per cent", "usd": "US dollars"}


def page(lesson: Lesson, place: HandIn) -> None:
    """One step, and the hand-in below the last one."""
    index = place.step - 1
    step = lesson.file.steps[index]
    answer = classroom.answer_of(lesson, place, index)
    _head(lesson, place.step, step)
    column = st.container(width=TEXT_WIDTH, key="lesson_text")
    with column:
        for notice in classroom.notices(elsewhere=not _shows_board(step, answer)):
            st.warning(escaped(notice))
        st.markdown(_text(lesson, index, step.text))
        if step.task is not None:
            if answer:
                _outcome(lesson, index, answer)
            elif step.task.kind not in ("place", "goal"):
                _question(lesson, index)
            else:
                _aim(lesson, index)
    if _shows_board(step, answer):
        lesson_board.render(step, bool(answer) or step.task is None)
    with st.container(width=TEXT_WIDTH, key="lesson_end"):
        _ways(lesson, place)
        if place.step == len(lesson.file.steps):
            _hand_in(lesson, place)
    turning.top(f"{lesson.name}:{place.step}")
    if state.qr_wanted():
        qr.show(state.current_address())


def _shows_board(step: Step, answer: str) -> bool:
    return bool(step.charts) and (step.task is None or bool(answer) or step.task.board)


def _text(lesson: Lesson, index: int, text: str) -> str:
    return dollars_kept(lesson.text(index, text))


def _head(lesson: Lesson, number: int, step: Step) -> None:
    n = len(lesson.file.steps)
    st.title(escaped(step.title), anchor=False)
    with st.container(width=TEXT_WIDTH, horizontal=True, vertical_alignment="center", key="lesson_head"):
        st.markdown(f"**{escaped(lesson.file.title)}** · step {number} of {n}")
        st.button("All lessons", type="tertiary", on_click=classroom.leave, key="all_lessons")
    st.html(
        f'<div class="nd-steps" aria-hidden="true" style="max-width:{TEXT_WIDTH}px">'
        + "".join(f"<i{' class=nd-done' if i < number else ''}></i>" for i in range(n))
        + "</div>"
    )


def _question(lesson: Lesson, index: int) -> None:
    """The form of a prediction."""
    task = lesson.file.steps[index].task
    assert isinstance(task, (NumberTask, ChoiceTask, VoteTask))
    key = f"answer_{lesson.name}_{index}"
    question = _text(lesson, index, task.question)
    with st.form(f"form_{lesson.name}_{index}", border=True):
        st.markdown(f"**{'Your choice' if isinstance(task, VoteTask) else 'Your prediction'}.** {question}")
        if isinstance(task, NumberTask):
            about = figure(task.key, lesson.scenarios(index))
            unit = UNITS.get(about.form, about.unit)
            st.text_input(
                f"Your answer{f', in {unit}' if unit else ''}", key=key, max_chars=40, autocomplete="off",
                placeholder="such as 20, 1.5, 70B or 3e23", width=320,
            )  # fmt: skip
        else:
            options = {
                letter: _text(lesson, index, option.text) for letter, option in zip(LETTERS, task.options, strict=False)
            }
            st.radio(
                "Your answer", list(options), index=None, key=key, label_visibility="collapsed",
                format_func=lambda letter: options[letter],
            )  # fmt: skip
        st.form_submit_button("Commit", type="primary", on_click=_committed, args=(key,))
        if said := classroom.visit().said:
            st.warning(escaped(said))
        st.caption("A committed answer stays. What follows shows only then.")


def _committed(key: str) -> None:
    text = st.session_state.get(key)
    classroom.commit("" if text is None else str(text))


def _aim(lesson: Lesson, index: int) -> None:
    """What is to be done on the board below."""
    task = lesson.file.steps[index].task
    assert isinstance(task, (PlaceTask, GoalTask))
    with st.container(border=True):
        st.markdown(f"**Your task.** {_text(lesson, index, task.question)}")
        if isinstance(task, GoalTask):
            aims = aims_words(task, lesson.scenarios(index))
            st.markdown(dollars_kept("\n".join(f"- {words}" for words in aims)))
        st.button("Commit this run", type="primary", on_click=classroom.commit, key="commit_run")
        if said := classroom.visit().said:
            st.warning(escaped(said))
        st.caption("Move the run on the board below, then commit it. A committed run stays.")


def _outcome(lesson: Lesson, index: int, answer: str) -> None:
    """The mark, what is said to it, and the reveal."""
    step = lesson.file.steps[index]
    task = step.task
    assert task is not None
    mark = marked(step, lesson.runs[index], lesson.scenarios(index), answer)
    st.markdown(f"**The question.** {_text(lesson, index, task.question)}")
    BOXES[mark.verdict](dollars_kept(f"**{VERDICTS[mark.verdict]}.** {_compared(mark)}\n\n{mark.text}"))
    if task.reveal:
        st.markdown(dollars_kept(filled(task.reveal, lesson.scenarios(index))))


def _compared(mark: Mark) -> str:
    yours = f"Your answer: {mark.answer.rstrip('.')}."
    return yours if mark.verdict in ("right", "vote") or not mark.key else f"{yours} The key: {mark.key.rstrip('.')}."


def _ways(lesson: Lesson, place: HandIn) -> None:
    """Back and Next, by key too."""
    n = len(lesson.file.steps)
    answered = bool(classroom.answer_of(lesson, place, place.step - 1))
    has_task = lesson.file.steps[place.step - 1].task is not None
    with st.container(horizontal=True, key="lesson_ways"):
        if place.step > 1:
            st.button("Back", on_click=classroom.turn_to, args=(place.step - 1,), key="back", shortcut="Alt+B")
        if place.step < n:
            done = answered or not has_task
            st.button(
                "Next" if done else "Next, without an answer", on_click=classroom.turn_to, args=(place.step + 1,),
                key="next", type="primary" if done else "secondary", shortcut="Alt+N",
            )  # fmt: skip


def _hand_in(lesson: Lesson, place: HandIn) -> None:
    """The link that holds the answers, and what it says."""
    st.subheader("Hand in", anchor=False)
    open_steps = []
    for number, index in enumerate(lesson.tasks):
        answer = classroom.answer_of(lesson, place, index)
        if answer:
            mark = mark_of(lesson, number, answer)
            words = f"{VERDICTS[mark.verdict].lower()}: {mark.answer}"
            st.markdown(dollars_kept(f"{number + 1}. {escaped(lesson.file.steps[index].title)} – {words}"))
        else:
            open_steps.append(str(index + 1))
    if open_steps:
        st.info(f"Not answered yet: step {', '.join(open_steps)}. You can hand in all the same.")
    st.text_input(
        "Your name or code, if your teacher wants one", value=place.who, key=f"who_{lesson.name}", max_chars=MOST_WHO,
        autocomplete="off", on_change=_called, args=(f"who_{lesson.name}",), width=420,
        help="It goes into the link below, where everyone who has the link can read it.",
    )  # fmt: skip
    st.markdown("Copy this link and send it to your teacher. It holds your answers, and nothing else knows them.")
    address = state.current_address()
    st.code(address or f"?{state.current_link()}", language=None, wrap_lines=True)
    st.button("QR code", on_click=state.want_qr, key="lesson_qr")


def _called(key: str) -> None:
    classroom.call(str(st.session_state.get(key) or ""))
