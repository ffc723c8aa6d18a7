"""What the teacher gets of a room, and does in it."""

import secrets
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from sim.room.board_questions import MOST, read, whole, with_questions
from sim.room.state import Refused, is_gathering, moves
from sim.room.views import why_not
from ui.parts import qr
from ui.room.keeper import Keeper
from ui.room.records import Kept
from ui.room.subject import LessonRoom, subject_of

FILL = 30  # simulated students of a rehearsal


def desk(keeper: Keeper, code: str, key: str, base: str) -> dict[str, Any]:
    """The console of a room. Raises `Missing`, `Denied`."""
    room = keeper.teachers(code, key)
    subject, state = subject_of(room), room.state
    here, given = keeper.counts(room)
    return {
        "code": room.code, "lesson": subject.title, "rev": state.rev, "phase": state.phase, "step": state.step,
        "round": state.round, "n": subject.steps, "here": here, "in": given, "moves": moves(state, subject.course),
        "paused": state.paused, "locked": state.locked, "away": keeper.away(room),
        **subject.desk(keeper, room), **address(room, base),
    }  # fmt: skip


def address(room: Kept, base: str) -> dict[str, Any]:
    """Where students go, as text and as a code."""
    link = f"{base}/room/{room.code}"
    return {"code": room.code, "address": link, "join": f"{base}/room", "qr": qr.code(link), "local": qr.is_local(link)}


def act(keeper: Keeper, code: str, key: str, action: str, rev: int, step: int) -> dict[str, Any]:
    """Do what the teacher asks for. Raises `Missing`, `Denied`, `Refused`."""
    room = keeper.teachers(code, key)
    if action == "close_room":
        keeper.close(room)
        return {"gone": True}
    subject = subject_of(room)
    if action == "fill":
        for _ in range(FILL - len(keeper.simulated(room))):
            keeper.join(room.code, secrets.token_hex(16), simulated=True, teams=subject.teams)
    else:
        keeper.act(room, subject.course, action, rev, step)
    _let_them_answer(keeper, keeper.room(code))
    return {"rev": keeper.room(code).state.rev}


def ask(keeper: Keeper, code: str, key: str, sent: dict[str, Any], rev: int) -> dict[str, Any]:
    """Ask a question of a board: it is open at once. Raises `Missing`, `Denied`, `Refused`."""
    room = keeper.teachers(code, key)
    subject = subject_of(room)
    if not isinstance(subject, LessonRoom):
        raise Refused("A game has no place for other questions.")
    before = subject.asked
    if len(before) >= MOST:
        raise Refused(f"{MOST} questions of boards are the most that a room takes.")
    asked = [*before, read(sent)]
    steps = len(with_questions(whole(subject.lesson), asked).file.steps)
    keeper.ask(room, [one.model_dump() for one in asked], steps, rev)
    _let_them_answer(keeper, keeper.room(code))
    return {"rev": keeper.room(code).state.rev}


def on_paper(keeper: Keeper, code: str, key: str, team: str, given: Sequence[str]) -> dict[str, Any]:
    """Take what a team of a game decided on paper, from the teacher, in the place of a phone.

    Raises
    ------
    Missing, Denied, Refused, ValueError
        With the reason.
    """
    room = keeper.teachers(code, key)
    subject, state = subject_of(room), room.state
    if not team or team not in subject.teams or len(team) > 1:
        raise Refused("There is no such team in this room.")
    if reason := why_not(subject.course, state, (), state.step, state.round):
        raise Refused(reason)
    seat = keeper.join(code, f"paper {team}", teams=team, label=f"paper {team}")
    value = subject.value(keeper, room, seat, state.step, given)
    keeper.answer(room, subject.course, seat, state.step, state.round, value)
    return {"answer": subject.said(keeper, room, seat, state.step, value)}


def _let_them_answer(keeper: Keeper, room: Kept) -> None:
    """The simulated students, if there are any, answer what is open and is not answered by them."""
    subject, state = subject_of(room), room.state
    steps = range(state.first, state.step + 1) if state.phase == "free" else [state.step]
    if not is_gathering(state):
        return
    for seat in keeper.simulated(room):
        for step in steps:
            if (step, state.round) in seat.ballot or why_not(subject.course, state, seat.told, step, state.round):
                continue
            value = subject.pretended(keeper, room, seat, step)
            with suppress(Refused):  # the teacher may have closed the question meanwhile
                if value:
                    keeper.answer(room, subject.course, seat, step, state.round, value)


def csv(keeper: Keeper, code: str, key: str) -> str:
    """The class for a spreadsheet: of a lesson by animal, of a game by lab. Raises `Missing`, `Denied`."""
    room = keeper.teachers(code, key)
    return subject_of(room).csv(keeper, room)
