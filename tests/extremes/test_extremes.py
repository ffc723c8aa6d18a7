"""At the bounds and anywhere between, the engine gives finite results or one line that says why not."""

import math

import numpy as np
import pytest
from hypothesis import given, settings

from sim import Scenario, SimulationError, evaluate, sweep
from sim.engine.curves import D_HIGH, N_HIGH
from sim.engine.frontier import best_split
from sim.engine.mixtures import is_ruled
from sim.engine.notes import notes
from sim.engine.outputs import LEAST_GAIN
from sim.engine.scenario_law import applied_law, law_form
from sim.inputs import TABLE
from sim.inputs.inference import Inference
from sim.inputs.numbers import numbers
from sim.inputs.plan import PLANS
from sim.inputs.tasks import Tasks
from sim.laws import loss_laws
from sim.laws.applied import with_unique
from sim.program.cost import dollar_spend
from tests.strategies import ends, results, scenarios

# One law of each form is tried under every plan, every other one under two.
FIRST = {law.form: name for name, law in reversed(loss_laws().entries.items())}
PAIRS = [
    (plan, name)
    for name, law in loss_laws().entries.items()
    for plan in (PLANS if FIRST[law.form] == name else ("params_tokens", "budget_optimal"))
]
ENDLESS = 1e30  # of parameters or tokens

pytestmark = pytest.mark.filterwarnings("error")

EXTREMES = [(name, value) for name, row in TABLE.items() for value in ends(row) if name not in ("plan", "law")]
# What is served and solved counts only where inference is on.
SERVED = [(name, value) for name, value in EXTREMES if TABLE[name].group in (Inference.title, Tasks.title)]
TRAINED = [pair for pair in EXTREMES if pair not in SERVED]
ANSWERS = (
    "cost_inference_usd", "usd_per_query", "usd_per_mtok_output", "service_energy_mwh", "service_co2e_tonnes",
    "service_water_m3", "serving_chips", "serving_memory_gb", "peak_queries_per_s", "pass_at_1", "accuracy",
    "pass_at_1_base", "accuracy_gain_post_training",
    "expected_decodes", "task_success", "usd_per_task", "accuracy_gain_params", "accuracy_gain_tokens",
    "accuracy_gain_unique_data", "accuracy_gain_samples", "break_even_queries",
)  # fmt: skip
OF_SAMPLES = ("expected_decodes", "accuracy_gain_samples", "accuracy_gain_post_training", "break_even_queries")
FREE_OF_TASKS = ANSWERS[: ANSWERS.index("pass_at_1")]


def may_be_unknown(name, result):
    """Whether the engine documents that this output can be `None` here."""
    in_dollars = name.endswith("_usd") or "usd_per_" in name or "gain_" in name or name == "break_even_queries"
    in_dollars = in_dollars or name == "budget_tokens_per_param"
    scenario = result.scenario
    owned = scenario.price_basis == "owned"
    needed = (scenario.chip_price_usd, scenario.watts_per_chip) if owned else (scenario.usd_per_chip_hour,)
    return (
        (in_dollars and None in needed)
        or (name in ANSWERS and scenario.inference == "off")
        or (name in ANSWERS and name not in FREE_OF_TASKS and scenario.task_kind == "none")
        or (name in OF_SAMPLES and scenario.task_kind == "choice")
        or (name in ("cost_post_training_usd", "post_training_hours") and scenario.post_training == "off")
        or (name == "accuracy_gain_post_training" and scenario.post_training == "off")
        or (name in ("readout_low", "readout_high") and scenario.readout == "loss")
        or (name.startswith("loss_by_rules") and not is_ruled(numbers(scenario)))
        or name == "break_even_queries"  # which its own test looks at
        or (name.endswith(("energy_mwh", "co2e_tonnes", "water_m3")) and scenario.watts_per_chip is None)
        or (name == "power_mw" and None in (scenario.watts_per_chip, scenario.n_chips))
        or (name == "wall_clock_days" and result.scenario.n_chips is None)
        or (name == "flop_attention" and scenario.context_tokens is None)
        or (name == "step_params_usd" and alone_out_of_reach(result, ENDLESS, result.n_tokens))
        or (name == "step_tokens_usd" and alone_out_of_reach(result, result.n_params, ENDLESS))
        or (name.endswith(("gain_unique_data", "step_unique_data_usd")) and scenario.usd_per_mtok_real == 0)
        or (name.endswith("gain_unique_data") and result.epochs <= 1 + 1e-7)
        or (name == "step_unique_data_usd" and new_text_out_of_reach(result))
        or (name in ("loss_from_params", "loss_from_tokens") and not law_form(numbers(scenario)).is_additive)
        or (name == "flop_attention" and scenario.context_tokens is None)
        or (name == "perplexity" and result.loss > 700)
        or (name == "value_unique_token_usd" and (result.gain_scale or 0) <= LEAST_GAIN)
        or (name == "next_step_usd" and out_of_reach(result))
        or (name == "gain_scale" and largest(*best_for_cost(result)))
    )


def alone_out_of_reach(result, N, D):
    """Whether a lever that rises without end stays less than 0.01 nat below the loss."""
    return applied_law(numbers(result.scenario)).loss(N, D) >= result.loss - 0.01 - 1e-12


def new_text_out_of_reach(result):
    """Whether the loss is less than 0.01 nat lower with every token unique."""
    law = with_unique(applied_law(numbers(result.scenario)), 1e200)
    return law.loss(result.n_params, result.n_tokens) >= result.loss - 0.01 - 1e-12


