"""Coded remarks on a result: each has a condition and a sentence."""

import math
from collections.abc import Callable, Iterator
from datetime import date
from types import SimpleNamespace
from typing import Any

from sim import units
from sim.frontier import D_HIGH, D_LOW, N_HIGH, N_LOW, at_bound
from sim.hardware import catalog_price, chips, purchase_price
from sim.laws import loss_laws
from sim.result import Note, Result
from sim.scenario import Scenario
from sim.seen import seen_law
from sim.served_notes import REMARKS

HIGH_MFU = 0.6  # above every real model among the presets, the best of which is listed with 0.565; ours [next-dollar]
OLD_MONTHS = 24  # a price older than this is called old; ours [next-dollar]
RULE_TOKENS = 20.0  # per parameter, the ratio of Chinchilla itself: Hoffmann et al. (2022) [hoffmann2022]
RULE_FACTOR = 2.0  # from there on the rule is called wrong for a law; ours [next-dollar]
SAME_PEAK = 0.02  # relative difference below which two peaks are the same; ours [next-dollar]
RANGE_WORDS = {"n_params": "parameters", "n_tokens": "tokens", "train_flop": "compute"}


def _beyond_fitted_range(result: Result) -> Iterator[str]:
    law = loss_laws().entries[result.scenario.law]
    for name, (low, high) in law.fitted_range.items():
        value = getattr(result, name)
        if value > high:
            yield (
                f"This run has {units.times(value / high)} the {RANGE_WORDS[name]} of the largest run "
                f"behind {law.label}: the loss is an extrapolation."
            )
        elif value < low:
            yield (
                f"This run has less {RANGE_WORDS[name]} than the smallest behind {law.label} "
                f"({units.times(value / low)} of it): the loss is an extrapolation."
            )


def _optimum_at_bound(result: Result) -> Iterator[str]:
    for N, D, what in (
        (result.n_params, result.n_tokens, "This plan"),
        (result.optimal_n_params, result.optimal_n_tokens, "The best plan at this compute"),
    ):
        chosen = result.scenario.plan in ("compute_optimal", "budget_optimal", "target_loss")
        if N is None or D is None or (what == "This plan" and not chosen):
            continue
        for value, low, high, word in ((N, N_LOW, N_HIGH, "parameters"), (D, D_LOW, D_HIGH, "tokens")):
            if at_bound(value, low, high):
                yield (
                    f"{what} sits at a bound of the simulator, {units.count(value)} {word}: "
                    "a better one may lie beyond."
                )
                return


def _price_unknown(result: Result) -> Iterator[str]:
    scenario = result.scenario
    label = chips().entries[scenario.hardware].label
    if scenario.price_basis != "owned" and scenario.usd_per_chip_hour is None:
        yield f"No price per hour is published for {label} on this basis: dollars stay unknown until you type one."
    if scenario.price_basis == "owned" and scenario.chip_price_usd is None:
        yield f"No purchase price is published for {label}: dollars stay unknown until you type one."


def _power_unknown(result: Result) -> Iterator[str]:
    if result.scenario.watts_per_chip is None:
        label = chips().entries[result.scenario.hardware].label
        yield f"The power of {label} is not published: energy, carbon and water stay unknown until you type one."


def price_in_use(scenario: Scenario) -> tuple[float, str] | None:
    """Published price that the scenario uses [USD] and its month, or `None` where it has one of its own."""
    if scenario.price_basis == "owned":
        bought = purchase_price(scenario.hardware)
        return (bought.usd, bought.date) if bought and bought.usd == scenario.chip_price_usd else None
    rent = catalog_price(scenario.hardware, scenario.price_basis)
    return (
        (rent.usd_per_chip_hour, rent.date) if rent and rent.usd_per_chip_hour == scenario.usd_per_chip_hour else None
    )


def _old_price(result: Result, today: date | None) -> Iterator[str]:
    price = price_in_use(result.scenario)
    if today is None or price is None or not price[1]:
        return
    year, _, month = price[1].partition("-")
    months = 12 * (today.year - int(year)) + today.month - int(month or 12)
    if months > OLD_MONTHS:
        yield f"Old price: {units.dollars(price[0], 5)} is {months} months old ({price[1]}). Type yours if you know it."


def _high_mfu(result: Result) -> Iterator[str]:
    if result.scenario.mfu > HIGH_MFU:
        yield (
            f"A utilization (MFU) of {units.percent(result.scenario.mfu)} is more than any real model "
            "listed here reports: the best has 56.5 %."
        )


def _memory(result: Result) -> Iterator[str]:
    scenario, chip = result.scenario, chips().entries[result.scenario.hardware]
    if chip.memory is None or scenario.n_chips is None:
        return
    needed, there = result.training_memory_gb, scenario.n_chips * chip.memory.gb
    if needed > there:
        held_by = units.counted(units.count(scenario.n_chips), "chip")
        yield (
            f"Weights, gradients and optimizer take {units.count(needed)} GB, but {held_by} "
            f"of {units.plain(chip.memory.gb)} GB hold{'s' if scenario.n_chips == 1 else ''} {units.count(there)} GB: "
            "the run does not fit."
        )


