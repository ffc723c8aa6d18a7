"""The shape of one row of the table of inputs.

Widget, link, JSON schema, bounds check, documentation and tests all derive from a row.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any

from sim import units

# A ladder that reads well on a logarithmic lever: eleven rungs per decade.
DEFAULT: Any = object()  # stands for the default itself
RUNGS = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8)
TRAINING_PAGES = ("home", "plan", "laws", "cost")  # whose board has the levers of the training run


@dataclass(frozen=True)
class Input:
    """One input of the simulator.

    Parameters
    ----------
    name, symbol, label, unit : str
        Name in code, symbol in formulas, words and unit on the page.
    key : str
        One to four letters that name it in links; never reused.
    default : float, str or None
        Value in the newest schema; `None` means unknown or "no limit".
    source : str
        Key of the bibliography that the default rests on.
    low, high : float
        Inclusive bounds of a number.
    scale : {"log", "linear"}
        How a lever spaces its rungs.
    steps : tuple of (start, step)
        Distance of the rungs of a linear lever, from each start on.
    lever : {"", "always", "given", "rented", "owned"}
        Whether it is a lever of the board: never, always, when the plan takes it as given, or by
        how the chips are paid.
    pages : tuple of str
        On the boards of which pages it is a lever. What the plan takes as given is one on all.
    form : str
        Format of `sim.units` in which people read and type it.
    optional : bool
        Whether `None` is allowed.
    options : callable, optional
        For a choice: returns {value: label}.
    lookup : callable, optional
        Value that other inputs imply (a chip's price), used when none is given.
    follows : tuple of str
        The inputs whose change makes `lookup` apply anew.
    illustrative : bool
        Whether the default is ours, which the page must say.
    as_of : str
        Month of the default, where it can age.
    color : str
        What the lever means everywhere on the page.
    marks : tuple of (value, label)
        Reference points shown on the lever.
    zones : tuple of (value, label)
        Words for the parts of the lever, each up to its value; the last ends at the upper bound.
    reason : str
        Why the bounds are where they are, for whoever types a value beyond them.
    whole : bool
        Whether a lever stops at whole numbers only; a number in between may be typed.
    in_older_links : float, str or None
        Value in links of a schema that does not know the input, where the default would change a result.
    """

    name: str
    symbol: str
    label: str
    key: str
    help: str
    default: float | str | None
    source: str
    unit: str = ""
    low: float = -math.inf
    high: float = math.inf
    scale: str = "log"
    steps: tuple[tuple[float, float], ...] = ()
    lever: str = ""
    pages: tuple[str, ...] = TRAINING_PAGES
    form: str = "count"
    optional: bool = False
    options: Callable[[], Mapping[str, str]] | None = None
    lookup: Callable[[Mapping[str, Any]], float | None] | None = None
    follows: tuple[str, ...] = ()
    illustrative: bool = False
    as_of: str = ""
    color: str = "money"
    marks: tuple[tuple[float, str], ...] = ()
    zones: tuple[tuple[float, str], ...] = ()
    reason: str = ""
    whole: bool = False
    in_older_links: Any = DEFAULT
    group: str = ""

    @property
    def is_choice(self) -> bool:
        return self.options is not None

    @property
    def allowed(self) -> str:
        """What the input accepts, in words."""
        if self.options is not None:
            return "allowed are " + ", ".join(self.options())
        low, high = (units.text(bound, self.form) for bound in (self.low, self.high))
        unit = f" {self.unit}" if self.unit else ""
        none = ', or "none"' if self.optional else ""
        reason = f" ({self.reason})" if self.reason else ""
        return f"allowed is {low} to {high}{unit}{none}{reason}"

    def check(self, value: Any) -> float | str | None:
        """Value as the engine uses it.

        Raises
        ------
        ValueError
            If the value has the wrong type or lies out of bounds.
        """
        if self.options is not None:
            if not isinstance(value, str) or value not in self.options():
                raise ValueError(self.allowed)
            return value
        if isinstance(value, str):
            try:
                value = units.number(value)
            except (ValueError, OverflowError):
                raise ValueError(self.allowed) from None
        if value is None:
            if self.optional:
                return None
            raise ValueError(self.allowed)
        if isinstance(value, bool) or not isinstance(value, Real):
            raise ValueError(self.allowed)
        try:
            number = float(value)
        except OverflowError:  # an integer too large for a float
            raise ValueError(self.allowed) from None
        if not self.low <= number <= self.high:
            raise ValueError(self.allowed)
        return number

    def rungs(self) -> list[float]:
        """Positions of the lever, low to high, both bounds included."""
        if self.scale == "linear":
            return self._linear_rungs()
        decades = range(math.floor(math.log10(self.low)), math.floor(math.log10(self.high)) + 1)
        ladder = [float(f"{rung}e{decade}") for decade in decades for rung in RUNGS]
        inner = [value for value in ladder if self.low < value < self.high and not (self.whole and value % 1)]
        return [self.low, *inner, self.high]

    def _linear_rungs(self) -> list[float]:
        rungs = [self.low]
        ends = [start for start, _ in self.steps[1:]] + [self.high]
        for (start, step), end in zip(self.steps, ends, strict=True):
            n_steps = round((end - start) / step)
            # Rounding keeps 0.30000000000000004 off the lever.
            rungs += [round(start + i * step, 9) for i in range(n_steps + 1)]
        return sorted({rung for rung in rungs if self.low <= rung <= self.high} | {self.high})
