"""How often something may be asked for, on a clock of our own; and what a stream says while it waits."""

import asyncio
import json
import time

from ui.room.database import opened
from ui.room.keeper import Keeper
from ui.room.limits import MOST_KNOWN, Rate
from ui.room.watch import Watch


def test_a_bucket_fills_again():
    """Four at once, then one a second, each name for itself; nothing grows without an end."""
    clock = [0.0]
    rate = Rate(1.0, 4, lambda: clock[0])
    assert [rate.allows("a") for _ in range(6)] == [True] * 4 + [False] * 2
    assert rate.allows("b")
    clock[0] = 1.0
    assert [rate.allows("a") for _ in range(2)] == [True, False]
    for number in range(2 * MOST_KNOWN):
        rate.allows(str(number))
    assert len(rate._left) <= MOST_KNOWN


def test_a_stream_says_each_state_once_and_the_end(tmp_path):
    """The sign of now, that of a change, and that the room is gone; then nobody listens and nobody looks."""
    keeper = Keeper(opened(f"sqlite:///{tmp_path / 'rooms.db'}"))
    code, key = keeper.open("x", "d")
    watch = Watch()

    async def heard():
        lines, looked = [], 0
        async for line in watch.stream(keeper, code):
            lines.append(line)
            looked += 1
            if looked == 2:
                keeper.join(code, "t1")
            if looked == 3:
                keeper.close(keeper.teachers(code, key))
        await asyncio.sleep(0.3)
        return lines, watch._task.done()

    lines, is_quiet = asyncio.run(asyncio.wait_for(heard(), 20))
    assert [json.loads(line[6:])["here"] for line in lines if line.startswith("data: {")] == [0, 1]
    assert all(abs(json.loads(line[6:])["now"] - time.time()) < 60 for line in lines if line.startswith('data: {"'))
    assert lines[-1].startswith("event: gone") and is_quiet
