"""A few answers that are kept for a while: bounded in number and in age."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class KeptAnswers(Generic[Answer]):
    """Answers by what was asked.

    Parameters
    ----------
    most : int
        How many are kept; the one that was not asked for the longest goes first.
    seconds : float
        For how long [s].
    """

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._kept: OrderedDict[Hashable, tuple[float, Answer]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def known(self, asked: Hashable) -> Answer | None:
        """The answer, if it is kept and not too old."""
        with self._lock:
            found = self._kept.get(asked)
            if found is None or time.monotonic() - found[0] > self._seconds:
                return None
            self._kept.move_to_end(asked)
            return found[1]

    def answer(self, asked: Hashable, work: Callable[[], Answer]) -> Answer:
        """The answer, worked out where it is not known."""
        known = self.known(asked)
        if known is not None:
            return known
        found = work()
        with self._lock:
            self._kept[asked] = (time.monotonic(), found)
            self._kept.move_to_end(asked)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return found
