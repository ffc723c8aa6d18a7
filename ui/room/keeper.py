"""Keeps rooms, seats and answers: every change is one transaction on the database that all workers share."""

import hashlib
import hmac
import json
import random
import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, select, true, update
from sqlalchemy.dialects import postgresql, sqlite

from sim.room.state import Course, Refused, State, after, asking
from sim.room.views import may_see_key, why_not
from ui.room.animals import LABELS
from ui.room.database import forgotten, read
from ui.room.records import Kept, Sitting, kept_of, steps_of
from ui.room.tables import Answer, Room, Seat

SIGNS = "23456789BCDFGHJKMNPQRSTVWXYZ"  # of a code: no vowels, and none that looks like another
CODE = 6  # of them: 4.8e8 codes
MOST_SEATS, MOST_ROOMS = 400, 200
KEPT_S = 3 * 3600  # after the teacher's last sign
AWAY_S = 180  # of silence, and a phone counts as away: it gives a sign each minute
SIMULATED = ", simulated"  # behind the animal of a seat of a rehearsal
SIGN_S = 60  # a sign of the teacher is written down this often
FULL = "The room is full: it takes {n} phones. You can take the lesson alone."
LOCKED = "The door of this room is locked. Ask your teacher to open it."
NO_ROOM = "There is no room with this code. Look at the code on the wall again."
NOT_TEACHER = "This is for the teacher of the room. Open the teacher’s link again."
NO_SEAT = "You are not in this room any more. Enter its code again."


class Missing(LookupError):
    """There is no such room, or no such seat in it."""


class Denied(PermissionError):
    """Whoever asks may not."""


def hashed(secret: str) -> bytes:
    """Digest of what only its owner knows."""
    return hashlib.sha256(secret.encode()).digest()


