"""Every output of a run by hand: the formulas of the method, written a second time with plain numbers."""

import math

import numpy as np
import pytest

from sim import Scenario, SimulationError, evaluate, sweep
from sim.engine.evaluate import numbers, runs
from sim.engine.marginal import gain_unique, ladder, step_unique, steps
from sim.engine.output_table import OUTPUTS
from sim.engine.outputs import outputs
from sim.engine.scenario_law import applied_law
from sim.engine.solving import loss_for_pass, solved
from sim.program.cost import dollar_spend

A, B, E, ALPHA, BETA = 482.01, 2085.43, 1.8172, 0.3478, 0.3658
N, D, F = 7e9, 2e12, 0.4
OWNED = Scenario(
    n_params=N, n_tokens=D, active_fraction=F, hardware="h100", mfu=0.37, n_chips=512, price_basis="owned",
    chip_price_usd=40_000, server_factor=1.5, chip_age_years=2, watts_per_chip=900, pue=1.3, usd_per_kwh=0.09,
    kg_co2e_per_kwh=0.3, liter_per_kwh_onsite=0.4, liter_per_kwh_grid=2, failure_overhead=0.07, rd_multiple=2.5,
    staff_usd=3e6, usd_per_mtok_real=1.5, unique_tokens=1e13, inference="on", queries_per_day=2e6, service_days=300,
    prompt_tokens=700, output_tokens=300, mfu_prefill=0.45, mfu_decode=0.12, serving_utilization=0.6,
    samples_per_query=3, verifier_true_accept=1, verifier_false_accept=0, task_anchor_loss=2.1, task_anchor_pass=0.3,
    task_slope=9, task_exponent=0.2, steps_per_task=5, retries_per_step=1,
)  # fmt: skip


def by_hand():
    """What OWNED gives."""
    seen = math.sqrt(F) * N  # the law sees the mean of all and active parameters
    from_N, from_D = A / seen**ALPHA, B / D**BETA
    L, C = E + from_N + from_D, 6 * F * N * D
    hours = C * 1.07 / (0.37 * 9.894e14) / 3600
    chip = 40_000 * 1.5 * 10 ** (-0.14 * 2) * 0.14 * math.log(10) / 8760 / (1 - 0.19)
    power = 0.9 * 1.3 * 0.09
    run, data = hours * (chip + power), D * 1.5e-6
    peak = 9.894e14 * 0.6 * 3600
    read, write = 2 * F * N * 700 / (0.45 * peak), 2 * F * N * 300 / (0.12 * peak)
    query = (read + 3 * write) * (chip + power)
    served_kwh = 2e6 * 365 * (read + 3 * write) * 0.9
    m = 1 / (1 + (1 / 0.3 - 1) * math.exp(9 * (L - 2.1)))
    b = 0.2 * (1 - m) / m
    failed = [math.exp(sum(math.log((b + i) / (0.2 + b + i)) for i in range(k))) for k in (1, 2, 3)]
    right = 1 - failed[2]
    step = 1 - (1 - right) ** 2
    begun = (1 - step**5) / (1 - step)
    training = 2.5 * run + data + 3e6
    return {
        "loss": L, "loss_irreducible": E, "loss_from_params": from_N, "loss_from_tokens": from_D,
        "perplexity": math.exp(L), "n_params": N, "n_tokens": D, "train_flop": C, "tokens_per_param": D / (F * N),
        "epochs": 1, "effective_tokens": D, "chip_hours": hours, "wall_clock_days": hours / 512 / 24,
        "training_memory_gb": 16 * N / 1e9, "energy_mwh": hours * 0.9 * 1.3 / 1000, "power_mw": 512 * 900 * 1.3 / 1e6,
        "co2e_tonnes": hours * 0.9 * 1.3 / 1000 * 0.3, "water_m3": hours * 0.9 * (0.4 + 1.3 * 2) / 1000,
        "cost_compute_usd": hours * chip, "cost_energy_usd": hours * power, "cost_data_usd": data,
        "cost_rd_usd": 1.5 * run, "cost_staff_usd": 3e6, "cost_training_usd": training,
        "cost_inference_usd": 6e8 * query, "cost_total_usd": training + 6e8 * query,
        "usd_per_query": query, "usd_per_mtok_output": query / 900 * 1e6,
        "serving_chips": 2e6 * (read + 3 * write) / 24, "serving_memory_gb": 2 * N / 1e9,
        "peak_queries_per_s": 2e6 / 86_400 / 0.6,
        "service_energy_mwh": served_kwh * 1.3 / 1000, "service_co2e_tonnes": served_kwh * 1.3 / 1000 * 0.3,
        "service_water_m3": served_kwh * (0.4 + 1.3 * 2) / 1000,
        "pass_at_1": m, "accuracy": right, "expected_decodes": 1 + failed[0] + failed[1],
        "task_success": step**5, "usd_per_task": query * begun * (1 + (1 - right)),
    }  # fmt: skip


