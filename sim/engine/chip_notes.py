"""Coded remarks on the chip, its prices and its use; `sim.engine.notes` lists them with the others."""

import math
from collections.abc import Iterator
from datetime import date

from sim.catalogs.generations import catalog_mfu, computes_fp8, fp8_gain, whole_runs
from sim.catalogs.hardware import PRICE_BASES, catalog_price, chips
from sim.catalogs.references import STATUS_WORDS, references
from sim.engine.prices import months_old, price_range, purchase_in_force, rent_in_force
from sim.engine.remark import Remark, Weight, remark
from sim.engine.result import Result
from sim.ground import units
from sim.inputs import TABLE

HIGH_MFU = 0.6  # above all but the best of the published whole runs; ours [next-dollar]
OLD_MONTHS = 12  # a price older than this is called old; ours [next-dollar]
SAME_PEAK = 0.02  # relative difference below which two peaks are the same; ours [next-dollar]


def _label(result: Result) -> str:
    return chips().entries[result.scenario.hardware].label


def _price_unknown(result: Result) -> Iterator[str]:
    scenario, label = result.scenario, _label(result)
    if scenario.price_basis != "owned" and scenario.usd_per_chip_hour is None:
        known = [PRICE_BASES[basis].lower() for basis in chips().entries[scenario.hardware].price]
        there = f" Published for it: {', '.join(known)}." if known else ""
        yield (
            f"No price per hour is published for {label} on this basis: dollars stay unknown until you type one.{there}"
        )
    if scenario.price_basis == "owned" and scenario.chip_price_usd is None:
        yield f"No purchase price is published for {label}: dollars stay unknown until you type one."


def _power_unknown(result: Result) -> Iterator[str]:
    if result.scenario.watts_per_chip is None:
        label = _label(result)
        yield f"The power of {label} is not published: energy, carbon and water stay unknown until you type one."


def _market_price(result: Result) -> Iterator[str]:
    rent = rent_in_force(result.scenario)
    if rent is None or result.scenario.price_basis != "market":
        return
    price = f"Market price: {units.dollars(rent.usd_per_chip_hour)} an hour"
    source = f"{references()[rent.source].short}, {STATUS_WORDS[rent.status]}"
    span = price_range(result.scenario)
    if span is None:
        yield f"{price} is {rent.provider} in {rent.date} ({source}): others may ask more or less."
    else:
        low, high = units.dollars(span.low), units.dollars(span.high)
        yield f"{price}, {rent.provider} in {rent.date}, from {low} to {high} ({source})."


def old_price(result: Result, today: date | None) -> Iterator[str]:
    """The price in force was published more than a year before today."""
    scenario = result.scenario
    rent, bought = rent_in_force(scenario), purchase_in_force(scenario)
    paid = rent.usd_per_chip_hour if rent else bought.usd if bought else math.nan
    month = rent.date if rent else bought.date if bought else ""
    if today is None or not month:
        return
    months = months_old(month, today)
    if months > OLD_MONTHS:
        yield (
            f"Old price: {units.dollars(paid, 5)} is {months} months old ({month}).{_market_now(result)} "
            "Type yours if you know it."
        )


def _market_now(result: Result) -> str:
    """What the market asks for a rented chip, where it is known and not in use."""
    scenario = result.scenario
    market = catalog_price(scenario.hardware, "market")
    if market is None or scenario.price_basis in ("market", "owned"):
        return ""
    return f" The market asked {units.dollars(market.usd_per_chip_hour)} in {market.date}."


