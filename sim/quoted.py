"""Numbers of the model quoted in the texts of a lesson: "{big.loss}" is computed, never typed."""

import re
from collections.abc import Mapping
from functools import partial

from sim.errors import SimulationError
from sim.figures import BRACES, ENDS, Number, comparison, computed, is_quotable, number_of, parsed
from sim.scenario import Scenario

Scenarios = Mapping[str, Scenario]


def figure(expression: str, scenarios: Scenarios) -> Number:
    """The number that an expression such as "big.loss / small.loss" comes to.

    Parameters
    ----------
    expression : str
        Figures and plain numbers with + - * / and parentheses.
    scenarios : mapping
        Scenario by name.

    Raises
    ------
    ValueError
        If it names no known scenario, output or input.
    """
    return computed(parsed(expression), partial(_named, scenarios))


def holds(condition: str, scenarios: Scenarios) -> bool:
    """Whether a comparison such as "a.loss < b.loss" is true; one with an unknown number is not.

    Raises
    ------
    ValueError
        If it is not a comparison of two figures.
    """
    left, compare, right = comparison(condition)
    a, b = (computed(side, partial(_named, scenarios)).value for side in (left, right))
    return a is not None and b is not None and compare(a, b)


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

    return BRACES.sub(said, text)


def _named(scenarios: Scenarios, which: str, name: str, end: str) -> Number:
    """The number of a name, or why there is none."""
    if which not in scenarios:
        raise ValueError(f"there is no scenario “{which}”; known are {', '.join(scenarios)}")
    if end not in ("", *ENDS):
        raise ValueError(f"“{end}” is no end of a band; allowed are low and high")
    if not is_quotable(name, end):
        raise ValueError(f"“{name}” is neither an output nor a number that is put in")
    try:
        found = number_of(scenarios[which], name, end)
    except SimulationError as error:
        raise ValueError(f"the scenario “{which}” has no result: {error}") from None
    if end and found.value is None:
        raise ValueError("it has no band: the covariance of this law is not published, or the number is out of reach")
    return found