@pytest.mark.parametrize(("name", "value"), by_hand().items())
def test_an_output_is_its_formula(name, value):
    """On a run of experts on owned chips, with failures, experiments, staff, dear text, a service and tasks."""
    assert evaluate(OWNED).values[name] == pytest.approx(value, rel=1e-9)


def test_what_the_next_dollar_does():
    """Gains and steps are differences of whole runs; waste is what the cheapest run of the same loss costs less."""
    result, law = evaluate(OWNED), applied_law(numbers(OWNED))
    for lever in ("n_params", "n_tokens"):
        step = result.values[f"step_{lever.removeprefix('n_')}_usd"]
        other = {"n_params": "n_tokens", "n_tokens": "n_params"}[lever]
        ends = sweep(OWNED, lever, [getattr(OWNED, lever), 4 * getattr(OWNED, lever)])
        assert ends.values[other][0] == getattr(OWNED, other)
        moved = dict(zip((lever, other), (step, 0), strict=True))
        larger = (law.params_for if lever == "n_params" else law.tokens_for)(result.loss - 0.01, getattr(OWNED, other))
        again = evaluate(OWNED.changed(**{lever: float(larger)}))
        assert moved[lever] == pytest.approx(again.cost_total_usd - result.cost_total_usd, rel=1e-9)
        assert again.loss == pytest.approx(result.loss - 0.01, rel=1e-12)
    best = evaluate(OWNED.changed(plan="target_loss", target_loss=result.loss))
    lower = evaluate(OWNED.changed(plan="target_loss", target_loss=result.loss - 0.01))
    assert result.overspend_usd == pytest.approx(result.cost_total_usd - best.cost_total_usd, rel=1e-9)
    assert result.next_step_usd == pytest.approx(lower.cost_total_usd - best.cost_total_usd, rel=1e-6)
    least = evaluate(OWNED.changed(plan="compute_optimal", train_flop=result.train_flop))
    assert result.optimal_loss == pytest.approx(least.loss, rel=1e-12)
    assert result.optimal_n_params == pytest.approx(least.n_params, rel=1e-6)
    assert result.optimal_n_tokens == pytest.approx(least.n_tokens, rel=1e-6)
    same = evaluate(OWNED.changed(plan="budget_optimal", budget_usd=result.cost_total_usd))
    assert result.budget_tokens_per_param == pytest.approx(same.tokens_per_param, rel=1e-6)
    assert same.tokens_per_param < 0.9 * least.tokens_per_param  # its text is dear
    assert result.optimal_tokens_per_param == pytest.approx(least.tokens_per_param, rel=1e-6)
    equal = evaluate(OWNED.changed(plan="compute_optimal", train_flop=result.train_flop / result.compute_overhead))
    assert equal.loss == pytest.approx(result.loss, rel=1e-9) and result.compute_overhead > 1
    at_best = evaluate(best.scenario.changed(plan="params_tokens", n_params=best.n_params, n_tokens=best.n_tokens))
    assert at_best.overspend_usd == 0
    assert at_best.gain_scale == pytest.approx(at_best.gain_params, rel=1e-4)


