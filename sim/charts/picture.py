"""A chart as it is shown: drawn, told and tabulated, with nothing left to compute."""

import re
from dataclasses import dataclass
from typing import Any

# Sentences of a note about what its own page offers under the chart, and about the bands that only a page draws.
_OFFERED = re.compile(r"[^.?!:]*\b(?:set|typed|moved) below\b[^.]*\.")
_BANDS = re.compile(r"Shades:[^.]*\.")
Figure = dict[str, Any]  # of Plotly; a color that starts with "@" is a token of `sim.charts.drawing.style`
Table = tuple[list[str], list[list[str]]]  # columns, and rows as wide


@dataclass(frozen=True)
class Named:
    """A line of a chart in a list beside it; a trace that is it says so in `meta.line`.

    Parameters
    ----------
    name, label, value : str
        Its name, what it is called, and what it has at the compute of the run.
    drawn : bool or None
        Whether it is drawn; `None` where it always is.
    is_own : bool
        Whether it is the run's own.
    """

    name: str
    label: str
    value: str
    drawn: bool | None = None
    is_own: bool = False


@dataclass(frozen=True)
class Picture:
    """What a chart shows of one run.

    Parameters
    ----------
    id, question, subtitle : str
        Name in links, title, and what is drawn in which unit.
    figure : dict
        Plotly figure.
    summary, table, note : str, (columns, rows), str
        The figure in words and as texts, and a sentence under it.
    views : tuple of (name, label, note, layout)
        Other looks, each with a patch of the layout.
    height, least_width : int
        Height of the plot, and the width below which it scrolls [px].
    wide : bool
        Whether it takes the full width of the page.
    """

    id: str
    question: str
    subtitle: str
    figure: Figure
    summary: str
    table: Table
    note: str = ""
    views: tuple[tuple[str, str, str, dict[str, Any]], ...] = ()
    height: int = 320
    wide: bool = False
    least_width: int = 0

    def data(self) -> dict[str, Any]:
        """The picture as the board takes it, its open view left out."""
        columns, rows = self.table
        return {
            "id": self.id,
            "question": self.question,
            "subtitle": self.subtitle,
            "figure": self.figure,
            "height": self.height,
            "wide": self.wide,
            "least_width": self.least_width,
            "views": [
                {"name": name, "label": label, "note": note, "layout": layout}
                for name, label, note, layout in self.views
            ],
            "note": self.note,
            "summary": self.summary,
            "table": {"columns": columns, "rows": rows},
            "csv": True,  # whether its numbers may leave as a file
        }


def alone(note: str, has_bands: bool = False) -> str:
    """A note where nothing is offered under the chart: without the sentences about that, and about bands."""
    found = _OFFERED.sub("", note)
    return " ".join((found if has_bands else _BANDS.sub("", found)).split())


def opened(chart: dict[str, Any], view: str | None) -> dict[str, Any]:
    """The chart with its open view, which is the first one if there is no such view."""
    names = [other["name"] for other in chart["views"]]
    return {**chart, "view": view if view in names else next(iter(names), None)}
