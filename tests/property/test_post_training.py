"""Post-training: off is nothing; the curve rises from the base model to its ceiling; gains are slopes."""

from random import Random

import numpy as np
import pytest

from sim import Scenario, evaluate, sweep
from sim.catalogs.posttraining import post_training_curves
from sim.charts import charts
from sim.engine.break_even import break_even_queries, trained_alone
from sim.engine.frontier import cheapest
from sim.engine.post_training import post_trained
from sim.engine.result import scalar
from sim.engine.scenario_law import scenario_law
from sim.engine.solving import accuracy_with, anchor
from sim.inputs.numbers import numbers
from sim.program.cost import dollar_spend
from sim.studies.post_training import band_of, best_budget, result_of_split, share_of_pretraining, worth_in_samples
from sim.tasks.accuracy import pass_at_1

SERVED = {
    "inference": "on", "hardware": "h100", "price_basis": "market", "n_params": 70e9, "n_tokens": 15e12,
    "samples_per_query": 4,
}  # fmt: skip
ON = Scenario(**SERVED, post_training="on")
CURVES = list(post_training_curves().entries)
NEW = ("cost_post_training_usd", "accuracy_gain_post_training")


@pytest.mark.parametrize("kind", [{}, {"inference": "on"}, SERVED, {**SERVED, "task_kind": "choice"}])
def test_off_is_as_if_it_were_not_there(kind):
    """Its other inputs change nothing, to every digit; what it alone has is unknown."""
    off = evaluate(Scenario(**kind))
    other = {"post_training_usd": 1e9, "post_training_curve": "scout", "post_training_headroom": 0.9}
    assert evaluate(off.scenario.changed(**other, generation_tokens=1e5)).values == off.values
    assert all(off.values[name] is None for name in NEW)
    assert off.pass_at_1_base == off.pass_at_1


@pytest.mark.parametrize("curve", CURVES)
@pytest.mark.parametrize("headroom", [None, 0.3])
def test_the_curve_rises_from_the_base_model_to_its_ceiling(curve, headroom):
    """It never falls, starts at pass@1 of the base model, and stays under its ceiling."""
    scenario = ON.changed(post_training_curve=curve, post_training_headroom=headroom)
    found = sweep(scenario, "post_training_usd", np.geomspace(1, 1e12, 400)).values
    share, base = found["pass_at_1"], found["pass_at_1_base"]
    assert np.all(np.diff(share) >= 0) and share[0] == pytest.approx(base[0], rel=1e-3)
    ceiling = post_trained(base[0], scenario.n_params, numbers(scenario)).ceiling
    assert np.all(share <= ceiling + 1e-15) and share[-1] == pytest.approx(float(ceiling), rel=1e-6)
    assert np.all(found["accuracy_gain_post_training"] >= 0)


@pytest.mark.parametrize("curve", CURVES)
def test_gains_are_the_slopes_of_the_accuracy(curve):
    """What one more dollar on each lever does to the accuracy, by small differences of the whole chain."""
    scenario = ON.changed(post_training_curve=curve, post_training_usd=3e4)
    now = evaluate(scenario)
    for name, gain in (
        ("n_params", "accuracy_gain_params"), ("n_tokens", "accuracy_gain_tokens"),
        ("post_training_usd", "accuracy_gain_post_training"), ("samples_per_query", "accuracy_gain_samples"),
    ):  # fmt: skip
        value, h = getattr(scenario, name), 1e-5
        low, high = (evaluate(scenario.changed(**{name: value * (1 + x)})) for x in (-h, h))
        slope = (high.accuracy - low.accuracy) / (high.cost_total_usd - low.cost_total_usd)
        assert now.values[gain] == pytest.approx(slope, rel=1e-3), name


def test_it_is_paid_for_and_draws_power():
    """Its dollars are in the total, its hours in the electricity; the loss, the days and the plan stay."""
    on, off = evaluate(ON), evaluate(ON.changed(post_training="off"))
    assert on.cost_total_usd - off.cost_total_usd == pytest.approx(1e5, rel=1e-6)
    assert on.energy_mwh > off.energy_mwh and on.usd_per_query == off.usd_per_query
    assert on.cost_post_training_usd == 1e5 and on.accuracy > off.accuracy and on.task_success > off.task_success
    for name in ("loss", "wall_clock_days", "train_flop", "gain_params", "overspend_usd"):
        assert on.values[name] == pytest.approx(off.values[name], rel=1e-12)


def test_a_budget_leaves_room_for_it():
    """A plan for money spends what is left of it."""
    scenario = ON.changed(plan="budget_optimal", budget_usd=3e7, post_training_usd=1e7)
    assert evaluate(scenario).cost_total_usd == pytest.approx(3e7, rel=1e-10)


