"""The current link as a QR code, made here: no other server learns of it."""

import ipaddress
from urllib.parse import urlsplit

import segno
import streamlit as st

from ui.parts import copying

LOCAL = "This code works on this machine only: its address is {host}. Open the page by a name that others can reach."
LOCAL_LINK = "This link works on this machine only. Open the page by a name that others can reach."
TOO_LONG = "The link is too long for a QR code. Copy it instead."
FINEST = 14  # version of a code up to which phones read it from a wall
UNKNOWN = "The address of this page is unknown here. Copy the link instead."


def code(address: str) -> str | None:
    """QR code of an address as the data URI of an SVG; `None` if it does not fit into one."""
    made = _made(address)
    return None if made is None else made.svg_data_uri(scale=8, border=4, dark="#000", light="#fff")


def version(address: str) -> int | None:
    """Version of the code of an address, which says how fine it is; `None` if it does not fit into one."""
    made = _made(address)
    return None if made is None else int(made.version)


def _made(address: str) -> segno.QRCode | None:
    """The code with room for stains, or with less of it where it would get too fine for the back row."""
    try:
        made = segno.make(address, error="m", boost_error=False, micro=False)
        if int(made.version) > FINEST:
            made = segno.make(address, error="l", boost_error=False, micro=False)
    except segno.DataOverflowError:
        return None
    return made


def is_local(address: str) -> bool:
    """Whether only this machine understands the address."""
    host = urlsplit(address).hostname or ""
    try:
        at = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return at.is_loopback or at.is_unspecified


def show(address: str, title: str = "Scan to open this scenario") -> None:
    """The code, large enough for a projector, over the page."""
    st.dialog(title)(_contents)(address)


def _contents(address: str) -> None:
    image = code(address) if address else None
    if image is None:
        st.warning(TOO_LONG if address else UNKNOWN)
        return
    st.html(f'<img src="{image}" alt="QR code of the link" style="width:100%;max-width:26rem">')
    copying.field(address, "The link", key="qr_link")
    if is_local(address):
        st.warning(LOCAL.format(host=urlsplit(address).hostname))
