"""The script that Streamlit runs: page settings, navigation, address."""

import sys
from pathlib import Path

# Streamlit puts this file's folder on the path; the packages lie one level up.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import streamlit as st

from sim.showing import PAGES
from ui import classroom, embedding, state
from ui.screens import boards, claims, lessons, method  # not "pages": Streamlit takes that folder for its own
from ui.settling import settle
from ui.turns import TURN

st.set_page_config(page_title="Next Dollar", page_icon="💵", layout="wide")
SCREENS = {
    "home": boards.home,
    "plan": boards.plan,
    "laws": boards.laws,
    "cost": boards.cost,
    "think": boards.think,
    "claims": claims.page,
    "lessons": lessons.page,
    "method": method.page,
}
listed = state.linked().lists
page = st.navigation(
    [
        st.Page(
            SCREENS[path], title=title, url_path=path, default=path == "home",
            visibility="visible" if listed(path) else "hidden",
        )
        for path, title in PAGES.items()
    ],
    position="top",
)  # fmt: skip
with TURN:
    classroom.open_address(page.url_path)
    state.stage(None)
    page.run()
    embedding.style()
    state.write_address()
    settle()
