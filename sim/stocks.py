"""How much text, and what could become text, there is: one file each in `presets/stocks`."""

from functools import cache

from pydantic import BaseModel, ConfigDict, Field, model_validator

from sim.catalog import PRESETS, Catalog, read_folder
from sim.hardware import Status


class Stock(BaseModel):
    """A stock of tokens with its range and source; low and high equal the value where no range was seen."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    label: str
    order: int = 100
    tokens: float = Field(gt=0, allow_inf_nan=False)
    low: float = Field(gt=0, allow_inf_nan=False)
    high: float = Field(gt=0, allow_inf_nan=False)
    level: str
    source: str
    table: str
    status: Status
    note: str = ""

    @model_validator(mode="after")
    def _ordered(self) -> "Stock":
        if not self.low <= self.tokens <= self.high:
            raise ValueError("tokens must lie between low and high")
        return self


@cache
def stocks() -> Catalog[Stock]:
    """All stocks by identifier, in their own order."""
    catalog = read_folder(PRESETS / "stocks", Stock)
    ordered = sorted(catalog.entries.items(), key=lambda item: (item[1].order, item[0]))
    return Catalog(dict(ordered), catalog.problems)
