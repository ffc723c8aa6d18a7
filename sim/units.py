"""Numbers as people write them: "70B", "1.4T", "$3.2M", "5.9e23", "none".

Formatting rounds; parsing does not. Whatever `exact` writes, `number` reads.
"""

import math
import re
from collections.abc import Callable
from functools import lru_cache

SUFFIXES = {"K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}
_LARGEST_FIRST = tuple(reversed(SUFFIXES.items()))
_NUMBER = re.compile(r"[$]?\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([kmbt%]?)\s*", re.IGNORECASE)
# A comma is read between groups of three digits only: 1,4T is not 14T.
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
LEAST_SHARE = 1e-5  # a smaller one is called under 0.001 %
KEPT = 4096  # texts: a figure stands in a chart, its table and its words
NONE_WORDS = ("none", "unknown", "")


def number(text: str) -> float | None:
    """Number that a person typed; `None` for "none", "unknown" or nothing.

    Parameters
    ----------
    text : str
        For example "70B", "1.4T", "$3.2M", "300,000", "5.9e23", "40%".

    Returns
    -------
    float or None

    Raises
    ------
    ValueError
        If the text is not a number.
    """
    cleaned = _THOUSANDS.sub("", text.strip().replace("_", ""))
    if cleaned.lower() in NONE_WORDS:
        return None
    match = _NUMBER.fullmatch(cleaned)
    if match is None:
        raise ValueError("write a number such as 70B, 1.4T, 5.9e23 or none")
    digits, suffix = match.groups()
    if suffix == "%":
        return float(digits) / 100
    # Shift the decimal exponent in the text, so that 1.4T is exactly the float 1.4e12.
    mantissa, _, exponent = digits.lower().partition("e")
    shift = round(math.log10(SUFFIXES[suffix.upper()])) if suffix else 0
    return float(f"{mantissa}e{int(exponent or 0) + shift}")


@lru_cache(maxsize=KEPT)
def scientific(x: float, digits: int = 3) -> str:
    """Number as "3.15e23"; trailing zeros dropped."""
    mantissa, exponent = f"{x:.{digits - 1}e}".split("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{mantissa}e{int(exponent)}"


@lru_cache(maxsize=KEPT)
def count(x: float, digits: int = 3) -> str:
    """Count as "175B", "1.4T" or "1,000T"; scientific from 1e18 on."""
    if x == 0:
        return "0"
    if abs(x) >= 1e18 or abs(x) < 1e-3:
        return scientific(x, digits)
    rounded = float(f"{x:.{digits - 1}e}")
    for suffix, size in _LARGEST_FIRST:
        if abs(rounded) >= size:
            return _plain(rounded / size, digits) + suffix
    return _plain(rounded, digits)


@lru_cache(maxsize=KEPT)
def dollars(x: float, digits: int = 3) -> str:
    """Money as "$3.98M"; below a hundred dollars with cents."""
    sign = "−" if x < 0 else ""
    size = abs(x)
    if 0 < size < 1e-3:
        return f"under {sign}$0.001"
    if 1e-2 <= size < 100 and digits <= 3:
        return f"{sign}${f'{size:.2f}'.removesuffix('.00')}"
    return f"{sign}${count(size, digits)}"


def counted(shown: str, noun: str) -> str:
    """A number in words with what it counts: "1 sample", "10K samples"."""
    return f"{shown} {noun}{'' if shown == '1' else 's'}"


def percent(x: float, digits: int = 3) -> str:
    """Fraction as "37.5 %"; "under 0.001 %" and "over 99.9 %" where rounding would say nothing or all."""
    if 0 < x < LEAST_SHARE:
        return f"under {_plain(100 * LEAST_SHARE, 1)} %"
    rounded = float(f"{100 * x:.{digits - 1}e}")
    if x < 1 and rounded == 100:
        return f"over {_plain(100 - 10.0 ** (2 - digits), digits)} %"
    return f"{_plain(rounded, digits)} %"


def loss(x: float, digits: int = 5) -> str:
    """Loss in nat/token as "2.0085"."""
    return f"{x:.{max(digits - 1, 0)}f}"


@lru_cache(maxsize=KEPT)
def plain(x: float, digits: int = 3) -> str:
    """Number as "18.4" or "12,300"."""
    if x and (abs(x) >= 1e9 or abs(x) < 1e-3):
        return scientific(x, digits)
    return _plain(float(f"{x:.{digits - 1}e}"), digits)


def times(x: float, digits: int = 2) -> str:
    """Factor as "1.6x"; large ones as "24,000x"."""
    return f"{plain(x, digits)}x"


FORMATS: dict[str, Callable[..., str]] = {
    "count": count,
    "flop": scientific,
    "usd": dollars,
    "percent": percent,
    "loss": loss,
    "plain": plain,
    "gain": scientific,
}


def text(x: float | None, form: str, digits: int | None = None) -> str:
    """Number in one of the `FORMATS`; "unknown" for `None`."""
    if x is None or (isinstance(x, float) and math.isnan(x)):
        return "unknown"
    formatter = FORMATS[form]
    return formatter(x) if digits is None else formatter(x, digits)


def exact(x: float, form: str) -> str:
    """Shortest text in the given format that still reads back as nearly the same number (6 digits)."""
    return text(x, "plain" if form in ("percent", "loss") else form, 6)


def _plain(x: float, digits: int) -> str:
    """Fixed notation with the given significant digits, thousands separated, no trailing zeros."""
    if x == 0:
        return "0"
    if 1e-4 <= abs(x) < min(999, 10**digits):
        shown = f"{x:.{digits}g}"  # the same at a fourth of the time; a sweep writes hundreds of numbers
        if "e" not in shown:
            return shown
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(x))))
    shown = f"{x:,.{decimals}f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
