"""A class in a room: `python -m benchmarks.room --students 200 --workers 2`.

Starts workers on loopback that share one database, and lets a teacher, a projector and phones go through two
questions of a lesson, the first of them asked twice. Each phone holds a stream of events and asks for the view of
each state, as its page does. Some drop out and return, come late, bring a second device or send garbage, and one
joker posts fifty times a second. With `--kill` a worker is ended by `kill -9` in the
middle of the second vote and started anew: its phones come back by themselves, and nothing that was answered is lost.
Printed are how long a state, a step and an answer take to be seen, and the processors' share; what must hold exactly
is checked, and the exit status says whether it did.
"""

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import func, select

from benchmarks.load import TICKS
from benchmarks.room_phone import OPEN, Browser, Phone, Seen, signs
from deploy.serve import free_ports, stop, wait_until_ready, worker
from sim.room.views import told
from sim.teaching.hand_ins import HandIn, link
from sim.teaching.lessons import lessons
from tests.room_database import postgres
from ui.room.database import address, opened
from ui.room.tables import Answer, Room, Seat

LESSON = "is-there-a-wall"
MOST_STUDENTS, MOST_WORKERS = 380, 8  # this is a test of our own machine
DROP, LATE, TWICE, GARBAGE = 0.05, 0.03, 0.02, 0.01  # shares of the students
JOKER_S = 1 / 50
JOIN_S = 20.0  # in which a class comes in
DOWN_S = 3.0  # from the end of a worker to its new start
WAYS = ["next", "close", "spread", "again", "close", "both", "key", "next", "close", "spread", "key", "end"]


async def garbage(port: int, code: str, until: asyncio.Event, pause_s: float, kinds: list[Any]) -> int:
    """Send what means nothing, or too much of it, until the lesson ends; how much there was."""
    browser, count = Browser(port, {"X-Seat": f"{random.getrandbits(128):032x}"}), 0
    await browser.ask(f"/room/{code}/join", {})
    while not until.is_set():
        path = f"/room/{code}/{random.choice(['answer', 'teach', 'key'])}"
        try:
            status, content = await browser.ask(path, random.choice(kinds))
            assert status < 500 and b"Traceback" not in content
        except (ConnectionError, asyncio.IncompleteReadError):  # what is not read to its end ends the connection
            browser.pair = None
        count += 1
        await asyncio.sleep(pause_s)
    return count


async def wall(port: int, code: str, seen: Seen) -> None:
    """The projector: how long after an answer was sent its count is there."""
    shown: dict[int, int] = {}
    async for sign in signs(port, code):
        now, rev = time.monotonic(), sign["rev"]
        sent = sorted(at for at, which in seen.posted if which == rev)
        for at in sent[shown.get(rev, 0) : sign["in"]]:
            seen.answers_s.append(now - at)
        shown[rev] = max(shown.get(rev, 0), min(sign["in"], len(sent)))
        if sign["phase"] == "end":
            return


async def lesson(
    ports: list[int], n: int, think_s: float, kill: Callable[[], None] | None = None, revive: Callable[[], None] = int
) -> tuple[Seen, list[str], list[Phone]]:
    """A whole lesson; what was measured, the file of the teacher, the phones."""
    seen, door = Seen(), Browser(ports[-1], {"X-Seat": "0" * 32})
    made = await door.data("/room/new", {"lesson": LESSON})
    code, teacher = made["code"], Browser(ports[-1], {"X-Teacher": made["key"]})
    file = lessons().entries[LESSON]
    secrets = {step: told(file, step)["reveal"].split("<strong>")[0][3:60].encode() for step in (1, 2)}
    secrets = {step: json.dumps(text.decode(), ensure_ascii=False)[1:-1].encode() for step, text in secrets.items()}
    extra = round(TWICE * n)
    phones = [Phone(i, ports[i % len(ports)], code, seen, think_s, secrets) for i in range(n + extra)]
    end = asyncio.Event()
    jobs = [
        asyncio.create_task(
            phone.live(JOIN_S + think_s if i < LATE * n else random.uniform(0, JOIN_S), drops=i % round(1 / DROP) == 0)
        )
        for i, phone in enumerate(phones)
    ]
    jobs.append(asyncio.create_task(wall(ports[-1], code, seen)))
    kinds = [b"x" * 1_000_000, b"{", {"step": 1, "round": 1, "given": ["<script>alert(1)</script>"]}, {"step": "x"}]
    senders = range(max(1, round(GARBAGE * n)))
    noise = [asyncio.create_task(garbage(ports[i % len(ports)], code, end, 0.5, kinds)) for i in senders]
    joke = [{"step": 1, "round": 1, "given": [letter]} for letter in "abc"]
    noise.append(asyncio.create_task(garbage(ports[0], code, end, JOKER_S, joke)))
    await asyncio.sleep(JOIN_S + 1)
    for rev, action in enumerate(WAYS):
        seen.acted[rev + 1] = time.monotonic(), action
        await teacher.data(f"/room/{code}/teach", {"action": action, "rev": rev})
        if kill is not None and action == "again":
            await _without_a_worker(seen, think_s, kill, revive)
        await asyncio.sleep(think_s + 1.5 if action in OPEN else 3.0)
        seen.is_down = False
    await asyncio.gather(*jobs)
    end.set()
    sent = sum(await asyncio.gather(*noise))
    for phone in phones:
        mine = await phone.browser.data(f"/room/{code}/mine")
        answers = tuple(phone.given.get((index + 1, 1), "") for index in file.tasks)
        if mine["hand_in"] != link(HandIn(LESSON, 2, answers)):
            seen.wrong.append(f"a hand-in differs: {mine['hand_in']} is not of {phone.given}")
    _, content = await teacher.ask(f"/room/{code}/results")
    await teacher.data(f"/room/{code}/teach", {"action": "close_room", "rev": 0})
    print(f"{len(phones)} phones; {len(seen.posted)} answers taken, {seen.refused} refused; garbage: {sent}")
    if seen.lost:
        print(f"streams lost and found again: {seen.lost}")
    return seen, content.decode("utf-8-sig").splitlines(), phones


