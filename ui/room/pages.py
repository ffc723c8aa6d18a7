"""The pages of a room: an empty shell each, which our own script fills. Nothing of a room stands in them."""

import json
from collections.abc import Callable
from html import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sim.charts.drawing.style import COLORS
from sim.teaching.lessons import lessons
from ui.room.requests import code_of, prefix_of
from ui.room.words import WORDS
from ui.server import scripts as served

WEB = Path(__file__).parent / "web"
FOLDER, SCRIPTS = served.in_folder(
    "room", {path.name: path.read_bytes() for path in sorted([*WEB.glob("*.js"), *WEB.glob("*.css")])}
)
# Styles within the page are Plotly's. Nothing may run, or be asked for, that does not come from here.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
SHELL = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{base}/{folder}room.css">
<script type="module" src="{base}/{folder}room.js"></script>
</head>
<body data-page="{page}">
<main id="main"><noscript>This page needs JavaScript.</noscript></main>
<script type="application/json" id="given">{given}</script>
</body>
</html>
"""
TITLES = {"join": "Join the class", "new": "Open a room", "student": "Class", "wall": "Class", "teacher": "Your room"}


def scripts() -> list[tuple[str, Callable[[Request], Response]]]:
    """Paths of the files of the pages, and what serves each."""
    return [(f"/{script.url}", script.serve) for script in SCRIPTS]


def join(request: Request) -> Response:
    """Where a code is typed."""
    return _page(request, "join")


def new(request: Request) -> Response:
    """Where a teacher opens a room for a lesson."""
    name = request.query_params.get("le", "")[:40]
    lesson = lessons().entries.get(name)
    return _page(request, "new", lesson=name if lesson else "", title=lesson.file.title if lesson else "")


def student(request: Request) -> Response:
    """The page of a phone."""
    return _page(request, "student")


def wall(request: Request) -> Response:
    """The page of the projector."""
    return _page(request, "wall")


def teacher(request: Request) -> Response:
    """The console; the teacher's key stands behind the `#` of its address, which no server hears."""
    return _page(request, "teacher")


def _page(request: Request, page: str, **more: str) -> Response:
    base = prefix_of(request)
    given = {
        "base": base, "code": code_of(request.path_params.get("code", "")), "words": WORDS, "colors": COLORS,
        "plotly": f"{base}/{served.PLOTLY.url}", "board": f"{base}/{served.FOLDER}", **more,
    }  # fmt: skip
    text = SHELL.format(
        title=escape(TITLES[page]), base=escape(base), folder=FOLDER, page=page,
        given=json.dumps(given).replace("<", "\\u003c"),
    )  # fmt: skip
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
               "X-Content-Type-Options": "nosniff"}  # fmt: skip
    return HTMLResponse(text, headers=headers)
