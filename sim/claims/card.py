"""What a claim file says, and what it says once the model has put in its numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from sim.claims.figures import REPORTED, Figure, figure, number, written
from sim.errors import SimulationError
from sim.figures import BRACES, Number, comparison
from sim.hardware import Status
from sim.presets import presets
from sim.scenario import Scenario

Text = Annotated[str, Field(min_length=1, max_length=4_000)]
Short = Annotated[str, Field(min_length=1, max_length=240)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Side(_Part):
    """The settings under which the claim comes out one way: a preset or the defaults, with changes.

    Parameters
    ----------
    title : str
        What is assumed.
    mark : str
        The same in two or three words, for a chart.
    says : str
        What comes of it; may hold figures.
    """

    title: Short
    mark: Annotated[str, Field(min_length=1, max_length=28)]
    says: Text
    preset: str = ""
    inputs: dict[str, Any] = {}

    def scenario(self, law: str | None = None) -> Scenario:
        """The checked settings; under another law if one is given and the side names none."""
        base = presets().entries[self.preset].scenario if self.preset else Scenario()
        return base.changed(**{**({} if law is None else {"law": law}), **self.inputs})


class Reported(_Part):
    """A number that others gave: never computed here."""

    value: float = Field(allow_inf_nan=False)
    form: str = "plain"
    unit: str = ""
    about: Short
    source: str
    status: Status


class Drawn(_Part):
    """A chart of the card, and the sides that it shows: the first as the run, the second beside it."""

    id: str
    sides: list[str] = Field(min_length=1, max_length=2)
    view: str = ""


class Bar(_Part):
    """One bar: its label, and the figure that is its length."""

    label: Annotated[str, Field(min_length=1, max_length=36)]
    figure: Text


class Bars(_Part):
    """A chart of the card's own figures, where no chart of a page shows them."""

    question: Short
    subtitle: Short
    color: Literal["params", "tokens", "compute", "inference", "money"] = "compute"
    bars: list[Bar] = Field(min_length=2, max_length=10)


class Claim(_Part):
    """One claim, as its file says it.

    Parameters
    ----------
    title, topic, who, when : str
        The claim in our words, its subject, who said it and when.
    phrase : str
        A few words as they were said.
    verdict : str
        "True if ..., false if ...", in words alone.
    text, limits : str
        What the model finds, and what it cannot say; paragraphs with figures.
    holds : list of str
        Comparisons such as "a.loss < b.loss" that the words rest on.
    page : str
        Page on which a side opens, where none of the charts says it.
    """

    title: Annotated[str, Field(min_length=1, max_length=90)]
    order: int = 1000
    topic: Annotated[str, Field(min_length=1, max_length=30)]
    who: Short
    when: Annotated[str, Field(min_length=1, max_length=40)]
    phrase: Annotated[str, Field(max_length=90)] = ""
    verdict: Annotated[str, Field(min_length=20, max_length=420)]
    text: Text
    limits: Text
    sources: list[str] = Field(min_length=1)
    holds: list[str] = []
    charts: list[Drawn] = Field([], max_length=2)
    bars: Bars | None = None
    page: str = ""
    sides: dict[str, Side] = {}
    reported: dict[str, Reported] = {}

    @property
    def texts(self) -> dict[tuple[str, ...], str]:
        """Everything that may hold figures, by its place in the file."""
        return {
            **{("sides", name, "says"): side.says for name, side in self.sides.items()},
            ("text",): self.text,
            ("limits",): self.limits,
        }


@dataclass(frozen=True)
class Piece:
    """A piece of a text: words (""), a number of ours ("ours"), or one of others ("reported")."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class Evaluated:
    """A claim with the numbers of the model.

    Parameters
    ----------
    claim : Claim
    law : str, optional
        The law to put it to, in place of that of each side.
    """

    claim: Claim
    law: str | None = None

    @cached_property
    def scenarios(self) -> dict[str, Scenario]:
        """Settings of each side."""
        return {name: side.scenario(self.law) for name, side in self.claim.sides.items()}

    @cached_property
    def reported(self) -> dict[str, Number]:
        """The numbers of others."""
        return {name: Number(one.value, one.form, one.unit) for name, one in self.claim.reported.items()}

    def pieces(self, text: str) -> list[list[Piece]]:
        """Paragraphs of a text as pieces, with the numbers in their place."""
        return [self._paragraph(" ".join(part.split())) for part in text.split("\n\n") if part.strip()]

    def plain(self, text: str) -> str:
        """The text in one line, reported numbers with the word behind them."""
        return " ".join(
            "".join(f"{piece.text} (reported)" if piece.kind == "reported" else piece.text for piece in paragraph)
            for paragraph in self.pieces(text)
        )

    def reported_text(self, name: str) -> str:
        """A number of others as the text quotes it."""
        return written(figure(f"{REPORTED}.{name}"), self.reported[name])

    def fails(self) -> list[str]:
        """Comparisons that the words rest on and that do not hold with these settings."""
        return [text for text in self.claim.holds if not self._holds(text)]

    def _paragraph(self, text: str) -> list[Piece]:
        found, at = [], 0
        for match in BRACES.finditer(text):
            one = figure(match[1])
            kind = "reported" if one.is_reported else "ours"
            shown = written(one, number(one, self.scenarios, self.reported))
            found += [Piece(text[at : match.start()]), Piece(shown, kind)]
            at = match.end()
        return [piece for piece in [*found, Piece(text[at:])] if piece.text]

    def _holds(self, text: str) -> bool:
        left, compare, right = comparison(text)
        a, b = (number(Figure(side), self.scenarios, self.reported).value for side in (left, right))
        return a is not None and b is not None and compare(a, b)


def side_of(claim: Claim, name: str) -> Scenario:
    """Settings of one side.

    Raises
    ------
    SimulationError
        If the side names no known preset, or an input that is not allowed.
    """
    side: Mapping[str, Side] = claim.sides
    if side[name].preset and side[name].preset not in presets().entries:
        raise SimulationError("preset", side[name].preset, "there is no such preset")
    return side[name].scenario()
