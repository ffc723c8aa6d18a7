"""How far the laws agree on the better buy, in words: nothing is said for certain that they dispute."""

from typing import NamedTuple

from sim.engine.fitted_range import FAR, is_far, times_beyond
from sim.engine.result import Result
from sim.ground import units
from sim.laws import Law, loss_laws
from sim.studies.agreement import PARAMS, TOKENS, Agreement, drawn_laws
from sim.studies.best_splits import best_splits, spread
from sim.studies.uncertainty import DRAWS
from sim.words.piece import Piece

# Least share, of the laws and of the draws, that a word needs; ours [next-dollar].
CERTAIN, MOST, CLOSE = 0.9, 2 / 3, 0.5


class Buy(NamedTuple):
    """A lever at the start of a sentence, inside one, and as what is counted."""

    first: str
    inside: str
    noun: str


NAMED = 4  # laws in a sentence; more are counted
BUYS = {
    PARAMS: Buy("A larger model", "a larger model", "parameters"),
    TOKENS: Buy("More text", "more text", "tokens"),
}


def law_in_words(law: Law) -> str:
    """Name of a law inside a sentence."""
    if law.typed:
        return "your own law"
    name, comma, which = law.name.partition(", ")
    return f"{name} ({which})" if comma else name


def verdict(found: Agreement, subject: str | None) -> list[Piece]:
    """Which lever is the better buy, as firmly as laws and draws allow."""
    whom = f" for {subject}" if subject else ""
    laws = len(found.answers)
    votes, share, lever = max(
        (found.laws_for_tokens, found.draws_for_tokens, TOKENS),
        (found.laws_for_params, found.draws_for_params, PARAMS),
    )
    buy = BUYS[lever]
    support, draws = min(votes / laws, share), f"{units.percent(share, 2)} of the draws"
    is_own = found.own.better == lever
    if support >= CERTAIN and is_own:
        who = f"all {laws} laws" if votes == laws else f"{votes} of {laws} laws"
        return [Piece(f"{buy.first} is the better buy{whom}: ", True), Piece(f"{who} and {draws} say so. ")]
    if support >= MOST:
        but = "" if is_own else ", though not the one in use here"
        return [Piece(f"Most laws would buy {buy.inside}{whom}: ", True),
                Piece(f"{votes} of {laws}, and {draws}{but}. ")]  # fmt: skip
    if support > CLOSE and is_own:
        return [Piece(f"A close call{whom}: ", True), Piece(f"{votes} of {laws} laws and {draws} say {buy.noun}. ")]
    return [
        Piece(f"The laws disagree{whom}, so nobody knows: ", True),
        Piece(f"{counted(found)}; of the draws {units.percent(found.draws_for_tokens, 2)} and "
              f"{units.percent(found.draws_for_params, 2)}. "),
    ]  # fmt: skip


def counted(found: Agreement) -> str:
    """How many laws are for which lever."""
    return f"{found.laws_for_tokens} of {len(found.answers)} laws say tokens and {found.laws_for_params} parameters"


def stretch(times: float | None) -> str:
    """How far tokens per parameter lie from those of the runs behind a law, in a few words; "" where near."""
    if times is None or not is_far(times):
        return ""
    which = "highest" if times > 1 else "lowest"
    return f"{units.times(times)} the {which} tokens per parameter of its runs"


def far_laws(found: Agreement) -> str:
    """A sentence on the laws whose runs had quite other tokens per parameter; "" where there is none."""
    far = [law_in_words(loss_laws().entries[answer.law]) for answer in found.answers if answer.is_far]
    if not far:
        return ""
    named = _listed(far) if len(far) <= NAMED else f"{len(far)} of {len(found.answers)} laws"
    have = "has" if len(far) == 1 else "have"
    return f"{named} {have} seen no run within a factor of {FAR:g} of these tokens per parameter."


def draws_told() -> str:
    """What the draws are."""
    return (
        f"{DRAWS:,} joint draws of the constants of {_listed([loss_laws().entries[law].name for law in drawn_laws()])}"
    )


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def splits_told(result: Result) -> str:
    """How far the laws spread in the best split of the compute of a run."""
    splits = best_splits(result.scenario)

    def ends(quantity: str, form: str) -> str:
        ordered = sorted(splits, key=lambda split: getattr(split, quantity))
        low, high = (
            f"{units.text(getattr(split, quantity), form)} by {law_in_words(loss_laws().entries[split.law])}"
            for split in (ordered[0], ordered[-1])
        )
        return f"from {low} to {high}"

    def factor(quantity: str) -> str:
        return units.plain(spread([getattr(split, quantity) for split in splits]), 2)

    return (
        f"For {units.scientific(result.train_flop)} FLOP the {len(splits)} laws differ by a factor of "
        f"{factor('n_params')} in the best parameters, {ends('n_params', 'count')}, and by a factor of "
        f"{factor('tokens_per_param')} in tokens per parameter, {ends('tokens_per_param', 'plain')}."
    )


def splits_table(result: Result) -> tuple[list[str], list[list[str]]]:
    """The best split by every law, and which of them lie far from the runs behind their law."""
    entries = loss_laws().entries
    rows = []
    for split in best_splits(result.scenario):
        law = entries[split.law]
        times = times_beyond(split.tokens_per_param, law.ranges.get("tokens_per_param"))
        figures = [units.count(split.n_params), units.count(split.n_tokens), units.plain(split.tokens_per_param)]
        rows.append([law.label, *figures, stretch(times) or "–"])
    return ["Law", "Best parameters", "Best tokens", "Tokens per parameter", "Far from its fit"], rows