def test_repeats_and_new_text():
    """Where text repeats, new text is worth what the same loss by scale would cost, and a step of it buys 0.01 nat."""
    scenario = OWNED.changed(unique_tokens=5e10)
    result = evaluate(scenario)
    law, price = applied_law(numbers(scenario)), 1.5e-6
    assert result.epochs == pytest.approx(40)
    assert result.effective_tokens == pytest.approx(5e10 * (1 + 15.387756 * (1 - math.exp(-39 / 15.387756))), rel=1e-6)
    assert result.cost_data_usd == pytest.approx(5e10 * price)
    h = 1e-4
    less, more = (evaluate(scenario.changed(unique_tokens=5e10 * x)).loss for x in (1 - h, 1 + h))
    by_token = (less - more) / (2 * h * 5e10)
    assert result.gain_unique_data == pytest.approx(by_token / price, rel=1e-4)
    assert result.value_unique_token_usd == pytest.approx(by_token / result.gain_scale, rel=1e-4)
    U = 5e10 + result.step_unique_data_usd / price
    assert evaluate(scenario.changed(unique_tokens=U)).loss == pytest.approx(result.loss - 0.01, rel=1e-9)
    assert result.accuracy_gain_unique_data == pytest.approx(
        result.accuracy_gain_params * result.gain_unique_data / result.gain_params, rel=1e-9
    )
    assert evaluate(OWNED).gain_unique_data is None and evaluate(OWNED).step_unique_data_usd is None
    # So little is missing that no new text lowers the loss by 0.01; and without a price nothing is bought.
    nearly = scenario.changed(unique_tokens=1.6e12)
    assert evaluate(nearly).step_unique_data_usd is None and evaluate(nearly).gain_unique_data > 0
    free = evaluate(scenario.changed(usd_per_mtok_real=0))
    assert free.step_unique_data_usd is None and free.gain_unique_data is None and free.value_unique_token_usd > 0
    many = np.array([N, N]), np.array([D, 1e10])
    assert np.isnan(step_unique(law, price, *many)).tolist() == [False, True]
    assert np.isnan(gain_unique(law.by_unique(*many), price)).tolist() == [False, True]
    assert np.isnan(step_unique(law, 0.0, N, D)) and np.isnan(gain_unique(law.by_unique(N, D), 0.0))


def test_a_step_out_of_reach_has_no_price():
    """The last nats of a lever that the other one holds back."""
    law, dollars = applied_law(numbers(Scenario())), dollar_spend(numbers(Scenario()))
    assert np.isnan(steps(law, dollars, 1e15, 1e7)[0]) and np.isnan(steps(law, dollars, 1e6, 1e17)[1])
    rungs = ladder(law, dollars, np.array([2.1, 1.84]), 3)
    assert rungs.shape == (4, 2) and np.isfinite(rungs[:, 0]).all() and np.isnan(rungs[3, 1])
    assert np.isnan(ladder(law, dollars, np.asarray(1.84), 2)).tolist() == [False, False, True]
    assert ladder(law, dollars, np.asarray(2.1), 2).tolist() == rungs[:3, 0].tolist()


def test_choices_are_answered_once():
    """Multiple choice: the published error, one answer, no samples to buy."""
    result = evaluate(OWNED.changed(task_kind="choice"))
    assert result.accuracy == pytest.approx(1 - 0.8497 + 2.0789 * math.exp(-0.7561 * result.loss), rel=1e-9)
    assert result.pass_at_1 == result.accuracy and result.expected_decodes is None
    once = evaluate(OWNED.changed(samples_per_query=1))
    assert result.usd_per_query == pytest.approx(once.usd_per_query, rel=1e-12)
    h = 1e-5
    choice = numbers(OWNED.changed(task_kind="choice"))
    right = [solved(result.loss + x, result.n_params, choice).accuracy for x in (-h, h)]
    assert result.accuracy_gain_params / result.gain_params == pytest.approx((right[0] - right[1]) / (2 * h), rel=1e-6)
    assert evaluate(OWNED.changed(task_kind="none")).accuracy is None
    assert evaluate(OWNED.changed(task_kind="none")).usd_per_query == pytest.approx(by_hand()["usd_per_query"])


