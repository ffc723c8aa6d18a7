"""Many visitors at once: `python -m benchmarks.load --sessions 100 --workers 1 --seconds 60`.

Starts the app on loopback, opens real websocket sessions as a browser does, and lets each take a
lever and release it every two to three seconds. A sweep is asked for when the browser would: when
a lever is taken and none at hand is true of it, or where a drag leaves the one at hand. No two
visitors share one. Printed are the round trips of a release (until the script has finished) and of
a sweep, errors, the processors' share and the memory of the servers, and the generator's own
share, without which the times mean little on a small machine.
"""

import argparse
import asyncio
import json
import os
import random
import sys
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from websockets.asyncio.client import ClientConnection, connect

from deploy.serve import free_ports, stop, wait_until_ready, worker
from ui.board.sweeps import MOST_RUNGS
from ui.server.streamlit_private import BackMsg, ForwardMsg, trigger_id

MOST_SESSIONS, MOST_SECONDS = 400, 900  # this is a test of our own machine, not of anybody's
THINK_S = (2.0, 3.0)
SWITCH = 0.2  # share of the moves that begin with another lever, unless told
EDGE = 4  # rungs before the end of a sweep at which the browser asks for the next
HOVER_S = 0.5  # from hovering to letting go
IN_VIEW = ["more", "compute"]  # the charts of Home in a window of 1440 x 900
CENTER = 50  # rung around which the first sweep is asked for
PATIENCE_S = 20.0
LEVERS = {"n_params": (50, 70), "n_tokens": (50, 75), "usd_per_chip_hour": (30, 45), "mfu": (15, 50)}  # rungs
FIRST_S = 60.0  # memory is compared between this moment and the end
TICKS, PAGE = os.sysconf("SC_CLK_TCK"), os.sysconf("SC_PAGE_SIZE")


@dataclass
class Totals:
    """What all sessions have seen."""

    times_ms: list[float] = field(default_factory=list)
    sweeps_ms: list[float] = field(default_factory=list)
    opened: int = 0
    n_bytes: int = 0
    errors: list[str] = field(default_factory=list)


