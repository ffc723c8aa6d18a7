"""Brings sweeps, bands and echoes to the board: a component of its own, because only a whole payload travels as bytes.

It lives in a fragment, so that a request runs nothing but itself. The board asks
through it and never waits for it: without an answer, release serves.
"""

from pathlib import Path
from typing import Any

import streamlit as st

from ui import board
from ui.board import bands, contents, sweeps
from ui.board.echo import echo
from ui.server.queue import LATE_TURN
from ui.visit import laws_choices, lesson_visit, state

_mount = st.components.v2.component(
    "next_dollar_feeder", js=(Path(__file__).parent / "feeder.js").read_text(encoding="utf-8"), isolate_styles=False
)


@st.fragment
def render(page: str) -> None:
    """Answer the request of the board, if there is one."""
    if board.is_behind() or lesson_visit.is_behind():
        st.rerun()  # Streamlit put a move, or a button, and this request into one run, and that runs the fragment alone
    key = f"feeder_{page}"
    asked = st.session_state.pop(f"{key}:asked", None)
    _mount(data=_answer(page, asked), key=key, height=1, on_ask_change=lambda: _heard(key))


def _heard(key: str) -> None:
    request = (st.session_state.get(key) or {}).get("ask")
    st.session_state[f"{key}:asked"] = request if isinstance(request, dict) else None


def _answer(page: str, asked: dict[str, Any] | None) -> bytes:
    """Bytes of what was asked for; none where nothing was asked or the question makes no sense."""
    now = state.session()
    if asked is None:
        return b""
    if "bands" in asked:
        question = bands.question(page)
        return bands.ANSWERS.answer(question) if question else b""
    if "typed" in asked:
        return echo(asked["typed"], asked.get("text"))
    lever: Any = asked.get("lever")
    center: Any = asked.get("center")
    showing = state.shown()
    if not sweeps.answerable(lever, center, page, now.scenario, showing):
        return b""
    charts, laws = sweeps.named(asked.get("charts"), page, showing), laws_choices.laws_beside(page)
    beside = asked.get("beside") is True and bool(now.kept) and "below" not in showing.hidden
    token = contents.sweep_names(page)(lever)
    with LATE_TURN:
        return sweeps.sweep(
            sweeps.Question(
                page, now.scenario, lever, center, now.kept, state.own(), charts, laws, token, now.aims, beside
            )
        )
