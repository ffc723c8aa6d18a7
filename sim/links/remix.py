"""What whoever made a link says of it: a title, a name, and what it was made from. Plain text of strangers."""

from collections.abc import Mapping
from dataclasses import dataclass

from sim.ground.errors import cut

MOST = 80  # characters of each
ALLOWED = f"allowed are at most {MOST} characters in one line"


@dataclass(frozen=True)
class Remix:
    """The note of a link; "" where it says nothing.

    Parameters
    ----------
    title, by, source : str
        What it is called, who made it, and from what: a model, a link, a lesson.
    """

    title: str = ""
    by: str = ""
    source: str = ""

    @property
    def said(self) -> str:
        """In one line."""
        by = f"by {self.by}" if self.by else ""
        source = f"from {self.source}" if self.source else ""
        made = ", ".join(filter(None, (by, source)))
        return ": ".join(filter(None, (self.title, made)))


NOTHING = Remix()
KEYS = {"title": "title", "by": "by", "from": "source"}  # of a link -> part of the note


def checked(text: str) -> str:
    """A part of a note as it is kept.

    Raises
    ------
    ValueError
        If it is too long.
    """
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in text[: 10 * MOST]).split())
    if len(plain) > MOST or len(text) > 10 * MOST:
        raise ValueError(f"{cut(plain)} has {len(text):,} characters; {ALLOWED}")
    return plain


def pairs(remix: Remix) -> list[tuple[str, str]]:
    """What a link says of it, as keys and values."""
    return [(key, value) for key, part in KEYS.items() if (value := getattr(remix, part))]


def read(given: Mapping[str, str]) -> tuple[Remix, list[str]]:
    """The note of a link, and a sentence for each part that was left out."""
    found, notices = {}, []
    for key, part in KEYS.items():
        try:
            found[part] = checked(given.get(key, ""))
        except ValueError as error:
            notices.append(f"The {part} of the link was left out: {error}.")
    return Remix(**found), notices


PARTS = tuple(KEYS.values())
