"""The way from any board to a question for the class: where rooms are, below the link for students."""

import streamlit as st

from ui.room.service import SERVICE
from ui.visit import state

HELP = "Asks where to set these levers, for a number, a range, a choice or a vote. The answers are dots on the chart."


def way(page: str) -> None:
    """A link to the page that asks about the run that is seen now."""
    address = state.current_address()
    if not address or SERVICE.ready() is None:
        return
    named, _, query = address.partition("?")
    base = named.removesuffix("/").removesuffix(f"/{page}")
    st.link_button("Ask the class about this board", f"{base}/room/ask?page={page}&{query}", help=HELP)
