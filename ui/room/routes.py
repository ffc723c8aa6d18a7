"""The routes of the class room, beside Streamlit: no phone that waits ever runs a script."""

import os
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from sim.games.game_link import NoGame
from sim.games.games import Game
from sim.room.state import Refused
from ui.room import desk, pages, phone, replay
from ui.room.keeper import NO_ROOM, Denied, Keeper, Missing
from ui.room.limits import Rate
from ui.room.requests import TEACHER, Unreadable, base_of, body_of, code_of, fields, place_of, seat_of, whole
from ui.room.service import SERVICE, apart
from ui.room.subject import digest, named, new_seed, subject_of
from ui.room.watch import POLL_S, Watch, at_once
from ui.server.payload import packed

WATCH = Watch()
ANSWERS = Rate(1.0, 6)  # of one phone
JOINS = Rate(10.0, 60)  # of one room, in one process
WRONG = Rate(0.5, 30)  # codes and keys that open nothing, from one place
OPENED = Rate(0.5, 20)  # rooms, in one process
REPLAYS = Rate(2.0, 60)  # games from links, from one place: a class shares one
MOST_ASKED = 2_000  # bytes of a question: it holds the link of a run
OFTEN = "That is too often. Wait a moment, then try again."
MANY_WRONG = "Too many wrong codes came from here. Look at the code on the wall, and try again in a minute."
AWAY = "The room cannot be reached for a moment. Try again."
NONE = "There are no live rooms on this server. {reason} The lesson works without one."
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
STREAM = {**HEADERS, "X-Accel-Buffering": "no"}

Answered = Callable[[Request, Keeper], Awaitable[Response]]


def said(sentence: str, status: int) -> Response:
    """A refusal in words."""
    return JSONResponse({"error": sentence}, status_code=status, headers=HEADERS)