class Keeper:
    """All rooms of a database.

    Parameters
    ----------
    engine : Engine
    now : callable
        The clock [s since 1970].
    """

    def __init__(self, engine: Engine, now: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._now = now

    def open(self, lesson: str, digest: str, seed: str = "") -> tuple[str, str]:
        """A new room for a lesson, or with a seed for a game: its code, and the teacher's key, which is kept nowhere.

        Raises
        ------
        Refused
            If there are too many.
        """
        key = secrets.token_urlsafe(16)
        with self._engine.begin() as db:
            self._swept(db)
            if (db.scalar(select(func.count()).select_from(Room)) or 0) >= MOST_ROOMS:
                raise Refused(f"There are {MOST_ROOMS} rooms open on this server, and no more are taken.")
            code = next(code for code in iter(_code, "") if not db.scalar(select(Room.id).where(Room.code == code)))
            db.execute(
                insert(Room).values(
                    code=code, teacher=hashed(key), lesson=lesson, digest=digest, state=json.dumps(State().data()),
                    rev=0, version=0, seen=int(self._now()), seed=seed,
                )
            )  # fmt: skip
        return code, key

    def room(self, code: str) -> Kept:
        """The room of a code. Raises `Missing` if there is none."""
        with read(self._engine) as db:
            return self._room(db, code)

    def signs(self, codes: Iterable[str]) -> dict[str, tuple[int, int]]:
        """The `rev` and `version` of each room that is still there."""
        late = self._now() - KEPT_S
        with read(self._engine) as db:
            rows = db.execute(select(Room.code, Room.rev, Room.version).where(Room.code.in_(codes), Room.seen > late))
            return {code: (rev, version) for code, rev, version in rows}

    def counts(self, room: Kept) -> tuple[int, int]:
        """How many phones are in, and how many of them answered the question that is open."""
        at = (Answer.room_id == room.id, Answer.step == room.state.step, Answer.round == room.state.round)
        with read(self._engine) as db:
            here = db.scalar(select(func.count()).select_from(Seat).where(Seat.room_id == room.id))
            return here or 0, db.scalar(select(func.count()).select_from(Answer).where(*at)) or 0

    def teachers(self, code: str, key: str) -> Kept:
        """The room for whoever has its key, whose sign this is. Raises `Missing` or `Denied`."""
        with read(self._engine) as db:
            room = self._room(db, code)
            digest, seen = db.execute(select(Room.teacher, Room.seen).where(Room.id == room.id)).one()
        if not hmac.compare_digest(digest, hashed(key)):
            raise Denied(NOT_TEACHER)
        if self._now() - seen > SIGN_S:
            with self._engine.begin() as db:
                db.execute(update(Room).where(Room.id == room.id).values(seen=int(self._now())))
        return room

    def act(self, room: Kept, course: Course, action: str, rev: int, step: int = 0) -> State:
        """Do what the teacher asks for, if the room is still where he saw it. Raises `Refused` or `Missing`."""
        with self._engine.begin() as db:
            now = self._room(db, room.code, lock=True)
            state = after(now.state, course, action, rev, step, self._now())
            if action == "over":
                db.execute(delete(Answer).where(Answer.room_id == now.id, Answer.step == now.state.step))
            self._write(db, now, state)
        return state

    def ask(self, room: Kept, asked: Sequence[dict[str, Any]], step: int, rev: int) -> State:
        """Put the step of a question from a board, the last of all, in front of the class. Raises `Refused`."""
        with self._engine.begin() as db:
            now = self._room(db, room.code, lock=True)
            if now.asked != room.asked:
                raise Refused("Another question was asked meanwhile. Look, then ask again.")
            state = asking(now.state, step, rev)
            db.execute(update(Room).where(Room.id == now.id).values(asked=json.dumps(asked)))
            self._write(db, now, state)
        return state

    def here(self, room: Kept, seat: Sitting) -> None:
        """Write down that a phone is still here, to a minute."""
        minute = int(self._now()) // SIGN_S * SIGN_S
        with self._engine.begin() as db:
            db.execute(update(Seat).where(Seat.id == seat.id, Seat.seen < minute).values(seen=minute))

    def away(self, room: Kept) -> int:
        """How many phones came in and gave no sign for a while."""
        late = Seat.seen < self._now() - AWAY_S
        real = (Seat.room_id == room.id, ~Seat.simulated, Seat.label.not_like("paper %"))
        with read(self._engine) as db:
            return db.scalar(select(func.count()).select_from(Seat).where(late, *real)) or 0

    def close(self, room: Kept) -> None:
        """Delete a room with its seats and answers."""
        with self._engine.begin() as db:
            db.execute(delete(Room).where(Room.id == room.id))
        forgotten(self._engine)

    def sweep(self) -> int:
        """Delete the rooms whose teacher gave no sign for three hours; how many there were."""
        with self._engine.begin() as db:
            gone = self._swept(db)
        if gone:
            forgotten(self._engine)
        return gone

    def join(self, code: str, token: str, simulated: bool = False, teams: str = "", label: str = "") -> Sitting:
        """The seat of a phone, a new one unless it has one, in the smallest of some teams.

        Raises
        ------
        Missing, Refused
        """
        room = self.room(code)
        if (known := self.sitting(room, token)) is not None:
            return known
        with self._engine.begin() as db:
            room = self._room(db, code, lock=True)
            if room.state.locked and not simulated and not label:
                raise Refused(LOCKED)
            taken = db.scalars(select(Seat.label).where(Seat.room_id == room.id))
            labels = {label.removesuffix(SIMULATED) for label in taken}
            if len(labels) >= MOST_SEATS:
                raise Refused(FULL.format(n=MOST_SEATS))
            label = label or random.choice([label for label in LABELS if label not in labels])
            new = {
                "room_id": room.id, "token": hashed(token), "label": label + SIMULATED * simulated, "told": "",
                "simulated": simulated, "team": smallest(db, room.id, teams), "seen": int(self._now()),
            }  # fmt: skip
            # Two requests of one phone at once make one seat.
            db.execute(self._insert(Seat).values(**new).on_conflict_do_nothing(index_elements=["room_id", "token"]))
            db.execute(update(Room).where(Room.id == room.id).values(version=Room.version + 1))
        found = self.sitting(room, token)
        if found is None:
            raise Missing(NO_ROOM)
        return found

    def sitting(self, room: Kept, token: str) -> Sitting | None:
        """The seat of a phone, `None` if it has none."""
        with read(self._engine) as db:
            return next(iter(self._seats(db, room, Seat.token == hashed(token))), None)

    def seated(self, code: str, token: str) -> tuple[Kept, Sitting]:
        """The room and the seat of a phone. Raises `Missing`."""
        with read(self._engine) as db:
            room = self._room(db, code)
            seat = next(iter(self._seats(db, room, Seat.token == hashed(token))), None)
        if seat is None:
            raise Missing(NO_SEAT)
        return room, seat

    def simulated(self, room: Kept) -> list[Sitting]:
        """The seats of a rehearsal."""
        with read(self._engine) as db:
            return self._seats(db, room, Seat.simulated)

    def _seats(self, db: Connection, room: Kept, which: Any) -> list[Sitting]:
        columns = select(Seat.id, Seat.label, Seat.told, Seat.team)
        seats = db.execute(columns.where(Seat.room_id == room.id, which).order_by(Seat.id)).all()
        asked = select(Answer.seat_id, Answer.step, Answer.round, Answer.value)
        ballots: dict[int, dict[tuple[int, int], str]] = {seat.id: {} for seat in seats}
        for seat, step, round_, value in db.execute(asked.where(Answer.seat_id.in_(ballots))) if seats else ():
            ballots[seat][step, round_] = value
        return [Sitting(seat.id, seat.label, ballots[seat.id], steps_of(seat.told), seat.team) for seat in seats]

    def answer(self, room: Kept, course: Course, seat: Sitting, step: int, round_: int, value: str) -> None:
        """Take an answer, if its question is open now; a later one takes its place until the close.

        Raises
        ------
        Refused
            With the reason; what was answered before stays.
        """
        with self._engine.begin() as db:
            now = self._room(db, room.code, lock=True)
            told = db.scalar(select(Seat.told).where(Seat.id == seat.id))
            if told is None:
                raise Missing(NO_SEAT)
            if reason := why_not(course, now.state, steps_of(told), step, round_):
                raise Refused(reason)
            new = {"room_id": now.id, "seat_id": seat.id, "step": step, "round": round_, "value": value}
            put = self._insert(Answer).values(**new)
            db.execute(put.on_conflict_do_update(index_elements=["seat_id", "step", "round"], set_={"value": value}))
            db.execute(update(Room).where(Room.id == now.id).values(version=Room.version + 1))

    def see_key(self, room: Kept, seat: Sitting, step: int) -> None:
        """In free pace: a phone whose answer is in sees the key, and its answer is final. Raises `Refused`."""
        with self._engine.begin() as db:
            now = self._room(db, room.code, lock=True)
            if not may_see_key(now.state, seat.ballot, step):
                raise Refused("The key of this step is not to be seen now.")
            told = ",".join(map(str, sorted({*seat.told, step})))
            db.execute(update(Seat).where(Seat.id == seat.id).values(told=told))

    def class_of(self, room: Kept) -> list[Sitting]:
        """Every seat, in the order of coming in."""
        with read(self._engine) as db:
            return self._seats(db, room, true())

    def team_of(self, room: Kept, seat: Sitting) -> list[Sitting]:
        """The seats of a seat's team."""
        with read(self._engine) as db:
            return self._seats(db, room, Seat.team == seat.team)

    def choose(self, room: Kept, seat: Sitting, team: str) -> None:
        """Put a seat into another team, before the game begins. Raises `Refused`."""
        with self._engine.begin() as db:
            now = self._room(db, room.code, lock=True)
            if now.state.phase != "lobby":
                raise Refused("The game has begun: the teams stay as they are.")
            db.execute(update(Seat).where(Seat.id == seat.id).values(team=team))
            db.execute(update(Room).where(Room.id == now.id).values(version=Room.version + 1))

    def _insert(self, table: Any) -> Any:
        dialect = postgresql if self._engine.dialect.name == "postgresql" else sqlite
        return dialect.insert(table)

    def _room(self, db: Connection, code: str, lock: bool = False) -> Kept:
        columns = select(Room.id, Room.code, Room.lesson, Room.digest, Room.state, Room.version, Room.seed, Room.asked)
        asked = columns.where(Room.code == code, Room.seen > self._now() - KEPT_S)
        row = db.execute(asked.with_for_update() if lock else asked).one_or_none()
        if row is None:
            raise Missing(NO_ROOM)
        return kept_of(row)

    def _write(self, db: Connection, room: Kept, state: State) -> None:
        values = {"state": json.dumps(state.data()), "rev": state.rev, "seen": int(self._now())}
        db.execute(update(Room).where(Room.id == room.id).values(**values))

    def _swept(self, db: Connection) -> int:
        return db.execute(delete(Room).where(Room.seen <= self._now() - KEPT_S)).rowcount


def smallest(db: Connection, room: int, teams: str) -> str:
    """The team with the fewest seats, of equals the first; "" where there are none."""
    counted = select(Seat.team, func.count()).where(Seat.room_id == room).group_by(Seat.team)
    sizes = {row[0]: row[1] for row in db.execute(counted)} if teams else {}
    return min(teams, key=lambda team: (sizes.get(team, 0), teams.index(team)), default="")


def _code() -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(CODE))
