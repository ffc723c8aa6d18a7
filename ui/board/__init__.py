"""The live board: levers, sentence, numbers and charts in one component that stays mounted.

The browser side knows no formula and no input or chart by name: all of it arrives as data.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from ui import scripts
from ui.payload import packed
from ui.turns import TURN

HERE = Path(__file__).parent
MOST_EVENTS = 50  # more than this in one message is not a person
MOST_CLIENT = 64  # characters of the name that a browser gives itself
LAST_SEQ = 2**53  # as far as a browser counts


def _stub() -> str:
    text = (HERE / "stub.js").read_text(encoding="utf-8")
    return text.replace("@SCRIPT@", scripts.BOARD_SCRIPT.url).replace("@STYLE@", scripts.BOARD_STYLE.url)


_mount = st.components.v2.component(
    "next_dollar_board",
    html=(HERE / "board.html").read_text(encoding="utf-8"),
    js=_stub(),
    isolate_styles=False,  # Plotly.js puts its own rules into the document
)


def render(data: dict[str, Any], *, key: str, on_event: Callable[[dict[str, Any]], None]) -> None:
    """Draw the board, or patch the one already there.

    Parameters
    ----------
    data : dict
        What to show: texts, numbers, arrays.
    key : str
        Name of the board; it stays mounted while the page shows it.
    on_event : callable
        Takes each thing that the person did, once and in order. Streamlit may break it off
        where it touches the session state, so it must do that before it changes anything:
        an event that was broken off is delivered again.
    """
    done = _done(key)
    done["shown"] = True
    _mount(
        data=packed({**data, "ack": {"client": done["client"], "seq": done["seq"]}}),
        key=key,
        on_event_change=partial(_deliver, key, on_event),
    )


def is_behind(key: str) -> bool:
    """Whether something was delivered that the board does not show yet."""
    return not _done(key)["shown"]


def _done(key: str) -> dict[str, Any]:
    """The last event that was handled, of which browser page: one object for the whole session."""
    name = f"{key}:done"
    if name not in st.session_state:
        st.session_state[name] = {"client": "", "seq": 0, "shown": False}
    return st.session_state[name]


def _deliver(key: str, on_event: Callable[[dict[str, Any]], None]) -> None:
    done = _done(key)
    value = (st.session_state.get(key) or {}).get("event")
    if not isinstance(value, dict) or not isinstance(value.get("events"), list):
        return
    client = value.get("client", "")
    if not isinstance(client, str) or not client.isascii() or len(client) > MOST_CLIENT:
        return
    if done["client"] != client:
        done.update(client=client, seq=0)
    for event in value["events"][-MOST_EVENTS:]:
        seq = event.get("seq") if isinstance(event, dict) else None
        if not isinstance(seq, int) or not done["seq"] < seq <= LAST_SEQ:
            continue
        with TURN:
            on_event({name: part for name, part in event.items() if name != "seq"})
        done.update(seq=seq, shown=False)
