"""Published rules of the best split that are no loss laws, one file each in `presets/allocations`."""

from functools import cache

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sim.catalog import PRESETS, Catalog, read_folder
from sim.hardware import Status
from sim.laws.forms import Array


class PowerLine(BaseModel):
    """scale (C / unit)^exponent, C in FLOP."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    scale: float = Field(gt=0, allow_inf_nan=False)
    unit_flop: float = Field(gt=0, allow_inf_nan=False)
    exponent: float = Field(gt=0, lt=1)

    def at(self, C: Array) -> Array:
        """Value at a compute [FLOP]."""
        return self.scale * (C / self.unit_flop) ** self.exponent


class Allocation(BaseModel):
    """A rule for parameters, tokens or compute per token, with its source; the rest follows from C = 6 N D."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    label: str
    short: str
    order: int = 100
    source: str
    table: str
    status: Status
    counts: str
    fit_data: str
    note: str = ""
    n_params: PowerLine | None = None
    n_tokens: PowerLine | None = None
    flop_per_token: PowerLine | None = None

    @model_validator(mode="after")
    def _some_line(self) -> "Allocation":
        if not (self.n_params or self.n_tokens or self.flop_per_token):
            raise ValueError("a rule needs n_params, n_tokens or flop_per_token")
        return self

    def frontier(self, C: Array) -> tuple[Array, Array]:
        """Parameters and tokens that the rule advises at a compute [FLOP]."""
        N = self.n_params.at(C) if self.n_params else None
        if N is None and self.flop_per_token:
            N = self.flop_per_token.at(C) / 6
        D = self.n_tokens.at(C) if self.n_tokens else C / 6 / N
        return (C / 6 / D if N is None else N), D


@cache
def allocations() -> Catalog[Allocation]:
    """All rules by identifier, in their own order."""
    catalog = read_folder(PRESETS / "allocations", Allocation)
    ordered = sorted(catalog.entries.items(), key=lambda item: (item[1].order, item[0]))
    return Catalog(dict(ordered), catalog.problems)
