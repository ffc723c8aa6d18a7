"""The table of outputs: a row is the annotation of a field, and its name that of the field."""

from dataclasses import dataclass, replace
from typing import Annotated, Any, get_type_hints


@dataclass(frozen=True)
class Output:
    """One output: its symbol, label, unit, format of `sim.ground.units`, meaning and formula."""

    symbol: str
    label: str
    unit: str
    form: str
    help: str
    formula: str
    name: str = ""  # of its field


class Outputs:
    """Of one scenario a value is a float, or `None` where it does not apply; of a sweep an array with NaN there."""

    # fmt: off
    loss: Annotated[Any, Output("L", "Loss", "nat/token", "loss", "How badly the model predicts the next token. Lower is better.", "L(N, D)")]
    loss_irreducible: Annotated[Any, Output("E", "Irreducible loss", "nat/token", "loss", "What no run of this law gets below.", "E")]
    loss_from_params: Annotated[Any, Output("", "Loss from too few parameters", "nat/token", "loss", "Falls with more parameters only.", "A / N^alpha")]
    loss_from_tokens: Annotated[Any, Output("", "Loss from too few tokens", "nat/token", "loss", "Falls with more tokens only.", "B / D^beta")]
    loss_by_rules_low: Annotated[Any, Output("", "Least loss by the rules for mixtures", "nat/token", "loss", "The same run by the published rule for mixtures of experts that makes most of it. Unknown for a dense model and for a law that knows experts.", "least of L(k N^p, m D^s)")]
    loss_by_rules_high: Annotated[Any, Output("", "Largest loss by the rules for mixtures", "nat/token", "loss", "The same by the rule that makes least of it.", "largest of L(k N^p, m D^s)")]
    perplexity: Annotated[Any, Output("", "Perplexity", "", "plain", "Equally likely next tokens that would be as hard to guess.", "exp(L)")]
    n_params: Annotated[Any, Output("N", "Parameters", "", "count", "All parameters of the model.", "given, or by the plan")]
    n_tokens: Annotated[Any, Output("D", "Tokens", "tokens", "count", "Tokens seen in training.", "given, or by the plan")]
    train_flop: Annotated[Any, Output("C", "Compute", "FLOP", "flop", "Operations of the training run.", "6 f N D")]
    flop_attention: Annotated[Any, Output("", "Attention", "FLOP", "flop", "Operations of attention over the context, beside those of the compute: paid for, and not part of C. Unknown while no context is set.", "6 T D (f N / 12)^(2/3) / 128^(1/3)")]
    tokens_per_param: Annotated[Any, Output("D/N", "Tokens per parameter", "", "plain", "Tokens seen for each active parameter.", "D / (f N)")]
    epochs: Annotated[Any, Output("", "Epochs", "", "plain", "Times that the real text is seen; 1 where nothing is repeated.", "max(1, (1 - s) D / U)")]
    effective_tokens: Annotated[Any, Output("D'", "Effective tokens", "tokens", "count", "Fresh real tokens that those seen are worth.", "worth((1 - s) D, U) + v s D")]
    optimal_n_params: Annotated[Any, Output("N*", "Best parameters", "", "count", "Parameters of least loss at the same compute.", "argmin L at 6 f N D = C")]
    optimal_n_tokens: Annotated[Any, Output("D*", "Best tokens", "tokens", "count", "Tokens of least loss at the same compute.", "C / (6 f N*)")]
    optimal_tokens_per_param: Annotated[Any, Output("D*/N*", "Best tokens per parameter", "", "plain", "Tokens per active parameter of least loss at the same compute.", "D* / (f N*)")]
    budget_tokens_per_param: Annotated[Any, Output("", "Best tokens per parameter for the money", "", "plain", "Tokens per active parameter of least loss at the same total cost, serving included.", "D / (f N) of argmin L at the same T")]
    optimal_loss: Annotated[Any, Output("L*", "Least loss", "nat/token", "loss", "Least loss at the same compute.", "L(N*, D*)")]
    compute_overhead: Annotated[Any, Output("", "Compute overhead", "", "plain", "Compute spent over what the same loss needs at its best split.", "C / C*(L)")]
    chip_hours: Annotated[Any, Output("", "Chip-hours", "h", "count", "Hours of one chip that the run takes.", "(C + attention) (1 + failures) / (mfu P) / 3600")]
    wall_clock_days: Annotated[Any, Output("", "Days of training", "days", "plain", "Days with this number of chips.", "chip-hours / chips / 24")]
    critical_batch_tokens: Annotated[Any, Output("", "Critical batch", "tokens", "count", "Tokens of a step beyond which a larger batch hardly shortens the run: more chips then stand idle.", "512 x 93.2 (D / 20e6)^0.47")]
    training_memory_gb: Annotated[Any, Output("", "Training memory", "GB", "count", "Weights, gradients and optimizer, spread over all chips.", "16 N bytes")]
    power_mw: Annotated[Any, Output("", "Power while it trains", "MW", "plain", "Average electrical power of the run's chips, cooling included.", "chips x watts x PUE")]
    energy_mwh: Annotated[Any, Output("", "Electricity", "MWh", "count", "Energy of the final run, cooling included, and of post-training where there is any.", "chip-hours x watts x PUE")]
    co2e_tonnes: Annotated[Any, Output("", "Carbon", "t CO2e", "count", "Greenhouse gas of that electricity.", "electricity x grid")]
    water_m3: Annotated[Any, Output("", "Water", "m3", "count", "Water consumed for cooling and in power stations.", "servers x on-site + electricity x grid")]
    cost_compute_usd: Annotated[Any, Output("", "Chips of the final run", "USD", "usd", "Rent of the chips, or what owned ones lose in value.", "chip-hours x p")]
    cost_energy_usd: Annotated[Any, Output("", "Electricity of the final run", "USD", "usd", "For owned chips. A cloud price holds it already.", "electricity x price")]
    cost_data_usd: Annotated[Any, Output("", "Data", "USD", "usd", "Unique real tokens that are used, and synthetic ones.", "tokens x their price")]
    cost_rd_usd: Annotated[Any, Output("", "Experiments", "USD", "usd", "Compute of the program beside the final run.", "(m - 1) (chips + electricity)")]
    cost_staff_usd: Annotated[Any, Output("", "Staff", "USD", "usd", "Pay of the people who build the model.", "given")]
    cost_post_training_usd: Annotated[Any, Output("", "Post-training", "USD", "usd", "Reinforcement learning after the final run; unknown while it is off.", "given")]
    post_training_hours: Annotated[Any, Output("", "Chip-hours of post-training", "h", "count", "Hours of a GB200 that the money for post-training pays for; unknown while it is off.", "dollars / 8.20")]
    cost_training_usd: Annotated[Any, Output("", "Training cost", "USD", "usd", "All that is paid to train.", "sum of the training lines")]
    cost_inference_usd: Annotated[Any, Output("", "Serving", "USD", "usd", "All that is paid to serve the model; unknown while inference is off.", "queries x cost of a query")]
    cost_total_usd: Annotated[Any, Output("T", "Total cost", "USD", "usd", "All that is paid.", "sum of all lines")]
    gain_params: Annotated[Any, Output("", "Gain from parameters", "nat per USD", "gain", "Loss that the next dollar on parameters alone removes.", "-(dL/dN) / (dT/dN)")]
    gain_tokens: Annotated[Any, Output("", "Gain from tokens", "nat per USD", "gain", "Loss that the next dollar on tokens alone removes.", "-(dL/dD) / (dT/dD)")]
    gain_unique_data: Annotated[Any, Output("", "Gain from new text", "nat per USD", "gain", "Loss that the next dollar of new text removes in the place of repeats. Unknown where nothing is repeated or text is free.", "-(dL/dU) / price")]
    gain_scale: Annotated[Any, Output("", "Gain from scale", "nat per USD", "gain", "Loss that the next dollar removes when the plan is best for its cost.", "-dL*/dT at the same T")]
    step_params_usd: Annotated[Any, Output("", "Next 0.01 nat, parameters", "USD", "usd", "Dollars until parameters alone lower the loss by 0.01 nat.", "T(N', D) - T, L(N', D) = L - 0.01")]
    step_tokens_usd: Annotated[Any, Output("", "Next 0.01 nat, tokens", "USD", "usd", "Dollars until tokens alone lower the loss by 0.01 nat.", "T(N, D') - T, L(N, D') = L - 0.01")]
    step_unique_data_usd: Annotated[Any, Output("", "Next 0.01 nat, new text", "USD", "usd", "Dollars until new text in the place of repeats lowers the loss by 0.01 nat.", "price (U' - U), L(N, D; U') = L - 0.01")]
    next_step_usd: Annotated[Any, Output("", "Next 0.01 nat, best plans", "USD", "usd", "Dollars between the cheapest plan of this loss and that of a loss 0.01 nat lower.", "T*(L - 0.01) - T*(L)")]
    overspend_usd: Annotated[Any, Output("", "Overspend", "USD", "usd", "What the same loss could have saved.", "T - T*(L)")]
    value_unique_token_usd: Annotated[Any, Output("", "Value of a new token", "USD", "usd", "Dollars that one more unique token saves; 0 where nothing is repeated.", "-(dL/dU) / gain_scale")]
    capability_index: Annotated[Any, Output("", "Capability index", "", "plain", "Epoch’s index of models with this training compute in this year, of which any is 5.9 points off by chance. Claude 3.5 Sonnet has 130, GPT-5 150.", "133.4 + 7.6 log10(C / 1e25) + 11.7 (year - 2025)")]
    time_horizon_minutes: Annotated[Any, Output("", "Length of tasks half done", "min", "plain", "METR’s 50 % horizon at that index; off by a factor of 2.6 by chance.", "10^(1.620 + 0.0674 (index - 140))")]
    readout_value: Annotated[Any, Output("", "Readout", "", "plain", "What the page speaks in: the loss, the index, minutes, or the share of a benchmark.", "loss, index, horizon or 1 / (1 + exp(-slope (index - difficulty)))")]
    readout_low: Annotated[Any, Output("", "Readout, low end", "", "plain", "One standard deviation of published models below. Unknown where the readout is the loss.", "the readout at index - 5.9, or 10.5 along the frontier")]
    readout_high: Annotated[Any, Output("", "Readout, high end", "", "plain", "One standard deviation above.", "the readout at index + 5.9, or 10.5 along the frontier")]
    usd_per_query: Annotated[Any, Output("", "Cost of a query", "USD", "usd", "Reading the prompt once and writing every sample.", "2 f N (prompt / mfu_p + k answer / mfu_d) / (P utilization) x price")]
    usd_per_mtok_output: Annotated[Any, Output("", "Cost of a million tokens", "USD", "usd", "Cost of the queries for each million tokens that the samples write.", "cost of a query / (k answer)")]
    serving_chips: Annotated[Any, Output("", "Chips that serve", "chips", "count", "Chips that the queries of a day keep paid for, day and night.", "queries a day x chip-hours of a query / 24")]
    serving_memory_gb: Annotated[Any, Output("", "Serving memory", "GB", "count", "Weights of one copy of the model in 16 bits, all experts among them. Caches of open queries come on top.", "2 N bytes")]
    peak_queries_per_s: Annotated[Any, Output("", "Peak queries", "1/s", "plain", "Queries a second that these chips answer when none of them idles.", "queries a day / 86,400 / utilization")]
    service_energy_mwh: Annotated[Any, Output("", "Electricity of serving, a year", "MWh", "count", "Energy that a year of queries takes, cooling included.", "queries in 365 days x chip-hours x watts x PUE")]
    service_co2e_tonnes: Annotated[Any, Output("", "Carbon of serving, a year", "t CO2e", "count", "Greenhouse gas of that electricity.", "electricity x grid")]
    service_water_m3: Annotated[Any, Output("", "Water of serving, a year", "m3", "count", "Water consumed for cooling and in power stations.", "servers x on-site + electricity x grid")]
    pass_at_1_base: Annotated[Any, Output("p0", "Solved by the base model", "", "percent", "Share of the problems that one answer of the base model solves, before post-training.", "1 / (1 + exp(slope (L - L_half)))")]
    pass_at_1: Annotated[Any, Output("m", "Solved with one answer", "", "percent", "Share of the problems that one answer solves, after post-training where there is any.", "p0 + (A - p0) / (1 + (C_mid / C)^B)")]
    accuracy: Annotated[Any, Output("", "Accuracy", "", "percent", "Share of the problems that the picked answer solves.", "E[p t (1 - (1-s)^k)/s + (1-s)^(k-1) p (1-t)], s = p t + (1-p) f")]
    expected_decodes: Annotated[Any, Output("", "Samples until one is accepted", "", "plain", "Answers that stopping at the first accepted one would need. All k are paid for.", "E[(1 - (1-s)^k)/s]")]
    task_success: Annotated[Any, Output("", "Tasks done", "", "percent", "Share of the tasks in which every step succeeds.", "(1 - (1 - accuracy)^(r+1))^n")]
    usd_per_task: Annotated[Any, Output("", "Cost of a task", "USD", "usd", "Queries of a task until it is done or a step fails for good.", "cost of a query x expected queries")]
    accuracy_gain_params: Annotated[Any, Output("", "Errors removed by parameters", "1/USD", "gain", "Share of the answers that the next dollar on parameters alone makes right.", "-(d accuracy/dL) gain_params")]
    accuracy_gain_tokens: Annotated[Any, Output("", "Errors removed by tokens", "1/USD", "gain", "Share of the answers that the next dollar on tokens alone makes right.", "-(d accuracy/dL) gain_tokens")]
    accuracy_gain_unique_data: Annotated[Any, Output("", "Errors removed by new text", "1/USD", "gain", "Share of the answers that the next dollar of new text makes right.", "-(d accuracy/dL) gain_unique_data")]
    accuracy_gain_post_training: Annotated[Any, Output("", "Errors removed by post-training", "1/USD", "gain", "Share of the answers that the next dollar on post-training makes right; unknown while it is off.", "(d accuracy/dp) (dp/dR)")]
    accuracy_gain_samples: Annotated[Any, Output("", "Errors removed by samples", "1/USD", "gain", "Share of the answers that the next dollar on samples makes right; below 0 where the verifier misleads.", "(d accuracy/dk) / (dT/dk)")]
    break_even_queries: Annotated[Any, Output("", "Break-even queries", "", "count", "Queries from which on a larger model with one answer is the cheaper way to this accuracy.", "(T_large - T_small) / (query_small - query_large)")]
    # fmt: on


OUTPUTS: dict[str, Output] = {
    name: replace(hint.__metadata__[0], name=name)
    for name, hint in get_type_hints(Outputs, include_extras=True).items()
}
