"""How far the laws spread: a part of the Laws page."""

import streamlit as st

from sim.words.agreement import splits_table, splits_told
from ui.parts.registry import part
from ui.parts.tables import columns
from ui.visit import state

WIDTHS = 320, 130, 120, 160, 400  # px of the columns, of which the last says a sentence


@part("spread-of-laws")
def spread_of_laws() -> None:
    """The best split of this run's compute by every law, with the factor between the largest and the least."""
    result = state.session().result
    assert result is not None  # the board was drawn
    st.subheader("Do the laws agree?", anchor=False)
    st.markdown(splits_told(result))
    names, rows = splits_table(result)
    wide = {name: st.column_config.TextColumn(width=width) for name, width in zip(names, WIDTHS, strict=True)}
    st.dataframe(columns(names, rows), hide_index=True, height="content", column_config=wide)
    st.caption(
        "Each law with this run's text, mixture and efficiency. Fits of one paper are not independent. "
        "The first page says which lever each law would buy for the run as it stands."
    )