def test_gains_of_accuracy():
    """The next dollar on a lever or on samples moves the accuracy as differences of runs say."""
    result, h = evaluate(OWNED), 1e-5
    for name, gain in (("n_params", "params"), ("n_tokens", "tokens"), ("samples_per_query", "samples")):
        ends = sweep(OWNED, name, [getattr(OWNED, name) * x for x in (1 - h, 1 + h)])
        expected = np.diff(ends.accuracy)[0] / np.diff(ends.cost_total_usd)[0]
        assert result.values[f"accuracy_gain_{gain}"] == pytest.approx(expected, rel=1e-3)


def test_break_even():
    """From so many queries on the larger model that answers once costs the same in all."""
    many = OWNED.changed(samples_per_query=30, n_tokens=2e11, usd_per_mtok_real=0)
    result = evaluate(many)
    gap = math.log(1 / result.accuracy - 1) - math.log(1 / 0.3 - 1)
    training = many.changed(plan="target_loss", target_loss=2.1 + gap / 9, inference="off")
    large = evaluate(training)
    assert loss_for_pass(result.accuracy, numbers(OWNED)) == pytest.approx(large.loss, rel=1e-9)
    once = evaluate(many.changed(n_params=large.n_params, n_tokens=large.n_tokens, samples_per_query=1))
    saved = result.usd_per_query - once.usd_per_query
    assert result.break_even_queries == pytest.approx(
        (large.cost_total_usd - result.cost_training_usd) / saved, rel=1e-6
    )
    assert np.isnan(loss_for_pass(np.array([0.0, 1.0, 0.5]), numbers(OWNED))).tolist() == [True, True, False]
    assert evaluate(OWNED.changed(samples_per_query=1)).break_even_queries is None
    swept = sweep(many, "samples_per_query", [1, 30]).break_even_queries
    assert np.isnan(swept[0]) and swept[1] == pytest.approx(result.break_even_queries)


def test_unknown_is_none_alone_and_not_a_number_in_arrays():
    """Dollars without a price, perplexity beyond a float, and everything of a plan that cannot be."""
    priceless = evaluate(OWNED.changed(chip_price_usd=None))
    assert priceless.cost_total_usd is None and priceless.gain_params is None and priceless.loss is not None
    assert evaluate(Scenario(law="custom", custom_a=1e7, custom_alpha=0.02)).perplexity is None
    swept = sweep(Scenario(plan="target_loss"), "target_loss", [1.5, 2.0])
    for name in OUTPUTS:
        assert np.isnan(np.broadcast_to(swept.values[name], 2)[0]), name
    found = runs(Scenario(plan="target_loss"), "target_loss", [1.5, 2.0])
    assert found[0] is None and found[1].loss == pytest.approx(2.0)
    assert found[1].scenario == Scenario(plan="target_loss", target_loss=2.0)
    assert set(outputs(numbers(Scenario()), applied_law(numbers(Scenario())))) == set(OUTPUTS)


def test_a_sweep_says_what_can_be_swept():
    """A name that is nearly one is suggested, one of a choice too is not a number, and rubbish gets examples."""
    for name, words in (
        ("n_parms", "n_params"),
        ("plan", "allowed are the numbers"),
        ("xyz", "n_params, n_tokens, mfu"),
    ):
        with pytest.raises(SimulationError, match=words) as raised:
            sweep(Scenario(), name, [1.0])
        assert raised.value.name == "sweep"
    with pytest.raises(SimulationError, match="mfu"):
        sweep(Scenario(), "mfu", [0.5, 2.0])
    assert np.isnan(sweep(Scenario(), "n_chips", [100, None]).wall_clock_days).tolist() == [False, True]
