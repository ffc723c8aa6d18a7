"""The live board: levers, sentence, numbers and charts in one component that stays mounted.

The browser side knows no formula and no input or chart by name: all of it arrives as data.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import streamlit as st

from ui.server import scripts
from ui.server.payload import packed
from ui.server.queue import TURN

MOST_EVENTS = 16  # other than further moves of one lever: more than this in one message is not a person
MOST_CLIENT = 64  # characters of the name that a browser gives itself
LAST_SEQ = 2**53  # as far as a browser counts
DONE = "board:done"  # key of the session


def _stub() -> str:
    text = scripts.inlined(Path(__file__).parent / "stub.js")
    return text.replace("@FOLDER@", scripts.FOLDER)


_mount = st.components.v2.component(
    "next_dollar_board",
    html='<div class="nd-root"></div>',
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
    done = _done()
    done["shown"] = True
    _mount(
        data=packed({**data, "ack": {"client": done["client"], "seq": done["seq"]}}),
        key=key,
        on_event_change=partial(_deliver, key, on_event),
    )


def is_behind() -> bool:
    """Whether something was delivered that no board shows yet."""
    return not _done()["shown"]


def _done() -> dict[str, Any]:
    """The last event that was handled, of which browser page: one object for the whole session.

    Not one for each board: what is done just before a page is left, the browser repeats from the next.
    """
    if DONE not in st.session_state:
        st.session_state[DONE] = {"client": "", "seq": 0, "shown": False}
    return st.session_state[DONE]


def _settled(events: list[Any], seq: int) -> list[dict[str, Any]]:
    """Events after a number; of moves of one lever that follow each other the last, where it came to rest."""
    settled: list[dict[str, Any]] = []
    for event in events:
        number = event.get("seq") if isinstance(event, dict) else None
        if not isinstance(number, int) or not seq < number <= LAST_SEQ:
            continue
        if settled and event.get("type") == "set" and _lever(event) == _lever(settled[-1]):
            settled.pop()
        settled.append(event)
    return settled


def _lever(event: dict[str, Any]) -> tuple[Any, Any]:
    return event.get("type"), event.get("name")


def _deliver(key: str, on_event: Callable[[dict[str, Any]], None]) -> None:
    done = _done()
    value = (st.session_state.get(key) or {}).get("event")
    if not isinstance(value, dict) or not isinstance(value.get("events"), list):
        return
    client = value.get("client", "")
    if not isinstance(client, str) or not client.isascii() or len(client) > MOST_CLIENT:
        return
    if done["client"] != client:
        done.update(client=client, seq=0)
    for event in _settled(value["events"], done["seq"])[-MOST_EVENTS:]:
        seq = event["seq"]
        with TURN:  # a run that was left may still be at the same event
            if done["seq"] < seq:
                on_event({name: part for name, part in event.items() if name != "seq"})
                done.update(seq=seq, shown=False)
