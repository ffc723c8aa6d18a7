"""What a text may quote of a result beside its inputs and outputs: each a number with its format."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from sim.engine.marginal import STEP
from sim.engine.result import Result
from sim.engine.scenario_law import chosen_law, scenario_law
from sim.inputs.numbers import numbers
from sim.inputs.scenario import Scenario
from sim.program.footprint import ANSWERS_PER_DAY, KILO, KWH_PER_ANSWER, water_m3, withdrawal_m3
from sim.studies.fleet import Fleet, fleet
from sim.studies.progress import cost_after, loss_along
from sim.studies.thinking import best_thinking, exchange
from sim.studies.worlds import could_tell, worlds
from sim.tasks.agents import half_length
from sim.tasks.sampling import plateau

EARLY = 0.2  # share of the tokens
MILLILITERS_PER_M3 = 1e6
WORDS_PER_TOKEN = 0.75  # as the database of Epoch AI counts [epoch-models]


@dataclass(frozen=True)
class Measure:
    """A number of a result: how it is computed, the format of `sim.ground.units`, and what it is."""

    value: Callable[[Result], float | None]
    form: str
    about: str


def _tell(result: Result) -> float | None:
    return could_tell(worlds(result.scenario), result.scenario.runs_per_group, result.scenario.run_noise)


def _largest_fitted(result: Result) -> float | None:
    return chosen_law(result.scenario).fitted_range.get("train_flop", (None, None))[1]


def _more_tokens(result: Result, step: float = STEP) -> float | None:
    law = scenario_law(result.scenario)
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
    return float(cost_after(result.cost_compute_usd + result.cost_energy_usd, 1.0, result.scenario.doubling_months))


def _samples_for_tenfold(result: Result) -> float | None:
    found = exchange(result)
    return None if found is None or found.factor is None else found.factor * result.scenario.samples_per_query


def _exchanged(part: str) -> Callable[[Result], float | None]:
    """A part of the exchange of training for samples."""

    def value(result: Result) -> float | None:
        found = exchange(result)
        return None if found is None else getattr(found, part)

    return value


def _best(part: str) -> Callable[[Result], float | None]:
    """A part of the most accurate way to spend what the run costs."""

    def value(result: Result) -> float | None:
        found = best_thinking(result)
        return None if found is None else getattr(found, part)

    return value


@lru_cache(maxsize=64)  # it takes a third of a second
def _split(scenario: Scenario) -> Fleet | None:
    return None if scenario.n_chips is None else fleet(scenario, scenario.n_chips, scenario.service_days)


def _fleet(part: str) -> Callable[[Result], float | None]:
    """A part of the best split of the chips of the scenario over its days of service."""

    def value(result: Result) -> float | None:
        found = _split(result.scenario)
        return None if found is None else getattr(found, part)

    return value


def _plateau(result: Result) -> float | None:
    now = numbers(result.scenario)
    if result.pass_at_1 is None or now.task_kind != "generate":
        return None
    return float(plateau(result.pass_at_1, now.task_exponent, now.verifier_true_accept, now.verifier_false_accept))


def _half_length(result: Result) -> float | None:
    if result.accuracy is None:
        return None
    steps = float(half_length(result.accuracy, numbers(result.scenario).retries_per_step))
    return steps if math.isfinite(steps) else None


MEASURES = {
    "tenfold_accuracy": Measure(_exchanged("accuracy"), "percent", "Accuracy after ten times the training."),
    "samples_for_tenfold": Measure(_samples_for_tenfold, "plain", "Samples with which the run itself is as accurate."),
    "samples_per_tenfold": Measure(
        _exchanged("per_tenfold"),
        "plain",
        "Factor on the samples that a tenfold training is worth, by the slopes here.",
    ),
    "best_samples": Measure(_best("samples"), "plain", "Samples of the most accurate plan of the same cost."),
    "best_thinking_accuracy": Measure(_best("accuracy"), "percent", "Accuracy of that plan."),
    "best_thinking_n_params": Measure(_best("n_params"), "count", "Parameters of that plan."),
    "plateau": Measure(_plateau, "percent", "Accuracy that no number of samples gets above."),
    "half_length": Measure(_half_length, "plain", "Steps at which a task succeeds half of the time."),
    "fleet_share": Measure(_fleet("best_share"), "percent", "Best share of the chips' time to train."),
    "fleet_accuracy": Measure(_fleet("best_accuracy"), "percent", "Accuracy at that share."),
    "fleet_n_params": Measure(_fleet("best_n_params"), "count", "Parameters of the model at that share."),
    "fleet_samples": Measure(_fleet("best_samples"), "plain", "Samples that each query gets there."),
    "could_tell_flop": Measure(_tell, "flop", "Compute from which two groups of runs show the wall."),
    "noise": Measure(
        lambda result: result.scenario.run_noise, "plain", "Spread of the loss of one run that is assumed, nat."
    ),
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