def best_for_cost(result):
    """Parameters and tokens of least loss for what the run costs, its serving included."""
    inputs = numbers(result.scenario)
    return best_split(applied_law(inputs), dollar_spend(inputs), result.cost_total_usd)


def largest(N, D):
    """Whether neither lever can move up."""
    return N >= N_HIGH * (1 - 1e-9) and D >= D_HIGH * (1 - 1e-9)


def out_of_reach(result):
    """Whether no plan in bounds has a loss 0.01 nat lower."""
    end = evaluate(result.scenario.changed(plan="params_tokens", n_params=N_HIGH, n_tokens=D_HIGH))
    return result.loss - 0.01 < end.loss


def usable(scenario):
    """Check one scenario with every numeric warning raised; True if it was feasible."""
    with np.errstate(all="raise", under="ignore"):
        try:
            result = evaluate(scenario)
        except SimulationError as error:
            assert str(error) and "\n" not in str(error)
            assert error.name in TABLE and error.allowed
            return False
    return in_order(result)


def share_usable(many):
    """Check scenarios as one array, with their notes, and those that are infeasible alone; the share of the others."""
    with np.errstate(all="raise", under="ignore"):
        found = results(many)
        for result in found:
            assert result is None or all(note.text for note in notes(result, None))
    assert not any(usable(scenario) for scenario, result in zip(many, found, strict=True) if result is None)
    return sum(result is not None and in_order(result) for result in found) / len(many)


def in_order(result):
    """Check that every output is a finite number, or unknown where that is documented."""
    scenario = result.scenario
    for name, value in result.values.items():
        if value is None:
            assert may_be_unknown(name, result), f"{name} is unknown"
        else:
            assert isinstance(value, float) and math.isfinite(value), f"{name} is {value}"
    for name in ("loss", "n_params", "n_tokens", "train_flop", "chip_hours", "compute_overhead"):
        assert result.values[name] > 0, name
    misleading = scenario.verifier_true_accept < scenario.verifier_false_accept
    for name, value in result.values.items():
        below_zero = name == "accuracy_gain_samples" and misleading
        # A larger model takes longer to train after, which may cost more than its size brings.
        below_zero |= name == "accuracy_gain_params" and scenario.post_training == "on"
        below_zero |= name == "capability_index" or (name.startswith("readout_") and scenario.readout == "index")
        assert value is None or value >= 0 or below_zero, f"{name} is {value}"
    return True


@pytest.mark.parametrize(("plan", "law"), PAIRS)
def test_every_input_at_its_bounds(plan, law):
    """Each input at both bounds and each choice, the others at their default: every form under every plan."""
    assert len(TRAINED) > 20
    # A deadline that the default chips cannot meet would leave nothing to look at.
    days = {"train_days": TABLE["train_days"].high} if plan == "deadline" else {}
    base = Scenario(plan=plan, law=law, **days)
    assert share_usable([base.changed(**{name: value}) for name, value in TRAINED]) > 0.5


@pytest.mark.parametrize(
    ("plan", "kind"),
    [
        ("params_tokens", "generate"),
        ("budget_optimal", "generate"),
        ("target_loss", "choice"),
        ("params_tokens", "none"),
    ],
)
def test_every_input_of_inference_at_its_bounds(plan, kind):
    """With inference on, each of its inputs at both bounds, among them tasks that are hopeless and trivial."""
    base = Scenario(plan=plan, inference="on", task_kind=kind, budget_usd=1e12, samples_per_query=10)
    assert len(SERVED) > 30
    harder = ({"task_anchor_loss": 0.01}, {"task_anchor_loss": 12}, {"verifier_true_accept": 0})
    for changes in ({}, *(harder if kind == "generate" else ())):
        assert share_usable([base.changed(**{**changes, name: value}) for name, value in SERVED]) > 0.5


@pytest.mark.parametrize("law", sorted(loss_laws().entries))
def test_both_sizes_at_their_bounds(law):
    """The four corners of parameters and tokens are all usable, with every active fraction at its bounds."""
    for N in (TABLE["n_params"].low, TABLE["n_params"].high):
        for D in (TABLE["n_tokens"].low, TABLE["n_tokens"].high):
            for fraction in (TABLE["active_fraction"].low, 1):
                assert usable(Scenario(law=law, n_params=N, n_tokens=D, active_fraction=fraction))


@settings(max_examples=250)
@given(scenario=scenarios())
def test_anything_the_table_allows(scenario):
    """Random values of every input at once give finite numbers or one line, never a warning."""
    usable(scenario)


@settings(max_examples=60)
@given(scenario=scenarios(plan="params_tokens"))
def test_given_sizes_are_always_feasible(scenario):
    """With parameters and tokens given there is always a result."""
    assert usable(scenario)


@pytest.mark.parametrize(
    ("plan", "name"),
    [
        (plan, name)
        for name, row in TABLE.items()
        for plan in (("params_tokens", "budget_optimal") if (name, row.low) in SERVED else PLANS)
        if row.is_number
    ],
)
def test_a_sweep_over_the_whole_lever(plan, name):
    """Sweeping a lever from bound to bound gives no infinity and no warning, and is feasible somewhere."""
    on = "on" if (name, TABLE[name].low) in SERVED else "off"
    with np.errstate(all="raise", under="ignore"):
        swept = sweep(Scenario(plan=plan, inference=on), name, TABLE[name].rungs())
    assert np.isfinite(swept.loss).any()
    for output, values in swept.values.items():
        assert not np.isinf(values).any(), output
