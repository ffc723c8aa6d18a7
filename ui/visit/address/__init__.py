"""The address: that of a page, and filling one without a query with the current link in place.

In place means without a step of history, and Streamlit can only add one. A first visit and
a page switch begin with an empty query, and Back would then stop at it.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import streamlit as st

from sim.pages import first

_mount = st.components.v2.component(
    "next_dollar_address", js=(Path(__file__).parent / "address.js").read_text(encoding="utf-8"), isolate_styles=False
)


def fill(link: str, page: str) -> None:
    """Show the link in the address bar where the query is empty; called anew when the page changes."""
    _mount(data={"link": link, "page": page}, key="address", height=1)


def named(page: str) -> str:
    """Address of a page as `PUBLIC_URL` or the browser names this server; "" if nobody does."""
    public = os.environ.get("PUBLIC_URL")
    return f"{public.rstrip('/')}/{page}" if public else st.context.url or ""


def of_page(base: str, page: str, other: str | None = None) -> str:
    """Address of a page without its query, or that of another page beside it."""
    at = urlsplit(base)
    path = at.path or "/"
    if other is not None:
        path = f"{path.removesuffix(page)}{'' if other == first().path else other}"
    return urlunsplit(at._replace(path=path, query="", fragment=""))
