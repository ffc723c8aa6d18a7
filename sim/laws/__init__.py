"""The laws: published fits of the forms, one file each in `presets/laws`."""

from functools import cached_property
from typing import Any, Literal

import numpy as np
from pydantic import Field, model_validator

from sim.catalogs.entry import Entry, Fault, reader
from sim.catalogs.folder import Folder
from sim.catalogs.references import Status
from sim.laws.constants_check import FORMS, constants_fit
from sim.laws.forms import Form

Quantity = Literal["n_params", "n_tokens", "train_flop", "tokens_per_param"]  # of the runs behind a fit


class Covariance(Entry):
    """Covariance of the fitted (lnA, lnB, lnE, alpha, beta), with the recipe behind it.

    `lower` holds the 15 numbers of its lower triangle, row by row.
    """

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
            raise Fault(("lower",), "this must be the lower triangle of a positive definite matrix")
        return self


class Law(Entry):
    """A published fit: constants of a form, where they stand and what they were fitted on.

    The constants of a `typed` law are those of the user; the file gives where they start.
    """

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
    fitted_range: dict[Quantity, tuple[float, float]] = Field(default_factory=dict)
    covariance: Covariance | None = None

    @model_validator(mode="after")
    def _usable(self) -> "Law":
        constants_fit(self.form, self.constants)
        if (self.covariance or self.typed) and self.form != "additive":
            raise Fault(("covariance" if self.covariance else "typed",), "this is for laws of the form additive alone")
        for name, (low, high) in self.fitted_range.items():
            if not 0 < low < high:
                raise Fault(("fitted_range", name), "this must run from a lower to a higher positive number")
        return self

    @property
    def name(self) -> str:
        """Short name for charts."""
        return self.short or self.label

    @cached_property
    def ranges(self) -> dict[str, tuple[float, float]]:
        """The fitted range, with that of tokens per parameter.

        Where the file does not state it, it is the widest that the ranges of N and D allow: the runs
        themselves spread less.
        """
        stated: dict[str, tuple[float, float]] = dict(self.fitted_range.items())
        if "n_params" not in stated or "n_tokens" not in stated:
            return stated
        (N_low, N_high), (D_low, D_high) = stated["n_params"], stated["n_tokens"]
        return {"tokens_per_param": (D_low / N_high, D_high / N_low), **stated}

    @cached_property
    def function(self) -> Form:
        """The law as a function of N and D."""
        constants: dict[str, Any] = self.constants
        return FORMS[self.form](**constants)


loss_laws = Folder("laws", reader(Law), lambda law: law.label, pages=("laws", "method"))
