"""Chips and days typed in one line, above the board of the Plan page."""

import streamlit as st

from sim.ground.errors import SimulationError
from sim.inputs import TABLE
from sim.inputs.one_line import EXAMPLE, chips_and_days
from sim.inputs.refusal import Refusal
from ui.parts import controls
from ui.parts.registry import part
from ui.visit import refusals, state

LINE = "chips_line"  # key of the session


@part("chips-and-days")
def line() -> bool:
    """The field, unless the page is presented or its plan is set by the link. The board always follows."""
    if not state.presenting() and not state.shown().fixes("plan"):
        st.text_input(
            "What you have, in one line", key=LINE, placeholder=EXAMPLE, on_change=_typed,
            help=f"Chips and days, such as {EXAMPLE}: sets the plan, the chip, how many of them and the days.",
        )  # fmt: skip
        controls.why_refused(LINE)
    return True


def _typed() -> None:
    text = st.session_state[LINE]
    refusals.forget(LINE)
    if not text.strip():
        return
    try:
        values = chips_and_days(text)
        for name, value in values.items():
            TABLE[name].check(value)
    except SimulationError as error:
        state.session().refused[LINE] = Refusal(text, f"{error.got} was not taken; {error.allowed}")
    except ValueError as error:  # out of bounds
        state.session().refused[LINE] = Refusal(text, str(error))
    else:
        state.change_many(values)
