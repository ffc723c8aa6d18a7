"""The menu: one line of links at the top, which scrolls sideways where it is too long, and two buttons.

Streamlit's own menu becomes a sheet on a phone, which stays open over the page that was chosen.
"""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from ui.board.shortcuts import BEFORE, LIST, NEXT, SHORTCUTS
from ui.server import scripts

HERE = Path(__file__).parent
STYLE = HERE / "menu.css"
KEY = "menu"  # of its container, by which its style and its script find it
WORDS = {
    "pages": "Pages",
    "dark": "Dark",
    "light": "Light",
    "theme": "Dark or light colors. The page is loaded anew; what you set stays.",
    "keys": "Keys",
    "close": "Close",
}

_mount = st.components.v2.component(
    "next_dollar_menu",
    html='<div class="nd-menu-tools"></div>',
    js=scripts.inlined(HERE / "menu.js"),
    isolate_styles=False,
)


def draw(listed: Sequence[st.Page], current: st.Page, turned: Sequence[st.Page] = ()) -> None:
    """Links to pages.

    Parameters
    ----------
    listed : sequence of Page
        All of them; the first has the name of the product.
    current : Page
        The one that is shown, which stands in view.
    turned : sequence of Page
        Those among which a presenter turns with keys; none while nobody presents.
    """
    st.html(STYLE)
    with st.container(key=KEY, horizontal=True, wrap=False, gap=None, vertical_alignment="center"):
        for page in listed:
            st.page_link(page, label=page.title)
        data = {
            "current": current.title,
            "turned": [page.title for page in turned],
            "words": WORDS,
            "list": [[shortcut.shown, shortcut.words] for shortcut in SHORTCUTS],
            "keys": {"list": LIST.keys, "next": NEXT.keys, "before": BEFORE.keys},
        }
        _mount(data=data, key="menu_script", on_back_change=_back)


def _back() -> None:
    """The connection stands again: nothing to do but this run of the page."""
