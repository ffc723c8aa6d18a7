"""How a class answered a task: a chart for each, with its question, and the key where it is wanted."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sim.charts.drawing.style import BODY, axis, layout
from sim.charts.picture import Figure, Picture, Table
from sim.teaching.answers import BETWEEN
from sim.teaching.exercises.student_bars import wrapped
from sim.teaching.exercises.task import Given
from sim.teaching.hand_ins import ClassTable

HEIGHT = 280  # [px]
OPTION = 54  # of one option in words [px]
CELL = 76  # of one option of a table of votes [px]
WALL = 1.7  # times as large are letters and charts on the wall of a room
MARKUP = re.compile(r"\*\*|(?<!\*)\*(?!\*)|`")


def spread(table: ClassTable, number: int, with_key: bool = True) -> Picture:
    """Chart of the answers of a class to a task, without names.

    Parameters
    ----------
    table : ClassTable
    number : int
        Of the task, counted from 0.
    with_key : bool
        Whether the chart, its words and its table tell the key.
    """
    lesson = table.lesson
    task, asked = lesson.task(number)
    given = table.answers(number)
    drawn, columns, rows = task.drawn(asked, given)
    told = task.class_words(asked, given) if with_key or task.is_open else ""
    words = " ".join(part for part in (_summary(given, with_key), told) if part)
    return Picture(
        id=f"task-{number + 1}",
        question=_title(table, number),
        subtitle=_plain(lesson.text(lesson.tasks[number], task.question)),
        figure=drawn if with_key else _without_key(drawn),
        summary=words,
        table=(columns, rows) if with_key else _without(task.key_columns, columns, rows),
        note=" ".join(part for part in (task.about_class, task.about_key if with_key else "", words) if part),
        height=max(HEIGHT, 60 + OPTION * len(task.choices(asked))),
        wide=True,
    )


def changed_votes(table: ClassTable) -> list[Picture]:
    """A chart for each question that was voted on twice: who went from where to where."""
    asked: dict[tuple[str, ...], int] = {}
    charts = []
    for number in range(len(table.lesson.tasks)):
        task, about = table.lesson.task(number)
        if task.control != "options" or task.key_words(about):
            continue
        options = tuple(task.choices(about).values())
        if options and options in asked:
            charts.append(_changed(table, asked[options], number))
        elif options:
            asked[options] = number
    return charts


def enlarged(picture: Picture) -> Picture:
    """The same chart with letters that are read from the back of a room."""
    return replace(picture, figure=_with_letters(picture.figure), height=round(WALL * picture.height))


def _with_letters(value: Any) -> Any:
    """Data of a figure with every font as many times as large as `WALL` says."""
    if isinstance(value, list):
        return [_with_letters(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    return {
        key: {**inner, "size": round(WALL * inner["size"])}
        if key.endswith("font") and "size" in inner
        else _with_letters(inner)
        for key, inner in value.items()
    } | (
        {"textfont": {"size": round(WALL * BODY)}}
        if "text" in value and "x" in value and "textfont" not in value
        else {}
    )


def _changed(table: ClassTable, first: int, second: int) -> Picture:
    """Two votes on the same options."""
    task, about = table.lesson.task(second)
    options = task.choices(about)
    pairs = [(row.first(first), row.first(second).rpartition(BETWEEN)[2]) for row in table.rows]
    moves = Counter(pair for pair in pairs if all(pair))
    stayed = sum(count for (before, after), count in moves.items() if before == after)
    said = {letter: f"{letter.upper()}: {text}" for letter, text in options.items()}
    places = {letter: i for i, letter in enumerate(options)}
    largest = max(moves.values(), default=1)
    dots = {
        "type": "scatter", "mode": "markers+text", "hoverinfo": "skip", "cliponaxis": False,
        "x": [places[after] for _, after in moves], "y": [places[before] for before, _ in moves],
        "text": [f"<b>{count}</b>" for count in moves.values()], "textposition": "middle center",
        "textfont": {"size": BODY + 3, "color": "@paper"},
        "marker": {
            "size": [26 + 26 * (count / largest) ** 0.5 for count in moves.values()], "opacity": 1,
            "color": ["@muted" if before == after else "@params" for before, after in moves],
        },
    }  # fmt: skip
    ends = [-0.6, len(places) - 0.4]
    ticks: dict[str, Any] = {"tickvals": list(places.values()), "tickfont": {"size": BODY}}
    figure = {
        "data": [dots],
        "layout": layout(
            xaxis=axis("Second vote", **ticks, range=ends, ticktext=[letter.upper() for letter in options]),
            yaxis=axis("First vote", **ticks, range=ends[::-1], ticktext=[*map(wrapped, said.values())]),
        ),
    }
    rows = [[said[before], said[after], str(count)] for (before, after), count in moves.most_common()]
    words = f"{sum(moves.values())} voted twice: {stayed} stayed, {sum(moves.values()) - stayed} changed sides."
    return Picture(
        id=f"changed-{second + 1}",
        question="Who changed sides?",
        subtitle=_plain(table.lesson.text(table.lesson.tasks[second], task.question)),
        figure=figure,
        summary=words,
        table=(["First vote", "Second vote", "Students"], rows),
        note=f"{words} Rows: the first vote, in step {table.lesson.tasks[first] + 1}. Columns: the second, in step "
        f"{table.lesson.tasks[second] + 1}. Blue: changed.",
        height=100 + CELL * len(options),
        wide=True,
    )


def _title(table: ClassTable, number: int) -> str:
    """The step of a task, as the lesson numbers and names it."""
    index = table.lesson.tasks[number]
    return f"Step {index + 1}: {table.lesson.file.steps[index].title}"


def _plain(text: str) -> str:
    """Markdown in one plain line."""
    return " ".join(MARKUP.sub("", text).split())


def _without_key(figure: Figure) -> Figure:
    """The figure without the traces that tell the key."""
    return figure | {"data": [trace for trace in figure["data"] if not (trace.get("meta") or {}).get("reveals")]}


def _without(heads: Sequence[str], columns: list[str], rows: list[list[str]]) -> Table:
    """The table without the columns of these heads."""
    kept = [i for i, column in enumerate(columns) if column not in heads]
    return [columns[i] for i in kept], [[row[i] for i in kept] for row in rows]


def _summary(given: Given, with_key: bool) -> str:
    if not given:
        return "Nobody has answered yet."
    counts = Counter(mark.verdict for _, mark in given)
    people = f"{len(given)} {'student' if len(given) == 1 else 'students'} answered"
    if "vote" in counts:
        return f"{people}. No option is right."
    if not with_key:
        return f"{people}."
    words = ("right", "near", "far")
    return (
        f"{people}: " + ", ".join(f"{counts[word]} {word}" for word in words) + f". Key: {given[0][1].key.rstrip('.')}."
    )
