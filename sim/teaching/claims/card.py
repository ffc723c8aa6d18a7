"""What a claim file says: `presets/claims/*.toml` is read into these models, and each says what in it means nothing."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from sim.catalogs.entry import Entry, Fault
from sim.catalogs.references import Status, references
from sim.charts import charts
from sim.ground.errors import allowed, cut, did_you_mean
from sim.inputs.scenario import Scenario
from sim.pages import pages
from sim.teaching.expressions import LARGEST, Number
from sim.teaching.names import Names
from sim.teaching.own_texts import typed_faults
from sim.teaching.quotes import BRACES, WRITTEN, check_comparison, quote, text_faults
from sim.teaching.scenarios import all_described

Text = Annotated[str, Field(min_length=1, max_length=4_000)]
BADGES = ("true", "mostly true", "depends", "false", "cannot say")
Short = Annotated[str, Field(min_length=1, max_length=240)]

YEAR = re.compile(r"\b(?:19|20)\d\d\b")


class Side(Entry):
    """The settings under which the claim comes out one way.

    Parameters
    ----------
    title : str
        What is assumed.
    mark : str
        The same in two or three words, for a chart.
    says : str
        What comes of it; may hold numbers.
    scenario : dict
        The settings, as `sim.teaching.scenarios` reads them.
    """

    title: Short
    mark: Annotated[str, Field(min_length=1, max_length=28)]
    says: Text
    scenario: dict[str, Any] = {}


class Reported(Entry):
    """A number that others gave: never computed here."""

    value: float = Field(ge=-LARGEST, le=LARGEST)
    form: Literal[WRITTEN] = "plain"  # type: ignore[valid-type]
    unit: str = ""
    about: Short
    source: str
    status: Status


class Drawn(Entry):
    """A chart of the card, and the sides that it shows: the first as the run, the second beside it."""

    id: str
    sides: list[str] = Field(min_length=1, max_length=2)
    view: str = ""

    def meaningless(self, sides: Mapping[str, Side]) -> Iterator[Fault]:
        """A chart, view or side that there is not."""
        if self.id not in charts():
            yield Fault(("id",), f"there is no chart {cut(self.id)}{allowed(self.id, charts())}")
        elif self.view and self.view not in (views := [view.name for view in charts()[self.id].views]):
            yield Fault(("view",), f"the chart has no view {cut(self.view)}{allowed(self.view, views)}")
        for i, side in enumerate(self.sides):
            if side not in sides:
                yield Fault(("sides", i), f"there is no side {cut(side)}{allowed(side, sides)}")


class Bar(Entry):
    """One bar: its label, and the figure that is its length."""

    label: Annotated[str, Field(min_length=1, max_length=36)]
    figure: Text


class Bars(Entry):
    """A chart of the card's own figures, where no chart of a page shows them."""

    question: Short
    subtitle: Short
    color: Literal["params", "tokens", "compute", "inference", "money"] = "compute"
    bars: list[Bar] = Field(min_length=2, max_length=10)


