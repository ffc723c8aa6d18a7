"""Axes of a figure: where a value stands, and which values are written beside them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
MOST_TICKS = 7


@dataclass(frozen=True)
class Axis:
    """One axis of a figure between two pixels.

    Parameters
    ----------
    said : mapping
        What the layout says of it.
    low, high : float
        Its range, as exponents on a log axis.
    start, end : float
        Where low and high stand [px].
    names : tuple of str
        The values of an axis of names, in order.
    """

    said: Mapping[str, Any]
    low: float
    high: float
    start: float = 0.0
    end: float = 1.0
    names: tuple[str, ...] = ()

    @property
    def log(self) -> bool:
        """Whether it is logarithmic."""
        return self.said.get("type") == "log"

    @property
    def shown(self) -> bool:
        """Whether anything of it is drawn."""
        return self.said.get("visible", True) is not False

    def places(self, values: Any) -> np.ndarray:
        """Pixels of values; NaN where there is none."""
        return self.start + (self.counted(values) - self.low) / ((self.high - self.low) or 1.0) * (
            self.end - self.start
        )

    def counted(self, values: Any) -> np.ndarray:
        """Values as numbers on the axis: exponents on a log axis, places in the row of names."""
        listed = values.tolist() if hasattr(values, "tolist") else values
        if self.names:
            return np.array([self.names.index(value) if value in self.names else _number(value) for value in listed])
        found = np.array([_number(value) for value in listed], float)
        with np.errstate(all="ignore"):
            return np.log10(found) if self.log else found

    def ticks(self) -> list[tuple[float, str]]:
        """Pixels and texts of the values that are written, all inside."""
        said = self.said
        if self.names:
            wanted: list[tuple[float, str]] = [(float(i), name) for i, name in enumerate(self.names)]
        elif said.get("tickvals") is not None:
            values = list(said["tickvals"])
            texts = list(said.get("ticktext") or map(plain, values))
            wanted = list(zip(self.counted(values).tolist(), texts, strict=False))
        elif self.log:
            wanted = self._decades()
        else:
            wanted = self._round_numbers()
        a, b = sorted((self.low, self.high))
        slack = 1e-6 * (b - a)
        inside = [(place, text) for place, text in wanted if a - slack <= place <= b + slack]
        span = (self.high - self.low) or 1.0
        return [(self.start + (place - self.low) / span * (self.end - self.start), text) for place, text in inside]

    def _decades(self) -> list[tuple[float, str]]:
        a, b = sorted((self.low, self.high))
        step = max(float(self.said.get("dtick") or 1), math.ceil((b - a) / MOST_TICKS))
        first = math.ceil(a - 1e-9)
        return [(place, power(round(place))) for place in np.arange(first, b + 1e-9, step).tolist()]

    def _round_numbers(self) -> list[tuple[float, str]]:
        a, b = sorted((self.low, self.high))
        rough = (b - a) / 5 or 1.0
        size = 10.0 ** math.floor(math.log10(rough))
        own = next(s * size for s in STEPS if s * size >= rough * 0.999)
        said = float(self.said.get("dtick") or own)
        step = said if (b - a) / said <= 2 * MOST_TICKS else own
        form = str(self.said.get("tickformat") or "")
        before, after = self.said.get("tickprefix") or "", self.said.get("ticksuffix") or ""
        values = (np.arange(math.ceil(a / step - 1e-9), b / step + 1e-9) * step).tolist()
        return [(value, f"{before}{format(value, form) if form else plain(value)}{after}") for value in values]


def power(exponent: int) -> str:
    """A power of ten."""
    return f"{10**exponent:,}" if 0 <= exponent < 4 else f"10{str(exponent).translate(RAISED)}"


def plain(value: Any) -> str:
    """A number of a tick, shortened as Plotly does."""
    if not isinstance(value, (int, float, np.number)):
        return str(value)
    for size, letter in ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e4, "k")):
        if abs(float(value)) >= size:
            return f"{float(value) / (1e3 if letter == 'k' else size):.6g}{letter}"
    return f"{float(value):.6g}".replace("-", "−")


def _number(value: Any) -> float:
    return float(value) if isinstance(value, (int, float, np.number)) else math.nan


def axis(said: Mapping[str, Any], values: Sequence[Any]) -> Axis:
    """An axis as the layout says it, with all values that traces put on it."""
    flat = [value for some in values for value in (some.tolist() if hasattr(some, "tolist") else some)]
    names = tuple(dict.fromkeys(value for value in flat if isinstance(value, str)))
    upside = said.get("autorange") == "reversed"
    if names and said.get("type") in (None, "category"):
        ends = (len(names) - 0.5, -0.5) if upside else (-0.5, len(names) - 0.5)
        return Axis(said, *ends, names=names)
    given = said.get("range")
    if given is None:
        found = Axis(said, 0, 1).counted(flat) if flat else np.array([])
        found = found[np.isfinite(found)]
        low, high = (float(found.min()), float(found.max())) if found.size else (0.0, 1.0)
        room = 0.06 * ((high - low) or 1.0)
        given = (high + room, low - room) if upside else (low - room, high + room)
    low, high = float(given[0]), float(given[1])
    return Axis(said, low, high) if math.isfinite(low + high) and low != high else Axis(said, 0, 1)
