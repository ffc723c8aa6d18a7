"""Serves Streamlit's fonts cut to the letters and signs that a page shows.

`python -m deploy.cut_fonts` makes them. Without them Streamlit serves its own: four times as large, and alike.
"""

import sys
from pathlib import Path

import streamlit
from starlette.responses import FileResponse
from starlette.types import ASGIApp, Receive, Scope, Send

WHOLE = Path(streamlit.__file__).parent / "static" / "static" / "media"
CUT = Path(sys.prefix) / "share" / "next-dollar" / f"fonts-streamlit-{streamlit.__version__}"
ADDRESS = "/static/media/"
# Not for ever, as Streamlit says of its own: the name does not tell which signs are in it.
HEADERS = {"Cache-Control": "public, max-age=86400", "X-Content-Type-Options": "nosniff"}


class CutFonts:
    """ASGI middleware that answers for each font that was cut, also below a base path."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.known = {path.name: path for path in CUT.glob("*.woff2")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        name = scope["path"].rpartition(ADDRESS)[2] if scope["type"] == "http" else ""
        answer = (
            FileResponse(self.known[name], media_type="font/woff2", headers=HEADERS) if name in self.known else None
        )
        await (answer or self.app)(scope, receive, send)
