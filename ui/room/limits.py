"""How often something may be asked for. What is counted is forgotten within a minute, and is never an address."""

import hashlib
import os
import time
from collections import OrderedDict
from collections.abc import Callable

_SALT = os.urandom(16)  # of this process, so that a digest says nothing to anybody
MOST_KNOWN = 5_000


def digest(text: str) -> bytes:
    """A name under which something is counted, from which it cannot be found again."""
    return hashlib.blake2b(text.encode(), key=_SALT, digest_size=12).digest()


class Rate:
    """A bucket for each name: `burst` at once, and `per_second` more each second.

    Parameters
    ----------
    per_second : float
    burst : int
    now : callable
        The clock [s].
    """

    def __init__(self, per_second: float, burst: int, now: Callable[[], float] = time.monotonic) -> None:
        self._per_second, self._burst, self._now = per_second, burst, now
        self._left: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def allows(self, name: str) -> bool:
        """Whether one more is allowed now; if so, it is counted."""
        return self._take(digest(name), 1)

    def is_spent(self, name: str) -> bool:
        """Whether the next one would not be allowed."""
        return not self._take(digest(name), 0)

    def _take(self, name: bytes, count: int) -> bool:
        now = self._now()
        left, then = self._left.pop(name, (float(self._burst), now))
        left = min(self._burst, left + (now - then) * self._per_second)
        is_allowed = left >= 1
        self._left[name] = (left - count if is_allowed else left, now)
        while len(self._left) > MOST_KNOWN:
            self._left.popitem(last=False)
        return is_allowed
