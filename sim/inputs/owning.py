"""Owned chips: what they cost to buy and how far that price has fallen."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from sim.catalogs.hardware import SERVER_FACTOR_OTHER, chips, purchase_price
from sim.inputs.row import Group, Row


def _chip_price(values: Mapping[str, Any]) -> float | None:
    price = purchase_price(values["hardware"])
    return price.usd if price else None


def _server_factor(values: Mapping[str, Any]) -> float:
    chip = chips().entries.get(values["hardware"])
    return chip.server_factor if chip else SERVER_FACTOR_OTHER


class Owning(Group):
    """What they cost to buy and how far that price has fallen."""

    title: ClassVar[str] = "Owned chips"

    chip_price_usd: Annotated[
        float | None,
        Row(
            label="Chip price",
            key="cp",
            unit="USD per chip",
            help="Purchase price of one chip. It counts only for owned chips. Type yours if it is unknown or old.",
            source="epoch-hardware",
            low=10,
            high=1e6,
            lever="owned",
            form="usd",
            lookup=_chip_price,
            follows=("hardware",),
            as_of="2018-05",
            color="money",
        ),
    ] = 10_664.0

    server_factor: Annotated[
        float,
        Row(
            label="Server factor",
            key="sf",
            help="Price of a server per chip over that of its bare chips. 1 where the chip price holds it already.",
            source="cottier2024",
            low=1.0,
            high=5.0,
            scale="linear",
            steps=((1.0, 0.05),),
            form="plain",
            lookup=_server_factor,
            follows=("hardware",),
            color="money",
        ),
    ] = 1.69

    chip_age_years: Annotated[
        float,
        Row(
            label="Age of the chips",
            key="age",
            unit="years",
            help="Years between the purchase price and the run. A chip loses 28 % of its value each year.",
            source="next-dollar",
            low=0.0,
            high=10.0,
            scale="linear",
            steps=((0.0, 0.25),),
            form="plain",
            illustrative=True,
            color="money",
        ),
    ] = 1.0
