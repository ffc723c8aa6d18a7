"""The laws: published fits of the forms, one file each in `presets/laws`."""

from functools import cache, cached_property
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from sim.catalog import PRESETS, Catalog, read_folder
from sim.hardware import Status
from sim.laws.constrained import Constrained
from sim.laws.forms import Additive, Form
from sim.laws.granular import Granular
from sim.laws.joint import Joint

FORMS: dict[str, type[Form]] = {
    "additive": Additive,
    "joint": Joint,
    "constrained": Constrained,
    "granular": Granular,
}


class Covariance(BaseModel):
    """Covariance of the fitted (lnA, lnB, lnE, alpha, beta), with the recipe behind it.

    `lower` holds the 15 numbers of its lower triangle, row by row.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    lower: tuple[float, ...] = Field(min_length=15, max_length=15)
    recipe: str
    status: Status

    @cached_property
    def matrix(self) -> np.ndarray:
        """The full matrix, shape (5, 5)."""
        full = np.zeros((5, 5))
        full[np.tril_indices(5)] = self.lower
        return full + np.tril(full, -1).T

    @model_validator(mode="after")
    def _positive(self) -> "Covariance":
        if not np.isfinite(self.matrix).all() or np.linalg.eigvalsh(self.matrix).min() <= 0:
            raise ValueError("lower must be the lower triangle of a positive definite matrix")
        return self


class Law(BaseModel):
    """A published fit: constants of a form, where they stand and what they were fitted on.

    The constants of a `typed` law are those of the user; the file gives where they start.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    label: str
    short: str = ""
    order: int = 100
    form: str
    source: str
    table: str
    status: Status
    fit_data: str
    tokenizer: str
    counts: str
    note: str = ""
    typed: bool = False
    constants: dict[str, float]
    fitted_range: dict[Literal["n_params", "n_tokens", "train_flop"], tuple[float, float]] = Field(default_factory=dict)
    covariance: Covariance | None = None

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
        if (self.covariance or self.typed) and self.form != "additive":
            raise ValueError("only an additive law can have a covariance or be typed")
        for name, (low, high) in self.fitted_range.items():
            if not 0 < low < high:
                raise ValueError(f"fitted_range.{name} must run from a lower to a higher positive number")
        return self

    @property
    def name(self) -> str:
        """Short name for charts."""
        return self.short or self.label

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
