"""Addresses that give what a link holds to whoever has it: its picture, and its numbers as data."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sim.engine.known_results import result_of
from sim.ground.errors import SimulationError, writable
from sim.links.report import report
from ui.server import previews
from ui.server.addresses import asker
from ui.server.workshop import RATES, WORKSHOP, Busy

CARD, EVALUATE = "card.png", "api/evaluate"
KEEP_S = 3600  # how long others may keep an answer
OPEN = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}
KEPT = {**OPEN, "Cache-Control": f"public, max-age={KEEP_S}"}


async def card(request: Request) -> Response:
    """The picture of a link, 1200 by 630 pixels."""
    return await _answer(request, lambda query: Response(
        previews.picture(request.path_params.get("base", ""), query), media_type="image/png", headers=KEPT,
    ))  # fmt: skip


async def evaluate(request: Request) -> Response:
    """What the command line prints of a link: its scenario, all results and the remarks, as JSON."""
    return await _answer(request, _evaluated)


def _evaluated(query: str) -> Response:
    try:
        found = previews.scenario_of(previews.pairs_of(query))
        if found.notices:
            raise SimulationError("link", query, " ".join(found.notices))
        return _json(report(result_of(found.scenario), date.today()), 200, KEPT)
    except SimulationError as error:
        return _json({"error": str(error)}, 400)


async def _answer(request: Request, make: Callable[[str], Response]) -> Response:
    """The answer to a request, or why there is none now."""
    try:
        RATES.take(asker(request))
        return await WORKSHOP.make(make, request.url.query)
    except Busy as busy:
        return _json({"error": f"{busy} Ask again in {busy.again} s."}, 429, {"Retry-After": str(busy.again)})


def _json(content: Any, status: int, headers: dict[str, str] | None = None) -> Response:
    text = json.dumps(content, indent=2, allow_nan=False) + "\n"
    return Response(writable(text), status, {**OPEN, **(headers or {})}, "application/json")


def routes() -> list[Route]:
    """The routes, also below the paths of pages and of any base."""
    named = {CARD: card, EVALUATE: evaluate}
    return [Route(f"{base}/{path}", serve) for path, serve in named.items() for base in ("", "/{base:path}")]
