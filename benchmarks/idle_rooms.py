"""What rooms cost while none is open: `python -m benchmarks.idle_rooms`.

Starts two workers of the same program on loopback, one that may open rooms and one that may not, and gives them the
same visits in turns, first the one and then the other and then the other way round, so that what else the machine
does falls on both. Printed are the processor time of a visit for each pair, the median of their ratios with its middle
half, and what each worker takes while nobody visits.
"""

import argparse
import asyncio
import os
import sys
import tempfile
from statistics import median, quantiles

from websockets.asyncio.client import connect

from benchmarks.load import Session, Totals, usage
from deploy.serve import free_ports, stop, wait_until_ready, worker

MOST_PAIRS, MOST_VISITS, WARM = 100, 200, 4
LEVER, RUNGS = "n_params", (53, 57, 61)
KINDS = {"with rooms": {}, "without rooms": {"REPLICAS": "2"}}  # several machines and no database: no rooms


def started(port: int, settings: dict[str, str], folder: str) -> object:
    """A worker with other settings of the environment."""
    before = dict(os.environ)
    os.environ |= {"DATA_DIR": folder, **settings}
    os.environ.pop("DATABASE_URL", None)
    try:
        return worker(port)
    finally:
        os.environ.clear()
        os.environ |= before


async def visit_ms(port: int, pid: int, n: int) -> float:
    """Processor time of a visit, the page opened and a lever moved three times: always the same moves [ms]."""
    before, _ = usage([pid])
    for _ in range(n):
        address = f"ws://127.0.0.1:{port}/_stcore/stream"
        async with connect(address, subprotocols=["streamlit"], max_size=None, compression=None) as socket:
            session = Session(socket, Totals())
            await session.visit()
            for index in RUNGS:
                await session.release(LEVER, index)
    return 1000 * (usage([pid])[0] - before) / n


async def measured(ports: list[int], pids: list[int], options: argparse.Namespace) -> None:
    """The pairs, and what they come to."""
    names = list(KINDS)
    for port, pid in zip(ports, pids, strict=True):
        await visit_ms(port, pid, WARM)  # everything is loaded once
    ratios = []
    for i in range(options.pairs):
        order = (0, 1) if i % 2 == 0 else (1, 0)
        found = [0.0, 0.0]
        for at in order:
            found[at] = await visit_ms(ports[at], pids[at], options.visits)
        ratios.append(found[0] / found[1])
        print(f"{names[0]} {found[0]:6.1f} ms, {names[1]} {found[1]:6.1f} ms, ratio {ratios[-1]:.3f}", flush=True)
    idle = [usage([pid])[0] for pid in pids]
    await asyncio.sleep(options.idle)
    idle = [(usage([pid])[0] - before) / options.idle for pid, before in zip(pids, idle, strict=True)]
    low, _, high = quantiles(ratios, n=4) if len(ratios) > 1 else (ratios[0],) * 3
    print(f"ratio {median(ratios):.3f}, middle half {low:.3f} to {high:.3f}, of {len(ratios)} pairs")
    print("at rest: " + ", ".join(f"{name} {100 * share:.2f} %" for name, share in zip(names, idle, strict=True))
          + " of a core")  # fmt: skip


def main() -> None:
    """Start both workers, measure, stop them."""
    parser = argparse.ArgumentParser(prog="benchmarks.idle_rooms", description="What rooms cost while none is open.")
    parser.add_argument("--pairs", type=int, default=10)
    parser.add_argument("--visits", type=int, default=15, help="of each worker in a pair")
    parser.add_argument("--idle", type=float, default=30, help="seconds at rest")
    options = parser.parse_args()
    if not (1 <= options.pairs <= MOST_PAIRS and 1 <= options.visits <= MOST_VISITS):
        sys.exit(f"at most {MOST_PAIRS} pairs and {MOST_VISITS} visits")
    ports = free_ports(len(KINDS))
    with tempfile.TemporaryDirectory(prefix="nd-idle-") as folder:
        processes = [started(port, settings, folder) for port, settings in zip(ports, KINDS.values(), strict=True)]
        try:
            wait_until_ready(ports)
            asyncio.run(measured(ports, [process.pid for process in processes], options))
        finally:
            stop(processes)


if __name__ == "__main__":
    main()
