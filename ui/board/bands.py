"""What is too dear for a release: computed once for each scenario, when a visitor rests.

That is what the fit leaves open, and what all laws say of the run. The draws cost some 25 ms, more
than a release. So answers are kept, shared by all sessions, and take a fifth of one processor at
most: who asks in between gets no answer and asks again a little later.
"""

import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from typing import Any

import numpy as np

from sim import Scenario, pages
from sim.charts.chart import Beside
from sim.engine.kept import Kept
from sim.engine.kept_runs import results_of
from sim.engine.known_results import result_of
from sim.engine.presets import subject
from sim.engine.scenario_law import chosen_law
from sim.studies.uncertainty import bands, law_draws
from sim.words.bands import band_line
from sim.words.piece import Piece
from ui.server import payload
from ui.server.queue import LATE_TURN
from ui.visit import laws_choices, state

KEPT = 256  # answers, of some 10 kB
SHARE = 0.2  # of a processor


@dataclass(frozen=True)
class Question:
    """Whose bands, on which page, with what as the floor, and how the sentence calls the run."""

    page: str
    scenario: Scenario
    kept: tuple[Kept, ...] = ()
    floor: str | float = "uncertain"
    subject: str | None = None

    @property
    def has_bands(self) -> bool:
        """Whether page and law have bands."""
        covariance = chosen_law(self.scenario).covariance
        return covariance is not None and any(chart.has_bands for chart in pages.board(self.page).charts)

    @property
    def has_more(self) -> bool:
        """Whether the page has a sentence or charts that wait until it rests."""
        board = pages.board(self.page)
        return board.while_moving is not None or any(chart.waits for chart in board.charts)


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
    """What this visitor may ask; `None` where there is nothing to ask, or the plan cannot be."""
    now = state.session()
    if now.trouble:
        return None
    asked = Question(page, now.scenario, now.kept, laws_choices.floor(), subject(now.scenario, state.own()))
    return asked if asked.has_bands or asked.has_more else None


def token(asked: Question) -> str:
    """Name of a question."""
    kept = [(one.mark, one.name, list(one.scenario)) for one in asked.kept]
    text = repr([asked.page, list(asked.scenario), kept, asked.floor, asked.subject])
    return sha256(text.encode()).hexdigest()[:16]


def block(asked: Question) -> bytes:
    """Lines under the numbers and traces of the charts; the sentence and the charts that waited."""
    board, now = pages.board(asked.page), result_of(asked.scenario)
    kept = results_of(asked.kept)
    head: dict[str, Any] = {"bands": token(asked), "numbers": {}, "charts": {}, "sentence": None, "pictures": {}}
    found = bands(asked.scenario, asked.floor) if asked.has_bands else None
    form = law_draws(chosen_law(asked.scenario), floor=asked.floor)
    if found is not None and form is not None:
        head["numbers"] = {number.name: band_line(number.name, found) for number in board.headlines(now, kept)}
        head["charts"] = {
            chart.id: _sent(chart.bands(now, chart.others(Beside(kept)), found, form))
            for chart in board.charts
            if chart.has_bands
        }
    if asked.has_more:
        head["sentence"] = told(board.sentence(now, kept, asked.subject))
        for chart in board.charts:
            if chart.waits and chart.applies(asked.scenario):
                LATE_TURN.pause()
                head["pictures"][chart.id] = _sent(chart.picture(now, Beside(kept)).data())
    return payload.block(head)


def told(sentence: Sequence[Piece]) -> list[dict[str, Any]]:
    """A sentence as the board takes it."""
    return [{"text": piece.text, "strong": piece.strong} for piece in sentence]


def _sent(value: Any) -> Any:
    """Traces as JSON, numbers to the digits that a picture can show."""
    if isinstance(value, dict):
        return {key: _sent(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [_sent(inner) for inner in value]
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, (float, np.floating)):
        return float(f"{value:.5e}") if np.isfinite(value) else None
    return value
