"""Serves what a browser loads once: Plotly.js of the installed plotly package, and the board's own files.

Nothing is vendored and there is no foreign host. The version or digest of each is part of its name, so that a
browser may keep it for ever and `ui.server.packing` packs it once. The board's scripts are modules, sent as one
script and its style, in a folder that is named by the digest of all of them. There each module is also served by
itself, for whoever wants one alone.
"""

import re
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

from ui.server.linking import linked

WEB = Path(__file__).parents[1] / "board" / "web"
WHOLE, STYLE, EARLY = "whole.js", "board.css", "early.js"
STYLES = ("parts.css", "kept.css", "board.css", "paper.css")  # one file in the browser; each overrules those before it
IMPORT = re.compile(r'^import \{[^}]*\} from "(\.[^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export ", re.MULTILINE)


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
        """Answer with the file. Not async: Starlette runs it in a thread."""
        headers = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
        return Response(self.body(), media_type=self.media, headers=headers)


@cache
def _plotly() -> bytes:
    package = find_spec("plotly")
    if package is None or package.origin is None:
        raise FileNotFoundError("the plotly package is not installed")
    return (Path(package.origin).parent / "package_data" / "plotly.min.js").read_bytes()


def _board_files() -> dict[str, bytes]:
    """The board's modules by name, all of them as one, those that a page needs before all else, and its style."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(WEB.glob("*.js"))}
    return {
        **{name: text.encode() for name, text in texts.items()},
        WHOLE: linked(texts, "board.js").encode(),
        EARLY: linked(texts, "lost.js").encode(),
        STYLE: b"\n".join((WEB / name).read_bytes() for name in STYLES),
    }


def in_folder(name: str, files: dict[str, bytes]) -> tuple[str, list[Script]]:
    """The folder of files, and what serves each."""
    folder = f"lib/{name}-{sha256(repr(files).encode()).hexdigest()[:16]}/"
    media = {"js": "text/javascript", "css": "text/css"}
    return folder, [
        Script(f"{folder}{name}", media[name.rpartition(".")[2]], lambda body=body: body)  # type: ignore[misc]
        for name, body in files.items()
    ]


PLOTLY = Script(f"lib/plotly-{version('plotly')}.min.js", "text/javascript", _plotly)
FOLDER, BOARD = in_folder("board", _board_files())
WANTED = [script for script in BOARD if script.url.removeprefix(FOLDER) in (WHOLE, STYLE)]  # by every page


def inlined(script: Path) -> str:
    """A script that Streamlit sends as text, with what it imports put into it: it has no place to import from."""
    return IMPORT.sub(
        lambda found: EXPORT.sub("", (script.parent / found[1]).read_text(encoding="utf-8")),
        script.read_text(encoding="utf-8"),
    )


def routes() -> list[Route]:
    """The files' routes, also below any base path (`server.baseUrlPath` or a proxy's prefix)."""
    return [Route(f"{base}/{script.url}", script.serve) for script in (PLOTLY, *BOARD) for base in ("", "/{base:path}")]
