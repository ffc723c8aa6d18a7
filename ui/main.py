"""The script that Streamlit runs: page settings, navigation, address."""

import sys
from pathlib import Path

# Streamlit puts this file's folder on the path; the packages lie one level up.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import streamlit as st

from sim.pages import Board, first, pages
from ui.parts import dropping, embedding, menu
from ui.screens import screen
from ui.server.garbage import settle
from ui.server.queue import TURN
from ui.visit import lesson_visit, state, titles

PARTS = Path(__file__).parent / "parts"
EVERYWHERE = [PARTS / "paper.css", PARTS / "page.css"]

st.set_page_config(page_title="Next Dollar", page_icon="💵", layout="wide")
listed = state.linked().lists
for style in EVERYWHERE:
    st.html(style)
known = {
    path: st.Page(screen(record), title=record.title, url_path=path, default=record is first())
    for path, record in pages().items()
}
page = st.navigation(list(known.values()), position="hidden")
with TURN:
    lesson_visit.open_address(page.url_path)
    st.set_page_config(page_title=titles.tab(page.url_path))
    state.stage(None)
    if not state.shown().embed:
        shown = [path for path in known if listed(path)]
        turned = [path for path in shown if state.presenting() and isinstance(pages()[path], Board)]
        menu.draw([known[path] for path in shown], page, [known[path] for path in turned])
        dropping.listen(isinstance(pages()[page.url_path or first().path], Board), known[first().path])
    page.run()
    embedding.style()
    state.write_address()
    settle()
