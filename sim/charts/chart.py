"""What every chart is: what its own file says of a run, and what pages make of it.

A chart file defines one class. It says what it draws and tells of one run. What is said of the
runs that were kept beside it, and why there is nothing to see, is said here for all charts.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sim.charts.drawing.empty import empty
from sim.charts.drawing.hover import written
from sim.charts.drawing.kept import legend, told, with_kept
from sim.charts.picture import Figure, Named, Picture, Table
from sim.charts.place import Place, View
from sim.engine.kept_runs import KeptRun
from sim.engine.result import Result
from sim.inputs.scenario import Scenario
from sim.laws.forms import Additive
from sim.studies.uncertainty import Band

WHY = "Why it is empty"
WAITING = "This is asked once the page rests."
Other = TypeVar("Other")


@dataclass(frozen=True)
class Beside:
    """What stands beside the run: runs that were kept, and laws that it is compared by.

    A chart draws the one or the other: see `RunChart` and `LawChart`.

    Parameters
    ----------
    kept : tuple of KeptRun
        Runs to compare with.
    laws : tuple of str
        Names of the laws to compare with that of the run; none: all.
    named : bool
        Whether the subtitle says which mark is which kept run.
    """

    kept: tuple[KeptRun, ...] = ()
    laws: tuple[str, ...] = ()
    named: bool = True


ALONE = Beside()
ValueOf = Callable[[str], float | None]  # an output or an input of a run by its name


class Chart(ABC, Generic[Other]):
    """One chart on one of its pages; `others` is what it draws beside the run.

    A file says it all in one of the three kinds below; `frames` to `picture` are for the pages.
    """

    id: str  # name in links
    question: str  # its title
    places: tuple[Place, ...]
    controls: tuple[str, ...] = ()  # inputs that its head has as levers, three at most
    hand: str | None = None  # input that a line of it moves: `meta.moves` of its traces
    views: tuple[View, ...] = ()  # the first is the one shown at first
    height = 320  # of the plot [px]
    least_width = 0  # below which the plot scrolls inside its frame [px]
    wide = False  # whether it takes the full width of the page
    is_still = False  # whether it keeps its picture until the release, being too dear to play
    axes_follow = False  # whether its axes, whose ranges stand on rungs, move with the run during a drag
    waits = False  # whether it comes once the page rests, being too dear for a release; it is not played either
    lists = False  # whether its lines stand in a list beside it, where they can be chosen
    formerly: tuple[str, ...] = ()  # names in older links and files, of charts whose question it answers
    words_when_empty = False  # whether its words and its table still speak where there is nothing to draw

    def __init__(self, place: Place) -> None:
        self.page, self.order = place.page, place.order
        self.id = place.id or self.id
        self.height = place.height or self.height

    def applies(self, scenario: Scenario) -> bool:
        """Whether a page of such a scenario has the chart at all."""
        return True

    def why_empty(self, now: Result) -> str | None:
        """Why there is nothing to draw, as a sentence; `None` where there is."""
        return None

    def spot(self, of: ValueOf) -> tuple[float | None, float | None] | None:
        """Where on the axes a run stands, of which `of` gives outputs and inputs by name; `None` without such axes."""
        return None

    def at_hand(self, now: Result) -> float | None:
        """Where the line stands that a hand can move; `None` where there is none."""
        return None

    @abstractmethod
    def subtitle(self, now: Result) -> str:
        """What is drawn and in which unit."""

    @abstractmethod
    def figure(self, now: Result, others: Sequence[Other]) -> Figure:
        """Plotly figure as a dictionary."""

    def note(self, now: Result) -> str:
        """A sentence under the chart."""
        return ""

    def named(self, now: Result, others: Sequence[Other]) -> tuple[str, tuple[Named, ...]]:
        """A list of its lines with a head, on pages where one chooses which are drawn; none for most."""
        return "", ()

    def foresee(self, many: Sequence[Result]) -> None:
        """Find at once what the words of many runs need, where that is dear one by one."""
        return None

    def view_layout(self, view: str, now: Result, others: Sequence[Other]) -> dict[str, Any]:
        """A patch of the layout for a view, by dotted keys."""
        return {}

    def figures(self, window: Result, many: Sequence[Result], others: Sequence[Other]) -> list[Figure] | None:
        """Figures of many runs to play during a drag, all in the window of the run that the page shows.

        Defined by charts for which one figure for each is dear, or whose grid moves with the run.
        `None` leaves the chart to the release.
        """
        if self.waits:
            return None
        return (
            [self.figure(window, others)] * len(many) if self.is_still else [self._figure(now, others) for now in many]
        )

    def window(self, now: Result, others: Sequence[Other]) -> Hashable:
        """What `figures` takes from the run that the page shows: frames stay true while it does not change."""
        return now.n_params, now.n_tokens, now.cost_total_usd

    def bands(
        self, now: Result, others: Sequence[Other], found: Mapping[str, Band], form: Additive
    ) -> list[dict[str, Any]]:
        """Traces that say how sure the fit is, from the bands by output and the draws of the law.

        They are fetched once the page rests and are hidden while a lever moves.
        """
        return []

    @property
    def has_bands(self) -> bool:
        """Whether the chart says how sure the fit is."""
        return type(self).bands is not Chart.bands

    @abstractmethod
    def others(self, beside: Beside) -> tuple[Other, ...]:
        """Which of what stands beside the run this chart draws."""

    @abstractmethod
    def words(self, now: Result, beside: Beside) -> str:
        """What the figure shows."""

    @abstractmethod
    def rows(self, now: Result, beside: Beside) -> Table:
        """The figure's data as texts."""

    def frames(self, window: Result, many: Sequence[Result], beside: Beside = ALONE) -> list[Figure] | None:
        """What is drawn of each of many runs in the window of one; `None` where that waits for the release."""
        why = self.why_empty(window)
        return [empty(why)] * len(many) if why else self.figures(window, many, self.others(beside))

    def frames_window(self, now: Result, beside: Beside = ALONE) -> Hashable:
        """What the frames depend on of the run that the page shows."""
        # Without figures of its own, and if it moves at all, every figure is that of its run alone.
        own = self.is_still or type(self).figures is not Chart.figures
        why = self.why_empty(now)
        return why, self.window(now, self.others(beside)) if own and not why else None

    def captions(self, now: Result, beside: Beside = ALONE) -> tuple[str, str]:
        """Subtitle and note, which say how kept runs are drawn; the figure alone says why it is empty."""
        if self._is_silent(now):
            return "", ""
        return " ".join(filter(None, [self.subtitle(now), self.legend(beside)])), self.note(now)

    def in_words(self, now: Result, beside: Beside = ALONE) -> str:
        """What the figure shows, or why there is nothing to see; draws nothing."""
        return self.why_empty(now) or "" if self._is_silent(now) else self.words(now, beside)

    def picture(self, now: Result, beside: Beside = ALONE) -> Picture:
        """The chart of a run and of what stands beside it, ready to be shown."""
        subtitle, note = self.captions(now, beside)
        why, silent = self.why_empty(now) or "", self._is_silent(now)
        figure, patches = self.looks(now, self.others(beside))
        return Picture(
            id=self.id,
            question=self.question,
            subtitle=subtitle,
            figure=written(figure),
            summary=self.in_words(now, beside),
            table=([WHY], [[why]]) if silent else self.rows(now, beside),
            note=note,
            views=tuple((view.name, view.label, view.note, patches[view.name]) for view in self.views),
            height=self.height,
            wide=self.wide,
            least_width=self.least_width,
        )  # fmt: skip

    def place_kept(self, now: Result) -> Picture:
        """What stands in the place of a chart that waits, before its first picture."""
        return Picture(self.id, self.question, self.subtitle(now), empty(WAITING), WAITING, ([WHY], [[WAITING]]),
                       height=self.height, wide=self.wide, least_width=self.least_width)  # fmt: skip

    def looks(self, now: Result, others: Sequence[Other]) -> tuple[Figure, dict[str, dict[str, Any]]]:
        """The figure, and by view the patch of its layout."""
        return self._figure(now, others), {view.name: self.view_layout(view.name, now, others) for view in self.views}

    def _figure(self, now: Result, others: Sequence[Other]) -> Figure:
        why = self.why_empty(now)
        return empty(why) if why else self.figure(now, others)

    def _is_silent(self, now: Result) -> bool:
        return not self.words_when_empty and self.why_empty(now) is not None

    def legend(self, beside: Beside) -> str:
        """Which mark is which kept run, where the chart draws any."""
        return ""


