"""What the next dollar buys: the sentence at the top of the first page."""

import math

from sim.engine.result import Result
from sim.engine.scenario_law import chosen_law
from sim.ground import units
from sim.studies.agreement import NEITHER, Agreement, agreement, better, price_ratio
from sim.words.agreement import BUYS, counted, law_in_words, verdict
from sim.words.piece import Piece
from sim.words.think import best_lever, clearly_best

BALANCED = 0.03  # relative difference of two gains below which a plan is balanced; ours [next-dollar]
TOGETHER = "with training and serving counted together"
OF_TRAINING = ("accuracy_gain_params", "accuracy_gain_tokens")
NEXT = "next 0.01 nat (about 1 % of perplexity)"


def paragraph(result: Result, subject: str | None = None) -> list[Piece]:
    """What the next dollar buys by all laws, in words with this result's figures.

    Parameters
    ----------
    result : Result
        Of one scenario.
    subject : str, optional
        Name of the model when the scenario is a preset.
    """
    priced = result.cost_total_usd is not None
    return _told(result, subject, agreement(result.scenario) if priced else None)


def paragraph_by_law(result: Result, subject: str | None = None) -> list[Piece]:
    """The same by the run's own law, which is all that is asked while a lever moves."""
    return _told(result, subject, None)


def _told(result: Result, subject: str | None, found: Agreement | None) -> list[Piece]:
    if result.cost_total_usd is None:
        whose = f"{subject}’s" if subject else "this run’s"
        return [
            Piece("The price of this chip is unknown. ", True),
            Piece(f"Type one to see {whose} next dollar. Loss and chip-hours do not need it."),
        ]
    law = law_in_words(chosen_law(result.scenario))
    other = _other_lever(result)
    if abs(result.gain_tokens - result.gain_params) < BALANCED * result.gain_params:
        pieces = _balanced(result, law, subject, found, is_best=not other)
    elif result.step_params_usd is None and result.step_tokens_usd is None:
        pieces = [Piece(f"No lever alone reaches the next 0.01 nat, says {law}. ", True)]
        pieces += [] if found is None else [Piece(f"{counted(found)}. ")]
    else:
        pieces = [Piece("This is how parameters compare with tokens, ")] if other else []
        pieces += [Piece(f"{TOGETHER}. ")] if other else []
        if found is None:
            pieces += _by_law(result, law, subject)
        else:
            pieces += [*verdict(found, subject), *_prices(result, f"By {law} the {NEXT}")]
        if result.cost_inference_usd is not None and not other:
            pieces.append(Piece(f"That is {TOGETHER}. "))
    return other + pieces + _overspend(result)


def _other_lever(result: Result) -> list[Piece]:
    """Which lever beside parameters and tokens the next dollar goes furthest in, as the chart shows; none if none."""
    return best_lever(result) if clearly_best(result) not in (None, *OF_TRAINING) else []


def _balanced(result: Result, law: str, subject: str | None, found: Agreement | None, is_best: bool) -> list[Piece]:
    who = (subject or "This plan") if is_best else f"Between parameters and tokens {subject or 'this plan'}"
    both = f", {TOGETHER}" if result.cost_inference_usd is not None else ""
    means = " That is what optimal means." if is_best else ""
    pieces = [
        Piece(f"{who} is balanced, says {law}: ", True),
        Piece(f"a dollar buys as much in parameters as in tokens{both}.{means} "),
    ]
    if found is not None:
        pieces.append(Piece(f"{counted(found)}. "))
    if result.next_step_usd is None:
        return [*pieces, Piece("The next 0.01 nat is out of reach within the bounds of the simulator. ")]
    price = Piece(units.dollars(result.next_step_usd), True)
    return [*pieces, Piece(f"The {NEXT} costs "), price, Piece(" with both planned anew. ")]


def _by_law(result: Result, law: str, subject: str | None) -> list[Piece]:
    whom = f" for {subject}" if subject else ""
    lever = better(_ratio(result))
    buy = "neither lever" if lever == NEITHER else BUYS[lever].inside
    return [Piece(f"By {law} {buy} is the better buy{whom}: ", True), *_prices(result, f"the {NEXT}")]


def _prices(result: Result, lead: str) -> list[Piece]:
    """The price of the next step with each lever, the cheaper one first."""
    both = [("parameters", result.step_params_usd), ("tokens", result.step_tokens_usd)]
    (cheap, price), (dear, other) = both if _ratio(result) < 1 else both[::-1]
    pieces = [Piece(f"{lead} costs "), Piece(f"{units.text(price, 'usd')} in {cheap}", True)]
    if other is None:
        return [*pieces, Piece(f"; no number of {dear} alone reaches it. ")]
    return [*pieces, Piece(" but "), Piece(f"{units.dollars(other)} in {dear}", True), Piece(". ")]


def _ratio(result: Result) -> float:
    params, tokens = (math.inf if usd is None else usd for usd in (result.step_params_usd, result.step_tokens_usd))
    return float(price_ratio(params, tokens))


def _overspend(result: Result) -> list[Piece]:
    saved = result.overspend_usd
    if saved is None:
        return []
    if saved < 0.005 * result.cost_total_usd:
        return [Piece("No plan reaches this loss for noticeably less.")]
    return [Piece("The same loss could have cost "), Piece(f"{units.dollars(saved)} less", True), Piece(".")]
