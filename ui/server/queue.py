"""One computation at a time in a process, and what a visitor waits for first.

Scripts of many visitors share one interpreter. Where they all run at once, each waits for the
others at every message it sends; one after the other, each is answered sooner. Moves and pages go
before sweeps and bands, which are made ahead of need.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, get_ident


class Turns:
    """A lock that is handed on in the order of asking; who may be late comes after all others.

    The thread that has the turn may take it again: a fragment runs inside its page, and alone.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._owner: int | None = None
        self._depth = 0
        self._waiting: dict[bool, deque[tuple[int, Lock]]] = {False: deque(), True: deque()}

    @property
    def waiting(self) -> int:
        """How many wait for the turn."""
        return sum(map(len, self._waiting.values()))

    @property
    def is_free(self) -> bool:
        """Whether nobody has the turn."""
        return self._owner is None and not self._depth

    def take(self, late: bool = False) -> None:
        """Wait for the turn; `late` lets all others go first."""
        me = get_ident()
        with self._lock:
            if self._owner in (None, me):
                self._owner = me
                self._depth += 1
                return
            gate = Lock()
            gate.acquire()
            self._waiting[late].append((me, gate))
        gate.acquire()  # opened by whoever has the turn before

    def give(self) -> None:
        """End the turn and hand it on."""
        with self._lock:
            self._depth -= 1
            if not self._depth:
                self._hand_on()

    def pause(self) -> None:
        """Let those go first who may not be late, if there are any, and go on with the turn after them."""
        me = get_ident()
        with self._lock:
            if self._owner != me or self._depth != 1 or not self._waiting[False]:
                return
            gate = Lock()
            gate.acquire()
            self._waiting[True].appendleft((me, gate))
            self._hand_on()
        gate.acquire()

    def _hand_on(self) -> None:
        queue = self._waiting[False] or self._waiting[True]
        self._owner, gate = queue.popleft() if queue else (None, None)
        self._depth = 0 if gate is None else 1
        if gate is not None:
            gate.release()


class Turn:
    """`with TURN:` takes the turn and gives it back."""

    def __init__(self, turns: Turns, late: bool):
        self._turns, self._late = turns, late

    def __enter__(self) -> None:
        self._turns.take(self._late)

    def __exit__(self, *error: object) -> None:
        self._turns.give()

    def pause(self) -> None:
        """Between two parts of late work: who waits for a move goes first. Nothing where the turn is not ours alone."""
        self._turns.pause()

    @contextmanager
    def stepped_aside(self) -> Iterator[None]:
        """For seconds of numpy, which needs the interpreter little: others go on meanwhile."""
        self._turns.give()
        try:
            yield
        finally:
            self._turns.take(self._late)


_TURNS = Turns()
TURN, LATE_TURN = Turn(_TURNS, False), Turn(_TURNS, True)