def _mixture(result: Result) -> Iterator[str]:
    if result.scenario.active_fraction < 1 and not loss_laws().entries[result.scenario.law].function.counts_experts:
        yield (
            "Mixture of experts: the law sees the square root of all times active parameters. "
            "This is a rule of thumb, not part of the published fit."
        )


def _epochs(low: float, high: float, words: str) -> Callable[[Result], Iterator[str]]:
    def remark(result: Result) -> Iterator[str]:
        if low < result.epochs <= high:
            yield (
                f"The text is seen {units.plain(result.epochs)} times: {words} "
                f"({units.count(result.n_tokens)} tokens are worth {units.count(result.effective_tokens)} fresh ones)."
            )

    return remark


def _free_text(result: Result) -> Iterator[str]:
    if result.epochs > 1 and result.scenario.usd_per_mtok_real == 0:
        yield "Text repeats, yet new text has no price here: type one to see what it buys per dollar."


def _rule_of_thumb(result: Result) -> Iterator[str]:
    ratio = result.optimal_tokens_per_param
    if ratio is not None and not RULE_TOKENS / RULE_FACTOR <= ratio <= RULE_TOKENS * RULE_FACTOR:
        label = loss_laws().entries[result.scenario.law].label
        yield (
            f"The rule of {RULE_TOKENS:.0f} tokens per parameter is not what these constants say: at this compute "
            f"{label} asks for {units.plain(ratio)}."
        )


def _beyond_wall(result: Result) -> Iterator[str]:
    scenario = result.scenario
    if scenario.wall_flop is not None and scenario.wall_slope < 1:
        open_world = seen_law(SimpleNamespace(**{**_numbers(scenario), "wall_flop": math.nan}))
        before = float(open_world.loss(result.n_params, result.n_tokens))
        if result.loss > before * (1 + 1e-12):
            yield (
                f"Hypothesis: behind a wall at {units.scientific(scenario.wall_flop)} FLOP. "
                f"Without it the loss would be {units.loss(before)}."
            )


def _numbers(scenario: Scenario) -> dict[str, Any]:
    return {name: math.nan if value is None else value for name, value in scenario.model_dump().items()}


def _own_law(result: Result) -> Iterator[str]:
    if loss_laws().entries[result.scenario.law].typed:
        yield "The constants of the law are yours: no paper stands behind them."


def _fp8_peak(result: Result) -> Iterator[str]:
    scenario, chip = result.scenario, chips().entries[result.scenario.hardware]
    fp8 = chip.peaks.get("fp8")
    if fp8 is not None and abs(scenario.peak_flop_per_s / fp8.flop_per_s - 1) < SAME_PEAK:
        yield (
            "The peak rate is that of FP8, but utilization here is meant against the BF16 peak: "
            "chip-hours come out about half of what they are."
        )


def _money_left(result: Result) -> Iterator[str]:
    scenario = result.scenario
    if scenario.plan == "budget_optimal" and result.cost_total_usd < scenario.budget_usd * (1 - 1e-6):
        yield f"The largest plan in bounds costs {units.dollars(result.cost_total_usd)}: the rest is not spent."
    if scenario.plan == "compute_optimal" and result.train_flop < scenario.train_flop * (1 - 1e-6):
        yield f"The largest plan in bounds takes {units.scientific(result.train_flop)} FLOP: the rest is not used."


Remark = Callable[[Result, date | None], Iterator[str]]


def _timeless(remark: Callable[[Result], Iterator[str]]) -> Remark:
    return lambda result, today: remark(result)


NOTES: dict[str, Remark] = {
    "beyond-fitted-range": _timeless(_beyond_fitted_range),
    "optimum-at-bound": _timeless(_optimum_at_bound),
    "price-unknown": _timeless(_price_unknown),
    "power-unknown": _timeless(_power_unknown),
    "old-price": _old_price,
    "high-mfu": _timeless(_high_mfu),
    "memory-too-small": _timeless(_memory),
    "mixture-rule-of-thumb": _timeless(_mixture),
    "epochs-above-4": _timeless(_epochs(4, 40, "beyond four passes a repeat is worth clearly less than new text")),
    "epochs-above-40": _timeless(_epochs(40, math.inf, "beyond forty passes repeats are worth next to nothing")),
    "new-text-free": _timeless(_free_text),
    "rule-of-thumb": _timeless(_rule_of_thumb),
    "beyond-wall": _timeless(_beyond_wall),
    "own-law": _timeless(_own_law),
    "fp8-peak": _timeless(_fp8_peak),
    "not-all-spent": _timeless(_money_left),
    **{code: _timeless(remark) for code, remark in REMARKS.items()},
}


def notes(result: Result, today: date | None = None) -> tuple[Note, ...]:
    """All remarks that apply to the result of one scenario; prices are old as of `today`."""
    return tuple(Note(code, text) for code, texts in NOTES.items() for text in texts(result, today))
