"""The live board: levers, sentence, numbers and charts in one component that stays mounted.

The browser side knows no formula and no input or chart by name: all of it arrives as data.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

HERE = Path(__file__).parent
# Joined in this order: board.js exports the module, the layout of board.css overrules the parts.
SCRIPTS = ("base.js", "choice.js", "lever.js", "takeaway.js", "chart.js", "board.js")
STYLES = ("parts.css", "board.css")
MOST_EVENTS = 50  # more than this in one message is not a person


def _joined(names: tuple[str, ...]) -> str:
    return "\n".join((HERE / name).read_text(encoding="utf-8") for name in names)


_mount = st.components.v2.component(
    "next_dollar_board",
    html=(HERE / "board.html").read_text(encoding="utf-8"),
    css=_joined(STYLES),
    js=_joined(SCRIPTS),
    isolate_styles=False,  # Plotly.js puts its own rules into the document
)


def render(data: dict[str, Any], *, key: str, on_event: Callable[[], None]) -> None:
    """Draw the board, or patch the one already there.

    `on_event` is called without arguments once for each thing the person did, in order; inside it
    `event(key)` says what it was. Moves made while an earlier run was still busy are not lost:
    the browser repeats what has not been acknowledged, and nothing is delivered twice.
    """
    payload = {**data, "ack": st.session_state.get(f"{key}:handled")}
    _mount(data=payload, key=key, on_event_change=partial(_deliver, key, on_event))


def event(key: str) -> dict[str, Any] | None:
    """What the person did: valid inside `on_event`, None elsewhere."""
    return st.session_state.get(f"{key}:event")


def _deliver(key: str, on_event: Callable[[], None]) -> None:
    value = (st.session_state.get(key) or {}).get("event")
    if not isinstance(value, dict):
        return
    client = str(value.get("client", ""))
    handled = st.session_state.get(f"{key}:handled") or {}
    last = handled.get("seq", 0) if handled.get("client") == client else 0
    events = value.get("events")
    for item in events[-MOST_EVENTS:] if isinstance(events, list) else []:
        if not isinstance(item, dict) or not isinstance(item.get("type"), str):
            continue
        seq = item.get("seq")
        if not isinstance(seq, int) or seq <= last:
            continue
        last = seq
        st.session_state[f"{key}:handled"] = {"client": client, "seq": seq}
        st.session_state[f"{key}:event"] = {k: v for k, v in item.items() if k != "seq"}
        try:
            on_event()
        finally:
            st.session_state[f"{key}:event"] = None
