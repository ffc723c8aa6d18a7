"""Serving and thinking on random scenarios: sums, best plans, slopes, and what is switched off."""

import numpy as np
import pytest

from sim import Scenario, SimulationError, evaluate, sweep
from sim.engine.curves import D_HIGH, D_LOW, N_HIGH, N_LOW
from sim.engine.frontier import best_split, cheapest
from sim.engine.output_table import OUTPUTS
from sim.engine.scenario_law import applied_law
from sim.inputs import TABLE
from sim.inputs.inference import Inference
from sim.inputs.numbers import numbers
from sim.inputs.tasks import Tasks
from sim.program.cost import dollar_spend
from sim.studies.demand import demand_curve
from sim.studies.fleet import fleet
from sim.studies.thinking import accuracy_map, best_thinking, equal_compute, exchange, task_band
from tests.strategies import random_scenarios

LINES = (
    "cost_compute_usd", "cost_energy_usd", "cost_data_usd", "cost_rd_usd", "cost_staff_usd", "cost_inference_usd",
)  # fmt: skip
SERVED = [row.name for row in TABLE.values() if row.group in (Inference.title, Tasks.title)]
MANY = Scenario(
    inference="on", n_params=8e9, n_tokens=15e12, hardware="h100", mfu=0.4, samples_per_query=4,
    verifier_false_accept=0.01,
)  # fmt: skip


def served(seed, number, **fixed):
    """Random scenarios that are served, half of them with text that costs money and runs out."""
    rng = np.random.default_rng(seed)
    made = []
    for scenario in random_scenarios(seed, number, **fixed):
        changes = {
            "inference": "on",
            "queries_per_day": 10 ** rng.uniform(2, 9),
            "samples_per_query": 10 ** rng.uniform(0, 3),
            "prompt_tokens": 10 ** rng.uniform(1, 4),
            "output_tokens": 10 ** rng.uniform(1, 4),
            "mfu_decode": rng.uniform(0.01, 0.5),
            "rd_multiple": rng.uniform(1, 3),
        }
        if rng.random() < 0.5:
            changes |= {"unique_tokens": 10 ** rng.uniform(10, 13), "usd_per_mtok_real": rng.uniform(0.01, 50)}
        made.append(
            scenario.changed(
                **{name: value if name == "inference" else float(value) for name, value in changes.items()}
            )
        )
    return made


def model(scenario):
    """Law and cost of a scenario."""
    inputs = numbers(scenario)
    return applied_law(inputs), dollar_spend(inputs)


def affordable(scenario):
    """Whether the budget is ten times that of the smallest plan."""
    return model(scenario)[1].total(N_LOW, D_LOW) < scenario.budget_usd / 10


RUNS = served(61, 50)
BUDGETS = [scenario for scenario in served(62, 60, plan="budget_optimal") if affordable(scenario)]


def test_lines_sum_and_serving_is_apart():
    """All lines are the total; without the service the training line is left; the query prices agree."""
    for scenario in RUNS:
        result = evaluate(scenario)
        assert sum(result.values[name] for name in LINES) == pytest.approx(result.cost_total_usd, rel=1e-12)
        off = evaluate(scenario.changed(inference="off"))
        assert result.cost_training_usd == pytest.approx(off.cost_total_usd, rel=1e-12)
        queries = scenario.queries_per_day * scenario.service_days
        assert result.cost_inference_usd == pytest.approx(queries * result.usd_per_query, rel=1e-12)
        written = scenario.samples_per_query * scenario.output_tokens
        assert result.usd_per_mtok_output == pytest.approx(1e6 * result.usd_per_query / written, rel=1e-12)


