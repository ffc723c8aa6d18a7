"""Owned chips: what they cost to buy and how far that price has fallen."""

from collections.abc import Mapping
from typing import Any

from sim.hardware import SERVER_FACTOR_OTHER, chips, purchase_price
from sim.inputs.row import Input

TITLE = "Owned chips"


def _chip_price(values: Mapping[str, Any]) -> float | None:
    price = purchase_price(values["hardware"])
    return price.usd if price else None


def _server_factor(values: Mapping[str, Any]) -> float:
    chip = chips().entries.get(values["hardware"])
    return chip.server_factor if chip else SERVER_FACTOR_OTHER


INPUTS = [
    Input(
        name="chip_price_usd",
        symbol="",
        label="Chip price",
        key="cp",
        unit="USD per chip",
        help="Purchase price of one chip. It counts only when the chips are owned. Type yours if it is unknown or old.",
        default=10_664.0,
        source="epoch-hardware",
        low=10,
        high=1e6,
        lever="owned",
        form="usd",
        optional=True,
        lookup=_chip_price,
        follows=("hardware",),
        as_of="2018-05",
        color="money",
    ),
    Input(
        name="server_factor",
        symbol="",
        label="Server factor",
        key="sf",
        help="Price of a server per chip over that of its bare chips. 1 where the chip price holds the server already.",
        default=1.69,
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
    Input(
        name="chip_age_years",
        symbol="",
        label="Age of the chips",
        key="age",
        unit="years",
        help="Years between the purchase price and the run. A chip loses 28 % of its value each year.",
        default=1.0,
        source="next-dollar",
        low=0.0,
        high=10.0,
        scale="linear",
        steps=((0.0, 0.25),),
        form="plain",
        illustrative=True,
        color="money",
    ),
]
