"""Expressions in the texts of claims and lessons: sums and products of named numbers.

A number is named by a scenario and what of it, `big.loss`, and may end in `.low` or `.high` for the
80 % band of the law. These and plain numbers may be added, subtracted, multiplied and divided, and
`log10(...)` taken. What the names mean is said in `sim.teaching.names`.
"""

import ast
import math
import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 300  # characters of an expression
LARGEST = 1e100  # of a number: nothing here comes near it
OPERATORS: dict[type, Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
COMPARISONS: dict[str, Callable[[float, float], bool]] = {"<": operator.lt, ">": operator.gt}


@dataclass(frozen=True)
class Number:
    """A number, with the way in which it is written.

    Parameters
    ----------
    value : float or None
        `None` where the model has no such number, as beyond a bound.
    form : str
        Format of `sim.ground.units`; "" for a plain number.
    unit : str
        Unit in words; "" for a ratio.
    """

    value: float | None
    form: str = ""
    unit: str = ""


UNKNOWN = Number(None, "plain")
Named = Callable[[str, str, str], Number]  # the number of a scenario's name, of what of it, and of which end


@lru_cache(maxsize=2048)
def parsed(expression: str) -> ast.expr:
    """An expression of named numbers, as a tree.

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
    except _NotAllowed as error:
        raise ValueError(f"“{expression.strip()[:60]}”: {error}") from None
    except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError):
        raise ValueError(
            f"“{expression.strip()[:60]}” is no figure: write big.loss, or a sum of such, "
            f"of at most {LONGEST} characters"
        ) from None
    return tree


def comparison(text: str) -> tuple[ast.expr, Callable[[float, float], bool], ast.expr]:
    """Both sides of a comparison such as "a.loss < 2 * b.loss".

    Raises
    ------
    ValueError
        If it is not one.
    """
    parts = re.split("([<>])", text)
    if len(parts) != 3:
        raise ValueError(f"“{text[:60]}” is no comparison: write a.loss < b.loss")
    return parsed(parts[0]), COMPARISONS[parts[1]], parsed(parts[2])


class _NotAllowed(ValueError):
    """Something that no expression may have, said in words of its own."""


def _check(node: ast.expr) -> None:
    """Only sums, products, numbers that are not too large, log10 and dotted names."""
    match node:
        case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div()):
            _check(node.left)
            _check(node.right)
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            if not abs(value) <= LARGEST:
                raise _NotAllowed(f"a number in it is too large; allowed is up to {LARGEST:g}")
        case ast.Call(func=ast.Name(id="log10"), args=[inner], keywords=[]):
            _check(inner)
        case ast.Attribute(value=ast.Name()) | ast.Attribute(value=ast.Attribute(value=ast.Name())):
            return
        case _:
            raise ValueError


def names_in(node: ast.expr) -> Iterator[tuple[str, str, str]]:
    """Every (scenario, name, end) that a parsed expression needs."""
    match node:
        case ast.BinOp():
            yield from names_in(node.left)
            yield from names_in(node.right)
        case ast.Call():
            yield from names_in(node.args[0])
        case ast.Attribute(value=ast.Name(id=which), attr=name):
            yield which, name, ""
        case ast.Attribute(value=ast.Attribute(value=ast.Name(id=which), attr=name), attr=end):
            yield which, name, end


def computed(node: ast.expr, named: Named) -> Number:
    """Number that a parsed expression comes to.

    It is unknown where a part of it is, where it divides by zero, and beyond what is called a number here.
    """
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
            return named(*next(names_in(node)))


def _value(op: ast.operator, a: float | None, b: float | None) -> float | None:
    if a is None or b is None or (isinstance(op, ast.Div) and b == 0):
        return None
    found = OPERATORS[type(op)](a, b)
    return found if abs(found) <= LARGEST else None


def _form(op: ast.operator, a: Number, b: Number) -> tuple[str, str]:
    """Format and unit of a sum, or of a multiple; of other products none."""
    if isinstance(op, (ast.Add, ast.Sub)) or not b.form or (isinstance(op, ast.Mult) and not a.form):
        return (a.form, a.unit) if a.form else (b.form, b.unit)
    return "plain", ""
