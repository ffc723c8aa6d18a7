"""Serves what a browser loads once: Plotly.js of the installed plotly package, and the board's own files.

Nothing is vendored and there is no foreign host. Each body is compressed once per process, and its
version or digest is part of its name, so that a browser may keep it for ever.
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

BOARD = Path(__file__).parent / "board"
# Joined in this order: board.js exports the module, the layout of board.css overrules the parts.
BOARD_SCRIPTS = (
    "base.js",
    "choice.js",
    "lever.js",
    "takeaway.js",
    "chart.js",
    "draw.js",
    "player.js",
    "bands.js",
    "board.js",
)
BOARD_STYLES = ("parts.css", "board.css")


@dataclass(frozen=True)
class Script:
    """A file to load.

    Parameters
    ----------
    url : str
        Relative on purpose: the browser resolves it against the place the page is served from.
    media : str
        Its media type.
    body : callable
        Its bytes.
    """

    url: str
    media: str
    body: Callable[[], bytes]

    def serve(self, request: Request) -> Response:
        """Answer with the file. Not async: Starlette runs it in a thread, compression included."""
        headers = {
            "Cache-Control": "public, max-age=31536000, immutable",
            "Vary": "Accept-Encoding",
            "X-Content-Type-Options": "nosniff",
        }
        body = self.body()
        if accepts_gzip(request.headers.get("accept-encoding", "")):
            headers["Content-Encoding"] = "gzip"
            body = _gzipped(self)
        return Response(body, media_type=self.media, headers=headers)


@cache
def _gzipped(script: Script) -> bytes:
    return gzip.compress(script.body(), compresslevel=9, mtime=0)


@cache
def _plotly() -> bytes:
    package = find_spec("plotly")
    if package is None or package.origin is None:
        raise FileNotFoundError("the plotly package is not installed")
    return (Path(package.origin).parent / "package_data" / "plotly.min.js").read_bytes()


def _joined(names: tuple[str, ...], ending: str, media: str) -> Script:
    body = b"\n".join((BOARD / name).read_bytes() for name in names)
    return Script(f"lib/board-{sha256(body).hexdigest()[:16]}.{ending}", media, lambda: body)


PLOTLY = Script(f"lib/plotly-{version('plotly')}.min.js", "text/javascript", _plotly)
BOARD_SCRIPT = _joined(BOARD_SCRIPTS, "js", "text/javascript")
BOARD_STYLE = _joined(BOARD_STYLES, "css", "text/css")


def accepts_gzip(header: str) -> bool:
    """Whether an Accept-Encoding header allows gzip (named, or by `*`, with a weight above 0)."""
    weights = {}
    for part in header.lower().split(","):
        name, _, parameter = part.partition(";")
        key, _, value = parameter.partition("=")
        try:
            weights[name.strip()] = float(value) if key.strip() == "q" else 1.0
        except ValueError:
            weights[name.strip()] = 0.0
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def routes() -> list[Route]:
    """The files' routes, also below any base path (`server.baseUrlPath` or a proxy's prefix)."""
    return [
        Route(f"{base}/{script.url}", script.serve)
        for script in (PLOTLY, BOARD_SCRIPT, BOARD_STYLE)
        for base in ("", "/{base:path}")
    ]
