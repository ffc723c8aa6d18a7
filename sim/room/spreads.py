"""The spread of a class before its key: charts of the answers, made of the answers alone.

Nothing here asks a task for its key, its mark or its tolerance: no edge of a bin, no end of an axis and no
word comes from what is right. That is why these are not the charts of `sim.teaching.class_charts`, which draw
around the key and then leave it out.
"""

import math
from collections import Counter
from collections.abc import Sequence
from statistics import fmean, median
from typing import Any

from sim.charts.drawing.style import axis, layout
from sim.charts.picture import Picture
from sim.ground import units
from sim.room.forms import number
from sim.teaching.answers import BETWEEN
from sim.teaching.exercises import Task
from sim.teaching.exercises.student_bars import grouped_bars, student_bars, wrapped
from sim.teaching.exercises.task import Asked, Drawn

BINS = 12
FAR = 30.0  # times the middle half of a class; what lies farther off is heaped at the edge
HEIGHT, ROW = 300, 54  # [px]


def spread(task: Task, asked: Asked, answers: Sequence[str], name: str, title: str, subtitle: str) -> Picture:
    """Chart of answers to a task that tells nothing of its key.

    Parameters
    ----------
    task, asked : Task, Asked
    answers : sequence of str
        Valid ones, of one round.
    name, title, subtitle : str
        Of the chart.
    """
    drawn, columns, rows = _drawn(task, asked, answers)
    words = f"{len(answers)} {'answer' if len(answers) == 1 else 'answers'}." if answers else "Nobody has answered yet."
    return Picture(
        id=name, question=title, subtitle=subtitle, figure=drawn, summary=words, table=(columns, rows), note=words,
        height=max(HEIGHT, 60 + ROW * len(task.choices(asked))), wide=True,
    )  # fmt: skip


def both(task: Task, asked: Asked, pairs: Sequence[tuple[str, str]], name: str, title: str, subtitle: str) -> Picture:
    """Chart of the options that a class chose in a first and a second vote, with a table of who changed sides."""
    choices = task.choices(asked)
    votes = [(_option(first), _option(second)) for first, second in pairs]
    counts = [[sum(vote[i] == letter for vote in votes) for letter in choices] for i in (0, 1)]
    said = {letter: f"{letter.upper()}: {text}" for letter, text in choices.items()}
    moves = Counter(votes)
    stayed = sum(count for (before, after), count in moves.items() if before == after)
    words = f"{len(votes)} voted twice: {stayed} stayed, {len(votes) - stayed} changed sides."
    rows = [[said[before], said[after], str(count)] for (before, after), count in moves.most_common()]
    return Picture(
        id=name, question=title, subtitle=subtitle, summary=words, note=f"{words} Pale: the first vote.",
        figure=grouped_bars([letter.upper() for letter in choices], counts, ["First vote", "Second vote"],
                            list(choices.values())),
        table=(["First vote", "Second vote", "Students"], rows), height=max(HEIGHT, 60 + ROW * len(choices)), wide=True,
    )  # fmt: skip


def _drawn(task: Task, asked: Asked, answers: Sequence[str]) -> Drawn:
    choices = task.choices(asked)
    if task.control in ("options", "reasons"):
        counts = Counter(map(_option if task.control == "options" else _head, answers))
        return student_bars(
            [letter.upper() for letter in choices], [counts[letter] for letter in choices], [None] * len(choices),
            "Option", list(choices.values()),
        )  # fmt: skip
    if task.control == "order":
        places = [fmean(answer.index(letter) + 1 for answer in answers) if answers else 0.0 for letter in choices]
        return _means(choices, places, "Mean place")
    if task.control == "points":
        given = [[float(part) for part in answer.split(BETWEEN)] for answer in answers] or [[0.0] * len(choices)]
        return _means(choices, [fmean(row[i] for row in given) for i in range(len(choices))], "Mean points")
    return _numbers(task.columns(asked), [[float(cell) for cell in task.cells(asked, answer)] for answer in answers])


def _option(answer: str) -> str:
    """The letter that was chosen; of two votes in one answer the last."""
    return answer.rpartition(BETWEEN)[2]


def _head(answer: str) -> str:
    """The letter of the option before that of its reason."""
    return answer.partition(BETWEEN)[0]