def guarded(answer: Answered) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that refuses in words, and never with a trace."""

    async def endpoint(request: Request) -> Response:
        keeper = SERVICE.keeper or await apart(SERVICE.ready)
        if keeper is None:
            return said(NONE.format(reason=SERVICE.reason).replace("  ", " "), 503)
        try:
            return await answer(request, keeper)
        except Unreadable as error:
            return said(str(error), error.status)
        except Refused as error:
            return said(str(error), 409)
        except Missing as error:
            is_guess = error.args[0] == NO_ROOM  # a phone whose seat is gone is none
            is_allowed = not is_guess or WRONG.allows(place_of(request))
            return said(str(error.args[0]), 404) if is_allowed else said(MANY_WRONG, 429)
        except Denied as error:
            return said(str(error), 403) if WRONG.allows(place_of(request)) else said(MANY_WRONG, 429)
        except ValueError as error:
            return said(f"Your answer was not taken: {error}.", 422)
        except SQLAlchemyError:
            return said(AWAY, 503)

    return endpoint


async def opened(request: Request, keeper: Keeper) -> Response:
    """Open a room for a lesson or a game."""
    sent = await body_of(request)
    seat_of(request)
    name, game = sent.get("lesson"), sent.get("game")
    of = named(name) if isinstance(name, str) else None
    if isinstance(game, str):
        of = named(game, is_game=True)
    if of is None:
        raise Unreadable("There is no such lesson.", 404)
    if not OPENED.allows(""):
        return said(OFTEN, 429)
    seed = new_seed() if isinstance(of, Game) else ""
    code, key = await apart(keeper.open, of.name, digest(of), seed)
    return JSONResponse({"code": code, "key": key}, headers=HEADERS)


async def events(request: Request, keeper: Keeper) -> Response:
    """The signs of a room as server-sent events."""
    room = await apart(keeper.room, _code(request))
    return StreamingResponse(WATCH.stream(keeper, room.code), media_type="text/event-stream", headers=STREAM)


async def sign(request: Request, keeper: Keeper) -> Response:
    """The sign of a room once it differs from that of `If-None-Match`, for those whom no stream reaches."""
    room = await apart(keeper.room, _code(request))
    known = request.headers.get("if-none-match", "").removeprefix("W/").strip('"')
    tag, found = await WATCH.after(keeper, room.code, known, POLL_S if known else 0.0)
    if not tag:
        raise Missing(NO_ROOM)
    headers = {**HEADERS, "ETag": f'"{tag}"'}
    if tag == known:
        return Response(status_code=304, headers=headers)
    return Response(at_once(found), media_type="application/json", headers=headers)


async def view(request: Request, keeper: Keeper) -> Response:
    """What all see of a room now: the same bytes for everybody."""
    code = _code(request)
    content = phone.known_view(WATCH.known(code))
    if content is None:
        content = await apart(phone.view, keeper, code)
    zipped = "gzip" in request.headers.get("accept-encoding", "")
    headers = {**HEADERS, "Vary": "Accept-Encoding"}
    body = content.zipped if zipped else content.plain
    return Response(
        body, media_type="application/json", headers=headers | ({"Content-Encoding": "gzip"} if zipped else {})
    )


async def join(request: Request, keeper: Keeper) -> Response:
    """Come in."""
    token, code = seat_of(request), _code(request)
    room = await apart(keeper.room, code)
    if await apart(keeper.sitting, room, token) is None and not JOINS.allows(code):
        return said(OFTEN, 429)
    teams = (await apart(subject_of, room)).teams
    seat = await apart(partial(keeper.join, code, token, teams=teams))
    return JSONResponse({"label": seat.label, "lesson": room.lesson}, headers=HEADERS)


async def mine(request: Request, keeper: Keeper) -> Response:
    """What a phone sees of itself."""
    return _data(await apart(phone.mine, keeper, _code(request), seat_of(request)))


async def answer(request: Request, keeper: Keeper) -> Response:
    """Take an answer."""
    token = seat_of(request)
    if not ANSWERS.allows(token):
        return said(OFTEN, 429)
    sent = await body_of(request)
    at = whole(sent.get("step"), "step"), whole(sent.get("round"), "round")
    given = fields(sent.get("given"))
    return _data(await apart(phone.answer, keeper, _code(request), token, at, given))


async def team(request: Request, keeper: Keeper) -> Response:
    """In the lobby of a game: put a phone into another team."""
    token = seat_of(request)
    if not ANSWERS.allows(token):
        return said(OFTEN, 429)
    name = (await body_of(request)).get("team")
    return _data(await apart(phone.choose_team, keeper, _code(request), token, name if isinstance(name, str) else ""))


async def key(request: Request, keeper: Keeper) -> Response:
    """In free pace: show a phone the key of a step that it answered."""
    token = seat_of(request)
    if not ANSWERS.allows(token):
        return said(OFTEN, 429)
    step = whole((await body_of(request)).get("step"), "step")
    return _data(await apart(phone.see_key, keeper, _code(request), token, step))


async def teachers(request: Request, keeper: Keeper) -> Response:
    """What the teacher sees."""
    base = base_of(request, os.environ.get("PUBLIC_URL"))
    return _data(await apart(desk.desk, keeper, *_teacher(request), base))


async def teach(request: Request, keeper: Keeper) -> Response:
    """Do what the teacher asks for."""
    sent = await body_of(request)
    name, rev, step = sent.get("action"), whole(sent.get("rev"), "rev"), whole(sent.get("step", 0), "step")
    if not isinstance(name, str):
        raise Unreadable("An action is a word.")
    return _data(await apart(desk.act, keeper, *_teacher(request), name, rev, step))


async def here(request: Request, keeper: Keeper) -> Response:
    """A sign that a phone is still here."""
    room, seat = await apart(keeper.seated, _code(request), seat_of(request))
    await apart(keeper.here, room, seat)
    return _data({})


async def ask(request: Request, keeper: Keeper) -> Response:
    """Ask a question of a board."""
    sent = await body_of(request, MOST_ASKED)
    rev = whole(sent.pop("rev", None), "rev")
    return _data(await apart(desk.ask, keeper, *_teacher(request), sent, rev))


async def paper(request: Request, keeper: Keeper) -> Response:
    """What a team of a game decided on paper, typed in by the teacher."""
    sent = await body_of(request)
    name, given = sent.get("team"), fields(sent.get("given"))
    return _data(await apart(desk.on_paper, keeper, *_teacher(request), name if isinstance(name, str) else "", given))


async def replayed(request: Request) -> Response:
    """A game from its link, which needs no room and no database."""
    if not REPLAYS.allows(place_of(request)):
        return said(OFTEN, 429)
    try:
        text = (await body_of(request)).get("game")
        return _data(await apart(replay.data, text if isinstance(text, str) else ""))
    except Unreadable as error:
        return said(str(error), error.status)
    except NoGame as error:
        return said(str(error), 422)


async def results(request: Request, keeper: Keeper) -> Response:
    """The class as a file for a spreadsheet."""
    content = await apart(desk.csv, keeper, *_teacher(request))
    return Response(content.encode("utf-8-sig"), media_type="text/csv", headers=HEADERS)


async def wall(request: Request, keeper: Keeper) -> Response:
    """The address that the projector shows, and its QR code."""
    room = await apart(keeper.room, _code(request))
    return _data(desk.address(room, base_of(request, os.environ.get("PUBLIC_URL"))))


def _code(request: Request) -> str:
    return code_of(request.path_params["code"])


def _teacher(request: Request) -> tuple[str, str]:
    return _code(request), request.headers.get(TEACHER, "")[:100]


def _data(value: Any) -> Response:
    return Response(packed(value), media_type="application/json", headers=HEADERS)


def routes() -> list[Route]:
    """All routes of rooms, also below any base path; the database opens beside them."""
    SERVICE.start()
    asked: list[tuple[str, str, Answered]] = [
        ("POST", "/room/new", opened),
        ("GET", "/room/{code}/events", events),
        ("GET", "/room/{code}/sign", sign),
        ("GET", "/room/{code}/view", view),
        ("GET", "/room/{code}/mine", mine),
        ("GET", "/room/{code}/desk", teachers),
        ("GET", "/room/{code}/results", results),
        ("GET", "/room/{code}/address", wall),
        ("POST", "/room/{code}/join", join),
        ("POST", "/room/{code}/answer", answer),
        ("POST", "/room/{code}/here", here),
        ("POST", "/room/{code}/ask", ask),
        ("POST", "/room/{code}/team", team),
        ("POST", "/room/{code}/paper", paper),
        ("POST", "/room/{code}/key", key),
        ("POST", "/room/{code}/teach", teach),
    ]
    shown = [
        ("/room", pages.join), ("/room/new", pages.new), ("/room/game", pages.game), ("/room/ask", pages.ask),
        ("/room/cards", pages.cards), ("/room/{code}", pages.student), ("/room/{code}/wall", pages.wall),
        ("/room/{code}/teacher", pages.teacher),
    ]  # fmt: skip
    found = [Route(f"{base}{script}", serve) for script, serve in pages.scripts() for base in BASES]
    found += [Route(f"{base}/room/game", replayed, methods=["POST"]) for base in BASES]
    found += [Route(f"{base}{path}", guarded(do), methods=[how]) for how, path, do in asked for base in BASES]
    return found + [Route(f"{base}{path}", partial(page)) for path, page in shown for base in BASES]


BASES = ("", "/{base:path}")
