"""The pages of a room: an empty shell each, which our own script fills. Nothing of a room stands in them."""

import json
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sim.charts.drawing.style import COLORS
from sim.engine.known_results import result_of
from sim.engine.output_table import OUTPUTS
from sim.games.blocks import card
from sim.games.game_file import ROLES
from sim.games.games import games
from sim.ground.errors import SimulationError
from sim.links.share import opened
from sim.pages import Board, pages
from sim.room.board_questions import NAME as BOARD
from sim.room.board_questions import SIDES
from sim.room.game_views import drawn
from ui.room.requests import code_of, prefix_of
from ui.room.subject import named
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
HEADERS = {
    "Content-Security-Policy": POLICY, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}  # fmt: skip
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
CARDS = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{base}/{folder}room.css">
</head>
<body class="cards">
<main id="main"><h1>{title}</h1>
{cards}
</main>
</body>
</html>
"""
TITLES = {
    "join": "Join the class",
    "new": "Open a room",
    "game": "A game that was played",
    "ask": "Ask the class",
    "student": "Class",
    "wall": "Class",
    "teacher": "Your room",
}


def scripts() -> list[tuple[str, Callable[[Request], Response]]]:
    """Paths of the files of the pages, and what serves each."""
    return [(f"/{script.url}", script.serve) for script in SCRIPTS]


def join(request: Request) -> Response:
    """Where a code is typed."""
    return _page(request, "join")


def new(request: Request) -> Response:
    """Where a teacher opens a room for a lesson (`le`) or a game (`ga`)."""
    query = request.query_params
    name, game = query.get("le", "")[:40], query.get("ga", "")[:40]
    of = named(game, is_game=True) if game else named(name)
    title = of.file.title if of else ""
    return _page(request, "new", lesson=name if of and not game else "", game=game if of and game else "", title=title)


def ask(request: Request) -> Response:
    """Where a question of a board is asked; the link of its run stands behind `page` in the address."""
    page = pages().get(request.query_params.get("page", ""))
    query = str(request.url.query).partition("&")[2][:1_200]
    if not isinstance(page, Board):
        return HTMLResponse("There is no such board.", status_code=404, headers=HEADERS)
    found = opened(query)
    try:
        now = result_of(found.scenario)
    except SimulationError as error:
        return HTMLResponse(f"This run is not possible: {escape(str(error))}", status_code=404, headers=HEADERS)
    levers = [row for row, derived in page.levers(found.scenario) if not derived and not row.is_choice]
    numbers = [one for one in page.headlines(now) if one.name in OUTPUTS and now.values[one.name] is not None]
    return _page(
        request, "ask", page=page.path, query=query, title=page.question,
        levers=[{"name": row.name, "label": row.label} for row in levers],
        outputs=[{"name": one.name, "label": OUTPUTS[one.name].label} for one in numbers],
        sides=[{"name": name, "label": text} for name, (text, _) in SIDES.items()],
        compares=bool(found.kept), lesson=BOARD,
    )  # fmt: skip


def game(request: Request) -> Response:
    """Where a game that was played is seen again; its moves stand behind the `#` of the address."""
    return _page(request, "game")


def cards(request: Request) -> Response:
    """The cards of a game, to print."""
    found = games().entries.get(request.query_params.get("ga", "")[:40])
    if found is None:
        return HTMLResponse("There is no such game.", status_code=404, headers=HEADERS)
    base = prefix_of(request)
    told = [drawn(card(found, role)) for role in ROLES]
    parts = "".join(f'<section class="card"><h2>{escape(one["title"])}</h2>{one["html"]}</section>' for one in told)
    text = CARDS.format(title=escape(found.file.title), base=escape(base), folder=FOLDER, cards=parts)
    return HTMLResponse(text, headers=HEADERS)


def student(request: Request) -> Response:
    """The page of a phone."""
    return _page(request, "student")


def wall(request: Request) -> Response:
    """The page of the projector."""
    return _page(request, "wall")


def teacher(request: Request) -> Response:
    """The console; the teacher's key stands behind the `#` of its address, which no server hears."""
    return _page(request, "teacher")


def _page(request: Request, kind: str, **more: Any) -> Response:
    base = prefix_of(request)
    given = {
        "base": base, "code": code_of(request.path_params.get("code", "")), "words": WORDS, "colors": COLORS,
        "plotly": f"{base}/{served.PLOTLY.url}", "board": f"{base}/{served.FOLDER}", **more,
    }  # fmt: skip
    text = SHELL.format(
        title=escape(TITLES[kind]), base=escape(base), folder=FOLDER, page=kind,
        given=json.dumps(given).replace("<", "\\u003c"),
    )  # fmt: skip
    return HTMLResponse(text, headers=HEADERS)
