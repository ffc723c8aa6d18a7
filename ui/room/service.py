"""The rooms of this process: the keeper, opened beside the pages and not before them, and what sweeps it."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import ParamSpec, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from ui.room.database import NoDatabase, address, opened
from ui.room.keeper import Keeper

P = ParamSpec("P")
T = TypeVar("T")
SWEEP_S = 60
# More threads than a few answer a class later: they take turns at one interpreter, and the loop waits for its own.
THREADS = ThreadPoolExecutor(4, thread_name_prefix="room")
START_S = 30  # how long a first request waits for the tables


async def apart(do: Callable[P, T], *args: P.args, **more: P.kwargs) -> T:
    """What a function gives that waits for the database, run beside the loop."""
    return await asyncio.get_running_loop().run_in_executor(THREADS, partial(do, *args, **more))


@dataclass
class Service:
    """What the routes ask for the keeper.

    Parameters
    ----------
    keeper : Keeper, optional
        `None` before it is there, and where no database can be written.
    reason : str
        Why there are no rooms here, as a sentence.
    """

    keeper: Keeper | None = None
    reason: str = ""
    _ready: threading.Event = field(default_factory=threading.Event)
    _started: bool = False

    def start(self) -> None:
        """Open the database and look after it in a thread of its own; a second call does nothing."""
        if not self._started:
            self._started = True
            threading.Thread(target=self._live, name="rooms", daemon=True).start()

    def ready(self) -> Keeper | None:
        """The keeper, `None` where there are no rooms."""
        if self._started:
            self._ready.wait(START_S)
        return self.keeper

    def _live(self) -> None:
        try:
            self.keeper = Keeper(opened(address()))
        except NoDatabase as error:
            self.reason = str(error)
        finally:
            self._ready.set()
        while self.keeper is not None:
            with suppress(SQLAlchemyError):  # it may be away for a while: it is swept when it is back
                self.keeper.sweep()
            threading.Event().wait(SWEEP_S)


SERVICE = Service()
