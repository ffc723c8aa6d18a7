"""Energy, carbon and water: what the chips draw and the grid that feeds them."""

from collections.abc import Mapping
from typing import Any

from sim.hardware import chips
from sim.inputs.row import Input

TITLE = "Energy, carbon, water"


def _watts(values: Mapping[str, Any]) -> float | None:
    chip = chips().entries.get(values["hardware"])
    return chip.watts if chip else None


INPUTS = [
    Input(
        name="watts_per_chip",
        symbol="",
        label="Power",
        key="w",
        unit="W per chip",
        help="Mean power of one chip with its share of the server, before cooling.",
        default=330.0,
        source="patterson2021",
        low=1,
        high=1e5,
        form="plain",
        optional=True,
        lookup=_watts,
        follows=("hardware",),
        color="compute",
    ),
    Input(
        name="pue",
        symbol="",
        label="PUE",
        key="pue",
        help="Power usage effectiveness: energy of the building over that of its servers. 1 is ideal.",
        default=1.10,
        source="cottier2024",
        low=1.0,
        high=3.0,
        scale="linear",
        steps=((1.0, 0.01),),
        form="plain",
        color="compute",
    ),
    Input(
        name="usd_per_kwh",
        symbol="",
        label="Electricity price",
        key="kwh",
        unit="USD per kWh",
        help="Counts only for owned chips: a cloud price holds the electricity already.",
        default=0.0826,
        source="eia",
        low=1e-3,
        high=10.0,
        form="usd",
        as_of="2025",
        color="money",
    ),
    Input(
        name="kg_co2e_per_kwh",
        symbol="",
        label="Carbon of the grid",
        key="co2",
        unit="kg CO2e per kWh",
        help="Greenhouse gas of the electricity, as carbon dioxide of the same warming.",
        default=0.429,
        source="patterson2021",
        low=0.0,
        high=2.0,
        scale="linear",
        steps=((0.0, 0.01),),
        form="plain",
        color="compute",
    ),
    Input(
        name="liter_per_kwh_onsite",
        symbol="",
        label="Water for cooling",
        key="wo",
        unit="L per kWh",
        help="Water that evaporates at the data center for each kWh of its servers.",
        default=0.55,
        source="li2023",
        low=0.0,
        high=20.0,
        scale="linear",
        steps=((0.0, 0.05),),
        form="plain",
        color="compute",
    ),
    Input(
        name="liter_per_kwh_grid",
        symbol="",
        label="Water of the grid",
        key="wg",
        unit="L per kWh",
        help="Water that power stations consume for each kWh that they deliver.",
        default=3.142,
        source="li2023",
        low=0.0,
        high=50.0,
        scale="linear",
        steps=((0.0, 0.1),),
        form="plain",
        color="compute",
    ),
]