def _means(choices: dict[str, str], values: Sequence[float], heading: str) -> Drawn:
    """A bar with the mean of a class for each option."""
    names = [f"{letter.upper()}: {text}" for letter, text in choices.items()]
    bars = {
        "type": "bar", "orientation": "h", "x": list(values), "y": [wrapped(name) for name in names], "width": 0.6,
        "marker": {"color": "@params"}, "hoverinfo": "skip", "text": [f"{value:.1f}" for value in values],
        "textposition": "outside", "cliponaxis": False,
    }  # fmt: skip
    drawing = {
        "data": [bars],
        "layout": layout(
            xaxis=axis(heading, range=[0, 1.2 * max(1.0, *values)]),
            yaxis=axis("", type="category", autorange="reversed", showgrid=False),
        ),
    }
    return drawing, ["Option", heading], [[name, f"{value:.1f}"] for name, value in zip(names, values, strict=True)]


def _numbers(heads: list[str], rows: list[list[float]]) -> Drawn:
    """A histogram of one number; of more numbers a dot or a line for each answer."""
    texts = Counter(tuple(number(value) for value in row) for row in rows)
    table = [[*words, str(count)] for words, count in sorted(texts.items(), key=lambda item: (-item[1], item[0]))]
    drawing = _histogram(heads[0], [row[0] for row in rows]) if len(heads) == 1 else _dots(heads, rows)
    return drawing, [*heads, "Students"], table


def _histogram(head: str, values: list[float]) -> dict[str, Any]:
    """Bars of students by answer; the axis has decades where the answers span more than one."""
    log = bool(values) and min(values) > 0 and _reach(values)[1] > 20 * max(_reach(values)[0], 1e-300)
    low, high = _reach([math.log10(value) for value in values] if log else values)
    width = (high - low) / BINS or abs(high) * 0.1 or 1.0
    low -= width / 2  # so that the first bar stands around the least answer
    counts: Counter[int] = Counter()
    for value in values:
        at = ((math.log10(value) if log else value) - low) / width
        counts[max(0, min(BINS, math.floor(at)))] += 1
    ends = [(low + i * width, low + (i + 1) * width) for i in range(BINS + 1)]
    if log:
        ends = [(10**a, 10**b) for a, b in ends]
    said = [f"{number(a)} to {number(b)}" for a, b in ends]
    said[0], said[-1] = f"≤ {number(ends[0][1])}", f"≥ {number(ends[-1][0])}"
    top = max([1, *counts.values()])
    bars = {
        "type": "bar", "x": list(range(BINS + 1)), "y": [counts[i] for i in range(BINS + 1)], "width": 0.92,
        "marker": {"color": "@params"}, "customdata": said, "hovertemplate": "%{customdata}: %{y}<extra></extra>",
    }  # fmt: skip
    shown = list(range(0, BINS + 1, 3))
    middles = [units.count(math.sqrt(a * b) if log else (a + b) / 2, 2) for a, b in ends]
    return {
        "data": [bars],
        "layout": layout(
            xaxis=axis(head, tickvals=shown, ticktext=[middles[i] for i in shown], range=[-0.7, BINS + 0.7]),
            yaxis=axis("Students", range=[0, top * 1.12], tickformat="d", nticks=5),
        ),
    }


def _reach(values: Sequence[float]) -> tuple[float, float]:
    """From the least to the largest answer, those far from the others left out."""
    if not values:
        return 0.0, 1.0
    middle = median(values)
    reach = FAR * (median(abs(value - middle) for value in values) or abs(middle) or 1.0)
    near = [value for value in values if abs(value - middle) <= reach]
    return min(near), max(near)


def _dots(heads: list[str], rows: list[list[float]]) -> dict[str, Any]:
    """Each answer as a dot of its first two numbers."""
    x, y = [row[0] for row in rows], [row[1] for row in rows]
    log = [bool(one) and min(one) > 0 and max(one) > 20 * min(one) for one in (x, y)]
    dots = {
        "type": "scatter", "mode": "markers", "x": x, "y": y, "cliponaxis": False,
        "hovertemplate": "%{x:.3s}, %{y:.3s}<extra></extra>",
        "marker": {"size": 13, "color": "@params/0.55", "line": {"color": "@paper", "width": 1}},
    }  # fmt: skip
    return {
        "data": [dots],
        "layout": layout(xaxis=axis(heads[0], log=log[0]), yaxis=axis(heads[1], log=log[1])),
    }
