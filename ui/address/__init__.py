"""Fills an address without a query with the current link, in place: no step of history is added.

Streamlit can only add a step. A first visit and a page switch begin with an empty
query, and Back would then stop at it.
"""

from pathlib import Path

import streamlit as st

_mount = st.components.v2.component(
    "next_dollar_address", js=(Path(__file__).parent / "address.js").read_text(encoding="utf-8"), isolate_styles=False
)


def fill(link: str, page: str) -> None:
    """Show the link in the address bar where the query is empty; called anew when the page changes."""
    _mount(data={"link": link, "page": page}, key="address", height=1)
