"""A cell of a table as a number, or why it is none."""

import math
import re
from collections.abc import Iterable

from sim.ground.errors import cut
from sim.ground.typed import typed

FORMULA_STARTS = ("=", "@", "+=", "-=")
NOTHING = ("", "-", "na", "n/a", "none", "null", "nil", "missing", "?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,(\d+)(?:[eE][+-]?\d+)?")


def has_decimal_commas(cells: Iterable[str], delimiter: str) -> bool:
    """Whether the commas of a table stand before decimals.

    One cell that cannot be read otherwise decides for all, as "3,41". Where semicolons or tabs part the
    cells, as spreadsheets of such countries write them, three decimals are decimals too unless a point
    stands in a number.
    """
    commas = points = False
    for cell in cells:
        text = cell.strip()
        match = _DECIMAL_COMMA.fullmatch(text)
        if match:
            if len(match[1]) != 3 or text.startswith(("0,", "-0,")):
                return True
            commas = True
        points = points or "." in text
    return commas and not points and delimiter in (";", "\t")


def number(cell: str, decimal_comma: bool) -> float | str:
    """Positive number of a cell, or the reason why it is none."""
    text = cell.strip()
    if decimal_comma:
        text = text.replace(",", ".")
    try:
        value = float(text)
    except ValueError:
        read = _as_typed(text)
        if isinstance(read, str):
            return read
        value = read
    if math.isnan(value):
        return "not a number (NaN)"
    if math.isinf(value):
        return "infinite"
    if value <= 0:
        return f"{cut(text)} is not positive"
    return value


def _as_typed(text: str) -> float | str:
    if text.lower() in NOTHING:
        return "empty"
    if text.startswith(FORMULA_STARTS):
        return f"{cut(text)} is a formula, not a number"
    try:
        value = typed(text).value
    except ValueError as error:
        reason = str(error).partition(";")[0]
        return reason if reason.startswith("“") else f"{cut(text)} is no number"
    return "empty" if value is None else value
