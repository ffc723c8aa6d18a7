"""The pages that are a board: levers, sentence, numbers and charts."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from sim import Result
from sim.engine.kept import MARKS
from sim.engine.known_results import result_of
from sim.ground.errors import SimulationError
from sim.links.showing import WHOLE
from sim.pages import Board
from ui import board
from ui.board import contents, events, feeder, presenting
from ui.parts import controls, first_look, note, qr, student_link
from ui.parts.registry import parts
from ui.screens import ask_class
from ui.server.queue import TURN
from ui.visit import kept_runs, state

BUTTONS: dict[str, Callable[[], None]] = {
    "reset": state.reset,
    "undo": state.undo,
    "redo": state.redo,
    "keep": kept_runs.keep,
    **kept_runs.BUTTONS,
    "present": state.present,
    "qr": state.want_qr,
}


def page(record: Board) -> None:
    """A page that is a board: its heading, the part above, the board, and what stands below."""
    st.title(record.question, anchor=False)
    note.draw()
    if state.shown() == WHOLE and not state.presenting():
        first_look.draw(record)
    if not record.above or parts()[record.above].draw():
        _board(record)
    elif shown := _example(record):
        board.render(contents.board(record.path, shown), key=f"board_{record.path}", on_event=_apply)


def _example(record: Board) -> tuple[str, Result] | None:
    """What a page shows that has nothing to show of the visitor's run, and what it is called."""
    found = record.example(state.session().scenario) if record.example else None
    try:
        return found and (found[0], result_of(found[1]))
    except SimulationError:  # money for training alone
        return None


def _board(record: Board) -> None:
    now = state.session()
    now.around, now.released = _around(), False
    _live(record.path)
    feeder.render(record.path)
    shows_run = _below(record) or state.shown().embed  # whose way to the whole page is a link to the run
    if state.qr_wanted():
        qr.show(state.current_address())
    now.around = None if shows_run else _around()


@st.fragment
def _live(page: str) -> None:
    """The board. What happens on it runs this alone, unless the page around it would change too."""
    with TURN:
        if state.session().around != _around():
            st.rerun()
        shown = contents.board(page)
        board.render(shown, key=f"board_{page}", on_event=_apply)
        state.follow(shown["link"])


def _around() -> tuple:
    """What the page around a board depends on, if nothing there shows the run."""
    now = state.session()
    return state.presenting(), state.shown(), now.qr_wanted, now.scenario.inference


def _below(record: Board) -> bool:
    """Draw what stands around and below a board; whether any of it shows the run."""
    known = parts()
    named = [known[name] for name in record.below]
    shows_run = any(not part.folds for part in named)
    if state.presenting():
        presenting.style()
        return shows_run
    if "below" in state.shown().hidden:
        return shows_run
    return any(
        [
            *[part.shows_run() for part in named],
            controls.files(),
            student_link.panel(partial(ask_class.way, record.path)),
        ]
    )


def _apply(event: dict[str, Any]) -> None:
    """Apply what the user did on the board."""
    match event:
        case {"type": "choose", "name": "start", "value": str(value)} if "start" not in state.shown().hidden:
            state.start_from(value)
        case {"type": "choose", "name": "plan", "value": str(value)}:
            state.change("plan", value)
        case {"type": "rename", "name": str(mark), "text": str(text)} if mark in MARKS:
            kept_runs.rename(mark, text)
        case _:
            events.apply(event, BUTTONS)
