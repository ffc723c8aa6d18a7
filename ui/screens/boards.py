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
    result = state.session().result
    assert result is not None
    st.title("Which law, and how sure?", anchor=False)
    laws_screen.pick_laws()
    board.render(view.board("laws"), key="board_laws", on_event=_apply)
    feeder.render("laws")
    if state.presenting():
        presenting.style()
    elif "below" not in state.shown().hidden:
        laws_screen.uncertainty(result)
        laws_screen.wall_and_data()
        laws_screen.improvement(result)
        laws_screen.sources()
        _files_and_links()
    if state.qr_wanted():
        qr.show(state.current_address())


def _page(page: str, title: str) -> None:
    st.title(title, anchor=False)
    _board(page)


def _board(page: str) -> None:
    board.render(view.board(page), key=f"board_{page}", on_event=_apply)
    feeder.render(page)
    if state.presenting():
        presenting.style()
    elif "below" in state.shown().hidden:
        pass
    elif page == "cost":
        cost_controls.program_and_prices()
        cost_controls.failure_form()
        cost_controls.grid_and_energy()
        _files_and_links()
    elif page == "think":
        think_controls.service_and_tasks()
        _files_and_links()
    else:
        controls.assumptions()
        _files_and_links()
    if state.qr_wanted():
        qr.show(state.current_address())


def _files_and_links() -> None:
    controls.files()
    student_link.panel()


def _apply(event: dict[str, Any]) -> None:
    """Apply what the user did on the board."""
    match event:
        case {"type": "choose", "name": "start", "value": str(value)} if "start" not in state.shown().hidden:
            state.start_from(value)
        case {"type": "choose", "name": "plan", "value": str(value)}:
            state.change("plan", value)
        case _:
            events.apply(event, BUTTONS)
