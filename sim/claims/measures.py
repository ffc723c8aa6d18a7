"""What a claim may quote of a result beside its inputs and outputs: each a number with its format."""

from collections.abc import Callable
from dataclasses import dataclass

from sim.evaluate import numbers
from sim.footprint import ANSWERS_PER_DAY, KILO, KWH_PER_ANSWER, water_m3, withdrawal_m3
from sim.laws import loss_laws
from sim.progress import cost_after, loss_along
from sim.result import Result
from sim.seen import seen_law
from sim.worlds import could_tell, worlds

N_RUNS, NOISE = 3, 0.005  # runs in each group, and their spread [nat/token]; ours [next-dollar]
EARLY = 0.2  # share of the tokens
STEP = 0.01  # [nat/token]
MILLILITERS_PER_M3 = 1e6
WORDS_PER_TOKEN = 0.75  # as the database of Epoch AI counts [epoch-models]


@dataclass(frozen=True)
class Measure:
    """A number of a result: how it is computed, the format of `sim.units`, and what it is."""

    value: Callable[[Result], float | None]
    form: str
    about: str


def _tell(result: Result) -> float | None:
    return could_tell(worlds(result.scenario), N_RUNS, NOISE)


def _largest_fitted(result: Result) -> float | None:
    return loss_laws().entries[result.scenario.law].fitted_range.get("train_flop", (None, None))[1]


def _more_tokens(result: Result, step: float = STEP) -> float | None:
    law = seen_law(numbers(result.scenario))
    if result.loss - step <= law.irreducible:
        return None
    found = float(law.tokens_for(result.loss - step, result.n_params))
    return found - result.n_tokens if found < 1e30 else None


def _answer_ml(result: Result) -> float | None:
    now = numbers(result.scenario)
    water = water_m3(KWH_PER_ANSWER, now.pue, now.liter_per_kwh_onsite, now.liter_per_kwh_grid)
    return float(water) * MILLILITERS_PER_M3


def _withdrawal_ml(result: Result) -> float | None:
    return float(withdrawal_m3(KWH_PER_ANSWER, numbers(result.scenario).pue)) * MILLILITERS_PER_M3


def _in_a_year(result: Result) -> float | None:
    if result.cost_compute_usd is None or result.cost_energy_usd is None:
        return None
    return float(cost_after(result.cost_compute_usd + result.cost_energy_usd, 1.0))


MEASURES = {
    "could_tell_flop": Measure(_tell, "flop", f"Compute from which two groups of {N_RUNS} runs show the wall."),
    "noise": Measure(lambda result: NOISE, "plain", "Spread of the loss of one run that is assumed, nat."),
    "largest_fitted_flop": Measure(_largest_fitted, "flop", "Compute of the largest run that the law was fitted on."),
    "loss_reducible": Measure(
        lambda result: result.loss - result.loss_irreducible, "loss", "Loss above the irreducible loss."
    ),
    "loss_at_fifth": Measure(
        lambda result: float(loss_along(result, EARLY)), "loss", "Loss of a run of a fifth of the tokens."
    ),
    "tokens_next_step": Measure(_more_tokens, "count", "Tokens until tokens alone lower the loss by 0.01 nat."),
    "tokens_next_two_steps": Measure(
        lambda result: _more_tokens(result, 2 * STEP), "count", "Tokens until tokens alone lower it by 0.02 nat."
    ),
    "words_seen": Measure(lambda result: WORDS_PER_TOKEN * result.n_tokens, "count", "Tokens in words."),
    "kwh": Measure(lambda result: KILO * result.energy_mwh, "count", "Electricity of the final run in kWh."),
    "answer_ml": Measure(_answer_ml, "plain", "Water consumed for a medium answer of GPT-3, mL."),
    "answer_withdrawal_ml": Measure(_withdrawal_ml, "plain", "Water that power stations take in for it, mL."),
    "day_of_answers_m3": Measure(
        lambda result: (_answer_ml(result) or 0.0) * ANSWERS_PER_DAY / MILLILITERS_PER_M3,
        "plain",
        f"Water consumed for {ANSWERS_PER_DAY:.0e} answers, m3.",
    ),
    "cost_in_a_year": Measure(_in_a_year, "usd", "Chips and electricity of the same loss after a year of waiting."),
}
