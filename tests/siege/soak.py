"""Many visitors for a long time: no errors, and memory that does not grow."""

import asyncio
import time

import numpy as np

from benchmarks.load import SWITCH, Totals, usage, visit
from deploy.serve import free_ports, stop, wait_until_ready, worker
from tests.siege.campaign import Seen, told

LOOK_S = 15.0  # between two looks at the memory
FROM_S = 300.0  # what was kept by then is what is kept; of a shorter soak half of it
MOST_GROWTH = 0.05
RAMP_PER_S = 6.0  # visitors who arrive


async def _soak(
    ports: list[int], pids: list[int], sessions: int, seconds: float
) -> tuple[Totals, list[tuple[float, float]]]:
    totals, ramp, start = Totals(), sessions / RAMP_PER_S, time.monotonic()
    visits = [
        asyncio.create_task(visit(ports[i % len(ports)], ramp * i / sessions, start + seconds, SWITCH, totals))
        for i in range(sessions)
    ]
    memory: list[tuple[float, float]] = []
    while (passed := time.monotonic() - start) < seconds - 1:
        memory.append((passed, usage(pids)[1]))
        if len(memory) % 4 == 1:
            last = np.percentile(totals.times_ms[-500:] or [0], [50, 95])
            print(
                f"    {passed / 60:4.1f} min: {memory[-1][1]:.0f} MB, {len(totals.times_ms):,} releases, "
                f"p50 {last[0]:.0f} ms, p95 {last[1]:.0f} ms, {len(totals.errors)} errors",
                flush=True,
            )
        await asyncio.sleep(min(LOOK_S, max(0.1, seconds - 1 - passed)))
    await asyncio.gather(*visits)
    return totals, memory


def growth(memory: list[tuple[float, float]], seconds: float) -> float:
    """By how much memory is larger at the end than at minute 5: medians of five looks each."""
    first = min(FROM_S, seconds / 2)
    settled = [size for passed, size in memory if passed >= first]
    return float(np.median(settled[-5:]) / np.median(settled[:5]) - 1) if settled else 0.0


def soaked(sessions: int, workers: int, seconds: float) -> Seen:
    """So many visitors on so many workers; what was seen."""
    seen, began = Seen("soak"), time.monotonic()
    if not seconds:
        return seen
    ports = free_ports(workers)
    processes = [worker(port) for port in ports]
    try:
        wait_until_ready(ports)
        totals, memory = asyncio.run(_soak(ports, [one.pid for one in processes], sessions, seconds))
    finally:
        stop(processes)
    seen.count, seen.taken = len(totals.times_ms) + len(totals.sweeps_ms), len(totals.times_ms)
    seen.worst_s = max(totals.times_ms, default=0.0) / 1e3
    seen.kinds.update(totals.errors)
    if totals.opened < sessions:
        seen.kinds[f"{sessions - totals.opened} of {sessions} visitors did not come in"] += 1
    grown = growth(memory, seconds)
    print(f"    memory {100 * grown:+.1f} % from minute {min(FROM_S, seconds / 2) / 60:.0f} to {seconds / 60:.0f}")
    if grown > MOST_GROWTH:
        seen.kinds[f"memory grew by {100 * grown:.1f} %"] += 1
    told(seen, time.monotonic() - began)
    return seen
