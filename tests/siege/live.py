"""Hostile messages and requests to a server that answers visitors meanwhile.

Nothing of them may stop it, leave a traceback in its log or in an answer, or keep an honest visitor waiting.
"""

import asyncio
import random
import re
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from benchmarks.load import Session, Totals
from deploy.serve import free_ports, stop, wait_until_ready, worker
from sim.charts import charts
from sim.inputs import TABLE
from sim.pages import pages
from tests.siege.campaign import MOST_KEPT, SLOW_S, Seen, chance, told
from tests.siege.queries import a_hand_in, a_link
from tests.siege.texts import hostile
from ui.server.streamlit_private import ForwardMsg

TALK = 12  # messages of one hostile visitor, after which another comes
PATIENCE_S = 20
EVERY = 25  # messages between two moves of the honest visitor
PATHS = (
    "", *pages(), "card.png", "plan/card.png", "api/evaluate", "room", "room/new", "room/ABCD", "room/ABCD/view",
    "room/ABCD/events/x", "_stcore/health", "_stcore/host-config", "_stcore/metrics", "media/x", "component/x/y",
    "static/../../etc/passwd", "..%2f..%2fetc%2fpasswd", "lib/x/y.js", "_stcore/upload_file/x/y",
)  # fmt: skip
TYPES = ("set", "choose", "press", "view", "keep", "x", "", None, 1)
NAMES = (*TABLE, "undo", "redo", "reset", "keep", "start", "line", "unit", "place", "x" * 300, None, 7, [], {})


def an_event(rng: random.Random, seq: int) -> Any:
    """What a browser could say of a board, and what none would."""
    event: dict[str, Any] = {"type": rng.choice(TYPES), "name": rng.choice(NAMES), "seq": seq}
    for key in ("text", "index", "value", "chart", "view"):
        if rng.random() < 0.5:
            event[key] = rng.choice(
                (
                    hostile(rng).encode("utf-8", "replace").decode(),
                    rng.randint(-(10**9), 10**9),
                    1.5,
                    None,
                    [],
                    {},
                    10**30,
                )
            )
    if rng.random() < 0.2:
        event["chart"] = rng.choice(sorted(charts()))
    if rng.random() < 0.05:
        event["seq"] = rng.choice((-1, 2**70, "1", None, 1.5))
    return event if rng.random() < 0.97 else rng.choice((None, [], "x", 1))


def a_message(rng: random.Random, session: Session) -> bytes:
    """A message to Streamlit: events of a board, texts of its fields, another page, or noise."""
    message = session._message()
    state, way = message.rerun_script, rng.randrange(8)
    if way < 4 and session.board:
        events = [an_event(rng, session.seq + i + 1) for i in range(rng.choice((1, 1, 3, 60)))]
        session.seq += len(events)
        value = {"client": rng.choice((session.client, "x" * 99, None)), "events": events}
        session._tell(message, session.board, "event", value if rng.random() < 0.95 else rng.choice((None, [], "x")))
        state.fragment_id = rng.choice((session.fragments.get(session.board, ""), "", "x"))
    elif way == 4 and session.feeder:
        ask = {
            "lever": rng.choice(NAMES),
            "center": rng.choice((5, -1, 10**9, 1.5, None)),
            "charts": rng.choice((["more"], "x", None)),
        }
        session._tell(message, session.feeder, "ask", ask)
        state.fragment_id = session.fragments.get(session.feeder, "")
    elif way == 5:
        for one in state.widget_states.widgets:
            one.string_value = hostile(rng, 20_000).encode("utf-8", "replace").decode()
    elif way == 6:
        state.page_script_hash = rng.choice(("", "x", session.page))
        state.page_name = rng.choice((*pages(), "x", "../x"))
        query = a_link(rng) if rng.random() < 0.6 else a_hand_in(rng)
        state.query_string = query.encode("utf-8", "replace").decode()
    else:
        content = bytearray(message.SerializeToString() or b"x")
        for _ in range(rng.randint(1, 8)):
            content[rng.randrange(len(content))] = rng.randrange(256)
        return bytes(content)
    return message.SerializeToString()


async def hostile_visitor(port: int, seed: int, number: int) -> None:
    """One who says a few things that no browser says, and hangs up; raises what the server shows of an error."""
    rng = chance(seed, "live", number)
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    async with connect(address, subprotocols=["streamlit"], max_size=None, compression=None) as socket:
        session = Session(socket, Totals())
        session.query = a_link(rng).encode("utf-8", "replace").decode() if rng.random() < 0.5 else "v=4"
        await session.visit()
        for _ in range(TALK):
            with suppress(TimeoutError, ConnectionClosed):
                await socket.send(a_message(rng, session))
                while True:  # what comes is read, so that an error in it is seen
                    content = await asyncio.wait_for(socket.recv(), 0.15)
                    session._heard(ForwardMsg.FromString(content))


