"""What a phone and the projector get of a room: views as bytes, made once for each state of it."""

import gzip
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sim.room import views
from sim.room.state import Refused
from ui.room.keeper import Keeper
from ui.room.records import Kept
from ui.room.subject import subject_of
from ui.server.payload import packed

MOST_KEPT = 32  # views


@dataclass(frozen=True)
class Content:
    """A view as it travels."""

    plain: bytes
    zipped: bytes


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
            subject = subject_of(room)
            plain = packed(
                {**subject.view(keeper, room), "rev": room.state.rev, "phase": room.state.phase, "n": subject.steps}
            )
            _views[name] = Content(plain, gzip.compress(plain, 6, mtime=0))
            while len(_views) > MOST_KEPT:
                _views.popitem(last=False)
        return _views[name]


def mine(keeper: Keeper, code: str, token: str) -> dict[str, Any]:
    """What a phone sees of itself."""
    room, seat = keeper.seated(code, token)
    return subject_of(room).own(keeper, room, seat)


def answer(keeper: Keeper, code: str, token: str, at: tuple[int, int], given: Sequence[str]) -> dict[str, Any]:
    """Take an answer to a step in a round. Raises `Refused`, `Missing` or ValueError with the reason."""
    room, seat = keeper.seated(code, token)
    subject, (step, round_) = subject_of(room), at
    if reason := views.why_not(subject.course, room.state, seat.told, step, round_):
        raise Refused(reason)
    value = subject.value(keeper, room, seat, step, given)
    keeper.answer(room, subject.course, seat, step, round_, value)
    return {"answer": subject.said(keeper, room, seat, step, value)}


def choose_team(keeper: Keeper, code: str, token: str, team: str) -> dict[str, Any]:
    """Put a phone into another team of a game. Raises `Refused`."""
    room, seat = keeper.seated(code, token)
    if not team or team not in subject_of(room).teams or len(team) > 1:
        raise Refused("There is no such team in this room.")
    keeper.choose(room, seat, team)
    return mine(keeper, code, token)


def see_key(keeper: Keeper, code: str, token: str, step: int) -> dict[str, Any]:
    """Show a phone in free pace the key of a step that it answered."""
    room, seat = keeper.seated(code, token)
    if step not in seat.told:
        keeper.see_key(room, seat, step)
    return mine(keeper, code, token)
