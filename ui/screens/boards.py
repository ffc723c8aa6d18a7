"""The pages that are a board: levers, sentence, numbers and charts."""

from typing import Any

import streamlit as st

from ui import (
    board,
    controls,
    cost_controls,
    events,
    feeder,
    presenting,
    qr,
    state,
    student_link,
    think_controls,
    view,
)
from ui.screens import laws as laws_screen
from ui.turns import TURN

BUTTONS = {
    "reset": state.reset,
    "undo": state.undo,
    "redo": state.redo,
    "pin": state.pin,
    "unpin": state.unpin,
    "present": state.present,
    "qr": state.want_qr,
}


def home() -> None:
    """What the next dollar buys."""
    _page("home", "What would the next dollar buy?")


def plan() -> None:
    """The landscape, and where the money goes."""
    _page("plan", "Plan the run")


def cost() -> None:
    """What a whole program costs, in dollars and in the world."""
    _page("cost", "What does it really cost?")


def think() -> None:
    """Training against thinking, once inference is on."""
    st.title("Train it more, or let it think?", anchor=False)
    if think_controls.switch():
        _board("think")


def laws() -> None:
    """All laws side by side, with what they leave open."""
    st.title("Which law, and how sure?", anchor=False)
    laws_screen.pick_laws()
    _board("laws")


def _page(page: str, title: str) -> None:
    st.title(title, anchor=False)
    _board(page)


def _board(page: str) -> None:
    now = state.session()
    now.around = _around()
    _live(page)
    feeder.render(page)
    shows_run = _below(page) or state.shown().embed  # whose way to the whole page is a link to the run
    if state.qr_wanted():
        qr.show(state.current_address())
    now.around = None if shows_run else _around()


@st.fragment
def _live(page: str) -> None:
    """The board. What happens on it runs this alone, unless the page around it would change too."""
    with TURN:
        if state.session().around != _around():
            st.rerun()
        shown = view.board(page)
        board.render(shown, key=f"board_{page}", on_event=_apply)
        state.follow(shown["link"])


def _around() -> tuple:
    """What the page around a board depends on, if nothing there shows the run."""
    now = state.session()
    return state.presenting(), state.shown(), now.qr_wanted, now.scenario.inference


def _below(page: str) -> bool:
    """Draw what stands around and below a board; whether any of it shows the run."""
    shows_run = page not in ("home", "plan")
    if state.presenting():
        presenting.style()
        return shows_run
    if "below" in state.shown().hidden:
        return shows_run
    match page:
        case "laws":
            laws_screen.below()
        case "cost":
            cost_controls.program_and_prices()
            cost_controls.failure_form()
            cost_controls.grid_and_energy()
        case "think":
            think_controls.service_and_tasks()
        case _:
            shows_run = controls.assumptions()
    return any([shows_run, controls.files(), student_link.panel()])


def _apply(event: dict[str, Any]) -> None:
    """Apply what the user did on the board."""
    match event:
        case {"type": "choose", "name": "start", "value": str(value)} if "start" not in state.shown().hidden:
            state.start_from(value)
        case {"type": "choose", "name": "plan", "value": str(value)}:
            state.change("plan", value)
        case _:
            events.apply(event, BUTTONS)
