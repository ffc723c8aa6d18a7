"""Published chip-hours and costs beside ours: every figure of the presets, misses included."""

from dataclasses import dataclass

from sim.cost import cost_lines
from sim.evaluate import evaluate, numbers
from sim.hardware import RENTED, CloudPrice, catalog_price
from sim.presets import Preset, presets

CHEAPEST_FIRST = ("committed_3y", "committed_1y", "on_demand")


@dataclass(frozen=True)
class Check:
    """One published figure of a model, and ours.

    Parameters
    ----------
    model : str
        Title of the preset.
    figure : {"chip-hours", "owned", "cloud", "report"}
        What is compared [h or USD].
    published : float
        The figure of the source.
    ours : float or None
        What our formulas give; `None` where a price is unknown.
    how : str
        What ours rests on: the month of the price, or whose chip-hours.
    reason : str
        Why they differ, where a source says so.
    source, status : str
        Of the published figure.
    """

    model: str
    figure: str
    published: float
    ours: float | None
    how: str
    reason: str
    source: str
    status: str

    @property
    def ratio(self) -> float | None:
        """Ours over the published figure."""
        return None if self.ours is None else self.ours / self.published


def checks() -> list[Check]:
    """Every published chip-hour and dollar of the presets."""
    return [check for preset in presets().entries.values() for check in _checks(preset)]


def published_hours(preset: Preset) -> float | None:
    """Chip-hours that are published for a model [h]."""
    return next((one.value for one in preset.published if one.figure == "chip_hours"), None)


def _checks(preset: Preset) -> list[Check]:
    result = evaluate(preset.scenario)
    hours = published_hours(preset)
    found = [
        Check(
            preset.title, "chip-hours", one.value, result.chip_hours,
            "6ND at the preset's utilization", "", one.source, one.status or "",
        )
        for one in preset.published
        if one.figure == "chip_hours"
    ]  # fmt: skip
    whose = "published chip-hours" if hours else "our chip-hours (none are published)"
    for cost in preset.costs:
        if cost.basis == "owned":
            ours = owned_usd(preset, hours or result.chip_hours, cost.chip_age_years)
            how = whose if cost.chip_age_years is None else f"{whose}, chips {cost.chip_age_years:g} years old"
        else:
            price = nearest_price(preset)
            ours = None if price is None else price[1].usd_per_chip_hour * (hours or result.chip_hours)
            how = "no cloud price known" if price is None else f"{whose}, {RENTED[price[0]].lower()}, {price[1].date}"
        found.append(
            Check(preset.title, cost.basis, cost.usd, ours, how, cost.reason, cost.source, cost.status)
        )  # fmt: skip
    return found


def owned_usd(preset: Preset, hours: float, chip_age_years: float | None = None) -> float | None:
    """Cost of a run on owned chips with its energy [USD]; `None` where no purchase price is known.

    Chip-hours [h]; the age of the chips [years] is the preset's unless given.
    """
    scenario = preset.scenario.changed(price_basis="owned")
    if chip_age_years is not None:
        scenario = scenario.changed(chip_age_years=chip_age_years)
    if scenario.chip_price_usd is None or scenario.watts_per_chip is None:
        return None
    lines = cost_lines(hours, numbers(scenario))
    return float(lines["cost_compute_usd"] + lines["cost_energy_usd"])


def nearest_price(preset: Preset) -> tuple[str, CloudPrice] | None:
    """Cloud price to compare with: the 3-year price of the chip, else the cheapest known basis."""
    for basis in CHEAPEST_FIRST:
        price = catalog_price(preset.scenario.hardware, basis)
        if price:
            return basis, price
    return None
