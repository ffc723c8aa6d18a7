"""A process from its start to its stop: pages are made ready, and nothing holds up its end for long."""

import asyncio
import os
import signal
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ui.server.heads import ready_ahead

STOP_S = 6.0  # what a stop takes at most: whoever told a server to stop kills it after ten seconds or so
LOOK_S = 0.25


def is_stopping() -> bool:
    """Whether the server was told to stop: it waits for streams, which would wait for it.

    Uvicorn's own handler of the signal is a method of the server, which knows.
    """
    return bool(getattr(getattr(signal.getsignal(signal.SIGTERM), "__self__", None), "should_exit", False))


@asynccontextmanager
async def lifetime(app: object) -> AsyncIterator[None]:
    """While the server runs: what the pages say is made ready, and a stop is watched for."""
    watch = asyncio.create_task(_end_once_told())
    async with ready_ahead():
        yield
    watch.cancel()
    if is_stopping():
        _end_in_time()


async def _end_once_told() -> None:
    while not is_stopping():
        await asyncio.sleep(LOOK_S)
    _end_in_time()


def _end_in_time() -> None:
    """Without what a thread still computes, or a browser never takes; what was committed is in the database."""
    end = threading.Timer(STOP_S, os._exit, [0])
    end.daemon = True  # an end that comes by itself does not wait for it
    end.start()
