"""The one bibliography: every constant, price and default names a key of `presets/references.toml`."""

import tomllib
from functools import cache
from typing import Literal

from sim.catalogs.entry import Entry
from sim.catalogs.folder import PRESETS

Status = Literal["S1", "S2", "D", "R", "ours"]  # how a figure was seen, see `STATUS_WORDS`


class Reference(Entry):
    """One source."""

    title: str
    authors: str = ""
    year: int
    url: str = ""
    kind: str = "paper"

    @property
    def short(self) -> str:
        """Source as "Besiroglu et al. (2024)"."""
        names = [name.strip() for name in self.authors.replace(" and ", ", ").split(",") if name.strip()]
        who = self.title if not names else f"{names[0]} et al." if len(names) > 2 else " and ".join(names)
        return f"{who} ({self.year})"


@cache
def references() -> dict[str, Reference]:
    """All sources by key."""
    with (PRESETS / "references.toml").open("rb") as file:
        return {key: Reference.model_validate(entry) for key, entry in tomllib.load(file).items()}


STATUS_WORDS = {
    "S1": "seen in the source",
    "S2": "secondary source",
    "D": "derived from the source's data",
    "R": "recalled, not checked",
    "ours": "our own assumption",
}
