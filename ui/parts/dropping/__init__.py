"""Takes a link or a preset file that is dropped or pasted anywhere on a page."""

from pathlib import Path

import streamlit as st

from sim.engine.presets import MAX_BYTES
from sim.ground.text import escaped
from ui.server import scripts
from ui.visit import arriving

KEY, TAKEN = "dropping", "dropping_taken"
HERE = Path(__file__).parent
WORDS = {"drop": "Drop a link or a preset file to open it"}

_mount = st.components.v2.component(
    "next_dollar_dropping",
    js=scripts.inlined(HERE / "dropping.js"),
    css=(HERE / "dropping.css").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def listen(is_board: bool, first: st.Page) -> None:
    """Listen on this page; what is opened from one without a board is shown on the first one."""
    _mount(data={"words": WORDS, "most": MAX_BYTES}, key=KEY, height=1, on_taken_change=_taken)
    refusal = st.session_state.pop(TAKEN, None)
    if refusal:
        st.toast(escaped(refusal))
    elif refusal is not None and not is_board:
        st.switch_page(first)


def _taken() -> None:
    value = (st.session_state.get(KEY) or {}).get("taken")
    if isinstance(value, dict) and isinstance(value.get("text"), str) and len(value["text"]) <= MAX_BYTES + 1:
        st.session_state[TAKEN] = arriving.take(value["text"], str(value.get("name", ""))[:80])
