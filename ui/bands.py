"""What the fit leaves open, for the board: computed once for each scenario, when a visitor rests.

The draws cost some 25 ms, more than a release. So they are kept, shared by all sessions, and take a
fifth of one processor at most: who asks in between gets no answer and asks again a little later.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from typing import Any

import numpy as np

from sim import Scenario
from sim.band_words import band_line
from sim.charts import charts_of
from sim.laws import loss_laws
from sim.uncertainty import bands, law_draws
from ui import kept, state, story
from ui.payload import packed
from ui.sweeps import HEAD
from ui.turns import LATE_TURN

KEPT = 256  # answers, of some 10 kB
SHARE = 0.2  # of a processor


@dataclass(frozen=True)
class Question:
    """Whose bands, on which page, with what as the floor."""

    page: str
    scenario: Scenario
    pinned: Scenario | None = None
    floor: str | float = "uncertain"


@dataclass
class Answers:
    """The answers that are kept, and when the next may be computed."""

    kept: OrderedDict[Question, bytes] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)
    free_at: float = 0.0

    def answer(self, question: Question) -> bytes:
        """The block of a question; nothing where the processor is needed for others."""
        with self.lock:
            if question in self.kept:
                self.kept.move_to_end(question)
                return self.kept[question]
            began = time.monotonic()
            if began < self.free_at:
                return b""
            self.free_at = float("inf")  # one at a time
        found = b""
        try:
            with LATE_TURN:
                found = block(question)
        finally:
            with self.lock:
                now = time.monotonic()
                self.free_at = now + (now - began) * (1 / SHARE - 1)
        with self.lock:
            self.kept[question] = found
            while len(self.kept) > KEPT:
                self.kept.popitem(last=False)
        return found


ANSWERS = Answers()


def question(page: str) -> Question | None:
    """What this visitor may ask; `None` where page or law have no bands, or the plan cannot be."""
    now = state.session()
    if not any(chart.bands for chart in charts_of(page)):
        return None
    if now.trouble or loss_laws().entries[now.scenario.law].covariance is None:
        return None
    return Question(page, now.scenario, now.pinned, kept.floor())


def token(asked: Question) -> str:
    """Name of a question."""
    text = repr([asked.page, list(asked.scenario), asked.pinned and list(asked.pinned), asked.floor])
    return sha256(text.encode()).hexdigest()[:16]


def block(asked: Question) -> bytes:
    """Lines under the numbers and traces of the charts: the length of the head, then the head as JSON."""
    found = bands(asked.scenario, asked.floor)
    form = law_draws(loss_laws().entries[asked.scenario.law], floor=asked.floor)
    if found is None or form is None:
        return b""
    results = [state.result_of(scenario) for scenario in (asked.scenario, asked.pinned) if scenario is not None]
    names = [number.name for number in story.numbers(asked.page, results)]
    charts = {chart.id: _sent(chart.bands(results, found, form)) for chart in charts_of(asked.page) if chart.bands}
    head = {"bands": token(asked), "numbers": {name: band_line(name, found) for name in names}, "charts": charts}
    text = packed(head)
    return len(text).to_bytes(HEAD, "little") + text


def _sent(value: Any) -> Any:
    """Traces as JSON, numbers to the digits that a picture can show."""
    if isinstance(value, dict):
        return {key: _sent(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [_sent(inner) for inner in value]
    if isinstance(value, (float, np.floating)):
        return float(f"{value:.5e}") if np.isfinite(value) else None
    return value
