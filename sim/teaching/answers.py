"""Numbers in answers: as a link holds them, and as levers take them.

An answer is a number ("19.5"), the letter of an option ("b"), parameters and tokens ("7e10~1.4e12"),
or levers by their keys ("n~7e10~d~1.4e12").
"""

import math
from collections.abc import Mapping

from sim.inputs import TABLE

BETWEEN = "~"  # between the parts of an answer; not escaped in a link
LARGEST = 1e300


def written(value: float) -> str:
    """Number of an answer in a link: six digits."""
    return f"{value:.6g}".replace("e+", "e")


def number_in(text: str) -> float:
    """The number that a part of an answer is.

    Raises
    ------
    ValueError
        If it is none.
    """
    try:
        value = float(text)
    except ValueError:
        raise ValueError("a number is needed") from None
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise ValueError("a finite number is needed")
    return value


def taken(texts: Mapping[str, str]) -> dict[str, float]:
    """Values of levers by name, as their rows take them.

    Raises
    ------
    ValueError
        With the lever that takes no such value.
    """
    found = {}
    for name, text in texts.items():
        try:
            value = TABLE[name].check(text)
        except ValueError as error:
            raise ValueError(f"{TABLE[name].label}: {error}") from None
        if not isinstance(value, float):
            raise ValueError(f"{TABLE[name].label}: a number is needed")
        found[name] = value
    return found
