"""A chart that draws many runs in one go: what a drag plays is one figure, and so is the one that is shown."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sim.charts.chart import RunChart
from sim.charts.drawing.each import AXIS, of_run
from sim.charts.picture import Figure
from sim.engine.kept_runs import KeptRun
from sim.engine.result import Result


@dataclass(frozen=True)
class Drawn:
    """Many runs as one figure, with an `Each` where they differ.

    Parameters
    ----------
    figure : dict
        Plotly figure.
    views : mapping
        Of the other looks, the patch of the layout by dotted keys.
    """

    figure: Figure
    views: Mapping[str, dict[str, Any]]

    def figure_of(self, i: int) -> Figure:
        """The figure of one of the runs."""
        layout = {name: of_run(part, i) if name in self.axes else part for name, part in self.figure["layout"].items()}
        return {"data": [of_run(trace, i) for trace in self.figure["data"]], "layout": layout}

    @cached_property
    def axes(self) -> list[str]:
        """Names of the axes."""
        return [name for name in self.figure["layout"] if AXIS.fullmatch(name)]

    def view_of(self, view: str, i: int) -> dict[str, Any]:
        """The patch of a view for one of the runs."""
        return of_run(self.views.get(view, {}), i)


class AtOnceChart(RunChart):
    """A chart for which a figure for each run of a drag would be dear: it draws them all as arrays."""

    @abstractmethod
    def drawn(self, window: Result, many: Sequence[Result], others: Sequence[KeptRun]) -> Drawn:
        """Many runs of which there is something to draw, in the window of the run that the page shows."""

    def figure(self, now: Result, others: Sequence[KeptRun]) -> Figure:
        return self.drawn(now, [now], others).figure_of(0)

    def figures(self, window: Result, many: Sequence[Result], others: Sequence[KeptRun]) -> list[Figure]:
        drawn = self.drawn(window, many, others)
        return [drawn.figure_of(i) for i in range(len(many))]

    def view_layout(self, view: str, now: Result, others: Sequence[KeptRun]) -> dict[str, Any]:
        return {} if self.why_empty(now) else self.drawn(now, [now], others).view_of(view, 0)

    def looks(self, now: Result, others: Sequence[KeptRun]) -> tuple[Figure, dict[str, dict[str, Any]]]:
        if self.why_empty(now):
            return super().looks(now, others)
        drawn = self.drawn(now, [now], others)
        return drawn.figure_of(0), {view.name: drawn.view_of(view.name, 0) for view in self.views}
