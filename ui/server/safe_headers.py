"""Tells the browser of a visitor what a page of ours may do, in one place for every way of serving.

Nothing may run, or be asked for, that does not come from here; who may frame a page is a setting; what stands in
a link is told to no other site. Pages that have a stricter policy of their own, as those of rooms do, keep it.
"""

import re
from base64 import b64encode
from hashlib import sha256

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.server.streamlit_private import inline_scripts

SETTING = "FRAME_ORIGINS"
ANYBODY, NOBODY = "*", "none"
ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?(:\d{1,5})?", re.IGNORECASE)
ALLOWED = f"allowed are {ANYBODY}, {NOBODY}, or origins such as https://courses.example.edu, apart by spaces"
# What Streamlit needs: modules of components as blobs, styles that its scripts write, pictures as data.
SOURCES = {
    "default-src": "'self'",
    "script-src": "'self' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "worker-src": "'self' blob:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
}
FOR_ALL = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"}
UNUSED = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"  # what no page of ours asks for


def frame_ancestors(setting: str | None) -> str:
    """Who may show our pages in a frame, as a policy says it.

    Parameters
    ----------
    setting : str or None
        What `FRAME_ORIGINS` says: "*" or nothing for everybody, "none", or origins.

    Raises
    ------
    ValueError
        If it says something else.
    """
    said = (setting or ANYBODY).split()
    if said == [ANYBODY]:
        return ANYBODY
    if said == [NOBODY]:
        return "'none'"
    wrong = [origin for origin in said if not ORIGIN.fullmatch(origin)]
    if wrong or not said:
        raise ValueError(f"{SETTING}: got {' '.join(wrong) or repr(setting)}; {ALLOWED}")
    return " ".join(["'self'", *said])


def policy(ancestors: str) -> str:
    """The content security policy of Streamlit's page.

    Parameters
    ----------
    ancestors : str
        Who may frame it.
    """
    known = [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in inline_scripts()]
    sources = {**SOURCES, "script-src": " ".join([SOURCES["script-src"], *known]), "frame-ancestors": ancestors}
    return "; ".join(f"{name} {value}" for name, value in sources.items())


class SafeHeaders:
    """ASGI middleware that adds the headers to every answer that does not say them itself.

    Parameters
    ----------
    app : ASGIApp
        What answers.
    frames : str or None
        What the setting says of frames.
    """

    def __init__(self, app: ASGIApp, frames: str | None = None) -> None:
        self.app = app
        self.of_pages = {"Content-Security-Policy": policy(frame_ancestors(frames)), "Permissions-Policy": UNUSED}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""

        async def safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=list(message["headers"]))
                is_page = headers.get("content-type", "").startswith("text/html")
                for name, value in (FOR_ALL | (self.of_pages if is_page else {})).items():
                    headers.setdefault(name, value)
                message = {**message, "headers": headers.raw}
            await send(message)

        await self.app(scope, receive, safely if scope["type"] == "http" else send)
