"""What a page says of itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.charts import Chart, charts_of
from sim.engine.kept_runs import KeptRun
from sim.engine.result import Result
from sim.inputs import Row
from sim.inputs.levers import levers_on
from sim.inputs.scenario import Scenario
from sim.words.piece import Piece
from sim.words.run import Headline, Numbers, compared, difference, headlines


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page.

    Parameters
    ----------
    path, order, title : str, float, str
        Its address, and its place and name in the navigation: a page between two others has a number between
        theirs. The first page is the one that a bare address opens.
    about : str
        What it is for, in a sentence, for who meets its address elsewhere.
    """

    path: str
    order: float
    title: str
    about: str = ""


@dataclass(frozen=True)
class Door:
    """A way in: what somebody comes for, and where that is answered.

    Parameters
    ----------
    words : str
        What it says.
    page, query : str, str
        Path of the page, and what its link says.
    preset : str
        The scenario that the link opens, where it is not that of a bare address.
    """

    words: str
    page: str
    query: str = ""
    preset: str = ""


@dataclass(frozen=True, kw_only=True)
class Board(Page):
    """A page of levers, a sentence, numbers and charts. A chart says itself on which of them it stands.

    Parameters
    ----------
    question : str
        Its heading.
    lead : str
        One line below the heading: what this is and what one can do.
    doors : tuple of Door
        Ways from here to what people come for.
    paragraph : callable, optional
        (result, name of the model or `None`) -> the sentence at the top. Without it, those of the run's first chart.
    while_moving : callable, optional
        The same while a lever moves and until the page rests, where the sentence asks for more than a release can
        wait for.
    opening, closing : callable, optional
        What the sentence begins and ends with, whatever stands between; "" or nothing where there is nothing to say.
    numbers : callable
        result -> the numbers under the sentence.
    example : callable, optional
        scenario -> words and another scenario that is shown in its place, while it has nothing to show here.
    levers_of : str
        Path of the page whose levers it has, where they are not those that the table of inputs gives to its own.
    compares_laws : bool
        Whether its charts compare the laws that are picked on it.
    above, below : str, tuple of str
        Names of the parts that stand around the board. The one above says whether the run has a board here.
    """

    question: str
    lead: str = ""
    doors: tuple[Door, ...] = ()
    paragraph: Callable[[Result, str | None], list[Piece]] | None = None
    while_moving: Callable[[Result, str | None], list[Piece]] | None = None
    opening: Callable[[Result], list[Piece]] | None = None
    closing: Callable[[Result], str] | None = None
    numbers: Numbers = headlines
    example: Callable[[Scenario], tuple[str, Scenario] | None] | None = None
    levers_of: str = ""
    compares_laws: bool = False
    above: str = ""
    below: tuple[str, ...] = ()

    @property
    def charts(self) -> tuple[Chart, ...]:
        """Its charts, in order."""
        return charts_of(self.path)

    def levers(self, scenario: Scenario) -> list[tuple[Row, bool]]:
        """Rows of its levers for a scenario, and whether each is derived."""
        return levers_on(scenario, self.levers_of or self.path)

    def _first(self, now: Result) -> Chart:
        return next(chart for chart in self.charts if chart.applies(now.scenario))

    def sentence(
        self, now: Result, kept: Sequence[KeptRun] = (), subject: str | None = None, moving: bool = False
    ) -> list[Piece]:
        """What the page says at its top, or while a lever moves: the result, and how it differs from kept ones."""
        paragraph = (self.while_moving if moving else None) or self.paragraph
        pieces = paragraph(now, subject) if paragraph else [Piece(self._first(now).in_words(now))]
        pieces = [*(self.opening(now) if self.opening else []), *pieces]
        ends = [difference(now, kept) if kept else "", self.closing(now) if self.closing else ""]
        return [*pieces, *(Piece(f" {end}") for end in ends if end)]

    def headlines(self, now: Result, kept: Sequence[KeptRun] = ()) -> list[Headline]:
        """The numbers of the page: of the result, with those of the kept ones beside them."""
        return compared(self.numbers, now, kept)
