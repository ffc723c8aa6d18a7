"""What was wrong with files, for whoever writes them: `?authors` in the address shows it, and students never see it."""

import streamlit as st

from sim.all_catalogs import left_out
from sim.ground.text import escaped
from ui.visit import state


def faults(page: str) -> None:
    """The files of a page that could not be used, with line, key and reason, where the address asked for them."""
    problems = left_out(page) if state.session().is_author else []
    if problems:
        st.subheader("For authors: files that could not be used", anchor=False)
    for problem in problems:
        st.warning(escaped(problem))