class Session:
    """One visitor: knows its widgets, as the browser does, and moves levers."""

    def __init__(self, socket: ClientConnection, totals: Totals):
        self.socket, self.totals = socket, totals
        self.client, self.seq = f"{random.getrandbits(40):x}", 0
        self.board = self.feeder = self.page = self.query = ""
        self.fragments: dict[str, str] = {}  # component -> fragment that it stands in
        self.tokens: dict[str, str | None] = {}
        self.swept: tuple[str | None, int] = ("", 0)  # name and center of the sweep at hand
        self.bytes_of_sweep = 0
        self.ack: dict = {}
        self.texts: dict[str, str] = {}  # text inputs and choices by their identifier

    async def visit(self) -> None:
        """Open the page."""
        await self._run(self._message())

    async def release(self, lever: str, index: int) -> None:
        """Let go of a lever and wait until the page is drawn."""
        self.seq += 1
        event = {"type": "set", "name": lever, "index": index, "seq": self.seq}
        message = self._message()
        message.rerun_script.fragment_id = self.fragments[self.board]
        self._tell(message, self.board, "event", {"client": self.client, "events": [event]})
        await self._run(message)
        if self.ack != {"client": self.client, "seq": self.seq}:
            raise RuntimeError("the event was not answered")

    async def hover(self, lever: str, center: int) -> None:
        """Ask for the sweep of a lever and wait for it."""
        message = self._message()
        message.rerun_script.fragment_id = self.fragments[self.feeder]
        self._tell(
            message, self.feeder, "ask", {"lever": lever, "center": center, "charts": IN_VIEW, "n": random.random()}
        )
        self.bytes_of_sweep = 0
        await self._run(message)
        if not self.bytes_of_sweep:
            raise RuntimeError("no sweep came")
        self.swept = self.tokens[lever], center

    def has_sweep(self, lever: str, index: int) -> bool:
        """Whether the sweep at hand would serve, as the browser decides it."""
        token, center = self.swept
        return token == self.tokens[lever] and abs(index - center) <= MOST_RUNGS // 2 - EDGE

    def _message(self) -> BackMsg:
        message = BackMsg()
        state = message.rerun_script
        state.context_info.url = "http://127.0.0.1/"
        state.query_string, state.page_script_hash = self.query, self.page
        for name, text in self.texts.items():
            state.widget_states.widgets.add(id=name, string_value=text)
        return message

    @staticmethod
    def _tell(message: BackMsg, component: str, event: str, value: dict) -> None:
        widgets = message.rerun_script.widget_states.widgets
        widgets.add(id=component, json_value="{}")  # or the trigger is not looked up
        told = widgets.add(id=trigger_id(component))
        told.json_trigger_value = json.dumps([{"event": event, "value": value}])

    async def _run(self, message: BackMsg) -> None:
        """Ask for a run of the script and wait until it has finished."""
        await self.socket.send(message.SerializeToString())
        finished = False
        while not finished:
            content = await asyncio.wait_for(self.socket.recv(), PATIENCE_S)
            self.totals.n_bytes += len(content)
            finished = self._heard(ForwardMsg.FromString(content))

    def _heard(self, message: ForwardMsg) -> bool:
        """Take note of a message; whether it ends the run."""
        what = message.WhichOneof("type")
        if what == "navigation":
            self.page = message.navigation.page_script_hash
        elif what == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif what == "delta":
            element = message.delta.new_element
            kind = element.WhichOneof("type")
            if kind == "bidi_component":
                self.fragments[element.bidi_component.id] = message.delta.fragment_id
            if kind == "bidi_component" and element.bidi_component.component_name.endswith("next_dollar_board"):
                self.board = element.bidi_component.id
                board = orjson.loads(element.bidi_component.bytes)
                self.ack = board.get("ack") or {}
                self.tokens = {item["name"]: item.get("token") for item in (board["levers"] or {}).get("items", ())}
            elif kind == "bidi_component" and element.bidi_component.component_name.endswith("next_dollar_feeder"):
                self.feeder = element.bidi_component.id
                self.bytes_of_sweep = len(element.bidi_component.bytes)
            elif kind == "bidi_component" and element.bidi_component.component_name.endswith("next_dollar_address"):
                self.query = self.query or json.loads(element.bidi_component.json)["link"]
            elif kind == "text_input":
                shown = element.text_input
                self.texts[shown.id] = shown.value if shown.set_value else self.texts.get(shown.id, shown.default)
            elif kind == "selectbox":
                chosen = element.selectbox
                first = chosen.options[chosen.default]
                self.texts[chosen.id] = chosen.raw_value if chosen.set_value else self.texts.get(chosen.id, first)
            elif kind == "exception":
                raise RuntimeError(element.exception.message)
        return what == "script_finished"


async def visit(port: int, wait: float, until: float, switch: float, totals: Totals) -> None:
    """One visitor from arrival to the end."""
    await asyncio.sleep(wait)
    try:
        address = f"ws://127.0.0.1:{port}/_stcore/stream"
        async with connect(address, subprotocols=["streamlit"], max_size=None, compression=None) as socket:
            session = Session(socket, totals)
            await session.visit()
            totals.opened += 1
            lever, at = random.choice(list(LEVERS)), dict.fromkeys(LEVERS, CENTER)
            while time.monotonic() < until:
                await asyncio.sleep(random.uniform(*THINK_S) - HOVER_S)
                lever = random.choice(list(LEVERS)) if random.random() < switch else lever
                start, end = at[lever], random.randint(*LEVERS[lever])
                for index, wait in ((start, HOVER_S), (end, 0)):  # before the drag, and where it leaves the sweep
                    if not session.has_sweep(lever, index):
                        totals.sweeps_ms.append(await timed(session.hover(lever, index)))
                    await asyncio.sleep(wait)
                totals.times_ms.append(await timed(session.release(lever, end)))
                at[lever] = end
    except Exception as error:  # every failure of a visitor counts, whatever it is
        totals.errors.append(f"{type(error).__name__}: {error}"[:200])