async def _without_a_worker(seen: Seen, think_s: float, kill: Callable[[], None], revive: Callable[[], None]) -> None:
    """End a worker while the class answers, and start it anew a little later."""
    await asyncio.sleep(think_s / 3)
    seen.is_down = True
    kill()
    await asyncio.sleep(DOWN_S)
    began = time.monotonic()
    await asyncio.to_thread(revive)
    print(f"a worker was ended by force; its new start took {time.monotonic() - began:.1f} s")


def cpu_s(processes: list[Any]) -> float:
    """Processor time of processes so far."""
    stats = [Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split() for process in processes]
    return sum(int(stat[11]) + int(stat[12]) for stat in stats) / TICKS


def run(options: argparse.Namespace, folder: Path, url: str) -> int:
    """Measure on one database; 0 if all that must hold did."""
    os.environ |= {"DATABASE_URL": url, "DATA_DIR": str(folder)}
    ports = free_ports(options.workers)
    processes = [worker(port) for port in ports]
    try:
        wait_until_ready(ports)
        before, began, own = cpu_s(processes), time.monotonic(), time.process_time()

        def kill() -> None:
            processes[0].kill()
            processes[0].wait()

        def revive() -> None:
            processes[0] = worker(ports[0])
            wait_until_ready(ports[:1])

        killing = kill if options.kill else None
        seen, rows, phones = asyncio.run(lesson(ports, options.students, options.think, killing, revive))
        took = time.monotonic() - began
        before = 0.0 if options.kill else before  # what the ended worker took is gone with it
        shares = (cpu_s(processes) - before) / took, (time.process_time() - own) / took
    finally:
        stop(processes)
    engine = opened(address())
    with engine.connect() as db:
        left = [db.scalar(select(func.count()).select_from(table)) for table in (Room, Seat, Answer)]
    if any(left):
        seen.wrong.append(f"rows are left after the close: {left}")
    for step, column in ((1, "step 1 option"), (2, "step 2 answer [per cent]")):
        at = rows[0].split(",").index(column)
        counted = sum(bool(row.split(",")[at]) for row in rows[1:])
        links = sum(bool(phone.given.get((step, 1))) for phone in phones)
        if not links <= counted <= links + 1:  # the joker is a phone too
            seen.wrong.append(f"step {step}: {counted} answers in the file, {links} in the links")
    print(f"{engine.dialect.name}; workers {100 * shares[0]:.0f} % of a core, the generator {100 * shares[1]:.0f} %")
    for name, times in (("state", seen.states_s), ("step", seen.steps_s), ("answer on the wall", seen.answers_s)):
        p = np.percentile(times, [50, 95, 99])
        print(f"{name:20} {len(times):6} seen; 50 % {p[0]:.2f} s, 95 % {p[1]:.2f} s, 99 % {p[2]:.2f} s")
    print("\n".join(dict.fromkeys(seen.wrong)) or "Counts, hand-ins, keys and tables are as they must be.")
    return bool(seen.wrong)


def main() -> int:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(prog="benchmarks.room", description="A class in a room.")
    parser.add_argument("--students", type=int, default=200)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--think", type=float, default=12.0, help="seconds in which a class answers")
    parser.add_argument("--kill", action="store_true", help="end a worker by force in the second vote, and restart it")
    parser.add_argument("--postgres", action="store_true", help="on a Postgres that is started here, not on SQLite")
    options = parser.parse_args()
    if not (1 <= options.students <= MOST_STUDENTS and 1 <= options.workers <= MOST_WORKERS):
        parser.error(f"at most {MOST_STUDENTS} students and {MOST_WORKERS} workers")
    with tempfile.TemporaryDirectory(prefix="nd-room-") as name:
        if not options.postgres:
            return run(options, Path(name), f"sqlite:///{name}/rooms.db")
        with postgres(Path(name)) as url:
            return run(options, Path(name), url)


if __name__ == "__main__":
    sys.exit(main())
