"""The script that Streamlit runs: page settings, navigation, address."""

import sys
from pathlib import Path

# Streamlit puts this file's folder on the path; the packages lie one level up.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import streamlit as st

from ui import state
from ui.screens import boards, method  # not "pages": Streamlit takes that folder for its own

st.set_page_config(page_title="Next Dollar", page_icon="💵", layout="wide")
page = st.navigation(
    [
        st.Page(boards.home, title="Next dollar", url_path="home", default=True),
        st.Page(boards.plan, title="Plan", url_path="plan"),
        st.Page(boards.laws, title="Laws", url_path="laws"),
        st.Page(boards.cost, title="Cost", url_path="cost"),
        st.Page(boards.think, title="Think", url_path="think"),
        st.Page(method.page, title="Method", url_path="method"),
    ],
    position="top",
)
state.open_address(page.url_path)
page.run()
state.write_address()
