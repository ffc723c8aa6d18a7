"""The shape of the table of inputs: a row is the annotation of a field.

Widget, link, JSON schema, bounds check, documentation and tests all derive from a row; the name, the
type and the default are the field's own, so that a type checker reads them too.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from numbers import Real
from typing import Any, ClassVar, get_args

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from sim.ground import units
from sim.ground.typed import Typed, Unclear, typed
from sim.inputs.text import Text

# A ladder that reads well on a logarithmic lever: eleven rungs per decade.
DEFAULT: Any = object()  # stands for the default itself
RUNGS = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8)
TRAINING_PAGES = ("home", "plan", "laws", "cost")  # whose board has the levers of the training run


@dataclass(frozen=True)
class Row:
    """One input of the simulator: what its field does not say of it.

    Parameters
    ----------
    label, symbol, unit : str
        Words on the page, symbol in formulas, unit.
    key : str
        One to four letters that name it in links; never reused.
    source : str
        Key of the bibliography that the default rests on.
    low, high : float
        Inclusive bounds of a number.
    scale : {"log", "linear"}
        How a lever spaces its rungs.
    steps : tuple of (start, step)
        Distance of the rungs of a linear lever, from each start on.
    lever : {"", "always", "given", "limit", "rented", "owned"}
        Whether it is a lever of the board: never, always, when the plan takes it as given (a limit is
        a box otherwise), or by how the chips are paid.
    pages : tuple of str
        On the boards of which pages it is a lever. What the plan takes as given is one on all.
    form : str
        Format of `sim.ground.units` in which people read and type it.
    options : callable, optional
        For a choice: returns {value: label}.
    text : Text, optional
        For a text that a page writes and nobody types.
    lookup : callable, optional
        Value that other inputs imply (a chip's price), used when none is given.
    follows : tuple of str
        The inputs whose change makes `lookup` apply anew.
    follows_since : int
        First schema of links in which that holds: in older ones the input keeps its frozen default.
    illustrative : bool
        Whether the default is ours, which the page must say.
    as_of : str
        Month of the default, where it can age.
    color : str
        What the lever means everywhere on the page.
    marks : tuple of (value, label)
        Reference points shown on the lever.
    zones : tuple of (value, label)
        Words for the parts of the lever, each up to its value; the last ends at the upper bound.
    reason : str
        Why the bounds are where they are, for whoever types a value beyond them.
    whole : bool
        Whether a lever stops at whole numbers only; a number in between may be typed.
    in_older_links : float, str or None
        Value in links of a schema that does not know the input, where the default would change a result.
    also : str
        Another name that the command line and links take for it.
    unlimited : bool
        Whether none means no limit: a lever then stands at its far end.
    worth : callable, optional
        Another way of typing it: (text, the other inputs) -> its value, `None` where the text is not typed that way.
    reads : callable, optional
        The same without the other inputs, wherever the input is written as text.
    beside : callable, optional
        What is said beside it: (value, the other inputs) -> words.
    name, default, optional, group
        Of the field: its name, its value in the newest schema (`None` means unknown or "no limit"),
        whether `None` is allowed, and the title of its group. Filled in by `rows`.
    """

    label: str
    key: str
    help: str
    source: str
    symbol: str = ""
    unit: str = ""
    low: float = -math.inf
    high: float = math.inf
    scale: str = "log"
    steps: tuple[tuple[float, float], ...] = ()
    lever: str = ""
    pages: tuple[str, ...] = TRAINING_PAGES
    form: str = "count"
    options: Callable[[], Mapping[str, str]] | None = None
    text: Text | None = None
    lookup: Callable[[Mapping[str, Any]], float | None] | None = None
    follows: tuple[str, ...] = ()
    follows_since: int = 1
    illustrative: bool = False
    as_of: str = ""
    color: str = "money"
    marks: tuple[tuple[float, str], ...] = ()
    zones: tuple[tuple[float, str], ...] = ()
    reason: str = ""
    whole: bool = False
    in_older_links: Any = DEFAULT
    also: str = ""
    unlimited: bool = False
    worth: Callable[[str, Any], float | None] | None = None
    reads: Callable[[str], float | None] | None = None
    beside: Callable[[float, Any], str] | None = None
    name: str = ""
    default: float | str | None = None
    optional: bool = False
    group: str = ""

    @property
    def is_choice(self) -> bool:
        return self.options is not None

    @property
    def is_number(self) -> bool:
        return self.options is None and self.text is None

    @property
    def allowed(self) -> str:
        """What the input accepts, in words."""
        if self.options is not None:
            return "allowed are " + ", ".join(self.options())
        if self.text is not None:
            return self.text.allowed
        low, high = (units.text(bound, self.form) for bound in (self.low, self.high))
        unit = f" {self.unit}" if self.unit else ""
        none = ', or "none"' if self.optional else ""
        reason = f" ({self.reason})" if self.reason else ""
        return f"allowed is {low} to {high}{unit}{none}{reason}"

    def check(self, value: Any) -> float | str | None:
        """Value as the engine uses it.

        Raises
        ------
        ValueError
            If the value has the wrong type or lies out of bounds.
        """
        if self.options is not None:
            if not isinstance(value, str) or value not in self.options():
                raise ValueError(self.allowed)
            return value
        if self.text is not None:
            return self.text.check(value)
        if isinstance(value, str):
            value = self._read(value).value
        if value is None:
            if self.optional:
                return None
            raise ValueError(self.allowed)
        if isinstance(value, bool) or not isinstance(value, Real):
            raise ValueError(self.allowed)
        try:
            number = float(value)
        except OverflowError:  # an integer too large for a float
            raise ValueError(self.allowed) from None
        if not self.low <= number <= self.high:
            raise ValueError(self.allowed)
        return number

    def meant(self, text: str, others: Any = None) -> float | None:
        """Number that a person typed into the field. A share without a sign of per cent is what the bounds allow of it.

        Parameters
        ----------
        text : str
            As typed.
        others : Scenario, optional
            The other inputs, by which some may be typed in another way, see `worth`.

        Raises
        ------
        Unclear
            Where they allow both, as of 0.4: 40 % or 0.4 %.
        ValueError
            With the reason and what is allowed.
        """
        if self.worth is not None and others is not None:
            value = self.worth(text, others)
            if value is not None:
                return value
        found = self._read(text)
        if self.form != "percent" or self.high > 1 or found.is_percent or not found.value:
            return found.value
        readings = [value for value in (found.value, found.value / 100) if self.low <= value <= self.high]
        if len(readings) == 2:
            raise Unclear(text, (units.exact(readings[0], self.form), units.exact(readings[1], self.form)))
        return readings[0] if readings else found.value

    def _read(self, text: str) -> Typed:
        if self.reads is not None and (value := self.reads(text)) is not None:
            return Typed(value)
        try:
            return typed(text)
        except Unclear:
            raise
        except ValueError as error:
            raise ValueError(f"{error}; {self.allowed}") from None

    def rungs(self) -> list[float]:
        """Positions of the lever, low to high, both bounds included."""
        if self.scale == "linear":
            return self._linear_rungs()
        decades = range(math.floor(math.log10(self.low)), math.floor(math.log10(self.high)) + 1)
        ladder = [float(f"{rung}e{decade}") for decade in decades for rung in RUNGS]
        inner = [value for value in ladder if self.low < value < self.high and not (self.whole and value % 1)]
        return [self.low, *inner, self.high]

    def _linear_rungs(self) -> list[float]:
        rungs = [self.low]
        ends = [start for start, _ in self.steps[1:]] + [self.high]
        for (start, step), end in zip(self.steps, ends, strict=True):
            n_steps = round((end - start) / step)
            # Rounding keeps 0.30000000000000004 off the lever.
            rungs += [round(start + i * step, 9) for i in range(n_steps + 1)]
        return sorted({rung for rung in rungs if self.low <= rung <= self.high} | {self.high})

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Check the field by its row, then by its type."""
        check = replace(self, optional=_takes_none(source)).check
        return core_schema.no_info_before_validator_function(check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The schema of the field's type, with what the row says of it."""
        found = handler(schema)
        if self.options is not None:
            found["enum"] = list(self.options())
        elif self.text is None:
            number = found["anyOf"][0] if "anyOf" in found else found
            number.update(minimum=self.low, maximum=self.high)
        allowed = f"{self.allowed[0].upper()}{self.allowed[1:]}"
        return {**found, "title": self.label, "description": f"{self.help} {allowed}."}


def _takes_none(annotation: Any) -> bool:
    return type(None) in get_args(annotation)


class Group(BaseModel):
    """A part of the table: each field is an input, annotated with its `Row`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    title: ClassVar[str] = ""


@cache
def rows(group: type[Group]) -> tuple[Row, ...]:
    """The rows of a group with their names, types and defaults, in order.

    Raises
    ------
    TypeError
        If a field has no row.
    """
    found = []
    for name, field in group.model_fields.items():
        row = next((note for note in field.metadata if isinstance(note, Row)), None)
        if row is None:
            raise TypeError(f"{group.__name__}.{name}: annotate the field with its Row")
        found.append(
            replace(row, name=name, default=field.default, optional=_takes_none(field.annotation), group=group.title)
        )
    return tuple(found)