def test_a_query_costs_what_its_operations_take():
    """2 f N per token read and written, on chips that are busy a part of their paid time, at their price."""
    scenario = Scenario(
        inference="on", active_fraction=0.25, samples_per_query=7, prompt_tokens=1000, output_tokens=300,
        mfu_prefill=0.4, mfu_decode=0.05, serving_utilization=0.3,
    )  # fmt: skip
    seconds = 2 * 0.25 * 175e9 * (1000 / 0.4 + 7 * 300 / 0.05) / 1.25e14 / 0.3
    assert evaluate(scenario).usd_per_query == pytest.approx(seconds / 3600 * 1.12, rel=1e-12)
    owned = evaluate(scenario.changed(price_basis="owned"))
    per_hour = (owned.cost_compute_usd + owned.cost_energy_usd) / owned.chip_hours
    assert owned.usd_per_query == pytest.approx(seconds / 3600 * per_hour, rel=1e-12)
    once = evaluate(scenario.changed(task_kind="choice"))
    assert once.usd_per_query == pytest.approx(evaluate(scenario.changed(samples_per_query=1)).usd_per_query, rel=1e-15)


def test_off_means_off():
    """Without inference nothing of it counts, and nothing of it is known."""
    rng = np.random.default_rng(5)
    for scenario in random_scenarios(63, 20):
        changes = {}
        for name in SERVED[1:]:
            row = TABLE[name]
            changes[name] = (
                str(rng.choice(list(row.options()))) if row.options else float(rng.uniform(row.low, row.high))
            )
        plain, other = evaluate(scenario), evaluate(scenario.changed(**changes))
        assert plain.values == other.values
    assert evaluate(Scenario()).cost_training_usd == evaluate(Scenario()).cost_total_usd
    unknown = [name for name in OUTPUTS if evaluate(Scenario()).values[name] is None]
    assert {"cost_inference_usd", "usd_per_query", "accuracy", "accuracy_gain_samples", "break_even_queries"} <= set(
        unknown
    )


def test_the_budget_plan_is_the_best():
    """With serving the budget is spent, no point of two fine grids is better, and all gains are equal inside."""
    inside = 0
    for scenario in BUDGETS:
        result = evaluate(scenario)
        law, dollars = model(scenario)
        assert result.cost_total_usd == pytest.approx(scenario.budget_usd, rel=1e-12)
        N, D = result.n_params, result.n_tokens
        for low_N, high_N, low_D, high_D in ((N_LOW, N_HIGH, D_LOW, D_HIGH), (N / 2, N * 2, D / 2, D * 2)):
            tried_N, tried_D = np.meshgrid(np.geomspace(low_N, high_N, 150), np.geomspace(low_D, high_D, 150))
            paid = dollars.total(tried_N, tried_D) <= scenario.budget_usd
            assert law.loss(tried_N[paid], tried_D[paid]).min() >= result.loss
        if N_LOW < N < N_HIGH and abs(D / law.data.kink - 1) > 1e-6:
            inside += 1
            assert result.gain_params == pytest.approx(result.gain_tokens, rel=1e-6)
            assert result.gain_scale == pytest.approx(result.gain_params, rel=1e-6)
        assert result.overspend_usd <= 1e-9 * result.cost_total_usd
    assert inside > 25 and len(BUDGETS) > 30


def test_least_cost_inverts_least_loss():
    """T*(L*(T)) = T with serving."""
    for scenario in BUDGETS:
        law, dollars = model(scenario)
        L = law.loss(*best_split(law, dollars, scenario.budget_usd))
        assert dollars.total(*cheapest(law, dollars, L)) == pytest.approx(scenario.budget_usd, rel=1e-9)


def test_gains_are_derivatives():
    """Gains in loss and in accuracy equal the differences of whole evaluations with one lever moved."""
    h, tried = 1e-5, 0
    for scenario in RUNS[:25]:
        scenario = scenario.changed(samples_per_query=max(scenario.samples_per_query, 1.01))
        result = evaluate(scenario)
        for name, lever in (("n_params", "params"), ("n_tokens", "tokens"), ("samples_per_query", "samples")):
            x = getattr(scenario, name)
            ends = sweep(scenario, name, [x * (1 - h), x * (1 + h)])
            paid, lower, solved = (np.diff(column)[0] for column in (ends.cost_total_usd, -ends.loss, ends.accuracy))
            if lever != "samples" and result.epochs == 1:
                assert result.values[f"gain_{lever}"] == pytest.approx(lower / paid, rel=1e-4)
            if solved > 1e-9 * result.accuracy > 1e-15:  # else rounding is all that moves
                assert result.values[f"accuracy_gain_{lever}"] == pytest.approx(solved / paid, rel=2e-3)
                tried += 1
    assert tried > 40


