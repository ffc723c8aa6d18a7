"""Equations, sources and parameters."""

from pathlib import Path

import streamlit as st

from sim.all_catalogs import left_out
from sim.version import MODEL_VERSION
from sim.words import parameters
from ui.parts.tables import columns

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
        "Back-test in short",
        parameters.backtest_in_short,
        "Ours over the published figure, for all figures of a kind. Hours are those of someone who types parameters, "
        "tokens and chip alone.",
    ),
    (
        "Back-test, figure by figure",
        parameters.backtest,
        "Published hours, dollars, electricity and prices of serving beside ours, good and bad alike. Owned cost "
        "follows the method of Cottier et al. with their prices: it checks our arithmetic, not the world. Epoch AI's "
        "dollars are adjusted for inflation, ours are not.",
    ),
    (
        "Utilization of chips",
        parameters.utilization,
        "Whole training runs whose chip-hours are published, and what a service makes of its chips. A chip that is "
        "chosen brings the median with it until you type your own.",
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
        names, rows = table()
        settings = {"Address": st.column_config.LinkColumn()} if "Address" in names else {}
        height = TALL_ROW if "Note" in names and title != "Chips and prices" else None
        st.dataframe(columns(names, rows), hide_index=True, column_config=settings, row_height=height)
    for problem in left_out("method"):
        st.warning(f"Left out: {problem}")
