"""A piece of what a page says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """A piece of a paragraph; a strong one carries the message."""

    text: str
    strong: bool = False
