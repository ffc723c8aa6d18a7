"""Figures: sums and products of numbers that the model computes, as texts of claims and lessons quote them.

A figure names a scenario and one of its outputs or inputs, `big.loss`, and may end in `.low` or `.high`
for the 80 % band of the law. Figures and plain numbers may be added, subtracted, multiplied and divided,
and `log10(...)` taken.
"""

import ast
import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim import units
from sim.evaluate import evaluate, numbers
from sim.inputs import TABLE
from sim.outputs import outputs
from sim.result import OUTPUTS, Result
from sim.scenario import Scenario
from sim.seen import seen_law
from sim.uncertainty import bands

BRACES = re.compile(r"\{([^{}]*)\}")
ENDS = ("low", "high")
BAND = 80  # [%] of the band that .low and .high end
LONGEST = 300  # characters of an expression
MOST_KEPT = 4096  # results
OPERATORS: dict[type, Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
COMPARISONS: dict[str, Callable[[float, float], bool]] = {"<": operator.lt, ">": operator.gt}

_known: dict[Scenario, Result] = {}


@dataclass(frozen=True)
class Number:
    """A number, with the way in which it is written.

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
    form: str = ""
    unit: str = ""

    def text(self, digits: int | None = None) -> str:
        """The number as people read it, without its unit."""
        return "out of reach" if self.value is None else units.text(self.value, self.form or "plain", digits)


Named = Callable[[str, str, str], Number]  # the number of a scenario's name, of what of it, and of which end


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


@lru_cache(maxsize=2048)
def parsed(expression: str) -> ast.expr:
    """An expression of figures, as a tree.

    Raises
    ------
    ValueError
        If it is anything else.
    """
    try:
        if len(expression) > LONGEST:
            raise ValueError
        tree = ast.parse(expression.strip(), mode="eval").body
        _check(tree)
    except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError):
        raise ValueError(f"“{expression.strip()[:60]}” is not a figure: write big.loss, or a sum of such") from None
    return tree


def comparison(text: str) -> tuple[ast.expr, Callable[[float, float], bool], ast.expr]:
    """Both figures of a comparison such as "a.loss < 2 * b.loss".

    Raises
    ------
    ValueError
        If it is not one.
    """
    parts = re.split("([<>])", text)
    if len(parts) != 3:
        raise ValueError(f"“{text[:60]}” is not a comparison: write a.loss < b.loss")
    return parsed(parts[0]), COMPARISONS[parts[1]], parsed(parts[2])


def _check(node: ast.expr) -> None:
    """Only sums, products, finite numbers, log10 and dotted names."""
    match node:
        case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div()):
            _check(node.left)
            _check(node.right)
        case ast.Constant(value=int() | float() as value) if math.isfinite(value):
            return
        case ast.Call(func=ast.Name(id="log10"), args=[inner], keywords=[]):
            _check(inner)
        case ast.Attribute(value=ast.Name()) | ast.Attribute(value=ast.Attribute(value=ast.Name())):
            return
        case _:
            raise ValueError


def names(node: ast.expr) -> Iterator[tuple[str, str, str]]:
    """Every (scenario, name, end) that a parsed expression needs."""
    match node:
        case ast.BinOp():
            yield from names(node.left)
            yield from names(node.right)
        case ast.Call():
            yield from names(node.args[0])
        case ast.Attribute(value=ast.Name(id=which), attr=name):
            yield which, name, ""
        case ast.Attribute(value=ast.Attribute(value=ast.Name(id=which), attr=name), attr=end):
            yield which, name, end


def computed(node: ast.expr, named: Named) -> Number:
    """Number that a parsed expression comes to; unknown where a part of it is, or where it divides by zero."""
    match node:
        case ast.Constant(value=int() | float() as value):
            return Number(float(value))
        case ast.Call():
            inner = computed(node.args[0], named).value
            return Number(math.log10(inner) if inner is not None and inner > 0 else None, "plain")
        case ast.BinOp():
            a, b = computed(node.left, named), computed(node.right, named)
            return Number(_value(node.op, a.value, b.value), *_form(node.op, a, b))
        case _:
            return named(*next(names(node)))


def _value(op: ast.operator, a: float | None, b: float | None) -> float | None:
    if a is None or b is None or (isinstance(op, ast.Div) and b == 0):
        return None
    return OPERATORS[type(op)](a, b)


def _form(op: ast.operator, a: Number, b: Number) -> tuple[str, str]:
    """Format and unit of a sum, or of a multiple; of other products none."""
    if isinstance(op, (ast.Add, ast.Sub)) or not b.form or (isinstance(op, ast.Mult) and not a.form):
        return (a.form, a.unit) if a.form else (b.form, b.unit)
    return "plain", ""


def is_quotable(name: str, end: str = "") -> bool:
    """Whether a scenario has such a number: an output, with the end of its band, or an input."""
    return name in OUTPUTS and end in ("", *ENDS) or name in TABLE and not TABLE[name].is_choice and not end


def number_of(scenario: Scenario, name: str, end: str = "") -> Number:
    """An output of a scenario, an end of its band, or an input; no end without a covariance.

    Raises
    ------
    SimulationError
        If the scenario is infeasible.
    """
    if name not in OUTPUTS:
        return Number(getattr(scenario, name), TABLE[name].form, TABLE[name].unit)
    about = OUTPUTS[name]
    value = _end(scenario, name, end) if end else result_of(scenario).values[name]
    return Number(value, about.form, about.unit)


@lru_cache(maxsize=512)
def _end(scenario: Scenario, name: str, end: str) -> float | None:
    found = bands(scenario)
    return found[name].ends(BAND)[ENDS.index(end)] if found else None
