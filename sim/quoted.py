"""Numbers of the model quoted in a text: "{big.loss}" is computed, never typed.

A figure names a scenario and one of its outputs or inputs: `big.loss`. It may end in
`.low` or `.high` for the 80 % band of the law. Two figures may be divided (`a.cost_total_usd /
b.cost_total_usd`), subtracted, multiplied or added; a plain number may stand for the second.
"""

import math
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sim import units
from sim.errors import SimulationError
from sim.evaluate import evaluate
from sim.inputs import TABLE
from sim.result import OUTPUTS, Result
from sim.scenario import Scenario
from sim.uncertainty import bands

OPERATORS: dict[str, Callable[[float, float], float]] = {
    "/": operator.truediv,
    "-": operator.sub,
    "*": operator.mul,
    "+": operator.add,
}
BAND = 80  # [%] of the band that .low and .high end
_PARTS = re.compile(r"\s*(\S+)(?:\s+([-+*/])\s+(\S+))?\s*")
_COMPARED = re.compile(r"\s*(.+?)\s+([<>])\s+(.+?)\s*")
_BRACES = re.compile(r"\{([^{}]*)\}")

Scenarios = Mapping[str, Scenario]


@dataclass(frozen=True)
class Figure:
    """A computed number, with the way in which it is written.

    Parameters
    ----------
    value : float or None
        `None` where the model has no such number, as beyond a bound.
    form : str
        Format of `sim.units`.
    unit : str
        Unit in words; "" for a ratio.
    """

    value: float | None
    form: str
    unit: str

    def text(self, digits: int | None = None) -> str:
        """The number as people read it, without its unit."""
        return "out of reach" if self.value is None else units.text(self.value, self.form, digits)


@lru_cache(maxsize=512)
def result_of(scenario: Scenario) -> Result:
    """Result of a scenario, computed once."""
    return evaluate(scenario)


def figure(expression: str, scenarios: Scenarios) -> Figure:
    """The number that an expression such as "big.loss" names.

    Parameters
    ----------
    expression : str
        One figure, or two with an operator between spaces.
    scenarios : mapping
        Scenario by name.

    Raises
    ------
    ValueError
        If it names no known scenario, output or input.
    """
    found = _PARTS.fullmatch(expression)
    if found is None:
        raise ValueError(f"“{expression}” is not a figure: write scenario.output")
    first, sign, second = found.groups()
    a = _named(first, scenarios)
    if sign is None:
        return a
    b = _number(second) or _named(second, scenarios)
    form, unit = (a.form, a.unit) if sign in "+-" or not b.form else ("plain", "")
    if a.value is None or b.value is None or (sign == "/" and b.value == 0):
        return Figure(None, form, unit)
    return Figure(OPERATORS[sign](a.value, b.value), form, unit)


def holds(condition: str, scenarios: Scenarios) -> bool:
    """Whether a comparison such as "a.loss < b.loss" is true; one with an unknown number is not.

    Raises
    ------
    ValueError
        If it is not a comparison of two figures.
    """
    found = _COMPARED.fullmatch(condition)
    if found is None:
        raise ValueError(f"“{condition}” is not a comparison: write a.loss < b.loss")
    left, sign, right = found.groups()
    a, b = ((_number(side) or figure(side, scenarios)).value for side in (left, right))
    if a is None or b is None:
        return False
    return a < b if sign == "<" else a > b


def filled(text: str, scenarios: Scenarios, words: Mapping[str, str] | None = None) -> str:
    """The text with its braces replaced by numbers: "{big.loss}", "{big.loss:3}" for three digits.

    Parameters
    ----------
    words : mapping, optional
        What else may stand in braces, such as {"answer": "19"}.

    Raises
    ------
    ValueError
        If a pair of braces names nothing known.
    """

    def said(match: re.Match[str]) -> str:
        inside = match.group(1).strip()
        if words and inside in words:
            return words[inside]
        expression, _, digits = inside.partition(":")
        if digits and not (digits.isdigit() and 1 <= int(digits) <= 9):
            raise ValueError(f"{match.group()}: after the colon stands a number of digits, 1 to 9")
        try:
            return figure(expression, scenarios).text(int(digits) if digits else None)
        except ValueError as error:
            raise ValueError(f"{match.group()}: {error}") from None

    return _BRACES.sub(said, text)


def _number(text: str) -> Figure | None:
    """A plain number of the author, as a threshold or a factor."""
    if "." in text and not text.replace(".", "").rstrip("KMBTkmbt%").replace("e", "").isdigit():
        return None
    try:
        value = units.number(text)
    except ValueError:
        return None
    return None if value is None or not math.isfinite(value) else Figure(value, "", "")


def _named(name: str, scenarios: Scenarios) -> Figure:
    which, _, rest = name.partition(".")
    output, _, end = rest.partition(".")
    if which not in scenarios:
        raise ValueError(f"there is no scenario “{which}”; known are {', '.join(scenarios)}")
    if end not in ("", "low", "high"):
        raise ValueError(f"“{end}” is no end of a band; allowed are low and high")
    scenario = scenarios[which]
    if output not in OUTPUTS:
        row = TABLE.get(output)
        if row is None or row.is_choice or end:
            raise ValueError(f"“{output}” is neither an output nor a number that is put in")
        return Figure(getattr(scenario, output), row.form, row.unit)
    about = OUTPUTS[output]
    try:
        value = getattr(result_of(scenario), output) if not end else _end(scenario, output, end)
    except SimulationError as error:
        raise ValueError(f"the scenario “{which}” has no result: {error}") from None
    return Figure(value, about.form, about.unit)


@lru_cache(maxsize=512)
def _end(scenario: Scenario, output: str, end: str) -> float | None:
    found = bands(scenario)
    if found is None:
        raise ValueError("this law has no band: its covariance is not published")
    low, high = found[output].ends(BAND)
    return low if end == "low" else high
