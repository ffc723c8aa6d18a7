"""Serves the Plotly.js that ships inside the installed plotly package.

One version for Python and the browser, nothing vendored, no foreign host. The body is compressed
once per process and the version is part of the name, so a browser may keep it for ever.
"""

import gzip
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

# Relative on purpose: the browser resolves it against the place the page is served from.
URL = f"lib/plotly-{version('plotly')}.min.js"


@cache
def _plain() -> bytes:
    package = find_spec("plotly")
    if package is None or package.origin is None:
        raise FileNotFoundError("the plotly package is not installed")
    return (Path(package.origin).parent / "package_data" / "plotly.min.js").read_bytes()


@cache
def _gzipped() -> bytes:
    return gzip.compress(_plain(), compresslevel=9, mtime=0)


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


def _serve(request: Request) -> Response:
    """Answer with the script. Not async: Starlette runs it in a thread, compression included."""
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable",
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
    }
    body = _plain
    if accepts_gzip(request.headers.get("accept-encoding", "")):
        headers["Content-Encoding"] = "gzip"
        body = _gzipped
    return Response(body(), media_type="text/javascript", headers=headers)


def routes() -> list[Route]:
    """The script's route, also below any base path (`server.baseUrlPath` or a proxy's prefix)."""
    return [Route(f"/{URL}", _serve), Route(f"/{{base:path}}/{URL}", _serve)]
