"""How much text, and what could become text, there is: one file each in `presets/stocks`."""

from pydantic import Field, model_validator

from sim.catalogs.entry import Entry, reader
from sim.catalogs.folder import Folder
from sim.catalogs.references import Status


class Stock(Entry):
    """A stock of tokens with its range and source; low and high equal the value where no range was seen."""

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


stocks = Folder("stocks", reader(Stock), lambda stock: f"{stock.label}: {stock.tokens:.3g} tokens", pages=("laws",))