class LoneChart(Chart[KeptRun]):
    """A chart of one run alone: it has no others."""

    @abstractmethod
    def summary(self, now: Result) -> str:
        """What the figure shows of one run, in words."""

    @abstractmethod
    def table(self, now: Result) -> Table:
        """Columns and rows of the data of one run."""

    def others(self, beside: Beside) -> tuple[KeptRun, ...]:
        return ()

    def words(self, now: Result, beside: Beside) -> str:
        return self.summary(now)

    def rows(self, now: Result, beside: Beside) -> Table:
        return self.table(now)


class RunChart(LoneChart):
    """A chart that draws the runs that were kept beside the run as its others."""

    def others(self, beside: Beside) -> tuple[KeptRun, ...]:
        """The kept runs of which there is something to draw."""
        return tuple(run for run in beside.kept if self.why_empty(run) is None)

    def words(self, now: Result, beside: Beside) -> str:
        """The words of the run, and those of each kept one."""
        return told(self.summary(now), [(run, self.summary(run)) for run in self._speaking(beside)])

    def rows(self, now: Result, beside: Beside) -> Table:
        """The table of the run with the columns of each kept one beside it."""
        return with_kept(self.table(now), [(run, self.table(run)) for run in self._speaking(beside)])

    def _speaking(self, beside: Beside) -> tuple[KeptRun, ...]:
        return beside.kept if self.words_when_empty else self.others(beside)

    def legend(self, beside: Beside) -> str:
        """Which mark is which of the kept runs that have one here."""
        return legend(self.others(beside)) if beside.named else ""


class LawChart(Chart[str]):
    """A chart that compares laws: its others are their names."""

    @abstractmethod
    def summary(self, now: Result, others: Sequence[str]) -> str:
        """What the figure shows, in words."""

    @abstractmethod
    def table(self, now: Result, others: Sequence[str]) -> Table:
        """Columns and rows of its data."""

    def others(self, beside: Beside) -> tuple[str, ...]:
        """The laws that are compared."""
        return beside.laws

    def words(self, now: Result, beside: Beside) -> str:
        """The words of the run."""
        return self.summary(now, beside.laws)

    def rows(self, now: Result, beside: Beside) -> Table:
        """The table of the run."""
        return self.table(now, beside.laws)
