"""Work that anybody may ask for by an address: off the event loop, bounded in number, rate and time.

One thing is made at a time, after the moves of visitors. Who asks too often, or while too many wait, is told so.
"""

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any, TypeVar

from ui.server.queue import LATE_TURN, TURN, Turn

MOST_WAITING = 16
PATIENCE_S, HEAD_PATIENCE_S = 8.0, 3.0
RATE, BURST = 20.0, 120.0  # requests a second of one address in the long run, and at once
MOST_ADDRESSES = 2_048  # that are remembered
Made = TypeVar("Made")


class Busy(Exception):
    """Why something was not made, as a sentence, and when to ask again [s]."""

    def __init__(self, said: str, again: int) -> None:
        super().__init__(said)
        self.again = again


class Rates:
    """How much each address may still ask for: so many a second, and a stock of them."""

    def __init__(self, rate: float = RATE, burst: float = BURST, most: int = MOST_ADDRESSES) -> None:
        self._rate, self._burst, self._most = rate, burst, most
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._left)

    def take(self, address: str) -> None:
        """Count one request.

        Raises
        ------
        Busy
            If it is one too many.
        """
        now = time.monotonic()
        with self._lock:
            stock, seen = self._left.pop(address, (self._burst, now))
            stock = min(self._burst, stock + (now - seen) * self._rate)
            self._left[address] = (stock - 1 if stock >= 1 else stock, now)
            while len(self._left) > self._most:
                self._left.popitem(last=False)
        if stock < 1:
            again = math.ceil((1 - stock) / self._rate)
            raise Busy(f"At most {self._rate:.0f} requests a second are answered to one address.", again)


class Workshop:
    """Makes one thing after the other in a thread of its own, each in the turn of its kind."""

    def __init__(self, turn: Turn, most_waiting: int = MOST_WAITING, patience: float = PATIENCE_S) -> None:
        self._turn, self._most, self._patience = turn, most_waiting, patience
        self._waiting = 0
        self._hand = ThreadPoolExecutor(1, "made-to-order")

    async def make(self, work: Callable[..., Made], *about: object) -> Made:
        """What `work` gives.

        Raises
        ------
        Busy
            If too many wait, or it is not made in time.
        """
        if self._waiting >= self._most:
            raise Busy("Too many others ask for this just now.", 2)
        self._waiting += 1
        task = asyncio.get_running_loop().run_in_executor(self._hand, self._in_turn, work, *about)
        task.add_done_callback(self._done)
        try:
            return await asyncio.wait_for(asyncio.shield(task), self._patience)
        except TimeoutError:
            raise Busy("This took too long.", math.ceil(self._patience)) from None

    def _in_turn(self, work: Callable[..., Made], *about: object) -> Made:
        with self._turn:
            return work(*about)

    def _done(self, task: "asyncio.Future[Any]") -> None:
        self._waiting -= 1
        if not task.cancelled():
            task.exception()  # told to whoever waited; nobody may be left


# What stands in the head of a page is short work that a visitor waits for; what is asked for apart comes after moves.
HEADS, WORKSHOP = Workshop(TURN, patience=HEAD_PATIENCE_S), Workshop(LATE_TURN)
RATES = Rates()
