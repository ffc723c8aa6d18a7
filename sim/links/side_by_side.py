"""The table of runs side by side as files: numbers to every digit, or a page of text."""

from collections.abc import Sequence

from sim.engine.kept_runs import KeptRun
from sim.engine.result import Result
from sim.ground.spreadsheets import csv_text
from sim.ground.text import IN_A_FILE, escaped
from sim.words.side_by_side import QUANTITY, TITLE, Line, side_by_side


def as_csv(now: Result, kept: Sequence[KeptRun]) -> str:
    """The table for computing: what differs among the inputs first; an empty cell is unknown."""
    table = side_by_side(now, kept)
    rows = [[line.label, line.unit, *map(_raw, line.raw)] for line in (*table.inputs, *table.lines)]
    return csv_text([QUANTITY, "Unit", *table.heads], rows)


def as_markdown(now: Result, kept: Sequence[KeptRun]) -> str:
    """The table for reading, the best of each row in bold, and what differs."""
    table = side_by_side(now, kept)

    def row(line: Line) -> str:
        cells = (f"**{_plain(x)}**" if best else _plain(x) for x, best in zip(line.values, line.best, strict=True))
        return f"| {_plain(line.label)} | {' | '.join(cells)} |"

    head = f"| {QUANTITY} | {' | '.join(map(_plain, table.heads))} |"
    rule = f"| --- |{' ---: |' * len(table.heads)}"
    told = "\n".join(f"- {_plain(words)}" for words in table.differences)
    lines = "\n".join([head, rule, *map(row, table.lines)])
    return f"## {TITLE}\n\n{lines}\n\n{_plain(table.note)}\n\n{told}\n"


def _raw(value: float | str | None) -> str:
    return "" if value is None else value if isinstance(value, str) else repr(float(value))


def _plain(text: str) -> str:
    return escaped(text, IN_A_FILE)
