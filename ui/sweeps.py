"""What a lever does to the page, computed beforehand: the frames that the browser plays during a drag.

A sweep answers one question of the board ("this lever, around here"). It is a
block of bytes: the length of its head (four bytes), the head as JSON, then the
numbers of the charts as 32-bit floats. Sessions share the sweeps kept here.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

import numpy as np

from sim import Result, Scenario, evaluate
from sim.charts import Chart, charts, charts_of
from sim.charts.frames import Moving, moving
from sim.charts.pinned import subtitled
from sim.evaluate import runs
from sim.inputs import TABLE
from sim.showing import WHOLE, Showing, charts_shown
from ui import levers, story
from ui.payload import packed
from ui.turns import LATE_TURN

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
    charts : tuple of str, optional
        The charts that are in view; all of the page if not given.
    token : str
        Name of the sweep, see `tokens`.
    laws : tuple of str, optional
        Laws that the charts compare, where they do that and not with the pinned run.
    """

    page: str
    scenario: Scenario
    lever: str
    center: int
    pinned: Scenario | None = None
    own: tuple[Scenario, str] | None = None
    charts: tuple[str, ...] | None = None
    laws: tuple[str, ...] | None = None
    token: str = ""


def tokens(
    page: str,
    scenario: Scenario,
    pinned: Scenario | None,
    laws: tuple[str, ...] | None = None,
    windows: tuple[Hashable, ...] = (),
) -> Callable[[str], str]:
    """Names of all that a sweep of a lever depends on: everything but the lever itself, and the charts' windows."""
    inputs = {name: repr((name, value)) for name, value in scenario}
    rest = repr([page, pinned and list(pinned), laws, windows])

    def token(lever: str) -> str:
        others = "".join(text for name, text in inputs.items() if name != lever)
        return sha256(f"{lever}{others}{rest}".encode()).hexdigest()[:16]

    return token


def windows(charts: Sequence[Chart], results: Sequence[Result]) -> tuple[Hashable, ...]:
    """What of the results shown the frames of charts depend on: the runs themselves where a chart does not say."""
    drawn = [chart for chart in charts if chart.figures and chart.applies(results[0].scenario)]
    runs_shown = tuple((result.n_params, result.n_tokens, result.cost_total_usd) for result in results)
    return tuple(chart.window(results) if chart.window else runs_shown for chart in drawn)


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
    LATE_TURN.pause()
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
        "token": question.token,
        "lever": question.lever,
        "first": shown.start,
        "center": question.center,
        "possible": [result is not None for result in found],
        **_texts(question, many),
    }
    LATE_TURN.pause()
    beside = pinned
    if question.laws is not None:
        beside = [evaluate(base.scenario.changed(law=law)) for law in question.laws]
        many = [[results[0], *beside] for results in many]
    asked = charts_of(question.page) if question.charts is None else [charts()[name] for name in question.charts]
    asked = [chart for chart in asked if chart.applies(base.scenario)]
    head["asked"] = [chart.id for chart in asked]
    is_pinned = bool(pinned) and question.laws is None
    return _packed(head, [_moving(chart, [base, *beside], many, is_pinned) for chart in asked])


def _moving(
    chart: Chart, window: Sequence[Result], many: Sequence[Sequence[Result]], pinned: bool
) -> tuple[dict[str, Any], list[Moving] | None]:
    """What the head says of a chart, its words where they move, and what of its traces does."""
    LATE_TURN.pause()
    words = {
        "subtitle": [subtitled(chart, results, pinned) for results in many],
        "note": [chart.note(results) if chart.note else "" for results in many],
    }
    told = {kind: texts for kind, texts in words.items() if texts.count(texts[0]) < len(texts)}
    return {"id": chart.id, **told}, moving(chart, window, many)


def _packed(head: dict[str, Any], charts: Sequence[tuple[dict[str, Any], list[Moving] | None]]) -> bytes:
    """Head and numbers as one block; a chart that does not fit is left to the release."""
    body = b""
    room = MOST_BYTES - len(packed(head))
    head["charts"] = []
    for chart, frames in charts:
        traces, block = _chart(frames or [], len(body) // 4)
        item = {**chart, "traces": traces}
        used = len(block) + len(packed(item))
        if frames is not None and traces is not None and used <= room:
            room -= used
            body += block
            head["charts"].append(item)
    text = packed(head)
    text += b" " * (-len(text) % 4)  # the browser reads floats at multiples of four bytes
    return len(text).to_bytes(HEAD, "little") + text + body


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


def named(asked: Any, page: str, showing: Showing = WHOLE) -> tuple[str, ...]:
    """Those charts of the page that a browser, which is not trusted, names; all where it names none."""
    shown = [chart.id for chart in charts_shown(page, showing)]
    return tuple(name for name in shown if name in asked) if isinstance(asked, list) else tuple(shown)


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
