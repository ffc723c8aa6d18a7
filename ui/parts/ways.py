"""Links from one page to another, in the page itself. Each opens the page anew, with the run that is shown."""

from html import escape

import streamlit as st

from ui.visit import state


def links(*ways: tuple[str, str]) -> None:
    """Links in one line each.

    Parameters
    ----------
    ways : tuple of (path, words)
        Where each leads, and what it says.
    """
    run = state.current_link()
    st.html("".join(f'<p><a href="./{escape(f"{path}?{run}")}">{escape(words)}</a></p>' for path, words in ways))
