"""Hardware and money: the chip, how well it is used and what an hour of it costs."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from sim.catalogs.generations import catalog_mfu
from sim.catalogs.hardware import PRICE_BASES, catalog_price, chips
from sim.ground.glossary import TERMS
from sim.inputs.row import Group, Row


def _peak(values: Mapping[str, Any]) -> float | None:
    chip = chips().entries.get(values["hardware"])
    return chip.peak.flop_per_s if chip else None


def _price(values: Mapping[str, Any]) -> float | None:
    price = catalog_price(values["hardware"], values["price_basis"])
    return price.usd_per_chip_hour if price else None


def _mfu(values: Mapping[str, Any]) -> float:
    return catalog_mfu(values["hardware"], values["precision"]).value


PRECISIONS = {"bf16": "16 bits (BF16)", "fp8": "8 bits (FP8)"}


class Hardware(Group):
    """The chip, how well it is used and what an hour of it costs."""

    title: ClassVar[str] = "Hardware and money"

    hardware: Annotated[
        str,
        Row(
            label="Chip",
            key="hw",
            help="Choosing a chip sets its peak rate, utilization, power and prices. You can then type your own.",
            source="brown2020",
            options=lambda: {key: chip.label for key, chip in chips().entries.items()},
        ),
    ] = "v100"

    precision: Annotated[
        str,
        Row(
            label="Precision",
            key="fp",
            help="Numbers that the training run computes in. FP8 raises the utilization to that of the published whole "
            "runs in FP8, still as a share of the BF16 peak. The loss is taken as the same: DeepSeek-V3 and EXAONE 4.0 "
            "were trained so.",
            source="deepseekv3",
            options=lambda: PRECISIONS,
        ),
    ] = "bf16"

    peak_flop_per_s: Annotated[
        float,
        Row(
            label="Peak rate",
            key="pk",
            symbol="P",
            unit="FLOP/s",
            help="Dense BF16 peak of one chip, without sparsity. Twice too high if you take that of FP8.",
            source="epoch-hardware",
            low=1e9,
            high=1e18,
            form="flop",
            lookup=_peak,
            follows=("hardware",),
            color="compute",
        ),
    ] = 1.25e14

    n_chips: Annotated[
        float | None,
        Row(
            label="Number of chips",
            key="nc",
            unit="chips",
            help="Sets the days of training only: the cost depends on chip-hours, not on how many chips share them. "
            "A plan of chips and days, or with a deadline, takes it as given.",
            source="epoch-models",
            low=1,
            high=1e8,
            lever="limit",
            color="compute",
            marks=((1024, "1,024"), (16_384, "Llama 3.1"), (200_000, "Grok 4 (est.)")),
            zones=((512, "small"), (16_384, "usual"), (500_000, "frontier"), (1e8, "not yet seen")),
        ),
    ] = 10_000.0

    train_days: Annotated[
        float,
        Row(
            label="Days",
            key="td",
            unit="days",
            help="Days that the chips have for the final run. Used by plans of chips and days and with a deadline, "
            "and by the chart of what binds.",
            source="next-dollar",
            also="days",
            low=0.1,
            high=1e4,
            lever="limit",
            form="plain",
            illustrative=True,
            color="compute",
            marks=((30, "30"), (54, "Llama 3.1"), (100, "100"), (365, "a year")),
            zones=((14, "short"), (120, "usual"), (365, "long"), (1e4, "years")),
        ),
    ] = 60.0

    price_basis: Annotated[
        str,
        Row(
            label="Price basis",
            key="pb",
            help="How the chips are paid: rented at today's market price or at a list price, or owned and worn out.",
            source="cottier2024",
            options=lambda: PRICE_BASES,
        ),
    ] = "committed_3y"

    usd_per_chip_hour: Annotated[
        float | None,
        Row(
            label="Price",
            key="p",
            symbol="p",
            unit="USD per chip-hour",
            help="Price of one chip for one hour. A chip without a published price is unknown until you type one.",
            source="epoch-hardware",
            low=1e-3,
            high=1e4,
            lever="rented",
            form="usd",
            lookup=_price,
            follows=("hardware", "price_basis"),
            as_of="2025-03",
            color="money",
        ),
    ] = 1.12

    mfu: Annotated[
        float,
        Row(
            label="Utilization (MFU)",
            key="mfu",
            help=TERMS["MFU"],
            source="epoch-models",
            low=0.001,
            high=1.0,
            scale="linear",
            steps=((0.01, 0.01),),
            lever="always",
            form="percent",
            lookup=_mfu,
            follows=("hardware", "precision"),
            follows_since=4,
            zones=((0.3, "low"), (0.5, "usual"), (0.6, "high"), (1.0, "unheard of")),
            color="compute",
        ),
    ] = 0.1968
