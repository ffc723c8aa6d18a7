"""The hand-in of a lesson, on every step: the link that holds the answers, and the ways to give it to a teacher."""

import streamlit as st

from sim.ground.text import dollars_kept, escaped
from sim.teaching.exercises.task import VERDICTS
from sim.teaching.hand_ins import MOST_WHO, HandIn
from sim.teaching.lessons import Lesson
from ui.parts import copying, qr
from ui.visit import lesson_visit, state

OPEN = "hand_in_open"
EARLY = "Hand in what you have so far"
ABOUT = "Send this link to your teacher. It holds your answers, and nothing else knows them."


def section(lesson: Lesson, place: HandIn) -> None:
    """Open at the last step; folded before it, for whoever does not get so far."""
    if place.step == len(lesson.file.steps):
        st.subheader("Hand in", anchor=False)
        _contents(lesson, place)
    elif lesson.tasks:
        box = st.expander(EARLY, key=OPEN, on_change="rerun")
        if box.open:
            with box:
                _contents(lesson, place)


def _contents(lesson: Lesson, place: HandIn) -> None:
    """What the link says, a name on it, and the link."""
    open_steps = []
    for number, index in enumerate(lesson.tasks):
        if answer := place.last(number):
            mark = lesson.mark(number, answer)
            words = f"{VERDICTS[mark.verdict].lower()}: {mark.answer}"
            st.markdown(dollars_kept(f"Step {index + 1}. {escaped(lesson.file.steps[index].title)} – {words}"))
        else:
            open_steps.append(str(index + 1))
    if open_steps:
        st.info(f"Not answered yet: step {', '.join(open_steps)}. You can hand in all the same.")
    st.text_input(
        "Your name or code, if your teacher wants one", value=place.who, key=f"who_{lesson.name}", max_chars=MOST_WHO,
        autocomplete="off", on_change=_called, args=(f"who_{lesson.name}",), width=420,
        help="It goes into the link below, where everyone who has the link can read it.",
    )  # fmt: skip
    st.markdown(ABOUT)
    address = state.current_address()
    copying.field(
        address or f"?{state.current_link()}", "The link that holds your answers", key="hand_in_link",
        shared=f"{lesson.file.title}: my answers" if address else "",
    )  # fmt: skip
    st.button("QR code", on_click=state.want_qr, key="lesson_qr", help="Your teacher can scan it from your screen.")
    if qr.is_local(address):
        st.warning(qr.LOCAL_LINK)


def _called(key: str) -> None:
    lesson_visit.call(str(st.session_state.get(key) or ""))
