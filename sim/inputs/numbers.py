"""The inputs as the formulas take them: scalars or arrays that broadcast, NaN for unknown, choices as text."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.ground.arrays import Array
from sim.inputs.scenario import Scenario
from sim.inputs.table import TABLE, Inputs

if TYPE_CHECKING:
    _Table = Inputs  # the names of the numbers are those of the table
else:
    _Table = object


class Numbers(_Table):
    """Every input by attribute, as the formulas take it.

    A number is a float or an array. What a scenario leaves open is NaN, never `None`.
    Made by `numbers` and `stacked`.
    """

    if not TYPE_CHECKING:

        def __init__(self, values: Mapping[str, Any]) -> None:
            self.__dict__.update(values)

    def having(self, **values: Any) -> "Numbers":
        """The same inputs with other values for some, as they are."""
        return _made({**vars(self), **values})

    def spread(self, *shape: int) -> "Numbers":
        """Every number as an array of one shape, for solvers that take arrays apart."""
        return _made(
            {name: value if isinstance(value, str) else np.full(shape, value) for name, value in vars(self).items()}
        )


def _made(values: Mapping[str, Any]) -> Numbers:
    return Numbers(values)  # type: ignore[call-arg, arg-type]  # not checked again, so no fields


def numbers(scenario: Scenario, **values: Any) -> Numbers:
    """The inputs of one scenario; other values, arrays among them, for some.

    Parameters
    ----------
    scenario : Scenario
        The inputs.
    values
        Floats, arrays or choices that stand in the place of the scenario's own. Arrays broadcast in the formulas.
    """
    return _made({name: math.nan if value is None else value for name, value in vars(scenario).items()} | values)


def part(names: Sequence[str], values: Sequence[Any]) -> Numbers:
    """Some inputs alone, `None` as NaN: a formula that reads another fails at once."""
    return _made({name: math.nan if value is None else value for name, value in zip(names, values, strict=True)})


def stacked(scenarios: Sequence[Scenario]) -> Numbers:
    """The inputs of several scenarios, as arrays where they are not all the same; choices are those of the first."""
    values = vars(numbers(scenarios[0]))
    all_values = [vars(scenario) for scenario in scenarios]
    for name, first in all_values[0].items():
        if TABLE[name].text is not None:  # no formula reads it
            continue
        column = [other[name] for other in all_values]
        if not isinstance(first, str) and column.count(first) != len(column):
            values[name] = np.array([math.nan if value is None else value for value in column], float)
    return _made(values)


def known(value: float | None) -> Array:
    """An input that a scenario may leave open, as `Numbers` hold it: NaN where it is open, never `None`."""
    return value
