"""Published hours, dollars, energy and prices of serving beside ours: every figure of the presets, misses included."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from statistics import median

from sim.catalogs.generations import catalog_mfu, catalog_serving
from sim.catalogs.hardware import RENTED, CloudPrice, catalog_price
from sim.engine.evaluate import evaluate
from sim.engine.presets import Preset, presets
from sim.engine.published import PublishedCost, ServedPrice
from sim.inputs.numbers import numbers
from sim.program.cost import cost_lines
from sim.program.training import chip_hours

CHEAPEST_FIRST = ("committed_3y", "committed_1y", "on_demand")

SERVED_ON = "h100"  # rented at the market price, where the source names no chip; ours [next-dollar]
ANSWER = 500.0  # tokens written for a query; the cost of a token does not depend on it


@dataclass(frozen=True)
class Check:
    """One published figure of a model, and ours.

    Parameters
    ----------
    model : str
        Title of the preset.
    quantity : {"chip_hours", "cost_owned_usd", "cost_cloud_usd", "energy_mwh", "usd_per_mtok_output"}
        What is compared [h, USD, MWh, USD per million tokens].
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
    quantity: str
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


@cache
def checks() -> tuple[Check, ...]:
    """Every published figure of the presets, quantity by quantity."""
    models = presets().entries.values()
    return tuple(check for kind in QUANTITIES.values() for preset in models for check in kind(preset))


def ratios(quantity: str) -> list[float]:
    """Ours over the published figure, for all figures of a quantity that ours is known for."""
    return [check.ratio for check in checks() if check.quantity == quantity and check.ratio is not None]


def median_ratio(quantity: str) -> float:
    """Middle of the ratios of a quantity."""
    return median(ratios(quantity))


def share_within(quantity: str, factor: float) -> float:
    """Share of the figures that ours is within a factor of [0-1]."""
    found = ratios(quantity)
    return sum(1 / factor <= ratio <= factor for ratio in found) / len(found)


def published_hours(preset: Preset) -> float | None:
    """Chip-hours that are published for a model [h]."""
    return next((one.value for one in preset.published if one.figure == "chip_hours"), None)


def _hours(preset: Preset) -> Iterator[Check]:
    """Hours from 6ND and the default utilization; only where the compute is not itself derived from the hours."""
    if preset.status != "disclosed" or preset.scenario.plan != "params_tokens":
        return
    scenario = preset.scenario
    mfu = catalog_mfu(scenario.hardware).value
    C = evaluate(scenario).train_flop
    ours = float(chip_hours(C, mfu, scenario.peak_flop_per_s, scenario.failure_overhead))
    how = f"6ND at {100 * mfu:.3g} % of the peak, the median of whole runs on such chips"
    for one in preset.published:
        if one.figure == "chip_hours":
            yield Check(
                preset.title, "chip_hours", one.value, ours, how, one.reason, one.source,
                one.status or "",
            )  # fmt: skip


def _energy(preset: Preset) -> Iterator[Check]:
    for one in preset.published:
        if one.figure == "energy_mwh":
            ours = evaluate(preset.scenario).energy_mwh
            watts = preset.scenario.watts_per_chip
            how = f"{_whose(preset)}, {watts:.4g} W a chip with its server, PUE {preset.scenario.pue:.4g}"
            yield Check(
                preset.title, "energy_mwh", one.value, ours, how, one.reason, one.source,
                one.status or "",
            )  # fmt: skip


def _owned(preset: Preset) -> Iterator[Check]:
    for cost in preset.costs:
        if cost.basis == "owned":
            age = preset.dates.chip_age_years if preset.dates else None
            ours = owned_usd(preset, _cost_hours(preset, cost), age)
            how = _whose(preset, cost) + ("" if age is None else f", chips {age:.1f} years old")
            yield Check(
                preset.title, "cost_owned_usd", cost.usd, ours, how, cost.reason, cost.source, cost.status,
            )  # fmt: skip


def _rented(preset: Preset) -> Iterator[Check]:
    for cost in preset.costs:
        if cost.basis == "owned":
            continue
        hours = _cost_hours(preset, cost)
        if cost.basis == "report":
            price, paid = preset.scenario.usd_per_chip_hour, "at the price that the report takes"
        else:
            nearest = nearest_price(preset)
            price = nearest[1].usd_per_chip_hour if nearest else None
            paid = f"{RENTED[nearest[0]].lower()}, {nearest[1].date}" if nearest else "no cloud price known"
        ours = None if price is None else price * hours
        how = f"{_whose(preset, cost)}, {paid}"
        yield Check(
            preset.title, "cost_cloud_usd", cost.usd, ours, how, cost.reason, cost.source, cost.status,
        )  # fmt: skip


def _served(preset: Preset) -> Iterator[Check]:
    for price in preset.prices:
        ours, where = served_usd(preset, price)
        how = f"{where}, {price.prompt_per_output:.3g} tokens read for each written; theirs: {price.what}, {price.date}"
        reason = "" if price.hardware else "a price holds a margin; chip and precision are not published"
        yield Check(
            preset.title, "usd_per_mtok_output", price.usd, ours, how, reason, price.source, price.status,
        )  # fmt: skip


QUANTITIES: dict[str, Callable[[Preset], Iterator[Check]]] = {
    "chip_hours": _hours,
    "cost_owned_usd": _owned,
    "cost_cloud_usd": _rented,
    "energy_mwh": _energy,
    "usd_per_mtok_output": _served,
}


def served_usd(preset: Preset, price: ServedPrice) -> tuple[float, str]:
    """Cost of a million tokens of a model, and on which chip at which price [USD].

    At our utilizations of reading and writing and our busy share, as of someone who types only the model.
    """
    chip = price.hardware or SERVED_ON
    scenario = preset.scenario.changed(
        inference="on", task_kind="none", samples_per_query=1, hardware=chip, price_basis="market",
        output_tokens=ANSWER, prompt_tokens=max(1.0, ANSWER * price.prompt_per_output),
        **{name: getattr(catalog_serving(chip), name) for name in ("mfu_prefill", "mfu_decode", "serving_utilization")},
    )  # fmt: skip
    usd = price.usd_per_chip_hour or scenario.usd_per_chip_hour
    scenario = scenario.changed(usd_per_chip_hour=usd)
    return evaluate(scenario).usd_per_mtok_output, f"{chip} at ${usd:.2f} an hour"


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


def _cost_hours(preset: Preset, cost: PublishedCost) -> float:
    """Chip-hours that a cost rests on [h]: its own, else the published ones, else ours."""
    return cost.chip_hours or published_hours(preset) or evaluate(preset.scenario).chip_hours


def _whose(preset: Preset, cost: PublishedCost | None = None) -> str:
    if cost and cost.chip_hours:
        return f"its own {cost.chip_hours:.3g} chip-hours"
    return "published chip-hours" if published_hours(preset) else "our chip-hours (none are published)"
