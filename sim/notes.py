"""Coded remarks on a result: each has a condition and a sentence."""

from collections.abc import Callable, Iterator

from sim import units
from sim.frontier import D_HIGH, D_LOW, N_HIGH, N_LOW, at_bound
from sim.hardware import chips
from sim.laws import loss_laws
from sim.result import Note, Result

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
    if result.scenario.usd_per_chip_hour is None:
        label = chips().entries[result.scenario.hardware].label
        yield f"No price per hour is published for {label} on this basis: dollars stay unknown until you type one."


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


NOTES: dict[str, Callable[[Result], Iterator[str]]] = {
    "beyond-fitted-range": _beyond_fitted_range,
    "optimum-at-bound": _optimum_at_bound,
    "price-unknown": _price_unknown,
    "mixture-rule-of-thumb": _mixture,
    "not-all-spent": _money_left,
}


def notes(result: Result) -> tuple[Note, ...]:
    """All remarks that apply to the result of one scenario."""
    return tuple(Note(code, text) for code, texts in NOTES.items() for text in texts(result))