def a_request(rng: random.Random) -> bytes:
    """An HTTP request to one of our addresses, or to none."""
    path = rng.choice(PATHS) if rng.random() < 0.9 else quote(hostile(rng, 200).encode("utf-8", "replace"))
    query = rng.choice((a_link, a_hand_in))(rng).encode("utf-8", "replace")[:12_000] if rng.random() < 0.8 else b""
    query = bytes(sign for sign in query if 32 < sign < 127)
    method = rng.choice(("GET",) * 8 + ("POST", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE", "X"))
    body = hostile(rng, 3_000).encode("utf-8", "replace") if method in ("POST", "PUT") else b""
    headers = [b"Host: " + rng.choice((b"localhost", b"evil.example", b"x/y", b'"><b>')), b"Connection: close"]
    names = (
        b"X-Seat", b"X-Teacher", b"X-Forwarded-For", b"X-Forwarded-Host", b"Accept-Encoding", b"Range", b"Cookie",
        b"If-None-Match", b"X-Xsrftoken", b"Origin",
    )  # fmt: skip
    for _ in range(rng.randint(0, 4)):
        text = hostile(rng, 300).encode("utf-8", "replace")
        headers.append(rng.choice(names) + b": " + bytes(sign for sign in text if 32 <= sign < 127))
    headers.append(b"Content-Length: %d" % len(body))
    first = f"{method} /{path}?".encode() + query + b" HTTP/1.1"
    return b"\r\n".join([first, *headers, b"", body])


async def requested(port: int, sent: bytes) -> None:
    """Send a request; raise where its answer is an error of the server."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(sent)
        with suppress(ConnectionError):
            answer = await asyncio.wait_for(reader.read(2_000_000), PATIENCE_S)
            status = int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else 0
            assert status < 500 or status == 503, f"{status} for {sent[:120]!r}"
            assert b"Traceback" not in answer, f"a traceback for {sent[:120]!r}"
    finally:
        writer.close()


async def _besieged(port: int, seed: int, events: int, seen: Seen) -> None:
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    async with connect(address, subprotocols=["streamlit"], max_size=None, compression=None) as socket:
        honest = Session(socket, Totals())
        await honest.visit()
        for path in PATHS:  # what is made once is made before it counts
            await requested(port, f"GET /{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        await honest.release("n_params", 49)
        for number in range(events // TALK):
            told = asyncio.gather(
                hostile_visitor(port, seed, number),
                *(requested(port, a_request(chance(seed, "requests", number * TALK + i))) for i in range(TALK)),
                return_exceptions=True,
            )
            began = time.perf_counter()
            await asyncio.wait_for(honest.release("n_params", 50 + number % 20), PATIENCE_S)
            took = time.perf_counter() - began
            if took > seen.worst_s:
                seen.worst_s, seen.worst = took, number
            for error in await told:
                seen.count += 1
                if isinstance(error, BaseException):
                    _failed(seen, seed, number, error)
            seen.count += TALK - 1


def _failed(seen: Seen, seed: int, number: int, error: BaseException) -> None:
    kind = f"{type(error).__name__}: {str(error)[:90]}"
    if not seen.kinds[kind] and len(seen.failures) < MOST_KEPT:
        seen.failures.append(f"seed {seed}, visitor {number}: {type(error).__name__}: {error}"[:400])
    seen.kinds[kind] += 1


def besieged(seed: int, events: int) -> Seen:
    """Hostile messages to a server of its own, and as many requests; what was seen."""
    seen, began = Seen("live"), time.monotonic()
    if not events:
        return seen
    (port,) = free_ports(1)
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        with log.open("wb") as errors:
            process = worker(port, errors)
        try:
            wait_until_ready([port])
            asyncio.run(_besieged(port, seed, events, seen))
            if process.poll() is not None:
                _failed(seen, seed, -1, RuntimeError("the server ended"))
        except Exception as error:  # whatever ends the siege is a failure
            _failed(seen, seed, -1, error)
        finally:
            stop([process])
        written = re.sub(r"\x1b\[[\d;]*m", "", log.read_text(errors="replace"))
    if count := written.count("Traceback"):
        _failed(
            seen,
            seed,
            -1,
            RuntimeError(f"{count} tracebacks in the log: {written[written.index('Traceback') :][-1500:]}"),
        )
        print(written[-6_000:])
    if seen.worst_s > SLOW_S:
        _failed(seen, seed, seen.worst, TimeoutError(f"an honest move took {seen.worst_s:.1f} s"))
    told(seen, time.monotonic() - began)
    return seen
