"""The table of the run and of those kept beside it, as data of the board."""

from collections.abc import Sequence
from typing import Any

from sim import Result
from sim.charts.drawing.kept import look_of
from sim.engine.kept import MOST_LETTERS
from sim.engine.kept_runs import KeptRun
from sim.links.side_by_side import as_csv, as_markdown
from sim.words.side_by_side import QUANTITY, TITLE, Line, side_by_side
from ui.visit import kept_runs, refusals, state


def table(now: Result, kept: Sequence[KeptRun]) -> dict[str, Any] | None:
    """The table; `None` where nothing is kept, or the link hides all that stands below the charts."""
    if not kept or "below" in state.shown().hidden:
        return None
    found = side_by_side(now, kept)
    return {
        "title": TITLE,
        "corner": QUANTITY,
        "here": found.heads[0],
        "kept": [_head(run) for run in kept],
        "rows": [{"label": line.label, "cells": _cells(line)} for line in found.lines],
        "note": found.note,
        "differences": list(found.differences),
        "files": [
            _file("CSV", "text/csv", "csv", "\ufeff" + as_csv(now, kept)),  # the mark tells spreadsheets: UTF-8
            _file("Markdown", "text/markdown", "md", as_markdown(now, kept)),
        ],
    }


def frames(many: Sequence[Result], kept: Sequence[KeptRun]) -> dict[str, Any] | None:
    """What of the table moves in a drag: by row, the cells of each frame, and the sentences.

    `None` where the rows are not the same in all frames, which is left to the release.
    """
    found = [side_by_side(now, kept) for now in many]
    labels = [[line.label for line in one.lines] for one in found]
    if labels.count(labels[0]) < len(labels):
        return None
    rows = [[_cells(one.lines[i]) for one in found] for i in range(len(labels[0]))]
    moved = {str(i): cells for i, cells in enumerate(rows) if cells.count(cells[0]) < len(cells)}
    return {"rows": moved, "differences": [list(one.differences) for one in found]}


def _cells(line: Line) -> list[list[Any]]:
    """Each run's text, and whether it is the best."""
    return [list(cell) for cell in zip(line.values, line.best, strict=True)]


def _file(label: str, media: str, ending: str, text: str) -> dict[str, str]:
    """The table to take away."""
    name = f"next-dollar-side-by-side.{ending}"
    return {"label": label, "about": f"{label}: {TITLE}", "media": media, "name": name, "text": text}


def _head(run: KeptRun) -> dict[str, Any]:
    """What stands above the column of a kept run: its mark, its name to type, and its buttons."""
    look, refused = look_of(run), refusals.of(kept_runs.field(run.mark))
    return {
        "mark": run.mark,
        "glyph": look.glyph,
        "color": look.color,
        "name": run.name,
        "typed": refused.text if refused else "",
        "refused": refused.said if refused else "",
        "most": MOST_LETTERS,
        "label": f"Name of run {run.mark}",
        "buttons": [
            {"name": f"{kept_runs.SHOW}{run.mark}", "label": "Make current", "about": f"Make current: run {run.mark}",
             "disabled": run.scenario == state.session().scenario},
            {"name": f"{kept_runs.DROP}{run.mark}", "label": "Drop", "about": f"Drop run {run.mark}",
             "disabled": False},
        ],
    }  # fmt: skip
