"""Chips: dense peak and dated cloud prices, one file each in `presets/hardware`."""

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from sim.catalog import PRESETS, Catalog, read_folder

Status = Literal["S1", "S2", "D", "R", "ours"]
PRICE_BASES = {
    "on_demand": "On demand",
    "committed_1y": "1-year commitment",
    "committed_3y": "3-year commitment",
}


class Peak(BaseModel):
    """Dense peak rate [FLOP/s] in BF16, without sparsity."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    flop_per_s: float = Field(gt=0, allow_inf_nan=False)
    source: str
    status: Status


class CloudPrice(BaseModel):
    """Cloud price of one chip [USD/hour] at a date."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    usd_per_chip_hour: float = Field(gt=0, allow_inf_nan=False)
    provider: str
    date: str = Field(pattern=r"^\d{4}-\d{2}$")
    source: str
    status: Status


class Chip(BaseModel):
    """One accelerator. A basis without a published price is absent: unknown, not zero."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    label: str
    released: str = Field(pattern=r"^\d{4}-\d{2}$")
    note: str = ""
    peak: Peak
    price: dict[Literal["on_demand", "committed_1y", "committed_3y"], CloudPrice] = {}


@cache
def chips() -> Catalog[Chip]:
    """All chips by identifier, oldest first."""
    catalog = read_folder(PRESETS / "hardware", Chip)
    ordered = sorted(catalog.entries.items(), key=lambda item: (item[1].released, item[0]))
    return Catalog(dict(ordered), catalog.problems)


def catalog_price(hardware: str, price_basis: str) -> CloudPrice | None:
    """Published cloud price of a chip on a basis, or `None` where none is known."""
    chip = chips().entries.get(hardware)
    return chip.price.get(price_basis) if chip else None  # type: ignore[call-overload]
