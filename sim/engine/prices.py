"""The published price that a scenario uses, with its range and its age."""

from dataclasses import dataclass
from datetime import date

from sim.catalogs.hardware import CloudPrice, Purchase, catalog_price, purchase_price
from sim.inputs.scenario import Scenario


def rent_in_force(scenario: Scenario) -> CloudPrice | None:
    """Published rent that the scenario uses, or `None` where it owns its chips or has a price of its own."""
    if scenario.price_basis == "owned":
        return None
    rent = catalog_price(scenario.hardware, scenario.price_basis)
    return rent if rent and rent.usd_per_chip_hour == scenario.usd_per_chip_hour else None


def purchase_in_force(scenario: Scenario) -> Purchase | None:
    """Published purchase price that the scenario uses, or `None` where it rents or has a price of its own."""
    if scenario.price_basis != "owned":
        return None
    bought = purchase_price(scenario.hardware)
    return bought if bought and bought.usd == scenario.chip_price_usd else None


@dataclass(frozen=True)
class PriceRange:
    """Low, median and high of a published rent [USD/hour], with who asked it, when, and where that stands."""

    low: float
    median: float
    high: float
    provider: str
    date: str
    source: str


def price_range(scenario: Scenario) -> PriceRange | None:
    """Range of the rent in force; `None` where the scenario does not use a published one or it has no range."""
    rent = rent_in_force(scenario)
    if rent is None or rent.low is None or rent.high is None:
        return None
    return PriceRange(rent.low, rent.usd_per_chip_hour, rent.high, rent.provider, rent.date, rent.source)


def months_old(month: str, today: date) -> int:
    """Months from a price ("2025-03", or a year, which ends in December) to a day."""
    year, _, number = month.partition("-")
    return 12 * (today.year - int(year)) + today.month - int(number or 12)
