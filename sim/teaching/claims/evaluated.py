"""A claim with the numbers that the model puts into it, under the law of each side or under another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sim.charts import charts
from sim.inputs.scenario import Scenario
from sim.links.share import link
from sim.pages import first, pages
from sim.teaching.claims.card import Claim
from sim.teaching.names import REPORTED, Names
from sim.teaching.quotes import Piece, holds, pieces, quote


@dataclass(frozen=True)
class Evaluated:
    """A claim with the numbers of the model.

    Parameters
    ----------
    claim : Claim
    law : str, optional
        The law to put it to, in place of that of each side.
    moved : mapping, optional
        Runs that stand in the place of sides, by their names.
    """

    claim: Claim
    law: str | None = None
    moved: Mapping[str, Scenario] = field(default_factory=dict)

    @cached_property
    def scenarios(self) -> dict[str, Scenario]:
        """Settings of each side.

        Raises
        ------
        Fault
            If a side cannot be under the law.
        """
        return {**self.claim.scenarios(self.law), **self.moved}

    @cached_property
    def names(self) -> Names:
        """What its texts can name."""
        return self.claim.names(self.scenarios)

    def pieces(self, text: str) -> list[list[Piece]]:
        """Paragraphs of a text as pieces, with the numbers in their place."""
        return [pieces(" ".join(part.split()), self.names) for part in text.split("\n\n") if part.strip()]

    def plain(self, text: str) -> str:
        """The text in one line, reported numbers with the word behind them."""
        return " ".join(
            "".join(f"{piece.text} (reported)" if piece.kind == "reported" else piece.text for piece in paragraph)
            for paragraph in self.pieces(text)
        )

    def reported_text(self, name: str) -> str:
        """A number of others as the text quotes it."""
        return quote(f"{REPORTED}.{name}").written(self.names.reported[name])

    def fails(self) -> list[str]:
        """Comparisons that the words rest on and that do not hold with these settings."""
        return [text for text in self.claim.holds if not holds(text, self.names)]

    def address(self, name: str) -> str:
        """Address of a side on the page of the first chart that shows it, relative to the root of the server."""
        shown = next((one for one in self.claim.charts if name in one.sides), None)
        page = charts()[shown.id].page if shown else self.claim.page
        views = [f"{shown.id}.{shown.view}"] if shown and shown.view else []
        path = page if page in pages() and page != first().path else ""
        return f"{path}?{link(self.scenarios[name], views)}"