class Claim(Entry):
    """One claim, as its file says it.

    Parameters
    ----------
    title, topic, who, when : str
        The claim in our words, its subject, who said it and when.
    phrase : str
        A few words as they were said.
    badge, headline : str
        The verdict in a word and in a line that can be quoted, in words alone.
    verdict : str
        "True if ..., false if ...", in words alone.
    text, limits : str
        What the model finds, and what it cannot say; paragraphs with numbers.
    holds : list of str
        Comparisons such as "a.loss < b.loss" that the words rest on.
    typed : dict of str
        Numbers that stand in the texts as they are, and why.
    in_favor, against : str
        The sides whose runs a class moves for the claim and against it; left out, the first and the last.
    page : str
        Page on which a side opens, where none of the charts says it.
    """

    title: Annotated[str, Field(min_length=1, max_length=90)]
    order: int = 1000
    topic: Annotated[str, Field(min_length=1, max_length=30)]
    who: Short
    when: Annotated[str, Field(min_length=1, max_length=40)]
    phrase: Annotated[str, Field(max_length=90)] = ""
    badge: Literal[BADGES] = "depends"  # type: ignore[valid-type]
    headline: Annotated[str, Field(max_length=110)] = ""
    verdict: Annotated[str, Field(min_length=20, max_length=420)]
    text: Text
    limits: Text
    sources: list[str] = Field(min_length=1)
    holds: list[str] = []
    charts: list[Drawn] = Field([], max_length=2)
    bars: Bars | None = None
    page: str = ""
    in_favor: str = ""
    against: str = ""
    sides: dict[str, Side] = {}
    reported: dict[str, Reported] = {}
    typed: dict[str, Short] = {}

    @property
    def year(self) -> int:
        """The last year that it was said in; 0 where none is given."""
        return max(map(int, YEAR.findall(self.when)), default=0)

    def mentions(self, words: str, with_verdict: bool = True) -> bool:
        """Whether every one of some words stands in it, or in what does not tell the verdict."""
        told = (self.badge, self.headline, self.verdict, self.text) if with_verdict else ()
        known = " ".join((self.title, self.topic, self.who, self.when, self.phrase, *told)).casefold()
        return all(word in known for word in words.casefold().split())

    @property
    def texts(self) -> dict[tuple[str, ...], str]:
        """Everything that may hold numbers, by its place in the file."""
        return {
            **{("sides", name, "says"): side.says for name, side in self.sides.items()},
            ("text",): self.text,
            ("limits",): self.limits,
        }

    def scenarios(self, law: str | None = None) -> dict[str, Scenario]:
        """Settings of each side; under another law if one is given and the side names none.

        Raises
        ------
        Fault
            If a side cannot be.
        """
        return all_described({name: side.scenario for name, side in self.sides.items()}, law)

    def names(self, scenarios: Mapping[str, Scenario]) -> Names:
        """What its texts can name."""
        reported = {name: Number(one.value, one.form, one.unit) for name, one in self.reported.items()}
        return Names(scenarios, reported)

    def faults(self) -> Iterator[Fault]:
        """What is well formed and names nothing that there is."""
        yield from (source_fault(key, "sources", i) for i, key in enumerate(self.sources) if key not in references())
        for name, one in self.reported.items():
            if one.source not in references():
                yield source_fault(one.source, "reported", name, "source")
        for i, drawn in enumerate(self.charts):
            yield from (fault.below("charts", i) for fault in drawn.meaningless(self.sides))
        for which in ("in_favor", "against"):
            if (side := getattr(self, which)) and side not in self.sides:
                yield Fault((which,), f"there is no side {cut(side)}{allowed(side, self.sides)}")
        if self.page and self.page not in pages():
            yield Fault(("page",), f"there is no page {cut(self.page)}{allowed(self.page, pages())}")
        for words in ("verdict", "headline"):
            if BRACES.search(getattr(self, words)):
                yield Fault((words,), f"the {words} is words alone: put numbers into the text")
        yield from typed_faults([*self.texts.items(), (("verdict",), self.verdict)], self.typed)
        try:
            scenarios = self.scenarios()
        except Fault as fault:
            side, key = fault.place[0], fault.place[1:]
            yield Fault(("sides", side, *(("scenario", *key) if key else ())), str(fault))
            return
        yield from self._number_faults(self.names(scenarios))

    def _number_faults(self, names: Names) -> Iterator[Fault]:
        """Braces, bars and comparisons that cannot be computed."""
        for i, bar in enumerate(self.bars.bars if self.bars else []):
            try:
                quote(bar.figure).checked(names)
            except ValueError as error:
                yield Fault(("bars", "bars", i, "figure"), str(error))
        for place, text in self.texts.items():
            yield from (Fault(place, reason) for reason in text_faults(text, names))
        for i, condition in enumerate(self.holds):
            try:
                check_comparison(condition, names)
            except ValueError as error:
                yield Fault(("holds", i), str(error))


def source_fault(key: str, *place: str | int) -> Fault:
    """A source that is not in the bibliography."""
    return Fault(place, f"{cut(key)} is no key of presets/references.toml{did_you_mean(key, references())}")
