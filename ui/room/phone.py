"""What a phone and the projector get of a room: views as bytes, made once for each state of it."""

import gzip
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from sim.room import forms, views
from sim.room.ballots import plan
from sim.room.state import Refused
from sim.teaching.lessons import Lesson, lessons
from ui.room.keeper import Keeper, Kept
from ui.server.payload import packed

CHANGED = "The lesson was changed while the room was open. Close the room and open a new one."
MOST_KEPT = 32  # views


@dataclass(frozen=True)
class Content:
    """A view as it travels."""

    plain: bytes
    zipped: bytes


@dataclass(frozen=True, eq=False)
class _Once:
    """A lesson that equals itself alone."""

    lesson: Lesson

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Once) and other.lesson is self.lesson

    def __hash__(self) -> int:
        return id(self.lesson)


def digest(lesson: Lesson) -> str:
    """What tells a lesson from the same one after a change of its file."""
    return _digest(_Once(lesson))


@lru_cache(maxsize=64)
def _digest(once: _Once) -> str:
    return sha256(once.lesson.file.model_dump_json().encode()).hexdigest()[:16]


def lesson_of(room: Kept) -> Lesson:
    """The lesson of a room, as it was when the room opened. Raises `Refused`."""
    lesson = lessons().entries.get(room.lesson)
    if lesson is None or digest(lesson) != room.digest:
        raise Refused(CHANGED)
    return lesson


_views: OrderedDict[tuple[int, str, int], Content] = OrderedDict()
_making = threading.Lock()  # a class that asks at once waits for one of them


def known_view(room: Kept | None) -> Content | None:
    """What all see of a room in the state that those who listen heard of, if it was made before."""
    return _views.get((room.id, room.code, room.state.rev)) if room else None


def view(keeper: Keeper, code: str) -> Content:
    """What all see of a room, made once: in a state that shows answers, no answer is taken any more."""
    room = keeper.room(code)
    name = (room.id, code, room.state.rev)
    with _making:
        if name not in _views:
            lesson = lesson_of(room)
            seats = [ballot for _, ballot in keeper.class_of(room)] if room.state.phase in SHOWN else []
            plain = packed(
                {**views.view(lesson, room.state, seats), "rev": room.state.rev, "phase": room.state.phase,
                 "n": len(lesson.file.steps)}
            )  # fmt: skip
            _views[name] = Content(plain, gzip.compress(plain, 6, mtime=0))
            while len(_views) > MOST_KEPT:
                _views.popitem(last=False)
        return _views[name]


SHOWN = ("spread", "both", "key")


def mine(keeper: Keeper, code: str, token: str) -> dict[str, Any]:
    """What a phone sees of itself."""
    room, seat = keeper.seated(code, token)
    return {**views.own(lesson_of(room), room.state, seat.ballot, seat.told), "label": seat.label, "told": seat.told}


def answer(keeper: Keeper, code: str, token: str, at: tuple[int, int], given: Sequence[str]) -> dict[str, Any]:
    """Take an answer to a step in a round. Raises `Refused`, `Missing` or ValueError with the reason."""
    room, seat = keeper.seated(code, token)
    lesson, (step, round_) = lesson_of(room), at
    if reason := views.why_not(plan(lesson), room.state, seat.told, step, round_):
        raise Refused(reason)
    value = forms.answer(lesson, step, given, seat.ballot)
    keeper.answer(room, plan(lesson), seat, step, round_, value)
    task, asked = lesson.task(lesson.tasks.index(step - 1))
    return {"answer": forms.in_words(task, asked, value)}


def see_key(keeper: Keeper, code: str, token: str, step: int) -> dict[str, Any]:
    """Show a phone in free pace the key of a step that it answered."""
    room, seat = keeper.seated(code, token)
    if step not in seat.told:
        keeper.see_key(room, seat, step)
    return mine(keeper, code, token)
