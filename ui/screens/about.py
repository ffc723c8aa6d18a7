"""What it is and is not, whose it is, how to cite it, and where to report a mistake."""

import os
from pathlib import Path

import streamlit as st

from sim.version import MODEL_DATE, MODEL_VERSION
from sim.words import citation
from ui.visit import address

TEXT = Path(__file__).resolve().parents[2] / "docs" / "about.md"
TEXT_WIDTH = 720  # [px], about 90 characters a line
CONTACT = "CONTACT_URL"  # of the environment: where whoever runs this server hears of mistakes
REPORT = (
    "Send the link of the run, what you saw, what you expected, and the source that says so. Each number has its "
    "source on the page Method; a published figure that ours misses stands in its back-test."
)


def page() -> None:
    """The About page."""
    with st.container(width=TEXT_WIDTH):
        st.title("About Next Dollar", anchor=False)
        st.caption(f"Model {MODEL_VERSION}, {MODEL_DATE}")
        st.markdown(TEXT.read_text(encoding="utf-8").partition("\n")[2])
        st.markdown("## How to cite it")
        where = _address()
        st.code(citation.plain(where), language=None, wrap_lines=True)
        st.code(citation.bibtex(where), language=None, wrap_lines=True)
        st.markdown("For one run, give its own link too: it holds all settings and the results of the day.")
        st.markdown("## Report a mistake")
        st.markdown(REPORT)
        contact = os.environ.get(CONTACT, "")
        if contact.startswith(("https://", "mailto:")):
            st.link_button("Report it", contact)
        else:
            st.markdown("Write to whoever gave you the address of this server, or to whom you have the code from.")


def _address() -> str:
    """Address of the first page, as the browser or `PUBLIC_URL` names this server; "" if nobody does."""
    base = os.environ.get("PUBLIC_URL") or st.context.url
    return address.of_page(base, "about", "") if base else ""
