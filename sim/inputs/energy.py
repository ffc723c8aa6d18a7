"""Energy, carbon and water: what the chips draw and the grid that feeds them."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from sim.catalogs.hardware import chips
from sim.inputs.row import Group, Row


def _watts(values: Mapping[str, Any]) -> float | None:
    chip = chips().entries.get(values["hardware"])
    return chip.watts if chip else None


class Energy(Group):
    """What the chips draw and the grid that feeds them."""

    title: ClassVar[str] = "Energy, carbon, water"

    watts_per_chip: Annotated[
        float | None,
        Row(
            label="Power",
            key="w",
            unit="W per chip",
            help="Mean power of one chip with its share of the server, before cooling.",
            source="patterson2021",
            low=1,
            high=1e5,
            form="plain",
            lookup=_watts,
            follows=("hardware",),
            color="compute",
        ),
    ] = 330.0

    pue: Annotated[
        float,
        Row(
            label="PUE",
            key="pue",
            help="Power usage effectiveness: energy of the building over that of its servers. 1 is ideal.",
            source="cottier2024",
            low=1.0,
            high=3.0,
            scale="linear",
            steps=((1.0, 0.01),),
            form="plain",
            color="compute",
        ),
    ] = 1.10

    usd_per_kwh: Annotated[
        float,
        Row(
            label="Electricity price",
            key="kwh",
            unit="USD per kWh",
            help="Counts only for owned chips: a cloud price holds the electricity already.",
            source="eia",
            low=1e-3,
            high=10.0,
            form="usd",
            as_of="2025",
            color="money",
        ),
    ] = 0.0826

    kg_co2e_per_kwh: Annotated[
        float,
        Row(
            label="Carbon of the grid",
            key="co2",
            unit="kg CO2e per kWh",
            help="Greenhouse gas of the electricity, as carbon dioxide of the same warming.",
            source="patterson2021",
            low=0.0,
            high=2.0,
            scale="linear",
            steps=((0.0, 0.01),),
            form="plain",
            color="compute",
        ),
    ] = 0.429

    liter_per_kwh_onsite: Annotated[
        float,
        Row(
            label="Water for cooling",
            key="wo",
            unit="L per kWh",
            help="Water that evaporates at the data center for each kWh of its servers.",
            source="li2023",
            low=0.0,
            high=20.0,
            scale="linear",
            steps=((0.0, 0.05),),
            form="plain",
            color="compute",
        ),
    ] = 0.55

    liter_per_kwh_grid: Annotated[
        float,
        Row(
            label="Water of the grid",
            key="wg",
            unit="L per kWh",
            help="Water that power stations consume for each kWh that they deliver.",
            source="li2023",
            low=0.0,
            high=50.0,
            scale="linear",
            steps=((0.0, 0.1),),
            form="plain",
            color="compute",
        ),
    ] = 3.142
