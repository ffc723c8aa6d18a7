"""The fields that an answer is given in, one function for each way of giving it."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from sim.ground.text import dollars_kept
from sim.teaching.exercises import Task
from sim.teaching.exercises.reasons import ReasonsTask
from sim.teaching.exercises.task import Asked

FIELD_WIDTH = 320  # [px]


def form(task: Task, asked: Asked, key: str) -> Callable[[], str]:
    """Draw the fields of a task inside a form.

    Parameters
    ----------
    task : Task
    asked : Asked
    key : str
        Name of the fields in the session.

    Returns
    -------
    callable
        Gives what was typed or chosen, as the task takes it.
    """
    return FORMS[task.control](task, asked, key)


def _number(task: Task, asked: Asked, key: str) -> Callable[[], str]:
    unit = task.unit(asked)
    st.text_input(
        f"Your answer{f', in {unit}' if unit else ''}", key=key, max_chars=40, autocomplete="off",
        placeholder="such as 20, 1.5, 70B or 3e23", width=FIELD_WIDTH,
    )  # fmt: skip
    return partial(_typed, key)


def _options(task: Task, asked: Asked, key: str) -> Callable[[], str]:
    options = {letter: dollars_kept(words) for letter, words in task.choices(asked).items()}
    st.radio(
        "Your answer", list(options), index=None, key=key, label_visibility="collapsed",
        format_func=lambda letter: options[letter],
    )  # fmt: skip
    return partial(_typed, key)


def _interval(task: Task, asked: Asked, key: str) -> Callable[[], str]:
    """Two numbers, one to a line."""
    unit = task.unit(asked)
    with st.container(horizontal=True):
        for end, label in enumerate(("At least", "At most")):
            st.text_input(
                f"{label}{f', in {unit}' if unit else ''}", key=f"{key}_{end}", max_chars=40, autocomplete="off",
                width=FIELD_WIDTH // 2,
            )  # fmt: skip
    return partial(_lines, [f"{key}_{end}" for end in range(2)])


def _order(task: Task, asked: Asked, key: str) -> Callable[[], str]:
    """A list for each place; the letters of what was chosen, in order."""
    choices = {letter: dollars_kept(words) for letter, words in task.choices(asked).items()}
    for place in range(len(choices)):
        st.selectbox(
            f"Place {place + 1}", list(choices), index=None, key=f"{key}_{place}", placeholder="Choose",
            format_func=lambda letter: choices[letter], width=2 * FIELD_WIDTH,
        )  # fmt: skip
    return lambda: "".join(_lines([f"{key}_{place}" for place in range(len(choices))]).split("\n"))


def _points(task: Task, asked: Asked, key: str) -> Callable[[], str]:
    """A field for the points of each option, one to a line."""
    choices = task.choices(asked)
    for letter, words in choices.items():
        st.text_input(
            dollars_kept(words), key=f"{key}_{letter}", max_chars=3, autocomplete="off", placeholder="0",
            width=2 * FIELD_WIDTH,
        )  # fmt: skip
    return partial(_lines, [f"{key}_{letter}" for letter in choices])


def _reasons(task: Task, asked: Asked, key: str) -> Callable[[], str]:
    """An option, and once it is chosen a reason: one to a line."""
    _options(task, asked, key)
    keys = [key, f"{key}_why"]
    if isinstance(task, ReasonsTask) and st.session_state.get(key) is not None:
        reasons = {letter: dollars_kept(words) for letter, words in task.reason_choices(asked).items()}
        st.radio("Because", list(reasons), index=None, key=keys[1], format_func=lambda letter: reasons[letter])
    return partial(_lines, keys)


def _lines(keys: Sequence[str]) -> str:
    return "\n".join(map(_typed, keys))


def _typed(key: str) -> str:
    """What stands in a field when the form is sent; "" where nothing does."""
    text = st.session_state.get(key)
    return "" if text is None else str(text)


FORMS = {
    "text": _number,
    "options": _options,
    "interval": _interval,
    "order": _order,
    "points": _points,
    "reasons": _reasons,
}
IN_STEPS = {"reasons"}  # forms that ask for more once something is chosen