@pytest.mark.parametrize("queries", [1e5, 1e7, 1e9])
@pytest.mark.parametrize("headroom", [None, 0.6])
def test_a_best_split_has_four_equal_gains(queries, headroom):
    """Inside the bounds the next dollar does as much on each lever, and no split near it does more."""
    now = evaluate(ON.changed(queries_per_day=queries, post_training_headroom=headroom))
    best = best_budget(now)
    assert best.is_exact and len(best.gains) == 4
    assert best.gains == pytest.approx([best.gains[0]] * 4, rel=1e-6)
    there = evaluate(best.scenario(now.scenario))
    assert there.cost_total_usd == pytest.approx(now.cost_total_usd, rel=1e-9)
    assert there.accuracy == pytest.approx(best.accuracy, rel=1e-12) and best.accuracy > now.accuracy
    rng = np.random.default_rng(7)
    for _ in range(60):
        N, R, k = np.array([best.n_params, best.post_training_usd, best.samples]) * np.exp(rng.normal(0, 0.1, 3))
        at = numbers(there.scenario, post_training_usd=R, samples_per_query=k)
        D = float(dollar_spend(at).tokens_for(now.cost_total_usd, N))
        near = evaluate(there.scenario.changed(n_params=N, n_tokens=D, post_training_usd=R, samples_per_query=k))
        assert near.accuracy < best.accuracy


@pytest.mark.filterwarnings("error")
def test_a_best_split_is_a_run_that_may_be():
    """A service of a million times the run would pay for more text than any input takes: there is no such split."""
    dear = {"usd_per_mtok_real": 1e5, "output_tokens": 1e8, "serving_utilization": 0.01, "mfu": 0.4}
    now = evaluate(Scenario(**dear, inference="on", post_training="on", repetition_half_epochs=1000))
    assert result_of_split(now) is None
    assert charts()["budget-split"].why_empty(now) == "No plan in bounds is paid for."


def dense_break_even(now):
    """Break-even with the cheapest of 4,000 plans that answers once as well, and of as many around it."""
    inputs, law, dollars = numbers(now.scenario), scenario_law(now.scenario), dollar_spend(numbers(now.scenario))
    losses = law.irreducible + np.geomspace(8 * (now.loss - law.irreducible), 1e-4, 4000)
    for _ in range(2):
        N, D = cheapest(law, trained_alone(dollars), losses)
        solved = post_trained(pass_at_1(losses, *anchor(inputs)), np.where(np.isfinite(N), N, 1), inputs).share
        as_good = np.isfinite(N) & (solved >= now.accuracy)
        if not as_good.any():
            return None
        first = int(np.argmax(as_good))
        losses = np.linspace(losses[max(0, first - 1)], losses[first], 4000)
    return scalar(break_even_queries(inputs, dollars, (now.n_params, now.n_tokens), (N[first], D[first])))


def test_break_even_is_with_the_cheapest_model_as_good_after_the_same_post_training():
    """On 30 runs of any size, half with little text: the larger model, post-trained alike, is right as often."""
    random, found = Random(5), 0
    for number in range(30):
        text = {"unique_tokens": 10 ** random.uniform(11.5, 13)} if number % 2 else {}
        now = evaluate(ON.changed(
            samples_per_query=random.choice([2, 8, 40]), n_params=10 ** random.uniform(8.5, 11.5),
            n_tokens=10 ** random.uniform(11, 12.5), post_training_usd=10 ** random.uniform(3, 7), **text,
        ))  # fmt: skip
        expected = dense_break_even(now)
        assert (expected is None) == (now.break_even_queries is None)
        if expected is not None:
            found += 1
            assert now.break_even_queries == pytest.approx(expected, rel=0.02)
    assert found >= 8


def test_band_share_and_exchange():
    """The band holds the value; the compute's share grows with the money; ten times the post-training in samples."""
    now = evaluate(Scenario(**{**SERVED, "n_params": 8e9, "n_tokens": 1e12}, post_training="on"))
    middle, low, high = band_of(now, np.geomspace(1e3, 1e8, 20))
    assert np.all((low <= middle) & (middle <= high)) and np.all(high - low < 0.6)
    more = evaluate(now.scenario.changed(post_training_usd=1e6))
    assert share_of_pretraining(more) == pytest.approx(10 * share_of_pretraining(now))
    factor = worth_in_samples(now)
    inputs = numbers(now.scenario)
    assert float(accuracy_with(4 * factor, now.loss, now.n_params, inputs)) == pytest.approx(more.accuracy, rel=1e-9)
