"""The sentences that the page says about a result."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sim import units
from sim.errors import cut
from sim.glossary import TERMS
from sim.hardware import catalog_price, chips, purchase_price
from sim.inputs import TABLE
from sim.laws import loss_laws
from sim.references import references
from sim.result import Result
from sim.version import MODEL_VERSION

BALANCED = 0.03  # relative difference of two gains below which no lever is the better buy
LEVELS = "Losses of different laws cannot be compared in level."
ABOUT_LOSS = (
    f"How badly the model predicts the next token. {TERMS['nat']} {TERMS['perplexity']} "
    f"{TERMS['irreducible loss']} {LEVELS}"
)
THEN_TOLERANCE = 2e-5  # of a figure kept to six digits


@dataclass(frozen=True)
class Piece:
    """A piece of a paragraph; a strong one carries the message."""

    text: str
    strong: bool = False


@dataclass(frozen=True)
class Headline:
    """One of the numbers at the top."""

    name: str
    label: str
    value: str
    unit: str
    detail: str
    help: str


def paragraph(result: Result, subject: str | None = None) -> list[Piece]:
    """What the next dollar buys, in words with this result's figures.

    Parameters
    ----------
    result : Result
        Of one scenario.
    subject : str, optional
        Name of the model when the scenario is a preset.
    """
    whose = f"{subject}’s" if subject else "this run’s"
    if result.cost_total_usd is None:
        return [
            Piece("The price of this chip is unknown. ", True),
            Piece(f"Type one to see {whose} next dollar. Loss and chip-hours do not need it."),
        ]
    pieces: list[Piece] = []
    if abs(result.gain_tokens - result.gain_params) < BALANCED * result.gain_params:
        who = f"{subject} is balanced: " if subject else "This plan is balanced: "
        pieces.append(Piece(who, True))
        pieces.append(Piece("a dollar buys as much in parameters as in tokens. That is what optimal means. "))
        if result.next_step_usd is not None:
            pieces.append(Piece("The next 0.01 nat (about 1 % of perplexity) costs "))
            pieces.append(Piece(units.dollars(result.next_step_usd), True))
            pieces.append(Piece(" with both planned anew. "))
        else:
            pieces.append(Piece("The next 0.01 nat is out of reach within the bounds of the simulator. "))
    else:
        pieces += _best_buy(whose, result.step_params_usd, result.step_tokens_usd)
    return pieces + _overspend(result)


def _best_buy(whose: str, params: float | None, tokens: float | None) -> list[Piece]:
    if params is None and tokens is None:
        return [Piece("No lever alone reaches the next 0.01 nat. ", True)]
    text_wins = params is None or (tokens is not None and tokens < params)
    buy, better, worse = (
        ("More text is", "tokens", "parameters") if text_wins else ("A larger model is", "parameters", "tokens")
    )
    price, other = (tokens, params) if text_wins else (params, tokens)
    pieces = [
        Piece(f"{buy} {whose} best buy: ", True),
        Piece("the next 0.01 nat (about 1 % of perplexity) costs "),
        Piece(f"{units.text(price, 'usd')} in {better}", True),
    ]
    if other is None:
        return [*pieces, Piece(f"; no number of {worse} alone reaches it. ")]
    return [*pieces, Piece(" but "), Piece(f"{units.dollars(other)} in {worse}", True), Piece(". ")]


def _overspend(result: Result) -> list[Piece]:
    saved = result.overspend_usd
    if saved is None:
        return []
    if saved < 0.005 * result.cost_total_usd:
        return [Piece("No plan reaches this loss for noticeably less.")]
    return [Piece("The same loss could have cost "), Piece(f"{units.dollars(saved)} less", True), Piece(".")]


def headlines(result: Result, pinned: Result | None = None) -> list[Headline]:
    """The four numbers at the top of the page; with a pinned run the detail says what it had."""
    numbers = _headlines(result)
    if pinned is None:
        return numbers
    before = {number.name: number.value for number in _headlines(pinned)}
    return [replace(number, detail=f"was {before[number.name]}") for number in numbers]


def difference(result: Result, pinned: Result) -> str:
    """How a run differs from the pinned one, in a sentence."""
    less = pinned.loss - result.loss
    if abs(less) < 5e-5:
        loss = "The loss is that of the pinned run"
    else:
        word = "lower" if less > 0 else "higher"
        loss = f"The loss is {units.loss(abs(less))} nat {word} than in the pinned run"
    now, before = result.cost_total_usd, pinned.cost_total_usd
    if now is None or before is None:
        return f"{loss}."
    if abs(now / before - 1) < 5e-4:
        return f"{loss}, at the same cost."
    return f"{loss}, and the cost is {units.dollars(abs(now - before))} {'more' if now > before else 'less'}."


def _headlines(result: Result) -> list[Headline]:
    priced = "an unknown price" if result.cost_compute_usd is None else chip_hour_price(result)
    hours = f"{units.count(result.chip_hours)} chip-hours at {priced}"
    days = result.wall_clock_days
    spent = hours if days is None else f"{hours}, {units.counted(units.plain(days), 'day')}"
    if result.cost_inference_usd is not None:
        spent = (
            f"training {units.dollars(result.cost_training_usd)}, serving {units.dollars(result.cost_inference_usd)}"
        )
    if result.overspend_usd is None:
        share = "needs a price"
    else:
        share = f"{units.percent(result.overspend_usd / result.cost_total_usd, 2)} of the cost"
    return [
        Headline(
            "loss", "Loss", units.loss(result.loss), "nat/token",
            f"floor {units.loss(result.loss_irreducible)}; best split {units.loss(result.optimal_loss)}",
            ABOUT_LOSS,
        ),
        Headline(
            "cost_total_usd", "Cost", units.text(result.cost_total_usd, "usd"), "",
            spent,
            f"{scope(result)} The Cost page shows every line.",
        ),
        Headline(
            "tokens_per_param", "Tokens per parameter", units.plain(result.tokens_per_param), "",
            f"best at this compute {units.plain(result.optimal_tokens_per_param)}",
            "Tokens seen in training for each active parameter. The best ratio depends on the law.",
        ),
        Headline(
            "overspend_usd", "Overspend", units.text(result.overspend_usd, "usd"), "", share,
            "What the same loss would have cost less with the best split of parameters and tokens.",
        ),
    ]  # fmt: skip


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
    with_these = f" with {' and '.join(held)}" if held else ""
    without = (
        f" {' and '.join(left).capitalize()} {'are' if len(left) > 1 or left == ['experiments'] else 'is'} not in it."
    )
    served = " and for serving" if scenario.inference == "on" else ""
    return f"{what} for the final training run{with_these}{served}, at the price shown.{without if left else ''}"


def law_line(result: Result) -> str:
    """The law in use, its source and its fitted range."""
    law = loss_laws().entries[result.scenario.law]
    fitted = ""
    if "train_flop" in law.fitted_range:
        low, high = law.fitted_range["train_flop"]
        fitted = f" Fitted on runs of {units.scientific(low)} to {units.scientific(high)} FLOP."
    return f"Law: {law.label}, {law.table.removesuffix('.')}{_second_hand(law.status)}.{fitted}"


def price_line(result: Result) -> str:
    """The chip, and where its price comes from."""
    scenario = result.scenario
    chip = chips().entries[scenario.hardware]
    published = catalog_price(scenario.hardware, scenario.price_basis)
    peak = units.scientific(scenario.peak_flop_per_s, 4)
    whose_peak = "dense BF16" if scenario.peak_flop_per_s == chip.peak.flop_per_s else "typed by you or the preset"
    start = f"Chip: {chip.label}, peak {peak} FLOP/s ({whose_peak})."
    if scenario.price_basis == "owned":
        return f"{start} {_owned_line(result)}"
    if scenario.usd_per_chip_hour is None:
        return f"{start} No published price on this basis: unknown."
    price = units.dollars(scenario.usd_per_chip_hour)
    if published and published.usd_per_chip_hour == scenario.usd_per_chip_hour:
        source = references()[published.source].short
        where = f"{published.provider}, {published.date}; {source}{_second_hand(published.status)}"
    else:
        where = "typed by you or stated by the preset, not a list price"
    return f"{start} Price: {price} per chip-hour ({where})."


def _owned_line(result: Result) -> str:
    """Where the price of an owned chip comes from."""
    scenario = result.scenario
    if scenario.chip_price_usd is None:
        return "No published purchase price: unknown."
    bought = purchase_price(scenario.hardware)
    if bought and bought.usd == scenario.chip_price_usd:
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


def refused(name: str, got: str) -> str:
    """Why a typed value was not taken."""
    row = TABLE[name]
    return f"{row.label}: {cut(got)} was not taken; {row.allowed}."


def fixed(name: str) -> str:
    """Why a change was not made that would move an input that the link locks."""
    return f"That was not done: it would change “{TABLE[name].label}”, which this link locks."