def test_more_service_asks_for_a_smaller_model():
    """For one loss, parameters fall and tokens rise with the tokens served, and planning for them saves more."""
    found = demand_curve(evaluate(Scenario(n_params=70e9, n_tokens=1.4e12)), np.geomspace(1e9, 1e16, 40))
    assert (np.diff(found.n_params) < 0).all() and (np.diff(found.n_tokens) > 0).all()
    assert (np.diff(found.total_usd) > 0).all() and (np.diff(found.saved) > 0).all()
    law = applied_law(numbers(Scenario()))
    run = evaluate(Scenario(n_params=70e9, n_tokens=1.4e12))
    assert law.loss(found.n_params, found.n_tokens) == pytest.approx(run.loss, rel=1e-12)


def test_samples_and_training_balance():
    """At the best of parameters, tokens and samples, the three gains of accuracy are equal within 0.5 %."""
    for changes in (
        {},
        {"budget_usd": 1e9},
        {"verifier_false_accept": 0.0},
        {"queries_per_day": 1e5},
        {"n_params": 70e9},
    ):
        result = evaluate(MANY.changed(**changes))
        best = best_thinking(result)
        again = evaluate(
            result.scenario.changed(n_params=best.n_params, n_tokens=best.n_tokens, samples_per_query=best.samples)
        )
        assert 1 < best.samples < 1e6
        assert again.cost_total_usd == pytest.approx(result.cost_total_usd, rel=1e-9)
        assert again.accuracy == pytest.approx(best.accuracy, rel=1e-9) and best.accuracy >= result.accuracy
        gains = [getattr(again, f"accuracy_gain_{lever}") for lever in ("params", "tokens", "samples")]
        assert max(gains) == pytest.approx(min(gains), rel=5e-3)
        tried = sweep(
            result.scenario.changed(plan="budget_optimal", budget_usd=result.cost_total_usd),
            "samples_per_query",
            np.geomspace(1, 1e5, 200),
        )
        assert np.nanmax(tried.accuracy) <= best.accuracy + 1e-12


def test_break_even_is_where_costs_cross():
    """At the break-even number of queries the run and the larger model cost the same, training and all."""
    found = 0
    for k in (16, 64, 250):
        scenario = Scenario(inference="on", samples_per_query=k)
        result = evaluate(scenario)
        training = scenario.changed(inference="off", plan="target_loss")
        gap = np.log(1 / result.accuracy - 1) - np.log(1 / 0.3 - 1)
        large = evaluate(training.changed(target_loss=1.9647 + gap / 12))
        once = evaluate(scenario.changed(n_params=large.n_params, n_tokens=large.n_tokens, samples_per_query=1))
        assert once.accuracy == pytest.approx(result.accuracy, rel=1e-9)
        ours = result.cost_training_usd + result.break_even_queries * result.usd_per_query
        theirs = once.cost_training_usd + result.break_even_queries * once.usd_per_query
        assert ours == pytest.approx(theirs, rel=1e-9)
        found += 1
    assert found == 3 and evaluate(Scenario(inference="on")).break_even_queries is None


