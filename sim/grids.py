"""Grids: PUE, water and carbon of places where models are trained, one file each in `presets/grids`."""

from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from sim.catalog import PRESETS, Catalog, read_folder
from sim.hardware import Status


class Grid(BaseModel):
    """One place. A figure that is not published is absent: unknown, not zero.

    Parameters
    ----------
    pue : float
        Building over server energy [-].
    liter_per_kwh_onsite, liter_per_kwh_grid : float
        Water for cooling and of power stations [L/kWh].
    kg_co2e_per_kwh : float, optional
        Greenhouse gas of the electricity [kg/kWh].
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    label: str
    note: str = ""
    pue: float = Field(ge=1, le=3)
    liter_per_kwh_onsite: float = Field(ge=0, le=20)
    liter_per_kwh_grid: float = Field(ge=0, le=50)
    source: str
    status: Status
    kg_co2e_per_kwh: float | None = Field(None, ge=0, le=2)
    carbon_source: str = ""
    carbon_status: Status | None = None

    @property
    def inputs(self) -> dict[str, float]:
        """The inputs of a scenario that the place sets."""
        names = ("pue", "liter_per_kwh_onsite", "liter_per_kwh_grid", "kg_co2e_per_kwh")
        return {name: getattr(self, name) for name in names if getattr(self, name) is not None}


@cache
def grids() -> Catalog[Grid]:
    """All grids by identifier, in order of label, the average of the United States first."""
    catalog = read_folder(PRESETS / "grids", Grid)
    ordered = sorted(catalog.entries.items(), key=lambda item: (item[0] != "us-average", item[1].label))
    return Catalog(dict(ordered), catalog.problems)
