"""Turns: one thread at a time, in order, those that may be late last; the same thread again."""

import time
from threading import Thread

import pytest

from ui.server.queue import Turn, Turns

pytestmark = pytest.mark.timeout(60)


def until(reached) -> None:
    """Wait for another thread, at most half a minute."""
    end = time.monotonic() + 30
    while not reached():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.001)


def test_turns_are_handed_on_in_order():
    """Three wait: those that may be late come last, the others in the order in which they came."""
    turns, order, threads = Turns(), [], []

    def work(name: str, late: bool) -> None:
        with Turn(turns, late), Turn(turns, late):  # twice by the same thread
            order.append(name)

    turns.take()
    for number, (name, late) in enumerate([("sweep", True), ("first", False), ("second", False)], 1):
        threads.append(Thread(target=work, args=(name, late), daemon=True))
        threads[-1].start()
        until(lambda number=number: turns.waiting == number)
    assert order == []
    turns.give()
    for thread in threads:
        thread.join(10)
    assert order == ["first", "second", "sweep"]
    with Turn(turns, False):  # free again
        order.append("last")
    assert order[-1] == "last" and turns.is_free


def test_late_work_pauses_for_a_move_and_goes_on():
    """A sweep lets a move go first where it pauses, goes on before other sweeps, and never stops for those."""
    turns, order, threads = Turns(), [], []

    def work(name: str, late: bool) -> None:
        with Turn(turns, late):
            order.append(name)

    sweep = Turn(turns, True)
    with sweep:
        sweep.pause()  # nobody waits
        for number, (name, late) in enumerate([("other sweep", True), ("move", False)], 1):
            threads.append(Thread(target=work, args=(name, late), daemon=True))
            threads[-1].start()
            until(lambda number=number: turns.waiting == number)
        order.append("first part")
        with sweep:
            sweep.pause()  # inside another turn of its own it keeps both
        assert order == ["first part"]
        sweep.pause()
        order.append("second part")
        sweep.pause()
        assert order == ["first part", "move", "second part"]
    for thread in threads:
        thread.join(10)
    assert order[-1] == "other sweep" and turns.is_free
    sweep.pause()  # not ours: nothing
    assert turns.is_free


def test_a_mistake_gives_the_turn_back():
    """An error inside does not keep everybody else waiting."""
    turns = Turns()
    try:
        with Turn(turns, False):
            raise ValueError
    except ValueError:
        pass
    assert turns.is_free