def test_the_map_holds_the_run():
    """The map has the run's accuracy where the best split is as good, and never falls along either axis."""
    result = evaluate(MANY)
    C, k = result.train_flop * np.logspace(-3, 1, 13), np.geomspace(1, 1e4, 13)
    found = accuracy_map(MANY, C, k)
    here = accuracy_map(MANY, np.array([equal_compute(result)]), np.array([4.0]))
    assert here[0, 0] == pytest.approx(result.accuracy, rel=1e-9)
    assert (np.diff(found, axis=0) > -1e-12).all() and (np.diff(found, axis=1) > 0).all()
    assert np.isnan(accuracy_map(MANY, np.array([1e10]), k)).all()
    assert accuracy_map(MANY.changed(task_kind="none"), C, k) is None


def test_the_exchange_is_exact():
    """So many samples give the accuracy of ten times the training, and the slope agrees with a small step."""
    result = evaluate(MANY)
    found, C = exchange(result), equal_compute(result)
    more_samples = evaluate(MANY.changed(samples_per_query=found.factor * 4))
    assert more_samples.accuracy == pytest.approx(found.accuracy, rel=1e-9)
    assert evaluate(MANY.changed(plan="compute_optimal", train_flop=10 * C)).accuracy == pytest.approx(found.accuracy)
    h = 1e-4
    more = np.diff(accuracy_map(MANY, C * np.exp([-h, h]), np.array([4.0]))[0])[0]
    longer = np.diff(accuracy_map(MANY, np.array([C]), 4 * np.exp([-h, h]))[:, 0])[0]
    assert np.log10(found.per_tenfold) == pytest.approx(more / longer, rel=1e-6)
    assert exchange(evaluate(MANY.changed(verifier_true_accept=0.01))).factor is None  # blind: samples bring nothing
    assert exchange(evaluate(MANY.changed(task_kind="choice"))) is None


def test_a_band_of_tasks_holds_the_run():
    """The band holds the run's own figures, and is narrowest at the anchor."""
    near, far = MANY.changed(task_anchor_loss=2.02), MANY.changed(task_anchor_loss=1.8)
    widths = []
    for scenario in (near, far):
        result = evaluate(scenario)
        for name, (low, high) in task_band(result).items():
            assert low < result.values[name] < high
        low, high = task_band(result)["pass_at_1"]
        widths.append(np.log(high / (1 - high)) - np.log(low / (1 - low)))
    assert widths[0] < widths[1]


def test_a_fleet_splits_its_time():
    """The best split uses the whole time, beats every other share, and fails with one line where it cannot serve."""
    found = fleet(MANY, 2000, 90)
    inside = ~np.isnan(found.accuracy)
    assert found.best_accuracy >= found.accuracy[inside].max() > 0
    run = evaluate(
        MANY.changed(
            n_params=found.best_n_params, n_tokens=found.best_n_tokens, samples_per_query=found.best_samples,
            service_days=90,
        )
    )  # fmt: skip
    assert run.accuracy == pytest.approx(found.best_accuracy, rel=1e-9)
    hours = 2000 * 90 * 24
    assert run.chip_hours / hours == pytest.approx(found.best_share, rel=1e-9)
    serving = run.cost_inference_usd / MANY.usd_per_chip_hour
    assert run.chip_hours + serving == pytest.approx(hours, rel=1e-9)
    for factor in (0.8, 1.25):  # another size with the same share
        D = found.best_n_tokens / factor
        left = (hours - run.chip_hours) / (9e8 / 1e7 * MANY.queries_per_day)
        once = evaluate(run.scenario.changed(n_params=found.best_n_params * factor, n_tokens=D, samples_per_query=1))
        two = evaluate(once.scenario.changed(samples_per_query=2))
        first, next_one = (
            x / MANY.usd_per_chip_hour for x in (once.usd_per_query, two.usd_per_query - once.usd_per_query)
        )
        k = 1 + (left - first) / next_one
        assert evaluate(once.scenario.changed(samples_per_query=k)).accuracy < found.best_accuracy
    with pytest.raises(SimulationError, match="n_chips"):
        fleet(MANY.changed(queries_per_day=1e13), 1, 1)
    assert fleet(MANY.changed(task_kind="none"), 2000, 90) is None
