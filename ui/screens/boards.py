"""The pages that are a board: levers, sentence, numbers and charts."""

import streamlit as st

from sim.charts import charts_of
from sim.words import Headline, Piece, cost_headlines, cost_paragraph, paragraph
from ui import board, controls, cost_controls, state, view
from ui.screens import laws as laws_screen


def home() -> None:
    """What the next dollar buys."""
    result = state.session().result
    current = state.current_preset()
    assert result is not None
    _page("home", "What would the next dollar buy?", paragraph(result, current[1].title if current else None))


def plan() -> None:
    """The landscape, and where the money goes."""
    result = state.session().result
    assert result is not None
    _page("plan", "Plan the run", [Piece(charts_of("plan")[0].summary([result]))])


def cost() -> None:
    """What a whole program costs, in dollars and in the world."""
    result = state.session().result
    current = state.current_preset()
    assert result is not None
    st.title("What does it really cost?", anchor=False)
    sentence = cost_paragraph(result, current[1].title if current else None)
    _board("cost", sentence, cost_headlines(result))
    cost_controls.program_and_prices()
    cost_controls.failure_form()
    cost_controls.grid_and_energy()
    controls.files()


def laws() -> None:
    """All laws side by side, with what they leave open."""
    result = state.session().result
    assert result is not None
    st.title("Which law, and how sure?", anchor=False)
    laws_screen.pick_laws()
    key = "board_laws"
    board.render(laws_screen.page_data(result), key=key, on_event=lambda: _handle(board.event(key)))
    laws_screen.uncertainty(result)
    laws_screen.wall_and_data()
    laws_screen.improvement(result)
    laws_screen.sources()
    controls.files()


def _page(page: str, title: str, sentence: list[Piece]) -> None:
    st.title(title, anchor=False)
    _board(page, sentence)
    controls.assumptions()
    controls.files()


def _board(page: str, sentence: list[Piece], numbers: list[Headline] | None = None) -> None:
    key = f"board_{page}"
    board.render(view.board(page, sentence, numbers), key=key, on_event=lambda: _handle(board.event(key)))


def _handle(event: dict | None) -> None:
    """Apply what the user did on the board. The browser is not trusted: unknown events do nothing."""
    match event:
        case {"type": "set", "name": str(name), "text": str(text)} if name in view.TABLE:
            state.change(name, text)
        case {"type": "set", "name": str(name), "index": int(index)} if name in view.TABLE:
            rungs = view.rungs(name)
            state.change(name, rungs[min(max(index, 0), len(rungs) - 1)])
        case {"type": "choose", "name": "start", "value": str(value)}:
            state.start_from(value)
        case {"type": "choose", "name": "plan", "value": str(value)}:
            state.change("plan", value)
        case {"type": "press", "name": "reset"}:
            state.reset()
        case {"type": "view", "chart": str(chart), "view": str(name)}:
            state.show_view(chart, name)
