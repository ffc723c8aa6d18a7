"""`make siege`, or python -m tests.siege --seed 1 --inputs 120000 --soak-minutes 30.

One failure again: python -m tests.siege --seed 1 --only links --number 17
"""

import argparse
import multiprocessing
import os
import sys
import time
from collections.abc import Iterable

from tests.siege import files, live, queries, rounds, scenarios, soak
from tests.siege.campaign import Campaign, Seen, chance, run, told

CAMPAIGNS: dict[str, Campaign] = {one.name: one for module in (queries, files, scenarios) for one in module.CAMPAIGNS}
CHUNK = 250  # inputs that a process tries at once
INPUTS = 120_000
MOST_INPUTS, MOST_MINUTES, MOST_SESSIONS = 5_000_000, 120, 400


def _chunk(given: tuple[str, int, int, int]) -> Seen:
    name, seed, start, end = given
    return run(CAMPAIGNS[name], seed, range(start, end))


def campaigns(names: Iterable[str], seed: int, inputs: int, jobs: int) -> list[Seen]:
    """Try all inputs of some campaigns, a line for each on the way."""
    found = []
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        for name in names:
            began, count = time.monotonic(), max(1, round(CAMPAIGNS[name].share * inputs))
            seen = Seen(name)
            chunks = [(name, seed, start, min(start + CHUNK, count)) for start in range(0, count, CHUNK)]
            for part in pool.imap_unordered(_chunk, chunks):
                seen.add(part)
            found.append(seen)
            told(seen, time.monotonic() - began)
    return found


def one(name: str, seed: int, number: int) -> int:
    """Try one input and show it, with the traceback if it fails."""
    campaign = CAMPAIGNS[name]
    given = campaign.make(chance(seed, name, number))
    print(repr(given)[:5_000])
    print("taken" if campaign.check(given) else "refused in words")
    return 0


def main() -> int:
    """The whole siege; 1 if anything failed."""
    given = _options()
    if given.number is not None:
        return one(given.only, given.seed, given.number)
    names = [given.only] if given.only else list(CAMPAIGNS)
    print(f"seed {given.seed}, {given.jobs} processes", flush=True)
    seen = campaigns(names, given.seed, given.inputs, given.jobs) if given.inputs else []
    failed = sum(one.kinds.total() for one in seen)
    tried = sum(one.count for one in seen)
    if not given.only:
        for what in (
            live.besieged(given.seed, given.events),
            rounds.left(given.rounds),
            soak.soaked(given.sessions, given.workers, 60 * given.soak_minutes),
        ):
            tried, failed = tried + what.count, failed + what.kinds.total()
    print(f"{tried:,} tried, {failed} failed")
    return 1 if failed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="tests.siege", description="What strangers may send, by the hundred thousand."
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--inputs", type=int, default=INPUTS, help="of all campaigns together; 0: none")
    parser.add_argument(
        "--events", type=int, default=3_000, help="hostile messages and requests to a live server; 0: none"
    )
    parser.add_argument("--rounds", type=int, default=200, help="moves that are left at once, in a browser; 0: none")
    parser.add_argument("--soak-minutes", type=float, default=0.0, help="of many visitors; 0: none")
    parser.add_argument("--sessions", type=int, default=100)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", choices=CAMPAIGNS, help="one campaign alone")
    parser.add_argument("--number", type=int, help="one input of that campaign alone")
    given = parser.parse_args()
    if given.number is not None and given.only is None:
        parser.error("--number is of a campaign: say --only too")
    if given.inputs > MOST_INPUTS or given.soak_minutes > MOST_MINUTES or given.sessions > MOST_SESSIONS:
        parser.error(f"at most {MOST_INPUTS:,} inputs, {MOST_MINUTES} minutes, {MOST_SESSIONS} sessions")
    return given


if __name__ == "__main__":
    sys.exit(main())
