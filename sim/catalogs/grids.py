"""Grids: PUE, water and carbon of places where models are trained, one file each in `presets/grids`."""

from typing import Any

from pydantic import Field

from sim.catalogs.entry import Entry, reader
from sim.catalogs.folder import Folder
from sim.catalogs.references import Status


class Grid(Entry):
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


PLACE = "place"  # the choice of a grid, where it is one of the levers


def places_of(scenario: Any) -> list[str]:
    """The places whose figures a scenario has."""
    entries = grids().entries.items()
    return [key for key, grid in entries if all(getattr(scenario, name) == x for name, x in grid.inputs.items())]


grids = Folder(
    "grids", reader(Grid), lambda grid: grid.label, pages=("method",),
    order=lambda name, grid: (name != "us-average", grid.label),  # the average of the United States first
)  # fmt: skip
