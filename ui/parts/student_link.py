"""The teacher's panel: what students see, as a link, a QR code and a frame for a course page."""

from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import Any

import streamlit as st

from sim.charts import charts
from sim.inputs import TABLE
from sim.links.showing import PARTS, WHOLE, Showing
from sim.pages import pages as all_pages
from ui.parts import copying, qr
from ui.visit import state

KEY = "students"  # of the widgets
FRAME_HEIGHT = 900  # [px]
ABOUT = (
    "Students get the scenario that you see now, with what you choose here. They come back to it with Reset. "
    "A lock is a courtesy of the page: whoever edits the link can open everything. Nothing is stored on the server."
)


def panel(more: Callable[[], None]) -> bool:
    """Choices and what comes of them, not shown to those who opened such a link; whether they are open.

    Parameters
    ----------
    more : callable
        Draws what else a teacher may do with the run that is seen.
    """
    if state.shown() != WHOLE:
        return False
    box = st.expander("Make a link for students", key=f"{KEY}_open", on_change="rerun")
    if not box.open:
        return False
    with box:
        _choices()
        more()
    return True


@st.fragment
def _choices() -> None:
    st.caption(ABOUT)
    part = _chosen()
    _link(part)
    _frame(replace(part, embed=True))


def _chosen() -> Showing:
    """What the teacher chose."""
    names = sorted(TABLE, key=lambda name: name != "plan" and not TABLE[name].lever)
    left, right = st.columns(2)
    with left:
        locked = _several("Locked", names, _input_words, "Students see these and cannot move them.", "nothing")
        pages = _several("Pages", list(all_pages()), _page_words, "Pages in the navigation.", "all pages")
    with right:
        hidden = _several("Hidden", names, _input_words, "Students do not see these. They stay as they are.", "nothing")
        shown = _several(
            "Charts, in order", list(charts()), _chart_words,
            "The first one stands in front. A chart from a page that is not listed joins every page that is.",
            "all charts of each page",
        )  # fmt: skip
    row = st.container(horizontal=True)
    parts = [
        name
        for name, words in PARTS.items()
        if row.checkbox(f"Hide {words[0].lower()}{words[1:]}", key=f"{KEY}_{name}")
    ]
    return Showing(tuple(name for name in locked if name not in hidden), (*hidden, *parts), shown, pages)


def _several(label: str, names: list[str], words: Any, about: str, nothing: str) -> tuple[str, ...]:
    key = f"{KEY}_{label.split(',')[0].lower()}"
    return tuple(st.multiselect(label, names, key=key, format_func=words, help=about, placeholder=nothing))


def _input_words(name: str) -> str:
    row = TABLE[name]
    return row.label if row.lever or name == "plan" else f"{row.label} ({row.group})"


def _page_words(path: str) -> str:
    return all_pages()[path].title


def _chart_words(name: str) -> str:
    chart = charts()[name]
    return f"{_page_words(chart.page)}: {chart.question}"


def _link(part: Showing) -> None:
    """The link with its code."""
    address = state.current_address(part)
    if not address:
        st.warning(qr.UNKNOWN)
        return
    left, right = st.columns([1, 3], vertical_alignment="center")
    image = qr.code(address)
    if image is None:
        left.warning(qr.TOO_LONG)
    else:
        left.html(f'<img src="{image}" alt="QR code of the link for students" style="width:100%;max-width:13rem">')
    with right:
        st.markdown("**The link**")
        copying.field(address, "The link for students", key=f"{KEY}_link", shared="Next Dollar")
        if qr.is_local(address):
            st.warning(qr.LOCAL_LINK)
        st.link_button("Open as a student", address)


def _frame(part: Showing) -> None:
    """The same for a course page."""
    address = state.current_address(part)
    if address:
        st.markdown("**For a course page**, without a header of its own")
        copying.field(frame(address), "A frame for a course page", key=f"{KEY}_frame", copy="Copy the frame")


def frame(address: str) -> str:
    """HTML that puts an address into another page."""
    return (
        f'<iframe src="{escape(address)}" title="Next Dollar" width="100%" height="{FRAME_HEIGHT}" '
        'style="border:0" allow="clipboard-write"></iframe>'
    )
