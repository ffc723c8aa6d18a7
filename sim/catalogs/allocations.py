"""Published rules of the best split that are no loss laws, one file each in `presets/allocations`."""

from pydantic import Field, model_validator

from sim.catalogs.entry import Entry, reader
from sim.catalogs.folder import Folder
from sim.catalogs.references import Status
from sim.ground.arrays import Array
from sim.ground.flop import FLOP_PER_PARAM_TOKEN


class PowerLine(Entry):
    """scale (C / unit)^exponent, C in FLOP."""

    scale: float = Field(gt=0, allow_inf_nan=False)
    unit_flop: float = Field(gt=0, allow_inf_nan=False)
    exponent: float = Field(gt=0, lt=1)

    def at(self, C: Array) -> Array:
        """Value at a compute [FLOP]."""
        return self.scale * (C / self.unit_flop) ** self.exponent


class Allocation(Entry):
    """A rule for parameters, tokens or compute per token, with its source; the rest follows from C = 6 N D."""

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
        ND = C / FLOP_PER_PARAM_TOKEN
        N = self.n_params.at(C) if self.n_params else None
        if N is None and self.flop_per_token:
            N = self.flop_per_token.at(C) / FLOP_PER_PARAM_TOKEN
        D = self.n_tokens.at(C) if self.n_tokens else ND / N
        return (ND / D if N is None else N), D


allocations = Folder(
    "rules", reader(Allocation), lambda rule: rule.label, pages=("laws",), folders=("allocations",)
)  # in their own order
