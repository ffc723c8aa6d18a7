"""The sentences that the page says about a result."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from sim.catalogs.hardware import chips
from sim.catalogs.references import references
from sim.engine.capability import read_as
from sim.engine.kept_runs import KeptRun
from sim.engine.prices import PriceRange, price_range, purchase_in_force, rent_in_force
from sim.engine.result import Result
from sim.engine.scenario_law import chosen_law
from sim.ground import units
from sim.ground.errors import cut
from sim.ground.glossary import TERMS
from sim.inputs import TABLE
from sim.inputs.readout import LOSS
from sim.version import MODEL_VERSION
from sim.words import yardstick
from sim.words.mixture import range_in_words
from sim.words.readout import name_of, now_in_words, value_in_words, whence

LEVELS = "Losses of different laws cannot be compared in level."
ABOUT_LOSS = (
    f"How badly the model predicts the next token. {TERMS['nat']} {TERMS['perplexity']} "
    f"{TERMS['irreducible loss']} {LEVELS}"
)
NOT_THERE = "–"  # a number that a kept run does not have
THEN_TOLERANCE = 2e-5  # of a figure kept to six digits


@dataclass(frozen=True)
class Headline:
    """One of the numbers at the top.

    Parameters
    ----------
    name, label, value, unit, detail, help : str
        Its name, and what is said.
    units : tuple of (str, str, str, str)
        Name of each unit that can be chosen, with unit, value and detail in it; none where there is but one.
    marks : tuple of (str, float)
        Names and places of a ruler below it, from 0 to 1; none where it has no ruler.
    at : float
        Its own place on the ruler.
    """

    name: str
    label: str
    value: str
    unit: str
    detail: str
    help: str
    units: tuple[tuple[str, str, str, str], ...] = ()
    marks: tuple[tuple[str, float], ...] = ()
    at: float = 0.0

    def beside(self, others: Sequence[tuple[str, "Headline | None"]]) -> "Headline":
        """The same with what each kept run has, under its letter."""

        def told(unit: str) -> str:
            return ", ".join(
                f"{mark}\u00a0{NOT_THERE if other is None else other.value_in(unit, self.unit)}"
                for mark, other in others
            )

        return replace(
            self, detail=told(""), units=tuple((name, unit, value, told(name)) for name, unit, value, _ in self.units)
        )

    def value_in(self, name: str, unit: str) -> str:
        """The value in one of its units, and the unit of a value that has another one than `unit` and no choice."""
        if self.units:
            return next((value for known, _, value, _ in self.units if known == name), self.value)
        return self.value if self.unit == unit else f"{self.value} {self.unit}".strip()


Numbers = Callable[[Result], list[Headline]]


def compared(numbers: Numbers, result: Result, kept: Sequence[KeptRun]) -> list[Headline]:
    """Numbers at the top of a page; with kept runs the detail says what each of them has."""
    found = numbers(result)
    if not kept:
        return found
    theirs = [(run.mark, _numbers_of(numbers, run, result.scenario.inference)) for run in kept]
    return [number.beside([(mark, others.get(number.name)) for mark, others in theirs]) for number in found]


@lru_cache(maxsize=256)
def _numbers_of(numbers: Numbers, run: KeptRun, inference: str) -> Mapping[str, Headline]:
    """The numbers of a kept run by name, asked once; what only a run with inference has is left out of one without."""
    without = run.scenario.inference == "off" != inference
    return {number.name: number for number in numbers(run) if not (without and number.value == "unknown")}


def difference(result: Result, kept: Sequence[KeptRun]) -> str:
    """How a run differs from the kept ones, in one sentence."""
    *said, last = [_compared(result, run) for run in kept]
    return f"{_read_beside(result, kept)}The loss is {', '.join(said)}{' and ' if said else ''}{last}."


def _read_beside(result: Result, kept: Sequence[KeptRun]) -> str:
    """The readout of a run beside those that the kept ones have by the same; "" where it is the loss."""
    readout = result.scenario.readout
    if readout == LOSS:
        return ""
    theirs = [f"{run.said} {value_in_words(readout, float(read_as(readout, run.capability_index)))}" for run in kept]
    return f"{name_of(readout)}: {value_in_words(readout, result.readout_value)} here, {', '.join(theirs)}. "


def _compared(result: Result, kept: KeptRun) -> str:
    less = kept.loss - result.loss
    word = "lower" if less > 0 else "higher"
    loss = f"that of {kept.said}" if abs(less) < 5e-5 else f"{units.loss(abs(less))} nat {word} than in {kept.said}"
    now, before = result.cost_total_usd, kept.cost_total_usd
    if now is None or before is None:
        return loss
    if abs(now / before - 1) < 5e-4:
        return f"{loss} at the same cost"
    return f"{loss} for {units.dollars(abs(now - before))} {'more' if now > before else 'less'}"


def headlines(result: Result) -> list[Headline]:
    """The four numbers at the top of the page."""
    priced = "an unknown price" if result.cost_compute_usd is None else chip_hour_price(result)
    hours = f"{units.count(result.chip_hours)} chip-hours at {priced}"
    days = result.wall_clock_days
    spent = hours if days is None else f"{hours}, {units.with_unit(days, 'days')}"
    if result.cost_inference_usd is not None:
        spent = (
            f"training {units.dollars(result.cost_training_usd)}, serving {units.dollars(result.cost_inference_usd)}"
        )
    if result.overspend_usd is None:
        share = "needs a price"
    else:
        share = f"{units.percent(result.overspend_usd / result.cost_total_usd, 2)} of the cost"
    return [
        _loss(result)
        if result.scenario.readout == LOSS
        else spoken(result, f"loss {units.loss(result.loss)}"),
        Headline(
            "cost_total_usd", "Cost", units.text(result.cost_total_usd, "usd"), "",
            spent,
            f"{scope(result)} The Cost page shows every line.",
        ),
        Headline(
            "tokens_per_param", "Tokens per parameter", units.plain(result.tokens_per_param), "",
            _best_ratio(result),
            "Tokens seen in training for each active parameter. The best ratio depends on the law, and on the traffic: "
            "a model that answers many queries is best smaller and trained longer.",
        ),
        Headline(
            "overspend_usd", "Overspend", units.text(result.overspend_usd, "usd"), "", share,
            "What the same loss would have cost less with the best split of parameters and tokens.",
        ),
    ]  # fmt: skip


def _best_ratio(result: Result) -> str:
    """The best tokens per parameter: at the same compute, or with a service at the same money for both."""
    alone = units.plain(result.optimal_tokens_per_param)
    if result.cost_inference_usd is None or result.budget_tokens_per_param is None:
        return f"best at this compute {alone}"
    return f"best with this traffic {units.plain(result.budget_tokens_per_param)}; to train alone {alone}"


def _loss(result: Result) -> Headline:
    """The loss in each unit, above a ruler of known sizes."""
    known, worth = yardstick.sizes(result.scenario), yardstick.worth(result)
    said = []
    for name, unit in yardstick.UNITS.items():
        floor = f"floor {yardstick.in_unit(result.loss_irreducible, name)}"
        by_rules = range_in_words(result, name)
        details = [floor, *([f"{by_rules} by the rules for mixtures"] if by_rules else []), *([worth] if worth else [])]
        said.append((name, unit, yardstick.in_unit(result.loss, name), "; ".join(details)))
    _, unit, value, detail = said[0]
    help_text = f"{ABOUT_LOSS}\n{known.words}".strip()
    return Headline(
        "loss", "Loss", value, unit, detail, help_text, tuple(said), known.marks, round(known.at(result.loss), 4)
    )


def spoken(result: Result, beside: str) -> Headline:
    """The readout that was chosen in the place of the loss, with its band, and what stands beside it."""
    value, band = now_in_words(result)
    return Headline("readout_value", name_of(result.scenario.readout), value, "", f"{band}; {beside}", whence(result))


def chip_hour_price(result: Result) -> str:
    """Price of a chip-hour in words: the rent, or what an owned chip loses in value."""
    cost = result.cost_compute_usd
    return units.text(None if cost is None else cost / result.chip_hours, "usd")


def scope(result: Result) -> str:
    """What the total cost holds and what not."""
    scenario = result.scenario
    what = "Owned chips" if scenario.price_basis == "owned" else "Rented chips"
    held = [name for name, on in (("experiments", scenario.rd_multiple > 1), ("staff", scenario.staff_usd > 0)) if on]
    left = [name for name in ("staff", "experiments") if name not in held]
    held += ["post-training"] if scenario.post_training == "on" else []
    with_these = f" with {' and '.join(held)}" if held else ""
    without = (
        f" {' and '.join(left).capitalize()} {'are' if len(left) > 1 or left == ['experiments'] else 'is'} not in it."
    )
    served = " and for serving" if scenario.inference == "on" else ""
    return f"{what} for the final training run{with_these}{served}, at the price shown.{without if left else ''}"


def law_line(result: Result) -> str:
    """The law in use, its source and its fitted range."""
    law = chosen_law(result.scenario)
    fitted = ""
    if "train_flop" in law.fitted_range:
        low, high = law.fitted_range["train_flop"]
        fitted = f" Fitted on runs of {units.scientific(low)} to {units.scientific(high)} FLOP."
    return f"Law: {law.label}, {law.table.removesuffix('.')}{_second_hand(law.status)}.{fitted}"


def price_line(result: Result) -> str:
    """The chip, and where its price comes from."""
    scenario = result.scenario
    chip = chips().entries[scenario.hardware]
    rent = rent_in_force(scenario)
    peak = units.scientific(scenario.peak_flop_per_s, 4)
    whose_peak = "dense BF16" if scenario.peak_flop_per_s == chip.peak.flop_per_s else "typed by you or the preset"
    start = f"Chip: {chip.label}, peak {peak} FLOP/s ({whose_peak})."
    if scenario.price_basis == "owned":
        return f"{start} {_owned_line(result)}"
    if scenario.usd_per_chip_hour is None:
        return f"{start} No published price on this basis: unknown."
    price = units.dollars(scenario.usd_per_chip_hour)
    if rent:
        source = references()[rent.source].short
        where = f"{rent.provider}, {rent.date}{_span(price_range(scenario))}; {source}{_second_hand(rent.status)}"
    else:
        where = "typed by you or stated by the preset, not a list price"
    return f"{start} Price: {price} per chip-hour ({where})."


def _span(price: PriceRange | None) -> str:
    """The range of a price, where it is published."""
    return "" if price is None else f", from {units.dollars(price.low)} to {units.dollars(price.high)}"


def _owned_line(result: Result) -> str:
    """Where the price of an owned chip comes from."""
    scenario = result.scenario
    if scenario.chip_price_usd is None:
        return "No published purchase price: unknown."
    bought = purchase_in_force(scenario)
    if bought:
        where = f"{bought.what}, {bought.date or 'month unknown'}; {references()[bought.source].short}"
        where += _second_hand(bought.status)
    else:
        where = "typed by you or stated by the preset, not a list price"
    return (
        f"Owned: bought for {units.dollars(scenario.chip_price_usd, 5)} ({where}), "
        f"an hour of use wears out {chip_hour_price(result)}."
    )


def _second_hand(status: str) -> str:
    return {"S2": ", secondary source", "D": ", derived", "R": ", recalled and not checked"}.get(status, "")


def then_and_now(then: Mapping[str, float], result: Result) -> str | None:
    """A sentence when a link recorded other figures than this version gives."""
    moved = []
    for name, form in (("loss", "loss"), ("cost_total_usd", "usd")):
        now = result.values[name]
        if name in then and now is not None and abs(now / then[name] - 1) > THEN_TOLERANCE:
            label = {"loss": "loss", "cost_total_usd": "cost"}[name]
            moved.append(f"{label} {units.text(then[name], form, 6)} then, {units.text(now, form, 6)} now")
    if not moved:
        return None
    return f"This link was made with other results: {'; '.join(moved)} (model {MODEL_VERSION})."


def refused(name: str, got: str, reason: str) -> str:
    """Why a typed value was not taken."""
    return f"{TABLE[name].label}: {cut(got)} was not taken; {reason}."


def fixed(name: str) -> str:
    """Why a change was not made that would move an input that the link locks."""
    return f"That was not done: it would change “{TABLE[name].label}”, which this link locks."
