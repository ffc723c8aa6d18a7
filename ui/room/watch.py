"""Tells all phones of a process what changed: one look at the database for all rooms that are listened to."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from ui.room.keeper import Keeper, Missing
from ui.room.records import Kept
from ui.room.service import apart
from ui.server.lifetime import is_stopping

LOOK_S = 0.1  # between two looks
COUNT_S = 0.4  # between two signs that say nothing but how many answered
BEAT_S = 12.0  # a line that says nothing, so that no proxy takes the stream for dead
POLL_S = 20.0  # how long an answer to a poll is held back


@dataclass
class _Heard:
    """A room that is listened to: its newest sign, and how many listen."""

    tag: str = ""
    sign: str = ""
    room: Kept | None = None
    told: float = 0.0  # when the newest sign came
    listeners: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)


class Watch:
    """The signs of rooms, as those who listen in this process get them."""

    def __init__(self) -> None:
        self._rooms: dict[str, _Heard] = {}
        self._task: asyncio.Task[None] | None = None

    async def after(self, keeper: Keeper, code: str, tag: str, wait_s: float) -> tuple[str, str]:
        """The tag and the sign of a room once they differ from a tag, or after a while; ("", "") if it is gone."""
        heard = self._rooms.setdefault(code, _Heard())
        heard.listeners += 1
        try:
            if not heard.tag:
                await self._look(keeper, [code])
            if self._task is None or self._task.done():
                self._task = asyncio.create_task(self._watch(keeper))
            end = asyncio.get_running_loop().time() + wait_s
            while heard.tag == tag and heard.tag and not is_stopping():
                left = end - asyncio.get_running_loop().time()
                if left <= 0:
                    break
                try:
                    await asyncio.wait_for(heard.changed.wait(), min(left, 1.0))
                except TimeoutError:
                    continue
            return heard.tag, heard.sign
        finally:
            heard.listeners -= 1

    def known(self, code: str) -> Kept | None:
        """A room as those who listen know it; `None` where nobody does."""
        heard = self._rooms.get(code)
        return heard.room if heard else None

    async def stream(self, keeper: Keeper, code: str) -> AsyncIterator[str]:
        """Server-sent events: the sign of a room now, and each one after it."""
        yield "retry: 1000\n\n"
        tag, heard = "", self._rooms.setdefault(code, _Heard())
        heard.listeners += 1  # between two signs too
        try:
            while not is_stopping():
                newest, sign = await self.after(keeper, code, tag, BEAT_S)
                if not newest:
                    yield "event: gone\ndata: {}\n\n"
                    return
                yield f"data: {at_once(sign)}\n\n" if newest != tag else ":\n\n"
                tag = newest
        finally:
            heard.listeners -= 1

    async def _watch(self, keeper: Keeper) -> None:
        """Look until nobody listens."""
        while True:
            for code in [code for code, heard in self._rooms.items() if not heard.listeners]:
                del self._rooms[code]
            if not self._rooms:
                return
            await asyncio.sleep(LOOK_S)
            await self._look(keeper, list(self._rooms))

    async def _look(self, keeper: Keeper, codes: list[str]) -> None:
        try:
            signs = await apart(keeper.signs, codes)
            for code in codes:
                heard = self._rooms.get(code)
                tag = "{}.{}".format(*signs[code]) if code in signs else ""
                if heard is None or tag == heard.tag:
                    continue
                now = asyncio.get_running_loop().time()
                is_count = bool(tag) and tag.partition(".")[0] == heard.tag.partition(".")[0]
                if is_count and now - heard.told < COUNT_S:
                    continue
                heard.told = now
                heard.room, heard.sign = await apart(sign_of, keeper, code) if tag else (None, "")
                heard.tag = tag if heard.sign else ""
                heard.changed.set()
                heard.changed = asyncio.Event()
        except SQLAlchemyError:  # away for a while: those who listen hear nothing new until it is back
            return


def sign_of(keeper: Keeper, code: str) -> tuple[Kept | None, str]:
    """A room, and what all may know of it at any time: where it is, and how many answered. "" if it is gone."""
    try:
        room = keeper.room(code)
    except Missing:
        return None, ""
    state = room.state
    here, given = keeper.counts(room)
    return room, json.dumps(
        {
            "rev": state.rev, "version": room.version, "phase": state.phase, "step": state.step, "round": state.round,
            "first": state.first, "paused": state.paused, "locked": state.locked, "here": here, "in": given,
            "until": state.until,
        }
    )  # fmt: skip


def at_once(sign: str) -> str:
    """A sign with the hour at which it is sent, against which a phone whose clock is wrong counts."""
    return f'{sign[:-1]}, "now": {time.time():.1f}}}' if sign else ""
