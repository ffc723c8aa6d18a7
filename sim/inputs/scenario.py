"""The scenario: one value for every row of the table, checked and frozen."""

import difflib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError, model_validator

from sim.ground.errors import SimulationError
from sim.inputs.table import TABLE, Inputs


class Scenario(Inputs):
    """What the user has set: one attribute for each input of the table.

    Numbers may be given as people write them ("70B", "none"). A chosen chip sets
    its peak rate and price unless they are given too.

    Raises
    ------
    SimulationError
        If an input is unknown, has the wrong type or lies out of bounds.
    """

    if not TYPE_CHECKING:  # a type checker reads the arguments from the fields

        def __init__(self, **inputs):
            try:
                super().__init__(**inputs)
            except ValidationError as error:
                problem = error.errors(include_url=False)[0]
                name = str(problem["loc"][0]) if problem["loc"] else "scenario"
                reason = str(problem["ctx"]["error"]) if "error" in problem.get("ctx", {}) else _allowed(name)
                raise SimulationError(name, problem["input"], reason) from None

    @model_validator(mode="before")
    @classmethod
    def _look_up(cls, data: Any) -> Any:
        """Fill what other inputs imply (the chosen chip's peak and price) where it was not given."""
        if not isinstance(data, Mapping):
            return data
        values = {name: data.get(name, row.default) for name, row in TABLE.items()}
        filled = dict(data)
        for name, row in TABLE.items():
            if row.lookup is not None and name not in data and any(cause in data for cause in row.follows):
                try:
                    filled[name] = row.lookup(values)
                except TypeError:  # an unhashable value of a cause, which its own check reports
                    continue
        return filled

    def changed(self, **changes: Any) -> "Scenario":
        """The scenario with other values; what follows from a changed input is looked up anew."""
        values = self.model_dump()
        follow = [
            name
            for name, row in TABLE.items()
            if row.lookup is not None
            and any(changes.get(cause, values[cause]) != values[cause] for cause in row.follows)
        ]
        if follow or not changes.keys() <= TABLE.keys():
            kept = {name: value for name, value in values.items() if name not in follow}
            return Scenario(**{**kept, **changes})
        # The other values were checked when they were set.
        return self.model_copy(update={name: checked(name, value) for name, value in changes.items()})

    def differences(self, base: Mapping[str, Any]) -> dict[str, Any]:
        """The inputs whose value is not the one in `base`."""
        return {name: value for name, value in self.model_dump().items() if value != base[name]}


def checked(name: str, value: Any) -> Any:
    """Value of an input as the engine uses it.

    Raises
    ------
    SimulationError
        If the value has the wrong type or lies out of bounds.
    """
    try:
        return TABLE[name].check(value)
    except ValueError as error:
        raise SimulationError(name, value, str(error)) from None


def _allowed(name: str) -> str:
    if name in TABLE:
        return TABLE[name].allowed
    near = difflib.get_close_matches(name, TABLE, n=1)
    return f"no such input{f'; did you mean {near[0]}' if near else ''}"
