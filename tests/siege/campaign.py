"""One kind of hostile input: how it is made from a seed, what must hold of it, and what was seen.

Input number 17 of a campaign is the same for the same seed, whatever came before it: a failure is named by the
campaign, the seed and its number, and comes back with these three.
"""

import json
import random
import re
import signal
import sys
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from markdown_it import MarkdownIt

SLOW_S = 1.0  # of processor time: more than this for one input is a failure
HANGS_S = 20  # after which an input is broken off
MOST_KEPT = 20  # failures of a campaign that are told
OURS = {"title", "meta"}  # elements of a head
PLAIN = MarkdownIt("commonmark", {"html": True})


@dataclass(frozen=True)
class Campaign:
    """One kind of input.

    Parameters
    ----------
    name : str
        On the command line.
    share : float
        Of all inputs of a siege.
    make : callable
        An input from a source of chance.
    check : callable
        Whether the input was taken (and not refused in words); raises on whatever must not be.
    """

    name: str
    share: float
    make: Callable[[random.Random], Any]
    check: Callable[[Any], bool]


@dataclass
class Seen:
    """What a campaign has seen."""

    name: str
    count: int = 0
    taken: int = 0
    worst_s: float = 0.0
    worst: int = 0  # number of the slowest input
    failures: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Seen") -> None:
        """Join what another process has seen."""
        self.count, self.taken = self.count + other.count, self.taken + other.taken
        if other.worst_s > self.worst_s:
            self.worst_s, self.worst = other.worst_s, other.worst
        self.failures, self.kinds = [*self.failures, *other.failures][:MOST_KEPT], self.kinds + other.kinds


def chance(seed: int, name: str, number: int) -> random.Random:
    """Where input `number` of a campaign comes from."""
    return random.Random(f"{seed} {name} {number}")


def run(campaign: Campaign, seed: int, numbers: range) -> Seen:
    """Try the inputs of these numbers."""
    seen = Seen(campaign.name)
    warnings.simplefilter("error")
    for number in numbers:
        given = campaign.make(chance(seed, campaign.name, number))
        seen.count += 1
        began = time.thread_time()
        try:
            with broken_off(HANGS_S):
                seen.taken += campaign.check(given)
        except Exception as error:
            place = traceback.extract_tb(sys.exc_info()[2])[-1]
            kind = f"{type(error).__name__} at {place.filename.rpartition('/')[2]}:{place.lineno}"
            if not seen.kinds[kind]:
                seen.failures.append(f"--seed {seed} --only {campaign.name} --number {number}: {kind}: {error}"[:400])
            seen.kinds[kind] += 1
        took = time.thread_time() - began
        if took > seen.worst_s:
            seen.worst_s, seen.worst = took, number
        if took > SLOW_S:
            seen.kinds["slow"] += 1
            seen.failures.append(f"--seed {seed} --only {campaign.name} --number {number}: took {took:.2f} s")
    return seen


def told(seen: Seen, took: float) -> None:
    """A line of what a campaign has seen, and its failures."""
    print(
        f"{seen.name:12} {seen.count:8,} tried, {seen.taken:7,} taken, "
        f"longest {1000 * seen.worst_s:6.0f} ms (number {seen.worst}), "
        f"{seen.kinds.total()} failed, {took:.0f} s",
        flush=True,
    )
    for kind, count in seen.kinds.most_common():
        print(f"    {count:6,} {kind}")
    for failure in seen.failures:
        print(f"    {failure}")


@contextmanager
def broken_off(seconds: int):
    """Raise TimeoutError in what takes longer."""

    def over(*_: object) -> None:
        raise TimeoutError(f"broken off after {seconds} s")

    signal.signal(signal.SIGALRM, over)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


class _Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))


def no_markup_in_head(text: str) -> None:
    """Raise where a head holds other elements or attributes than ours."""
    for tag, names in _Elements(text).found:
        if tag not in OURS or not set(names) <= {"name", "property", "content"}:
            raise AssertionError(f"markup in a head: {tag} {names}")


def no_markup_in_words(text: str) -> None:
    """Raise where Markdown that shows a stranger's text is more than text."""
    more = set(re.findall(r"<(\w+)", PLAIN.render(text))) - {"p"}
    if more:
        raise AssertionError(f"markup in words: {more}")


def writable(*texts: str) -> None:
    """Raise where a text cannot be sent on."""
    for text in texts:
        text.encode()
        json.dumps(text, allow_nan=False)