async def timed(work: Coroutine[Any, Any, None]) -> float:
    """Time that some work takes [ms]."""
    start = time.perf_counter()
    await work
    return 1000 * (time.perf_counter() - start)


def usage(pids: list[int]) -> tuple[float, float]:
    """Processor time [s] and memory [MB] of processes (Linux)."""
    cpu = memory = 0.0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        cpu += (int(fields[11]) + int(fields[12])) / TICKS
        memory += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / 1e6
    return cpu, memory


async def measure(ports: list[int], pids: list[int], n_sessions: int, seconds: float, switch: float) -> None:
    """Open the sessions, let them work and print what was seen."""
    totals = Totals()
    ramp = max(3.0, n_sessions / 12)
    start = time.monotonic()
    until = start + ramp + seconds
    visits = [
        asyncio.create_task(visit(ports[i % len(ports)], ramp * i / n_sessions, until, switch, totals))
        for i in range(n_sessions)
    ]
    await asyncio.sleep(ramp + 2)
    totals.times_ms.clear()
    totals.sweeps_ms.clear()
    n_bytes = totals.n_bytes
    (cpu, _), own, began = usage(pids), time.process_time(), time.monotonic()
    first_after = min(FIRST_S, seconds / 2)
    await asyncio.sleep(max(0.0, first_after - 2))
    _, first = usage(pids)
    await asyncio.sleep(max(0.0, until - time.monotonic() - 1))
    times, (cpu_end, last), took = np.array(totals.times_ms), usage(pids), time.monotonic() - began
    own = time.process_time() - own
    await asyncio.gather(*visits)
    if not len(times):
        sys.exit(f"nothing was measured: {totals.errors[:3]}")
    p50, p95, p99 = np.percentile(times, [50, 95, 99])
    print(f"{totals.opened} of {n_sessions} sessions, {len(ports)} workers, {took:.0f} s, {len(times)} releases")
    print("sweep   p50 {:.0f} ms, p95 {:.0f} ms".format(*np.percentile(totals.sweeps_ms, [50, 95])))
    print(f"release p50 {p50:.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms, most {times.max():.0f} ms")
    print(
        f"processors: servers {100 * (cpu_end - cpu) / took:.0f} %, this generator {100 * own / took:.0f} % of one core"
    )
    each = 1000 * (cpu_end - cpu) / len(times)
    print(
        f"{len(totals.sweeps_ms)} sweeps; processor time of a release, sweeps included, {each:.1f} ms; "
        f"load of the machine {os.getloadavg()[0]:.1f} of {os.cpu_count()}"
    )
    print(
        f"answer {(totals.n_bytes - n_bytes) / max(1, len(totals.times_ms)) / 1000:.0f} kB a release, sweeps included"
    )
    print(
        f"memory {first:.0f} MB after {first_after:.0f} s, {last:.0f} MB at the end: {100 * (last / first - 1):+.1f} %"
    )
    print(f"errors {len(totals.errors)} {totals.errors[:3] or ''}")


def main() -> None:
    """Start the servers, measure, stop them."""
    parser = argparse.ArgumentParser(prog="benchmarks.load", description="Many visitors at once, on loopback.")
    parser.add_argument("--sessions", type=int, default=100)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--switch", type=float, default=SWITCH, help="share of the moves that begin with another lever")
    options = parser.parse_args()
    if options.sessions > MOST_SESSIONS or options.seconds > MOST_SECONDS:
        sys.exit(f"at most {MOST_SESSIONS} sessions and {MOST_SECONDS} seconds")
    ports = free_ports(options.workers)
    processes = [worker(port) for port in ports]
    try:
        wait_until_ready(ports)
        pids = [process.pid for process in processes]
        asyncio.run(measure(ports, pids, options.sessions, options.seconds, options.switch))
    finally:
        stop(processes)


if __name__ == "__main__":
    main()
