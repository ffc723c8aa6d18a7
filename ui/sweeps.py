"""What a lever does to the page, computed beforehand: the frames that the browser plays during a drag.

A sweep answers one question of the board ("this lever, around here"). It is a
block of bytes: the length of its head (four bytes), the head as JSON, then the
numbers of the charts as 32-bit floats. Sessions share the sweeps kept here.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

import numpy as np

from sim import Result, Scenario, evaluate
from sim.charts.frames import Moving, moving
from sim.evaluate import runs
from sim.inputs import TABLE
from sim.showing import WHOLE, Showing, charts_shown
from ui import levers, story

MOST_RUNGS = 41  # nearly four decades of a logarithmic lever
MOST_BYTES = 150_000
KEPT = 64  # sweeps; at most 10 MB
HEAD = 4  # bytes of the length of the head


@dataclass(frozen=True)
class Question:
    """Which sweep is asked for.

    Parameters
    ----------
    page : str
        The page whose charts move.
    scenario : Scenario
        What the page shows; its result draws the window of the charts.
    lever : str
        The input that moves.
    center : int
        Rung of the lever around which to look.
    pinned : Scenario, optional
        What to compare with.
    own : (Scenario, str), optional
        Scenario and title of the visitor's own preset.
    showing : Showing
        What of the page is shown.
    """

    page: str
    scenario: Scenario
    lever: str
    center: int
    pinned: Scenario | None = None
    own: tuple[Scenario, str] | None = None
    showing: Showing = WHOLE


def token(page: str, scenario: Scenario, lever: str, pinned: Scenario | None, charts: tuple[str, ...] = ()) -> str:
    """Name of all that a sweep of the lever depends on: everything but the lever itself."""
    others = {name: value for name, value in scenario if name != lever}
    text = repr([page, lever, others, pinned and list(pinned), charts])
    return sha256(text.encode()).hexdigest()[:16]


def window(n_rungs: int, center: int) -> range:
    """Rungs of a sweep: as many as may be sent, the center in their middle where the ends allow."""
    first = min(max(0, center - MOST_RUNGS // 2), max(0, n_rungs - MOST_RUNGS))
    return range(first, min(n_rungs, first + MOST_RUNGS))


@lru_cache(maxsize=KEPT)
def sweep(question: Question) -> bytes:
    """The frames of one lever; nothing where there are none, and release serves."""
    rungs = levers.rungs(question.lever)
    shown = window(len(rungs), question.center)
    now = getattr(question.scenario, question.lever)
    # The run that the page shows rides along: its charts are the window of all.
    *found, base = runs(
        question.scenario,
        question.lever,
        [*(rungs[index] for index in shown), rungs[question.center] if now is None else now],
    )
    possible = [result for result in found if result is not None]
    if base is None or not possible:
        return b""
    pinned = [evaluate(question.pinned)] if question.pinned else []
    # An infeasible rung has no frame: the browser stays on the one before. Something must fill the arrays.
    many = [[result or possible[0], *pinned] for result in found]
    head = {
        "token": token(question.page, question.scenario, question.lever, question.pinned, question.showing.charts),
        "lever": question.lever,
        "first": shown.start,
        "center": question.center,
        "possible": [result is not None for result in found],
        **_texts(question, many),
    }
    shown_charts = charts_shown(question.page, question.showing)
    charts = [
        (chart.id, moving(chart, [base, *pinned], many)) for chart in shown_charts if chart.applies(base.scenario)
    ]
    return _packed(head, charts)


def _packed(head: dict[str, Any], charts: Sequence[tuple[str, list[Moving] | None]]) -> bytes:
    """Head and numbers as one block; a chart that does not fit is left to the release."""
    body = b""
    room = MOST_BYTES - len(_json(head))
    head["charts"] = []
    for name, frames in charts:
        traces, block = _chart(frames or [], len(body) // 4)
        used = len(block) + len(_json(traces))
        if frames is not None and traces is not None and used <= room:
            room -= used
            body += block
            head["charts"].append({"id": name, "traces": traces})
    text = _json(head)
    text += b" " * (-len(text) % 4)  # the browser reads floats at multiples of four bytes
    return len(text).to_bytes(HEAD, "little") + text + body


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def _texts(question: Question, many: Sequence[Sequence[Result]]) -> dict[str, Any]:
    """Numbers, paragraph and levers of each frame."""
    stories = [
        story.sentence(question.page, results, story.subject(results[0].scenario, question.own)) for results in many
    ]
    numbers: dict[str, list[list[str]]] = {}
    for results in many:
        for number in story.numbers(question.page, results):
            numbers.setdefault(number.name, []).append([number.value, number.unit, number.detail])
    return {
        "numbers": numbers,
        "sentence": [[[piece.text, int(piece.strong)] for piece in pieces] for pieces in stories],
        "levers": levers.following(question.lever, [results[0] for results in many], question.page),
    }


def _chart(frames: Sequence[Moving], start: int) -> tuple[list[dict[str, Any]] | None, bytes]:
    """What moves in one chart and its numbers, which begin at `start`; `None` for what cannot be sent."""
    traces, block = [], b""
    for frame in frames:
        item: dict[str, Any] = {"trace": frame.trace, "path": frame.path}
        if isinstance(frame.values, np.ndarray):
            item |= {"at": start + len(block) // 4, "width": frame.values.shape[1]}
            block += frame.values.astype("<f4").tobytes()
        elif any(map(_is_nested, frame.values)):
            return None, b""  # a map: too much to send
        else:
            item["values"] = frame.values
        traces.append(item)
    return traces, block


def _is_nested(value: Any) -> bool:
    if isinstance(value, (np.ndarray, dict)):
        return True
    return isinstance(value, (list, tuple)) and any(isinstance(item, (list, tuple, np.ndarray)) for item in value)


def answerable(lever: Any, center: Any, page: str, scenario: Scenario, showing: Showing = WHOLE) -> bool:
    """Whether a request of a browser, which is not trusted, names a lever of the page and a rung of it."""
    return (
        isinstance(lever, str)
        and isinstance(center, int)
        and lever in TABLE
        and lever in levers.given(scenario, page, showing)
        and 0 <= center < len(levers.rungs(lever))
        and bool(charts_shown(page, showing))
    )
