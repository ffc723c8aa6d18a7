"""Numbers in the text of a claim: "{big.loss}" is computed from the settings of a side, never typed.

Beside outputs and inputs a figure may name a measure, `side.measure`, or a number of others, `reported.name`.
After a colon stands a format of `sim.units`, a number of digits, or both: "{a.x / b.x:times2}".
"""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass

from sim.claims.measures import MEASURES
from sim.errors import SimulationError
from sim.figures import ENDS, Number, computed, is_quotable, names, number_of, parsed, result_of
from sim.scenario import Scenario
from sim.units import FORMATS, exact, text, times

REPORTED = "reported"
WRITTEN = (*FORMATS, "times", "year")  # formats of a figure
_FORMAT = re.compile(r"([a-z]*)(\d?)")


@dataclass(frozen=True)
class Figure:
    """What stands in a pair of braces: its expression, and how it is written."""

    tree: ast.expr
    form: str = ""
    digits: int | None = None

    @property
    def is_reported(self) -> bool:
        """Whether all of it was reported by others."""
        return all(side == REPORTED for side, _, _ in names(self.tree))


def figure(inside: str) -> Figure:
    """What stands between braces.

    Raises
    ------
    ValueError
        If it is not a figure.
    """
    expression, _, form = inside.partition(":")
    found = _FORMAT.fullmatch(form.strip())
    if found is None or (found[1] and found[1] not in WRITTEN):
        raise ValueError(f"“{form.strip()[:60]}” is no format; allowed are {', '.join(WRITTEN)}")
    return Figure(parsed(expression), found[1], int(found[2]) if found[2] else None)


def checked(found: Figure, sides: Mapping[str, object], reported: Mapping[str, object]) -> None:
    """Check that a figure names what there is.

    Raises
    ------
    ValueError
        If it does not.
    """
    for side, name, end in names(found.tree):
        if side == REPORTED:
            if name not in reported or end:
                raise ValueError(f"no number “{name}” is reported; there are {', '.join(reported) or 'none'}")
        elif side not in sides:
            raise ValueError(f"there is no side “{side}”; there are {', '.join(sides) or 'none'}")
        elif not is_quotable(name) and name not in MEASURES:
            raise ValueError(f"“{name}” is no output, number that is put in, or measure")
        elif end and not is_quotable(name, end):
            raise ValueError(f"“{end}” is no end of a band of an output; allowed are {' and '.join(ENDS)}")


def number(found: Figure, sides: Mapping[str, Scenario], reported: Mapping[str, Number]) -> Number:
    """Value of a figure; unknown where a side is infeasible."""

    def named(side: str, name: str, end: str) -> Number:
        return reported[name] if side == REPORTED else _of(sides[side], name, end)

    return computed(found.tree, named)


def _of(scenario: Scenario, name: str, end: str) -> Number:
    try:
        if name in MEASURES:
            return Number(MEASURES[name].value(result_of(scenario)), MEASURES[name].form)
        return number_of(scenario, name, end)
    except SimulationError:
        return Number(None, "plain")


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
    return f"{shown} {value.unit}".strip() if found.is_reported else shown
