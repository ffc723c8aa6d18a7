"""Numbers of the model quoted in a text: "{big.loss}" is computed, never typed.

A figure names a scenario and one of its outputs or inputs, `big.loss`, and may end in `.low`
or `.high` for the 80 % band of the law. Figures and plain numbers may be added, subtracted,
multiplied and divided: `big.cost_total_usd / small.cost_total_usd`.
"""

import ast
import math
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim import units
from sim.errors import SimulationError
from sim.evaluate import evaluate, numbers
from sim.inputs import TABLE
from sim.outputs import outputs
from sim.result import OUTPUTS, Result
from sim.scenario import Scenario
from sim.seen import seen_law
from sim.uncertainty import bands

OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
BAND = 80  # [%] of the band that .low and .high end
LONGEST = 300  # characters of an expression
_BRACES = re.compile(r"\{([^{}]*)\}")

Scenarios = Mapping[str, Scenario]

_known: dict[Scenario, Result] = {}
MOST_KEPT = 4096  # results


@dataclass(frozen=True)
class Figure:
    """A computed number, with the way in which it is written.

    Parameters
    ----------
    value : float or None
        `None` where the model has no such number, as beyond a bound.
    form : str
        Format of `sim.units`; "" for a plain number.
    unit : str
        Unit in words; "" for a ratio.
    """

    value: float | None
    form: str
    unit: str

    def text(self, digits: int | None = None) -> str:
        """The number as people read it, without its unit."""
        return "out of reach" if self.value is None else units.text(self.value, self.form or "plain", digits)


def result_of(scenario: Scenario) -> Result:
    """Result of a scenario, computed once."""
    found = _known.get(scenario)
    if found is None:
        found = evaluate(scenario)
        _keep({scenario: found})
    return found


def _keep(results: Mapping[Scenario, Result]) -> None:
    if len(_known) + len(results) > MOST_KEPT:
        _known.clear()
    _known.update(results)


def foresee(scenario: Scenario, many: Sequence[Mapping[str, float]]) -> None:
    """Compute the results of many runs that differ in a few numbers in one call, for `result_of` to find.

    Parameters
    ----------
    scenario : Scenario
        What they share.
    many : sequence of mapping
        The numbers of each run, all of the same inputs, checked.
    """
    if not many:
        return
    inputs = numbers(scenario, **{name: np.array([run[name] for run in many], float) for name in many[0]})
    for name, value in vars(inputs).items():
        if isinstance(value, float):
            setattr(inputs, name, np.full(len(many), value))
    found = outputs(inputs, seen_law(inputs))
    columns = [np.broadcast_to(column, (len(many),)).tolist() for column in found.values()]
    results = {}
    for run, row in zip(many, zip(*columns, strict=True), strict=True):
        values = {name: None if x != x else x for name, x in zip(found, row, strict=True)}
        if values["loss"] is not None:  # else it is infeasible, and evaluating it alone says why
            here = scenario.model_copy(update=dict(run))
            results[here] = Result(here, values)
    _keep(results)


def figure(expression: str, scenarios: Scenarios) -> Figure:
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
    return _value(_parsed(expression), scenarios)


def holds(condition: str, scenarios: Scenarios) -> bool:
    """Whether a comparison such as "a.loss < b.loss" is true; one with an unknown number is not.

    Raises
    ------
    ValueError
        If it is not a comparison of two figures.
    """
    tree = _parsed(condition)
    if not (isinstance(tree, ast.Compare) and len(tree.ops) == 1 and isinstance(tree.ops[0], (ast.Lt, ast.Gt))):
        raise ValueError(f"“{condition}” is not a comparison: write a.loss < b.loss")
    a, b = (_value(side, scenarios).value for side in (tree.left, tree.comparators[0]))
    if a is None or b is None:
        return False
    return a < b if isinstance(tree.ops[0], ast.Lt) else a > b


def _parsed(expression: str) -> ast.expr:
    try:
        return ast.parse(expression[: LONGEST + 1].strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ValueError(f"“{expression[:60]}” is not a figure: write scenario.output") from None


def _value(tree: ast.expr, scenarios: Scenarios) -> Figure:
    if isinstance(tree, ast.Constant) and isinstance(tree.value, (int, float)) and math.isfinite(tree.value):
        return Figure(float(tree.value), "", "")
    if isinstance(tree, ast.BinOp) and type(tree.op) in OPERATORS:
        a, b = _value(tree.left, scenarios), _value(tree.right, scenarios)
        if isinstance(tree.op, (ast.Add, ast.Sub)) or not (a.form and b.form):
            form, unit = (a.form, a.unit) if a.form else (b.form, b.unit)
        else:
            form, unit = "plain", ""
        if a.value is None or b.value is None or (isinstance(tree.op, ast.Div) and b.value == 0):
            return Figure(None, form, unit)
        return Figure(OPERATORS[type(tree.op)](a.value, b.value), form, unit)
    return _named(ast.unparse(tree), scenarios)


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
