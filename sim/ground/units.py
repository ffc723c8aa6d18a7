"""Numbers as texts for people: "70B", "1.4T", "$3.2M", "5.9e23".

Whatever `exact` writes, `sim.ground.typed` reads.
"""

import math
from collections.abc import Callable
from functools import lru_cache

SUFFIXES = {"K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}
_LARGEST_FIRST = tuple(reversed(SUFFIXES.items()))
CENT = 0.01  # USD: what costs less is told by the thousand
LEAST_SHARE = 1e-5  # a smaller one is called under 0.001 %
IN_FULL = 4  # digits of a count that is written without a suffix
DAYS_PER_YEAR = 365.25
LONG_DAYS = 1_000  # days up to which a duration is not told in years
# Units of one kind, small to large, and how many of the first each is.
LADDERS: dict[str, tuple[tuple[float, str], ...]] = {
    "MWh": ((1e-3, "kWh"), (1.0, "MWh"), (1e3, "GWh"), (1e6, "TWh")),
    "MW": ((1e-3, "kW"), (1.0, "MW"), (1e3, "GW"), (1e6, "TW")),
    "GB": ((1.0, "GB"), (1e3, "TB"), (1e6, "PB"), (1e9, "EB")),
    "m³": ((1.0, "m³"), (1e6, "million m³"), (1e9, "billion m³")),
    "t CO2e": ((1.0, "t CO2e"), (1e6, "million t CO2e"), (1e9, "billion t CO2e")),
    "days": ((1 / 86_400, "s"), (1 / 24, "h"), (1.0, "days"), (DAYS_PER_YEAR, "years")),
}
SPELLED = {"m3": "m³", "day": "days"}  # units as tables have them -> as people read them
KEPT = 4096  # texts: a figure stands in a chart, its table and its words


@lru_cache(maxsize=KEPT)
def scientific(x: float, digits: int = 3) -> str:
    """Number as "3.15e23"; trailing zeros dropped."""
    mantissa, exponent = f"{x:.{digits - 1}e}".split("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{mantissa}e{int(exponent)}"


@lru_cache(maxsize=KEPT)
def count(x: float, digits: int = 3) -> str:
    """Count as "175B", "1.4T" or "1,000T"; in full below ten thousand, scientific from 1e18 on."""
    if x == 0:
        return "0"
    if abs(x) >= 1e18 or abs(x) < 1e-3:
        return scientific(x, digits)
    kept = max(digits, IN_FULL) if abs(x) >= 1e3 and digits >= 3 else digits
    rounded = float(f"{x:.{kept - 1}e}")
    if abs(rounded) < 10**IN_FULL:
        return _plain(rounded, kept)
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


@lru_cache(maxsize=KEPT)
def measured(x: float, unit: str, digits: int = 3) -> tuple[str, str]:
    """A number and its unit, both of the size that people use: ("216", "GWh") for 216,000 MWh."""
    unit = SPELLED.get(unit, unit)
    steps = LADDERS.get(unit)
    if steps is None or not math.isfinite(x):
        return count(x, digits), unit
    rounded = float(f"{x:.{digits - 1}e}")
    if unit == "days" and abs(rounded) < LONG_DAYS:
        steps = steps[:-1]
    size, name = next((step for step in reversed(steps) if abs(rounded) >= step[0]), steps[0])
    shown = plain(x / size, digits)
    return shown, name.removesuffix("s") if shown == "1" and name in ("days", "years") else name


def is_scaled(unit: str) -> bool:
    """Whether numbers of the unit are written in one of their size."""
    return SPELLED.get(unit, unit) in LADDERS


def with_unit(x: float | None, unit: str, digits: int = 3) -> str:
    """Number and unit as one text: "216 GWh", "4.6 years"; "unknown" for `None`."""
    return "unknown" if x is None or math.isnan(x) else " ".join(measured(x, unit, digits))


@lru_cache(maxsize=KEPT)
def each(usd: float, noun: str, nouns: str) -> tuple[str, str]:
    """What one of many costs: ("$0.012", "a query"), or under a cent ("$0.78", "per 1,000 queries")."""
    size, of = next(
        (step for step in ((1.0, f"a {noun}"), (1e3, f"per 1,000 {nouns}")) if abs(usd) * step[0] >= CENT),
        (1e6, f"per million {nouns}"),
    )
    shown = usd * size
    return f"${plain(shown)}" if CENT <= shown < 0.1 else dollars(shown), of


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


def exact(x: float, form: str, digits: int = 6) -> str:
    """Shortest text in the given format that still reads back as nearly the same number.

    For fields: without commas, of which a reader could not tell whether they are decimal ones.
    """
    if form == "percent":
        return f"{text(100 * x, 'plain', digits).replace(',', '')} %"
    if form == "usd" and CENT <= x < 100 and round(x, 2) == float(f"{x:.5e}"):
        return f"${x:.2f}".removesuffix(".00")  # as many cents as everywhere else
    return text(x, "plain" if form == "loss" else form, digits).replace(",", "")


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
