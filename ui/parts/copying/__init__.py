"""A text to hand on, with buttons that copy and share it: on http too, where browsers have no clipboard for a page."""

from pathlib import Path

import streamlit as st

from ui.server import scripts

HERE = Path(__file__).parent
FRAME = (
    '<div class="nd-copying"><textarea readonly rows="1" spellcheck="false"></textarea>'
    '<div><button type="button"></button><button type="button" hidden></button><output></output></div></div>'
)
WORDS = {
    "done": "Copied.",
    "selected": "This browser does not let the page copy. The text is selected: copy it by hand.",
    "share": "Share",
    "unshared": "Sharing did not work here. Copy the text instead.",
}

_mount = st.components.v2.component(
    "next_dollar_copying", html=FRAME, css=(HERE / "copying.css").read_text(encoding="utf-8"),
    js=scripts.inlined(HERE / "copying.js"), isolate_styles=False,
)  # fmt: skip


def field(text: str, label: str, key: str, copy: str = "Copy link", shared: str = "") -> None:
    """A field with the text, ready to be copied.

    Parameters
    ----------
    text : str
        What is copied.
    label : str
        What it is, for a screen reader.
    key : str
        Of the component on its page.
    copy : str
        What the button says.
    shared : str
        Title to share it under, where it is an address; "" leaves Share out.
    """
    words = {**WORDS, "field": label, "copy": copy}
    _mount(data={"text": text, "words": words, "shared": {"title": shared, "url": text} if shared else None}, key=key)
