"""Coded remarks on a result: each has a condition and a sentence."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from sim.catalogs.policy import POLICY_LINES
from sim.engine.chip_notes import CHIP_REMARKS, old_price
from sim.engine.curves import D_HIGH, D_LOW, N_HIGH, N_LOW
from sim.engine.fitted_range import beyond_fitted_range
from sim.engine.frontier import at_bound
from sim.engine.limit_notes import LIMIT_REMARKS
from sim.engine.post_notes import POST_REMARKS
from sim.engine.remark import Remark, Weight, remark
from sim.engine.result import Result
from sim.engine.scenario_law import applied_law, chosen_law, scenario_law
from sim.engine.service_notes import REMARKS
from sim.ground import units
from sim.inputs.numbers import numbers
from sim.laws.excess import Excess
from sim.laws.mixtures import RULES, THUMB

RULE_TOKENS = 20.0  # per parameter, the ratio of Chinchilla itself: Hoffmann et al. (2022) [hoffmann2022]
RULE_FACTOR = 2.0  # from there on the rule is called wrong for a law; ours [next-dollar]
FAR_BEYOND = 10.0  # times beyond the fitted range from which on it is said below the numbers; ours [next-dollar]
NEARLY_ALL = 0.9  # share of the parameters that counts, below which it is said; ours [next-dollar]


@dataclass(frozen=True)
class Note:
    """A coded remark on a result, with a sentence for people.

    Parameters
    ----------
    code, text : str
        Its name and its sentence.
    weight : Weight
        Above a note it is also said right below the numbers.
    brief : str
        The short sentence that is said there.
    """

    code: str
    text: str
    weight: Weight = Weight.NOTE
    brief: str = ""


def _beyond_fitted_range(result: Result) -> Iterator[str]:
    law = chosen_law(result.scenario)
    for size in beyond_fitted_range(result):
        if size.is_larger:
            yield (
                f"This run has {units.times(size.factor)} the {size.word} of the largest run "
                f"behind {law.label}: the loss is an extrapolation."
            )
        else:
            less = "less" if size.name == "train_flop" else "fewer"
            yield (
                f"This run has {less} {size.word} than the smallest behind {law.label} "
                f"({units.percent(size.factor)} of it): the loss is an extrapolation."
            )


def _beyond_in_short(result: Result) -> str:
    """The size that is farthest out, if that is far."""
    sizes = beyond_fitted_range(result)
    size = max(sizes, key=lambda size: abs(math.log(size.factor)))
    if not 1 / FAR_BEYOND < size.factor < FAR_BEYOND:
        label = chosen_law(result.scenario).label
        far, end = (units.times(size.factor), "largest") if size.is_larger else (units.percent(size.factor), "smallest")
        of = "" if size.is_larger else " of"
        return f"Far beyond the fit of {label}: {far}{of} the {size.word} of its {end} run."
    return ""


def _optimum_at_bound(result: Result) -> Iterator[str]:
    for N, D, what in (
        (result.n_params, result.n_tokens, "This plan"),
        (result.optimal_n_params, result.optimal_n_tokens, "The best plan at this compute"),
    ):
        chosen = result.scenario.plan in ("compute_optimal", "budget_optimal", "target_loss", "chips_days", "deadline")
        if N is None or D is None or (what == "This plan" and not chosen):
            continue
        for value, low, high, word in ((N, N_LOW, N_HIGH, "parameters"), (D, D_LOW, D_HIGH, "tokens")):
            if at_bound(value, low, high):
                yield (
                    f"{what} sits at a bound of the simulator, {units.count(value)} {word}: "
                    "a better one may lie beyond."
                )
                return


def _mixture(result: Result) -> Iterator[str]:
    if result.loss_by_rules_low is None:
        return
    rule = result.scenario.expert_rule
    if rule == THUMB:
        seen = "sees the square root of all times active parameters. This is a rule of thumb"
    else:
        seen = f"sees the dense model that is as good by the rule of {RULES[rule]}. That rule is of other runs"
    low, high = units.loss(result.loss_by_rules_low), units.loss(result.loss_by_rules_high)
    yield (
        f"Mixture of experts: the law {seen}, not part of the published fit. By the published rules, which disagree "
        f"about fourfold, the loss is {low} to {high}."
    )


def _experts(result: Result) -> Iterator[str]:
    scenario = result.scenario
    law = chosen_law(scenario)
    if law.function.counts_active and (scenario.active_fraction < 1) != (scenario.n_experts > 1):
        yield (
            f"{law.label} goes by the number of experts, which is {units.plain(scenario.n_experts)}, and "
            f"{units.percent(scenario.active_fraction)} of the parameters are active: set both."
        )


def _epochs(low: float, high: float, words: str) -> Callable[[Result], Iterator[str]]:
    def remark(result: Result) -> Iterator[str]:
        if low < result.epochs <= high:
            yield (
                f"The text is seen {units.plain(result.epochs)} times: {words} "
                f"({units.count(result.n_tokens)} tokens are worth {units.count(result.effective_tokens)} fresh ones)."
            )

    return remark


def _repeats(result: Result) -> str:
    return f"The text repeats: it is seen {units.plain(result.epochs)} times."


def _excess(result: Result) -> Iterator[str]:
    view, N, D = scenario_law(result.scenario).view, result.n_params, result.n_tokens
    if not isinstance(view, Excess):
        return
    if view.stopped(N, D):
        yield (
            f"{units.count(N)} parameters are so many for this text that reading it again brings nothing: the loss is "
            "that of the first pass. By the rule of tokens alone it would be lower; the question is contested."
        )
    elif view.effective_params(N, D) < NEARLY_ALL * N:
        yield (
            f"The text is repeated and calls for fewer parameters: by this rule {units.count(N)} are worth "
            f"{units.count(float(view.effective_params(N, D)))}. How far that holds is contested."
        )


def _attention(result: Result) -> Iterator[str]:
    if result.flop_attention is not None:
        yield (
            f"Attention over contexts of {units.count(result.scenario.context_tokens)} tokens takes "
            f"{units.percent(result.flop_attention / result.train_flop, 2)} of the compute of the parameters on top. "
            "It is paid for; the law and the compute of the plan know the parameters' share alone."
        )


def _free_text(result: Result) -> Iterator[str]:
    if result.epochs > 1 and result.scenario.usd_per_mtok_real == 0:
        yield "Text repeats, yet new text has no price here: type one to see what it buys per dollar."


def _rule_of_thumb(result: Result) -> Iterator[str]:
    ratio = result.optimal_tokens_per_param
    if ratio is not None and not RULE_TOKENS / RULE_FACTOR <= ratio <= RULE_TOKENS * RULE_FACTOR:
        label = chosen_law(result.scenario).label
        yield (
            f"The rule of {RULE_TOKENS:.0f} tokens per parameter is not what these constants say: at this compute "
            f"{label} asks for {units.plain(ratio)}."
        )


def _beyond_wall(result: Result) -> Iterator[str]:
    scenario = result.scenario
    if scenario.wall_flop is not None and scenario.wall_slope < 1:
        open_world = applied_law(numbers(scenario, wall_flop=math.nan))
        before = float(open_world.loss(result.n_params, result.n_tokens))
        if result.loss > before * (1 + 1e-12):
            yield (
                f"Hypothesis: behind a wall at {units.scientific(scenario.wall_flop)} FLOP. "
                f"Without it the loss would be {units.loss(before)}."
            )


def _legal_threshold(result: Result) -> Iterator[str]:
    for policy in POLICY_LINES:
        if result.train_flop >= policy.flop * (1 - 1e-9):  # a plan may be so much below the compute it was asked for
            yield f"This run passes a compute that a law names, {policy.label}. {policy.help}"


def _own_law(result: Result) -> Iterator[str]:
    law = chosen_law(result.scenario)
    if law.typed:
        whose = f"a fit of {law.fit_data}" if law.covariance else "yours"
        yield f"The constants of the law are {whose}: no paper stands behind them."


def _money_left(result: Result) -> Iterator[str]:
    scenario = result.scenario
    if scenario.plan == "budget_optimal" and result.cost_total_usd < scenario.budget_usd * (1 - 1e-6):
        yield f"The largest plan in bounds costs {units.dollars(result.cost_total_usd)}: the rest is not spent."
    if scenario.plan == "compute_optimal" and result.train_flop < scenario.train_flop * (1 - 1e-6):
        yield f"The largest plan in bounds takes {units.scientific(result.train_flop)} FLOP: the rest is not used."
    if scenario.plan == "chips_days" and result.wall_clock_days < scenario.train_days * (1 - 1e-6):
        days = units.with_unit(result.wall_clock_days, "days")
        yield f"The largest plan in bounds takes {days}: the chips stand idle for the rest."


NOTES: dict[str, Remark] = {
    "beyond-fitted-range": remark(_beyond_fitted_range, Weight.CAUTION, _beyond_in_short),
    "optimum-at-bound": remark(_optimum_at_bound),
    **CHIP_REMARKS,
    **LIMIT_REMARKS,
    "old-price": Remark(old_price),
    "mixture-rule-of-thumb": remark(_mixture),
    "experts-not-set": remark(_experts, Weight.CAUTION),
    "epochs-above-4": remark(
        _epochs(4, 40, "beyond four passes a repeat is worth clearly less than new text"), Weight.CAUTION, _repeats
    ),
    "epochs-above-40": remark(
        _epochs(40, math.inf, "beyond forty passes repeats are worth next to nothing"), Weight.CAUTION, _repeats
    ),
    "excess-parameters": remark(_excess),
    "attention": remark(_attention),
    "new-text-free": remark(_free_text),
    "rule-of-thumb": remark(_rule_of_thumb),
    "beyond-wall": remark(_beyond_wall),
    "legal-threshold": remark(_legal_threshold),
    "own-law": remark(_own_law),
    "not-all-spent": remark(_money_left),
    **REMARKS,
    **POST_REMARKS,
}


def notes(result: Result, today: date | None = None) -> tuple[Note, ...]:
    """All remarks that apply to the result of one scenario; prices are old as of `today`."""
    return tuple(note for code, one in NOTES.items() for note in _said(code, one, result, today))


def _said(code: str, one: Remark, result: Result, today: date | None) -> Iterator[Note]:
    texts = list(one.says(result, today))
    if one.weight is Weight.NOTE or not texts:
        return iter([Note(code, text) for text in texts])
    brief = one.brief(result) if one.brief else texts[0]
    weight = one.weight if brief else Weight.NOTE
    return iter([Note(code, text, weight, brief) for text in texts])
