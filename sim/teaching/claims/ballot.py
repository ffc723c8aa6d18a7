"""Claims in a class: vote, hear both sides, vote again, then the verdict. Votes stand in the student's link."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote

from sim.teaching.answers import BETWEEN
from sim.teaching.hand_ins import MOST_LINK, MOST_TEXT

CLAIM, MODE, VOTES = "claim", "mode", "cv"  # keys of a link; no input has them
CLASS = "class"  # the mode
SIDES = {"t": "It is true", "d": "It depends on what is meant", "f": "It is false", "c": "It cannot be said"}


@dataclass(frozen=True)
class Ballot:
    """What a link says of a class: whether there is one, and the votes on the open claim, "" for none.

    Parameters
    ----------
    is_class : bool
    first, second : str
        Keys of `SIDES`; there is no second one without a first.
    """

    is_class: bool = False
    first: str = ""
    second: str = ""

    @property
    def is_hidden(self) -> bool:
        """Whether the verdict must not be told yet."""
        return self.is_class and not self.second


def ballot(pairs: Mapping[str, str]) -> Ballot:
    """The ballot of a link; votes that are none are left out."""
    if pairs.get(MODE) != CLASS:
        return Ballot()
    first, _, second = pairs.get(VOTES, "").partition(BETWEEN)
    first = first if first in SIDES else ""
    return Ballot(True, first, second if first and second in SIDES else "")


def link_parts(claim: str, ballot: Ballot) -> str:
    """What stands in front of the link of a card, or of the list."""
    votes = f"{ballot.first}{BETWEEN}{ballot.second}".rstrip(BETWEEN)
    pairs = [(CLAIM, claim), (MODE, CLASS if ballot.is_class else ""), (VOTES, votes if ballot.is_class else "")]
    return "&".join(f"{key}={quote(value, safe='~-')}" for key, value in pairs if value)


def counted(text: str, claim: str) -> tuple[Counter[tuple[str, str]], int]:
    """Votes of a class on a claim, from the links that a teacher pasted; and how many links had none.

    Raises
    ------
    ValueError
        If the text is too long.
    """
    if len(text) > MOST_TEXT:
        raise ValueError(f"the text has {len(text):,} characters; at most {MOST_TEXT:,} are read at once")
    votes: Counter[tuple[str, str]] = Counter()
    lost = 0
    for piece in text.split():
        pairs = dict(parse_qsl(piece.partition("?")[2][:MOST_LINK]))
        if CLAIM not in pairs:
            continue
        found = ballot(pairs)
        if pairs[CLAIM] == claim and found.first:
            votes[found.first, found.second] += 1
        else:
            lost += 1
    return votes, lost
