"""What the teacher gets of a room, and does in it."""

import random
import secrets
from contextlib import suppress
from typing import Any

from sim.room.ballots import file_table, plan
from sim.room.peek import peek
from sim.room.rehearsal import pretended
from sim.room.state import Refused, is_gathering, moves
from sim.room.views import question, why_not
from sim.teaching.hand_ins import class_csv
from ui.parts import qr
from ui.room.keeper import Keeper, Kept
from ui.room.phone import lesson_of

FILL = 30  # simulated students of a rehearsal


def desk(keeper: Keeper, code: str, key: str, base: str) -> dict[str, Any]:
    """The console of a room. Raises `Missing`, `Denied`."""
    room = keeper.teachers(code, key)
    lesson, state = lesson_of(room), room.state
    seats = [ballot for _, ballot in keeper.class_of(room)]
    possible = moves(state, plan(lesson))
    seen = peek(lesson, state, seats)
    here, given = keeper.counts(room)
    return {
        "code": room.code, "lesson": lesson.file.title, "rev": state.rev, "phase": state.phase, "step": state.step,
        "round": state.round, "n": len(lesson.file.steps), "here": here, "in": given, "moves": possible,
        "first_move": _first_move(possible, seen), "peek": seen, "paused": state.paused, "locked": state.locked,
        "steps": [
            {"step": i + 1, "title": step.title, "task": i in lesson.tasks, "told": i + 1 in state.told,
             "closed": i + 1 in state.closed}
            for i, step in enumerate(lesson.file.steps)
        ],
        "question": question(lesson, state.step)["question"] if state.step else "",
        **address(room, base),
    }  # fmt: skip


def _first_move(possible: tuple[str, ...], seen: dict[str, Any] | None) -> str:
    """What the large button does: what the answers speak for, or what comes next."""
    advised = seen["action"] if seen else ""
    return advised if advised in possible and "close" not in possible else possible[0]


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
    if action == "fill":
        for _ in range(FILL - len(keeper.simulated(room))):
            keeper.join(room.code, secrets.token_hex(16), simulated=True)
    else:
        keeper.act(room, plan(lesson_of(room)), action, rev, step)
    _let_them_answer(keeper, keeper.room(code))
    return {"rev": keeper.room(code).state.rev}


def _let_them_answer(keeper: Keeper, room: Kept) -> None:
    """The simulated students, if there are any, answer what is open and is not answered by them."""
    lesson, state = lesson_of(room), room.state
    steps = range(state.first, state.step + 1) if state.phase == "free" else [state.step]
    if not is_gathering(state):
        return
    for seat in keeper.simulated(room):
        for step in steps:
            if (step, state.round) in seat.ballot or why_not(plan(lesson), state, seat.told, step, state.round):
                continue
            value = pretended(lesson, step, state.round, seat.ballot, random.Random(f"{seat.id}-{step}-{state.round}"))
            with suppress(Refused):  # the teacher may have closed the question meanwhile
                if value:
                    keeper.answer(room, plan(lesson), seat, step, state.round, value)


def csv(keeper: Keeper, code: str, key: str) -> str:
    """The class for a spreadsheet, by animal. Raises `Missing`, `Denied`."""
    room = keeper.teachers(code, key)
    return class_csv(file_table(lesson_of(room), keeper.class_of(room)))