def _chip_mfu(result: Result) -> Iterator[str]:
    scenario = result.scenario
    known = catalog_mfu(scenario.hardware, scenario.precision)
    if scenario.mfu != known.value or scenario.hardware == TABLE["hardware"].default:
        return  # typed, or the default, whose source stands beside it
    start = f"Utilization (MFU): {units.percent(known.value)} is"
    if known.precision == "fp8" and not known.runs:
        yield (
            f"{start} ours: no whole run in FP8 on {_label(result)} is published; {units.times(fp8_gain())} that of "
            "BF16 is carried over from Hopper."
        )
    elif not known.runs:
        yield f"{start} ours, because no whole run on {_label(result)} is published."
        return
    elif known.low is None or known.high is None:
        yield f"{start} that of {known.runs[0]}, the one whole run on {known.generation} that is published."
    else:
        yield (
            f"{start} the median of {len(known.runs)} published whole runs "
            f"{'in FP8 ' if known.precision == 'fp8' else ''}on {known.generation}, "
            f"which have {units.percent(known.low)} to {units.percent(known.high)}."
        )
    if scenario.failure_overhead > 0:
        yield "Failures are in the utilization of whole runs already: the time lost to failures counts them twice."


def _precision(result: Result) -> Iterator[str]:
    scenario = result.scenario
    fp8 = chips().entries[scenario.hardware].peaks.get("fp8")
    if scenario.precision == "fp8" and fp8 is not None:
        share = scenario.mfu * scenario.peak_flop_per_s / fp8.flop_per_s
        yield (
            f"In FP8: {units.percent(scenario.mfu)} of the BF16 peak is {units.percent(share)} of that of FP8. "
            "What fewer bits do to the loss is left out."
        )


def _no_fp8(result: Result) -> Iterator[str]:
    if result.scenario.precision == "fp8" and not computes_fp8(result.scenario.hardware):
        yield f"No peak in FP8 is published for {_label(result)}: it runs as fast as in BF16 here."


def _high_mfu(result: Result) -> Iterator[str]:
    mfu = result.scenario.mfu
    if mfu > HIGH_MFU:
        all_runs = whole_runs()
        below = sum(run.mfu < mfu for run in all_runs)
        yield (
            f"A utilization (MFU) of {units.percent(mfu)} is more than {below} of the {len(all_runs)} whole runs "
            "have that are listed here."
        )


def _memory(result: Result) -> Iterator[str]:
    scenario, chip = result.scenario, chips().entries[result.scenario.hardware]
    if chip.memory is None or scenario.n_chips is None:
        return
    needed, there = result.training_memory_gb, scenario.n_chips * chip.memory.gb
    if needed > there:
        held_by = units.counted(units.count(scenario.n_chips), "chip")
        yield (
            f"Weights, gradients and optimizer take {units.with_unit(needed, 'GB')}, but {held_by} "
            f"of {units.plain(chip.memory.gb)} GB hold{'s' if scenario.n_chips == 1 else ''} "
            f"{units.with_unit(there, 'GB')}: the run does not fit."
        )


def _fp8_peak(result: Result) -> Iterator[str]:
    scenario, chip = result.scenario, chips().entries[result.scenario.hardware]
    fp8 = chip.peaks.get("fp8")
    if fp8 is not None and abs(scenario.peak_flop_per_s / fp8.flop_per_s - 1) < SAME_PEAK:
        yield (
            "The peak rate is that of FP8, but utilization here is meant against the BF16 peak: "
            "chip-hours come out about half of what they are."
        )


def _price_unknown_in_short(result: Result) -> str:
    return f"No price for {_label(result)}: dollars are unknown until you type one."


def _memory_in_short(result: Result) -> str:
    scenario, chip = result.scenario, chips().entries[result.scenario.hardware]
    assert scenario.n_chips is not None and chip.memory is not None  # or the remark would not apply
    fit = units.count(math.ceil(result.training_memory_gb / chip.memory.gb))
    chosen = units.counted(units.count(scenario.n_chips), "chip")
    return f"Does not fit in the memory of {chosen}: from {fit} on it would."


CHIP_REMARKS: dict[str, Remark] = {
    "price-unknown": remark(_price_unknown, Weight.ALARM, _price_unknown_in_short),
    "power-unknown": remark(_power_unknown),
    "market-price": remark(_market_price),
    "chip-mfu": remark(_chip_mfu),
    "fp8": remark(_precision),
    "no-fp8": remark(_no_fp8, Weight.CAUTION),
    "high-mfu": remark(_high_mfu),
    "memory-too-small": remark(_memory, Weight.ALARM, _memory_in_short),
    "fp8-peak": remark(_fp8_peak, Weight.CAUTION),
}
