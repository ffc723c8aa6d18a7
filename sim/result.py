"""The table of outputs and the result that holds them."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.scenario import Scenario


@dataclass(frozen=True)
class Output:
    """One output: its symbol, label, unit, format of `sim.units`, meaning and formula."""

    name: str
    symbol: str
    label: str
    unit: str
    form: str
    help: str
    formula: str


@dataclass(frozen=True)
class Note:
    """A coded remark on a result, with a sentence for people."""

    code: str
    text: str


_ROWS = [
    ("loss", "L", "Loss", "nat/token", "loss", "How badly the model predicts the next token. Lower is better.", "L(N, D)"),
    ("loss_irreducible", "E", "Irreducible loss", "nat/token", "loss", "What no run of this law gets below.", "E"),
    ("loss_from_params", "", "Loss from too few parameters", "nat/token", "loss", "Falls with more parameters only.", "A / N^alpha"),
    ("loss_from_tokens", "", "Loss from too few tokens", "nat/token", "loss", "Falls with more tokens only.", "B / D^beta"),
    ("perplexity", "", "Perplexity", "", "plain", "Equally likely next tokens that would be as hard to guess.", "exp(L)"),
    ("n_params", "N", "Parameters", "", "count", "All parameters of the model.", "given, or by the plan"),
    ("n_tokens", "D", "Tokens", "tokens", "count", "Tokens seen in training.", "given, or by the plan"),
    ("train_flop", "C", "Compute", "FLOP", "flop", "Operations of the training run.", "6 f N D"),
    ("tokens_per_param", "D/N", "Tokens per parameter", "", "plain", "Tokens seen for each active parameter.", "D / (f N)"),
    ("epochs", "", "Epochs", "", "plain", "Times that the real text is seen; 1 where nothing is repeated.", "max(1, (1 - s) D / U)"),
    ("effective_tokens", "D'", "Effective tokens", "tokens", "count", "Fresh real tokens that those seen are worth.", "worth((1 - s) D, U) + v s D"),
    ("optimal_n_params", "N*", "Best parameters", "", "count", "Parameters of least loss at the same compute.", "argmin L at 6 f N D = C"),
    ("optimal_n_tokens", "D*", "Best tokens", "tokens", "count", "Tokens of least loss at the same compute.", "C / (6 f N*)"),
    ("optimal_tokens_per_param", "D*/N*", "Best tokens per parameter", "", "plain", "Tokens per active parameter of least loss at the same compute.", "D* / (f N*)"),
    ("optimal_loss", "L*", "Least loss", "nat/token", "loss", "Least loss at the same compute.", "L(N*, D*)"),
    ("compute_overhead", "", "Compute overhead", "", "plain", "Compute spent over what the same loss needs at its best split.", "C / C*(L)"),
    ("chip_hours", "", "Chip-hours", "h", "count", "Hours of one chip that the run takes.", "C (1 + failures) / (mfu P) / 3600"),
    ("wall_clock_days", "", "Days of training", "days", "plain", "Days with this number of chips.", "chip-hours / chips / 24"),
    ("training_memory_gb", "", "Training memory", "GB", "count", "Weights, gradients and optimizer, spread over all chips.", "16 N bytes"),
    ("energy_mwh", "", "Electricity", "MWh", "count", "Energy of the final run, cooling included.", "chip-hours x watts x PUE"),
    ("co2e_tonnes", "", "Carbon", "t CO2e", "count", "Greenhouse gas of that electricity.", "electricity x grid"),
    ("water_m3", "", "Water", "m3", "count", "Water consumed for cooling and in power stations.", "servers x on-site + electricity x grid"),
    ("cost_compute_usd", "", "Chips of the final run", "USD", "usd", "Rent of the chips, or what owned ones lose in value.", "chip-hours x p"),
    ("cost_energy_usd", "", "Electricity of the final run", "USD", "usd", "For owned chips. A cloud price holds it already.", "electricity x price"),
    ("cost_data_usd", "", "Data", "USD", "usd", "Unique real tokens that are used, and synthetic ones.", "tokens x their price"),
    ("cost_rd_usd", "", "Experiments", "USD", "usd", "Compute of the program beside the final run.", "(m - 1) (chips + electricity)"),
    ("cost_staff_usd", "", "Staff", "USD", "usd", "Pay of the people who build the model.", "given"),
    ("cost_training_usd", "", "Training cost", "USD", "usd", "All that is paid to train.", "sum of the training lines"),
    ("cost_inference_usd", "", "Serving", "USD", "usd", "All that is paid to serve the model; unknown while inference is off.", "queries x cost of a query"),
    ("cost_total_usd", "T", "Total cost", "USD", "usd", "All that is paid.", "sum of all lines"),
    ("gain_params", "", "Gain from parameters", "nat per USD", "gain", "Loss that the next dollar on parameters alone removes.", "-(dL/dN) / (dT/dN)"),
    ("gain_tokens", "", "Gain from tokens", "nat per USD", "gain", "Loss that the next dollar on tokens alone removes.", "-(dL/dD) / (dT/dD)"),
    ("gain_unique_data", "", "Gain from new text", "nat per USD", "gain", "Loss that the next dollar of new text removes in the place of repeats. Unknown where nothing is repeated or text is free.", "-(dL/dU) / price"),
    ("gain_scale", "", "Gain from scale", "nat per USD", "gain", "Loss that the next dollar removes when the plan is best for its cost.", "-dL*/dT at the same T"),
    ("step_params_usd", "", "Next 0.01 nat, parameters", "USD", "usd", "Dollars until parameters alone lower the loss by 0.01 nat.", "T(N', D) - T, L(N', D) = L - 0.01"),
    ("step_tokens_usd", "", "Next 0.01 nat, tokens", "USD", "usd", "Dollars until tokens alone lower the loss by 0.01 nat.", "T(N, D') - T, L(N, D') = L - 0.01"),
    ("step_unique_data_usd", "", "Next 0.01 nat, new text", "USD", "usd", "Dollars until new text in the place of repeats lowers the loss by 0.01 nat.", "price (U' - U), L(N, D; U') = L - 0.01"),
    ("next_step_usd", "", "Next 0.01 nat, best plans", "USD", "usd", "Dollars between the cheapest plan of this loss and that of a loss 0.01 nat lower.", "T*(L - 0.01) - T*(L)"),
    ("overspend_usd", "", "Overspend", "USD", "usd", "What the same loss could have saved.", "T - T*(L)"),
    ("value_unique_token_usd", "", "Value of a new token", "USD", "usd", "Dollars that one more unique token saves; 0 where nothing is repeated.", "-(dL/dU) / gain_scale"),
    ("usd_per_query", "", "Cost of a query", "USD", "usd", "Reading the prompt once and writing every sample.", "2 f N (prompt / mfu_p + k answer / mfu_d) / (P utilization) x price"),
    ("usd_per_mtok_output", "", "Cost of a million tokens", "USD", "usd", "Cost of the queries for each million tokens that the samples write.", "cost of a query / (k answer)"),
    ("service_energy_mwh", "", "Electricity of serving, a year", "MWh", "count", "Energy that a year of queries takes, cooling included.", "queries in 365 days x chip-hours x watts x PUE"),
    ("service_co2e_tonnes", "", "Carbon of serving, a year", "t CO2e", "count", "Greenhouse gas of that electricity.", "electricity x grid"),
    ("service_water_m3", "", "Water of serving, a year", "m3", "count", "Water consumed for cooling and in power stations.", "servers x on-site + electricity x grid"),
    ("pass_at_1", "m", "Solved with one answer", "", "percent", "Share of the problems that one answer solves.", "1 / (1 + exp(slope (L - L_half)))"),
    ("accuracy", "", "Accuracy", "", "percent", "Share of the problems that the picked answer solves.", "E[p t (1 - (1-s)^k)/s + (1-s)^(k-1) p (1-t)], s = p t + (1-p) f"),
    ("expected_decodes", "", "Samples until one is accepted", "", "plain", "Answers that stopping at the first accepted one would need. All k are paid for.", "E[(1 - (1-s)^k)/s]"),
    ("task_success", "", "Tasks done", "", "percent", "Share of the tasks in which every step succeeds.", "(1 - (1 - accuracy)^(r+1))^n"),
    ("usd_per_task", "", "Cost of a task", "USD", "usd", "Queries of a task until it is done or a step fails for good.", "cost of a query x expected queries"),
    ("accuracy_gain_params", "", "Errors removed by parameters", "1/USD", "gain", "Share of the answers that the next dollar on parameters alone makes right.", "-(d accuracy/dL) gain_params"),
    ("accuracy_gain_tokens", "", "Errors removed by tokens", "1/USD", "gain", "Share of the answers that the next dollar on tokens alone makes right.", "-(d accuracy/dL) gain_tokens"),
    ("accuracy_gain_unique_data", "", "Errors removed by new text", "1/USD", "gain", "Share of the answers that the next dollar of new text makes right.", "-(d accuracy/dL) gain_unique_data"),
    ("accuracy_gain_samples", "", "Errors removed by samples", "1/USD", "gain", "Share of the answers that the next dollar on samples makes right; below 0 where the verifier misleads.", "(d accuracy/dk) / (dT/dk)"),
    ("break_even_queries", "", "Break-even queries", "", "count", "Queries from which on a larger model with one answer is the cheaper way to this accuracy.", "(T_large - T_small) / (query_small - query_large)"),
]  # fmt: skip

OUTPUTS: dict[str, Output] = {row[0]: Output(*row) for row in _ROWS}


@dataclass(frozen=True)
class Result:
    """Every output of a scenario, by attribute.

    Parameters
    ----------
    scenario : Scenario
        What was evaluated; for a sweep, the scenario whose input was varied.
    values : mapping
        Outputs by name: float or `None` for one scenario, arrays with NaN where an
        output does not apply for a sweep.
    notes : tuple of Note
        Remarks; none for a sweep.
    """

    scenario: Scenario
    values: Mapping[str, Any]
    notes: tuple[Note, ...] = field(default=())

    def __getattr__(self, name: str) -> Any:
        try:
            return object.__getattribute__(self, "values")[name]
        except KeyError:
            raise AttributeError(name) from None


def scalar(x: Any) -> float | None:
    """Float of a zero-dimensional array; `None` for NaN: unknown or does not apply."""
    value = float(np.asarray(x))
    return None if math.isnan(value) else value
