"""What a link says of itself: shown below the heading as plain text, and typed where a run is saved."""

from html import escape

import streamlit as st

from sim.links import remix
from sim.links.remix import MOST, PARTS
from ui.visit import state

LABELS = {"title": "Title of this run", "by": "Made by", "source": "Made from"}
HELP = "It travels in the link and is shown below the heading to whoever opens it. Leave it empty to say nothing."


def draw() -> None:
    """The note of the link, if it has one."""
    said = state.session().note.said
    if said:
        st.html(f'<p class="nd-note-of-link" style="margin: -0.6rem 0 0; font-size: 15px">{escape(said)}</p>')


def fields() -> None:
    """A field for each part of the note."""
    now = state.session().note
    for column, part in zip(st.columns(3), PARTS, strict=True):
        with column:
            key = f"note_{part}"
            if st.session_state.get(key) != getattr(now, part):
                st.session_state[key] = getattr(now, part)
            st.text_input(LABELS[part], key=key, max_chars=MOST, help=HELP, on_change=_said, args=(part, key))


def _said(part: str, key: str) -> None:
    now = state.session()
    now.note = remix.Remix(**{**vars(now.note), part: remix.checked(st.session_state[key])})
