"""Equations, sources and parameters."""

from pathlib import Path

import pandas as pd
import streamlit as st

from sim import parameters
from sim.grids import grids
from sim.hardware import chips
from sim.laws import loss_laws
from sim.presets import presets
from sim.version import MODEL_VERSION

METHOD = Path(__file__).resolve().parents[2] / "docs" / "method.md"

TEXT_WIDTH = 780  # [px], about 100 characters a line
TALL_ROW = 92  # [px], four lines

# On a phone tables and equations break into lines: what scrolls inside the page the keyboard does not reach.
STYLE = """<style>
@media (max-width: 760px) {
  [data-testid="stMarkdownContainer"] table { table-layout: fixed; width: 100%; font-size: 0.8rem; }
  [data-testid="stMarkdownContainer"] :is(td, th, code) { overflow-wrap: anywhere; }
  [data-testid="stMarkdownContainer"] .katex { font-size: 1em; white-space: normal; }
  [data-testid="stMarkdownContainer"] .katex .base { width: auto; max-width: 100%; white-space: normal; }
}
</style>"""

TABLES = (
    (
        "Inputs",
        parameters.inputs,
        "Every input has one row. Bounds are inclusive; defaults marked illustrative are ours.",
    ),
    ("Outputs", parameters.outputs, "What the simulator computes."),
    ("Laws", parameters.laws, "Published constants, with the runs that they were fitted on."),
    (
        "Chips and prices",
        parameters.hardware,
        "Dense peaks, power, memory and prices, each with its month. Unknown stays unknown.",
    ),
    ("Models", parameters.models, "Published figures beside ours. A ratio of 1 is agreement; misses are shown too."),
    (
        "Back-test of the cost",
        parameters.backtest,
        "Every published chip-hour and cost of the presets beside ours, none left out. Owned cost follows the method "
        "of Cottier et al. with their prices: it checks our arithmetic, not the world.",
    ),
    ("Places", parameters.grid_places, "Water, PUE and carbon by place. Unknown stays unknown."),
    ("Sources", parameters.sources, "The bibliography."),
)


def page() -> None:
    """The Method page."""
    st.html(STYLE)
    st.title("How it works", anchor=False)
    st.caption(f"Model {MODEL_VERSION}")
    with st.container(width=TEXT_WIDTH):
        st.markdown(METHOD.read_text(encoding="utf-8").partition("\n")[2])
    for title, table, about in TABLES:
        st.header(title, anchor=False)
        st.caption(about)
        columns, rows = table()
        settings = {"Address": st.column_config.LinkColumn()} if "Address" in columns else {}
        height = TALL_ROW if "Note" in columns and title != "Chips and prices" else None
        st.dataframe(pd.DataFrame(rows, columns=columns), hide_index=True, column_config=settings, row_height=height)
    for problem in [*loss_laws().problems, *chips().problems, *grids().problems, *presets().problems]:
        st.warning(f"Left out: {problem}")
