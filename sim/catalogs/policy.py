"""Amounts of training compute that laws name, for charts, tables and notes."""

from dataclasses import dataclass
from datetime import date

from sim.catalogs.references import Status


@dataclass(frozen=True)
class PolicyLine:
    """A threshold of training compute.

    Parameters
    ----------
    flop : float
        From here on it applies [FLOP].
    name : str
        Whose it is, and how much, in a few letters.
    help : str
        What it does, in a sentence.
    source, status : str
        Where it stands, and how it was seen.
    since, until : str
        First and last month in which it counted, as "2025-08"; "" while it still does.
    """

    flop: float
    name: str
    help: str
    source: str
    status: Status
    since: str
    until: str = ""

    @property
    def label(self) -> str:
        """Its name, with its end where it has one: "US 1e26 (until Jan 2025)"."""
        return f"{self.name} (until {date.fromisoformat(f'{self.until}-01'):%b %Y})" if self.until else self.name


POLICY_LINES = (
    # The threshold is seen in the source; the month from which its chapter applies comes from secondary ones.
    PolicyLine(1e25, "EU 1e25", "From here on the EU presumes a systemic risk.", "eu-ai-act", "S2", "2025-08"),
    PolicyLine(
        1e26,
        "US 1e26",
        "From here on the US asked for a report, from 2023 to January 2025. Laws of California and New York of 2025 "
        "name the same figure; we recalled that and did not check it.",
        "eo14110",
        "S1",
        "2023-10",
        "2025-01",
    ),
)
