"""How far the laws spread: a part of the Laws page."""

import streamlit as st

from sim.words.agreement import splits_table, splits_told
from ui.parts.registry import part
from ui.parts.tables import columns
from ui.visit import state


@part("spread-of-laws")
def spread_of_laws() -> None:
    """The best split of this run's compute by every law, with the factor between the largest and the least."""
    result = state.session().result
    assert result is not None  # the board was drawn
    st.subheader("Do the laws agree?", anchor=False)
    st.markdown(splits_told(result))
    names, rows = splits_table(result)
    st.dataframe(columns(names, rows), hide_index=True)
    st.caption(
        "Each law with this run's text, mixture and efficiency. Fits of one paper are not independent. "
        "The first page says which lever each law would buy for the run as it stands."
    )
