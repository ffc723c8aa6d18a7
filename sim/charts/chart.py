"""What a chart file says of its chart."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.laws.forms import Additive
from sim.result import Result
from sim.scenario import Scenario
from sim.uncertainty import Band

Results = Sequence[Result]
Bands = Callable[[Results, Mapping[str, Band], Additive], list[dict[str, Any]]]


@dataclass(frozen=True)
class View:
    """Another look at the same data: a patch of the layout, by dotted keys."""

    name: str
    label: str
    layout: Callable[[Results], dict[str, Any]]
    note: str = ""  # stands under the chart in place of its own note


@dataclass(frozen=True)
class Chart:
    """One chart.

    Parameters
    ----------
    id, page, order : str, str, int
        Name in links, the page that shows it, its place there.
    question : str
        Its title, which is a question.
    subtitle : callable
        What is drawn and in which unit.
    figure : callable
        Plotly figure as a dictionary.
    summary : callable
        What the figure shows, in words.
    table : callable
        (columns, rows) of the figure's data, as texts.
    note : callable, optional
        A sentence under the chart.
    figures : callable, optional
        (window, many) -> figures of many results to play during a drag, all in the window of the
        results that the page shows. Without it `figure` is called for each; give it where that is
        dear or where the figure's grid moves with the run. `None` leaves the chart to the release.
    window : callable, optional
        What of the results that the page shows `figures` depends on: frames stay true while it does
        not change. Without it, on all of them.
    bands : callable, optional
        (results, bands by output, draws of the law) -> traces that say how sure the fit is. They are
        fetched once the page rests and are hidden while a lever moves.
    views : tuple of View
        Other looks; the first is the one shown at first.
    height : int
        Height of the plot [px].
    least_width : int
        Width below which the plot scrolls inside its frame [px].
    wide : bool
        Whether it takes the full width of the page.
    applies : callable
        Whether a page of such a scenario has the chart at all.
    """

    id: str
    page: str
    order: int
    question: str
    subtitle: Callable[[Results], str]
    figure: Callable[[Results], dict[str, Any]]
    summary: Callable[[Results], str]
    table: Callable[[Results], tuple[list[str], list[list[str]]]]
    note: Callable[[Results], str] | None = None
    views: tuple[View, ...] = ()
    height: int = 320
    wide: bool = False
    figures: Callable[[Results, Sequence[Results]], list[dict[str, Any]] | None] | None = None
    window: Callable[[Results], Hashable] | None = None
    bands: Bands | None = None
    least_width: int = 0
    applies: Callable[[Scenario], bool] = lambda scenario: True


def still(figure: Callable[[Results], dict[str, Any]]) -> Callable[[Results, Sequence[Results]], list[dict[str, Any]]]:
    """The `figures` of a chart that is too dear to play: it keeps its picture until the release."""

    def figures(window: Results, many: Sequence[Results]) -> list[dict[str, Any]]:
        return [figure(window)] * len(many)

    return figures
