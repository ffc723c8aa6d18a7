"""Why a typed number was not taken, and what was probably meant."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from sim.ground import units
from sim.ground.typed import Unclear, typed
from sim.inputs.row import Row

WORDS = ("thousand", "million", "billion", "trillion", "percent")  # that a misspelled one may have meant
SUFFIXES = ("", "K", "M", "B", "T")  # that may have been left out
_NUMBER_AND_WORD = re.compile(r"\s*([~$]?\s*\d[\d.,]*)\s*([^\W\d_]{3,20})\s*")


@dataclass(frozen=True)
class Refusal:
    """A text that an input did not take.

    Parameters
    ----------
    text : str
        As it was typed.
    reason : str
        A sentence part: what was wrong with it, or that it can be read in two ways, and what is allowed.
    readings : tuple of str
        Texts that the input takes, one for each thing that may have been meant, the likeliest first.
    """

    text: str
    reason: str
    readings: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """The reason as a sentence of its own."""
        return f"{self.reason[:1].upper()}{self.reason[1:].rstrip('.')}."


def refusal(row: Row, text: str, error: ValueError, now: float | None) -> Refusal:
    """What to say of a text that an input refused.

    Parameters
    ----------
    row : Row
        The input.
    text : str
        What was typed.
    error : ValueError
        What its reader said.
    now : float or None
        The value that it has: of several magnitudes that may have been left out, the one nearest to it was meant.
    """
    reason = str(error)
    found = error.readings if isinstance(error, Unclear) else (*_respelled(text), *_completed(row, text, now))
    readings = tuple(reading for reading in dict.fromkeys(found) if _takes(row, reading))
    return Refusal(text, reason, readings if isinstance(error, Unclear) else readings[:1])


def _respelled(text: str) -> Iterator[str]:
    """The text with a misspelled word as it was meant, "70 bilion"."""
    parts = _NUMBER_AND_WORD.fullmatch(text)
    for word in get_close_matches(parts[2].lower(), WORDS, n=1) if parts else ():
        yield f"{parts[1].strip()} {word}"  # type: ignore[index]


def _completed(row: Row, text: str, now: float | None) -> Iterator[str]:
    """The text with the suffix that brings it nearest to the value that the input has, "164" of tokens as "164T"."""
    try:
        found = typed(text)
    except ValueError:
        return
    if found.value is None or found.value <= 0 or found.has_magnitude or found.is_percent or row.form == "percent":
        return
    inside = [
        (found.value * 1000**power, suffix)
        for power, suffix in enumerate(SUFFIXES)
        if suffix and row.low <= found.value * 1000**power <= row.high
    ]
    if inside and row.low > 1000:  # below that a number without a suffix is not short of one
        nearest = min(inside, key=lambda one: abs(math.log(one[0] / now)) if now else one[0])
        yield units.exact(nearest[0], row.form)


def _takes(row: Row, reading: str) -> bool:
    try:
        row.check(row.meant(reading))
    except ValueError:
        return False
    return True
