"""Coded remarks on a result: each has a condition and a sentence."""

from collections.abc import Callable, Iterator
from datetime import date

from sim import units
from sim.frontier import D_HIGH, D_LOW, N_HIGH, N_LOW, at_bound
from sim.hardware import catalog_price, chips, purchase_price
from sim.laws import loss_laws
from sim.result import Note, Result
from sim.scenario import Scenario

HIGH_MFU = 0.6  # above every real model among the presets, the best of which is listed with 0.565; ours [next-dollar]
OLD_MONTHS = 24  # a price older than this is called old; ours [next-dollar]
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
        yield (
            f"Weights, gradients and optimizer take {units.count(needed)} GB, but {units.count(scenario.n_chips)} "
            f"chips of {units.plain(chip.memory.gb)} GB hold {units.count(there)} GB: the run does not fit."
        )


def _mixture(result: Result) -> Iterator[str]:
    if result.scenario.active_fraction < 1:
        yield (
            "Mixture of experts: the law sees the square root of all times active parameters. "
            "This is a rule of thumb, not part of the published fit."
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
    "not-all-spent": _timeless(_money_left),
}


def notes(result: Result, today: date | None = None) -> tuple[Note, ...]:
    """All remarks that apply to the result of one scenario; prices are old as of `today`."""
    return tuple(Note(code, text) for code, texts in NOTES.items() for text in texts(result, today))
