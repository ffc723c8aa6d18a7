"""Texts with computed numbers: "{big.loss}" is put in by the model, never typed.

Behind a colon stands how a number is written: a format, a number of digits from 1 to 9, or both,
as in "{a.cost_total_usd / b.cost_total_usd:times2}".
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sim.ground.units import FORMATS, exact, text, times
from sim.teaching.expressions import Number, comparison, computed, names_in, parsed
from sim.teaching.names import REPORTED, Names

BRACES = re.compile(r"\{([^{}]*)\}")
WRITTEN = (*FORMATS, "times", "year")
_FORMAT = re.compile(r"([a-z]*)([1-9]?)")


@dataclass(frozen=True)
class Piece:
    """A piece of a text: words (""), a number of ours ("ours"), or one of others ("reported")."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class Quote:
    """A quoted number: its expression, and how it is written."""

    tree: ast.expr
    form: str = ""
    digits: int | None = None

    @property
    def is_reported(self) -> bool:
        """Whether all of it was reported by others."""
        named = list(names_in(self.tree))
        return bool(named) and all(which == REPORTED for which, _, _ in named)

    def number(self, names: Names) -> Number:
        """What it comes to."""
        return computed(self.tree, names.number)

    def written(self, value: Number) -> str:
        """The number as people read it; one of others with all its digits and its unit."""
        if value.value is None:
            return "out of reach"
        form = self.form or value.form or "plain"
        if form == "times":
            return times(value.value, self.digits or 2)
        if form == "year":
            return f"{value.value:.0f}"
        as_reported = isinstance(self.tree, ast.Attribute) and self.is_reported and self.digits is None
        shown = exact(value.value, form) if as_reported and form != "percent" else text(value.value, form, self.digits)
        return f"{shown} {value.unit}".strip() if self.is_reported else shown

    def checked(self, names: Names) -> "Quote":
        """The same, if it names what there is.

        Raises
        ------
        ValueError
            With the reason why it does not.
        """
        _check_names(self.tree, names)
        return self


@lru_cache(maxsize=2048)
def quote(inside: str) -> Quote:
    """What stands between braces.

    Raises
    ------
    ValueError
        If it is no expression with a format.
    """
    expression, _, form = inside.partition(":")
    found = _FORMAT.fullmatch(form.strip())
    if found is None or (found[1] and found[1] not in WRITTEN):
        raise ValueError(
            f"“{form.strip()[:60]}” is no format; allowed are {', '.join(WRITTEN)}, "
            "a number of digits from 1 to 9, or both, such as usd2"
        )
    return Quote(parsed(expression), found[1], int(found[2]) if found[2] else None)


def _check_names(tree: ast.expr, names: Names) -> None:
    for which, name, end in names_in(tree):
        if reason := names.fault(which, name, end):
            raise ValueError(reason)


def figure(expression: str, names: Names) -> Number:
    """The number that an expression such as "big.loss / small.loss" comes to.

    Raises
    ------
    ValueError
        If it names nothing known.
    """
    return Quote(parsed(expression)).checked(names).number(names)


def check_comparison(condition: str, names: Names) -> None:
    """Check that a text compares two known figures.

    Raises
    ------
    ValueError
        If it does not.
    """
    left, _, right = comparison(condition)
    _check_names(left, names)
    _check_names(right, names)


def holds(condition: str, names: Names) -> bool:
    """Whether a comparison such as "a.loss < b.loss" is true; one with an unknown number is not."""
    left, compare, right = comparison(condition)
    a, b = (computed(side, names.number).value for side in (left, right))
    return a is not None and b is not None and compare(a, b)


def pieces(text: str, names: Names) -> list[Piece]:
    """A text taken apart into words and numbers."""
    found, at = [], 0
    for match in BRACES.finditer(text):
        found.append(Piece(text[at : match.start()]))
        at = match.end()
        if match[1].strip() in names.words:
            found.append(Piece(names.words[match[1].strip()]))
            continue
        one = quote(match[1])
        found.append(Piece(one.written(one.number(names)), "reported" if one.is_reported else "ours"))
    return [piece for piece in [*found, Piece(text[at:])] if piece.text]


def filled(text: str, names: Names) -> str:
    """The text with its numbers."""
    return "".join(piece.text for piece in pieces(text, names))


def text_faults(text: str, names: Names) -> Iterator[str]:
    """Why what stands in the braces of a text can be no number."""
    for match in BRACES.finditer(text):
        if match[1].strip() in names.words:
            continue
        try:
            one = quote(match[1]).checked(names)
            number = one.number(names)
        except ValueError as error:
            yield f"{match[0]}: {error}"
            continue
        if number.value and (shown := one.written(number)) and not set("123456789∞") & set(shown):
            yield f"{match[0]} is written as {shown}; give it more digits"
    if set("{}") & set(BRACES.sub("", text)):
        yield "a brace is left open: numbers stand between { and }"


def as_text(number: Number) -> str:
    """A number as people read it, without its unit."""
    return text(number.value, number.form or "plain")


def with_unit(number: Number) -> str:
    """A number as people read it, with its unit."""
    unit = f" {number.unit}" if number.unit and number.form != "usd" else ""
    return as_text(number) + unit
