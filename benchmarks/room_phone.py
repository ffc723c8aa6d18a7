"""Phones of a class that is measured: each holds a stream of events and asks for views, as its page does."""

import asyncio
import json
import random
import time
from dataclasses import dataclass, field
from typing import Any

AWAY_S = 2.0  # of a phone that drops out
AGAIN_S, TRIES = 1.0, 60  # between two tries while the server is away
LOST = (ConnectionError, asyncio.IncompleteReadError)
OPEN = {"next", "again"}  # actions after which the class answers


@dataclass
class Seen:
    """What was measured, and what was wrong."""

    states_s: list[float] = field(default_factory=list)
    steps_s: list[float] = field(default_factory=list)
    answers_s: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    acted: dict[int, tuple[float, str]] = field(default_factory=dict)  # rev -> when the teacher pressed, and what
    posted: list[tuple[float, int]] = field(default_factory=list)  # when an answer was sent, and the rev
    refused: int = 0
    lost: int = 0  # streams that broke
    is_down: bool = False  # whether a worker is away, so that times are those of its return


class Browser:
    """One connection that is kept, as a browser keeps it."""

    def __init__(self, port: int, headers: dict[str, str]):
        self.port, self.headers, self.pair = port, headers, None

    async def ask(self, path: str, body: Any = None) -> tuple[int, bytes]:
        """Status and content of an answer; asked again while the server is away, as the pages do."""
        for _ in range(TRIES):
            try:
                return await self._ask(path, body)
            except LOST:
                self.pair = None  # it was not used for a while, or the server is away
                await asyncio.sleep(0.0 if _ == 0 else AGAIN_S)
        return await self._ask(path, body)

    async def _ask(self, path: str, body: Any) -> tuple[int, bytes]:
        if self.pair is None:
            self.pair = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.pair
        writer.write(_request(path, self.headers, body))
        head = await reader.readuntil(b"\r\n\r\n")
        lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        content = await reader.readexactly(int(lengths[0].split(b":")[1])) if lengths else b""
        return int(head.split(b" ", 2)[1]), content

    async def data(self, path: str, body: Any = None) -> Any:
        """The data of an answer that must not be refused."""
        status, content = await self.ask(path, body)
        if status != 200:
            raise ValueError(f"{path}: {status} {content[:200]!r}")
        return json.loads(content)


def _request(path: str, headers: dict[str, str], body: Any) -> bytes:
    content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = [
        f"{'GET' if body is None else 'POST'} {path} HTTP/1.1",
        "Host: localhost",
        f"Content-Length: {len(content)}",
    ]
    return "\r\n".join([*lines, *(f"{name}: {value}" for name, value in headers.items()), "", ""]).encode() + content


async def signs(port: int, code: str):
    """The signs of a room, from its stream of events."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(_request(f"/room/{code}/events", {}, None))
        while line := await reader.readline():
            if line.startswith(b"data: {") and len(line) > 12:
                yield json.loads(line[6:])
    finally:
        writer.close()


class Phone:
    """A student's phone."""

    def __init__(self, number: int, port: int, code: str, seen: Seen, think_s: float, secrets: dict[int, bytes]):
        self.token = f"{random.getrandbits(128):032x}"
        self.browser = Browser(port, {"X-Seat": self.token})
        self.number, self.port, self.code, self.seen, self.think_s = number, port, code, seen, think_s
        self.secrets = secrets  # what is right, by step
        self.given: dict[tuple[int, int], str] = {}
        self.known = -1
        self.jobs: set[asyncio.Task[None]] = set()

    async def live(self, wait_s: float, drops: bool) -> None:
        """Come in after a while, and follow the room."""
        await asyncio.sleep(wait_s)
        await self.browser.data(f"/room/{self.code}/join", {})
        until = time.monotonic() + (random.uniform(2, 20) if drops else 1e9)
        while True:
            try:
                async for sign in signs(self.port, self.code):
                    await self._heard(sign)
                    if sign["phase"] == "end":
                        return
                    if time.monotonic() > until:
                        until = 1e12
                        await asyncio.sleep(AWAY_S)
                        break
            except LOST:
                self.seen.lost += 1
            await asyncio.sleep(AGAIN_S)

    async def _heard(self, sign: dict[str, Any]) -> None:
        if sign["rev"] <= self.known:
            return
        first, self.known = self.known < 0, sign["rev"]
        _, view = await self.browser.ask(f"/room/{self.code}/view")
        _, mine = await self.browser.ask(f"/room/{self.code}/mine")
        pressed, action = self.seen.acted.get(sign["rev"], (0.0, ""))
        if pressed and not first and not self.seen.is_down:
            took = time.monotonic() - pressed
            (self.seen.steps_s if action == "next" else self.seen.states_s).append(took)
        now = json.loads(view)
        if (
            now["phase"] != "key"
            and now["phase"] != "end"
            and any(secret in content for secret in self.secrets.values() for content in (view, mine))
        ):
            self.seen.wrong.append(f"a key was sent in {now['phase']}")
        if sign["phase"] in ("open", "again") and action in OPEN:
            job = asyncio.create_task(self._answer(sign["step"], sign["round"], sign["rev"]))
            self.jobs.add(job)
            job.add_done_callback(self.jobs.discard)

    async def _answer(self, step: int, round_: int, rev: int) -> None:
        await asyncio.sleep(min(2.5, random.lognormvariate(0, 0.6)) / 2.5 * self.think_s)
        text = random.choice("abc") if step == 1 else f"{random.uniform(1, 60):.3g}"
        browser = Browser(self.port, self.browser.headers)
        sent = time.monotonic()
        body = {"step": step, "round": round_, "given": [text]}
        status, _ = await browser.ask(f"/room/{self.code}/answer", body)
        if status == 200:
            self.given[step, round_] = text if step == 1 else f"{float(text) / 100:.6g}"
            self.seen.posted.append((sent, rev))
        else:
            self.seen.refused += 1
