"""The laws: published fits of the forms, one file each in `presets/laws`."""

from functools import cache, cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from sim.catalog import PRESETS, Catalog, read_folder
from sim.hardware import Status
from sim.laws.forms import FORMS, Form


class Law(BaseModel):
    """A published fit: constants of a form, where they stand and what they were fitted on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str
    order: int = 100
    form: str
    source: str
    table: str
    status: Status
    fit_data: str
    tokenizer: str
    counts: str
    note: str = ""
    constants: dict[str, float]
    fitted_range: dict[Literal["n_params", "n_tokens", "train_flop"], tuple[float, float]] = Field(default_factory=dict)

    @field_validator("form")
    @classmethod
    def _known_form(cls, form: str) -> str:
        if form not in FORMS:
            raise ValueError(f"unknown form {form!r}; known are {', '.join(FORMS)}")
        return form

    @model_validator(mode="after")
    def _usable_constants(self) -> "Law":
        try:
            FORMS[self.form](**self.constants)
        except TypeError as error:
            raise ValueError(f"constants do not fit the form {self.form}: {error}") from None
        for name, (low, high) in self.fitted_range.items():
            if not 0 < low < high:
                raise ValueError(f"fitted_range.{name} must run from a lower to a higher positive number")
        return self

    @cached_property
    def function(self) -> Form:
        """The law as a function of N and D."""
        constants: dict[str, Any] = self.constants
        return FORMS[self.form](**constants)


@cache
def loss_laws() -> Catalog[Law]:
    """All laws with a loss, by identifier, in their own order."""
    catalog = read_folder(PRESETS / "laws", Law)
    ordered = sorted(catalog.entries.items(), key=lambda item: (item[1].order, item[0]))
    return Catalog(dict(ordered), catalog.problems)
