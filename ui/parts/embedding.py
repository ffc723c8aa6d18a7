"""The page inside another page: no header, and a way to the whole of it."""

from html import escape
from pathlib import Path

import streamlit as st

from sim.links.showing import WHOLE
from ui.visit import state

STYLE = Path(__file__).parent / "embedding.css"


def style() -> None:
    """Leave the header out where the link says so."""
    if not state.shown().embed:
        return
    st.html(STYLE)
    whole = escape(f"?{state.current_link(part=WHOLE)}")
    st.html(f'<a class="nd-whole" href="{whole}" target="_blank" rel="noopener">Open in Next Dollar</a>')
