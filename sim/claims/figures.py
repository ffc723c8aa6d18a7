"""Numbers in the text of a claim: "{big.loss}" is computed from the settings of a side, never typed.

A figure is `side.output`, `side.input` or `side.measure`, with `.low` or `.high` for the ends of the 80 %
band, or `reported.name`. Figures and plain numbers may be added, subtracted, multiplied and divided, and
`log10(...)` taken. After a colon stands a format of `sim.units`, a number of digits, or both: "{a.x / b.x:times2}".
"""

import ast
import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from sim.claims.measures import MEASURES
from sim.errors import SimulationError
from sim.evaluate import evaluate
from sim.inputs import TABLE
from sim.result import OUTPUTS, Result
from sim.scenario import Scenario
from sim.uncertainty import bands
from sim.units import FORMATS, exact, text, times

REPORTED = "reported"
WRITTEN = (*FORMATS, "times", "year")  # formats of a figure
BRACES = re.compile(r"\{([^{}]*)\}")
OPERATORS: dict[type, Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_FORMAT = re.compile(r"([a-z]*)(\d?)")
ENDS = ("low", "high")
BAND = 80  # [%]


@dataclass(frozen=True)
class Number:
    """A number with the format it has by itself; `None`: out of reach."""

    value: float | None
    form: str = ""
    unit: str = ""  # of a reported one: written behind it


@dataclass(frozen=True)
class Figure:
    """A parsed pair of braces: its expression, and how it is written."""

    source: str
    tree: ast.expr
    form: str
    digits: int | None

    def names(self) -> Iterator[tuple[str, str, str]]:
        """Every (side, name, end) that the figure needs."""
        yield from _names(self.tree)

    @property
    def is_reported(self) -> bool:
        """Whether all of it was reported by others."""
        return all(side == REPORTED for side, _, _ in self.names())


@lru_cache(maxsize=512)
def result_of(scenario: Scenario) -> Result:
    """Result of a scenario, computed once."""
    return evaluate(scenario)


def figure(inside: str) -> Figure:
    """What stands between braces.

    Raises
    ------
    ValueError
        If it is not a figure.
    """
    expression, _, written = inside.partition(":")
    found = _FORMAT.fullmatch(written.strip())
    if found is None or (found[1] and found[1] not in WRITTEN):
        raise ValueError(f"“{written.strip()}” is no format; allowed are {', '.join(WRITTEN)}")
    try:
        tree = ast.parse(expression.strip(), mode="eval").body
        _check(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ValueError(f"“{inside.strip()[:60]}” is not a figure: write side.output, or a sum of such") from None
    return Figure(inside.strip(), tree, found[1], int(found[2]) if found[2] else None)


def _check(node: ast.expr) -> None:
    """Only sums, products, numbers, log10 and dotted names."""
    match node:
        case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div()):
            _check(node.left)
            _check(node.right)
        case ast.Constant(value=int() | float()):
            return
        case ast.Call(func=ast.Name(id="log10"), args=[inner], keywords=[]):
            _check(inner)
        case ast.Attribute(value=ast.Name()) | ast.Attribute(value=ast.Attribute(value=ast.Name())):
            return
        case _:
            raise ValueError


def _names(node: ast.expr) -> Iterator[tuple[str, str, str]]:
    match node:
        case ast.BinOp():
            yield from _names(node.left)
            yield from _names(node.right)
        case ast.Call():
            yield from _names(node.args[0])
        case ast.Attribute(value=ast.Name(id=side), attr=name):
            yield side, name, ""
        case ast.Attribute(value=ast.Attribute(value=ast.Name(id=side), attr=name), attr=end):
            yield side, name, end


def checked(found: Figure, sides: Mapping[str, object], reported: Mapping[str, object]) -> None:
    """Check that a figure names what there is.

    Raises
    ------
    ValueError
        If it does not.
    """
    for side, name, end in found.names():
        if side == REPORTED:
            if name not in reported or end:
                raise ValueError(f"no number “{name}” is reported; there are {', '.join(reported) or 'none'}")
        elif side not in sides:
            raise ValueError(f"there is no side “{side}”; there are {', '.join(sides) or 'none'}")
        elif name not in OUTPUTS and name not in MEASURES and (name not in TABLE or TABLE[name].is_choice):
            raise ValueError(f"“{name}” is no output, number that is put in, or measure")
        elif end and (end not in ENDS or name not in OUTPUTS):
            raise ValueError(f"“{end}” is no end of a band of an output; allowed are low and high")


def number(found: Figure, sides: Mapping[str, Scenario], reported: Mapping[str, Number]) -> Number:
    """Value of a figure."""
    return _value(found.tree, sides, reported)


def _value(node: ast.expr, sides: Mapping[str, Scenario], reported: Mapping[str, Number]) -> Number:
    match node:
        case ast.Constant(value=value):
            return Number(float(str(value)))
        case ast.Call():
            inner = _value(node.args[0], sides, reported).value
            return Number(math.log10(inner) if inner is not None and inner > 0 else None, "plain")
        case ast.BinOp():
            a, b = _value(node.left, sides, reported), _value(node.right, sides, reported)
            keeps = isinstance(node.op, (ast.Add, ast.Sub)) or not b.form
            form = a.form if keeps and a.form else "plain"
            if a.value is None or b.value is None or (isinstance(node.op, ast.Div) and b.value == 0):
                return Number(None, form)
            return Number(OPERATORS[type(node.op)](a.value, b.value), form)
        case _:
            side, name, end = next(_names(node))
            return reported[name] if side == REPORTED else _of(sides[side], name, end)


def _of(scenario: Scenario, name: str, end: str) -> Number:
    try:
        result = result_of(scenario)
        if end:
            found = bands(scenario)
            ends = found[name].ends(BAND) if found else (None, None)
            return Number(ends[ENDS.index(end)], OUTPUTS[name].form)
    except SimulationError:
        return Number(None, "plain")
    if name in OUTPUTS:
        return Number(result.values[name], OUTPUTS[name].form)
    if name in MEASURES:
        return Number(MEASURES[name].value(result), MEASURES[name].form)
    return Number(getattr(scenario, name), TABLE[name].form)


def written(found: Figure, value: Number) -> str:
    """The number as people read it; a reported one with all its digits and its unit."""
    if value.value is None:
        return "out of reach"
    form = found.form or value.form or "plain"
    if form == "times":
        return times(value.value, found.digits or 2)
    if form == "year":
        return f"{value.value:.0f}"
    as_reported = isinstance(found.tree, ast.Attribute) and found.is_reported and found.digits is None
    shown = exact(value.value, form) if as_reported and form != "percent" else text(value.value, form, found.digits)
    return f"{shown} {value.unit}".strip()
