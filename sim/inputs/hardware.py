"""Hardware and money: the chip, how well it is used and what an hour of it costs."""

from collections.abc import Mapping
from typing import Any

from sim.glossary import TERMS
from sim.hardware import PRICE_BASES, catalog_price, chips
from sim.inputs.row import Input

TITLE = "Hardware and money"


def _peak(values: Mapping[str, Any]) -> float | None:
    chip = chips().entries.get(values["hardware"])
    return chip.peak.flop_per_s if chip else None


def _price(values: Mapping[str, Any]) -> float | None:
    price = catalog_price(values["hardware"], values["price_basis"])
    return price.usd_per_chip_hour if price else None


INPUTS = [
    Input(
        name="hardware",
        symbol="",
        label="Chip",
        key="hw",
        help="Choosing a chip sets its peak rate, power and prices. You can then type your own.",
        default="v100",
        source="brown2020",
        options=lambda: {key: chip.label for key, chip in chips().entries.items()},
    ),
    Input(
        name="peak_flop_per_s",
        symbol="P",
        label="Peak rate",
        key="pk",
        unit="FLOP/s",
        help="Dense BF16 peak of one chip, without sparsity. Twice too high if you take the sparse or FP8 figure.",
        default=1.25e14,
        source="epoch-hardware",
        low=1e9,
        high=1e18,
        form="flop",
        lookup=_peak,
        follows=("hardware",),
        color="compute",
    ),
    Input(
        name="n_chips",
        symbol="",
        label="Number of chips",
        key="nc",
        unit="chips",
        help="Sets the days of training only: the cost depends on chip-hours, not on how many chips share them.",
        default=10_000.0,
        source="epoch-models",
        low=1,
        high=1e8,
        optional=True,
        color="compute",
    ),
    Input(
        name="price_basis",
        symbol="",
        label="Price basis",
        key="pb",
        help="How the chips are paid: rented by the hour, for less with a longer commitment, or owned and worn out.",
        default="committed_3y",
        source="cottier2024",
        options=lambda: PRICE_BASES,
    ),
    Input(
        name="usd_per_chip_hour",
        symbol="p",
        label="Price",
        key="p",
        unit="USD per chip-hour",
        help="Price of one chip for one hour. A chip without a published price is unknown until you type one.",
        default=1.12,
        source="epoch-hardware",
        low=1e-3,
        high=1e4,
        lever="rented",
        form="usd",
        optional=True,
        lookup=_price,
        follows=("hardware", "price_basis"),
        as_of="2025-03",
        color="money",
    ),
    Input(
        name="mfu",
        symbol="",
        label="Utilization (MFU)",
        key="mfu",
        help=TERMS["MFU"],
        default=0.1968,
        source="epoch-models",
        low=0.001,
        high=1.0,
        scale="linear",
        steps=((0.01, 0.01),),
        lever="always",
        form="percent",
        color="compute",
    ),
]
