"""The shape of the model on random scenarios: monotone, convex, and the same one by one as in a sweep."""

import numpy as np
import pytest

from sim import Scenario, SimulationError, evaluate, loss_ladder, sweep
from sim.engine.output_table import OUTPUTS
from sim.engine.scenario_law import applied_law, law_form
from sim.inputs import TABLE
from sim.inputs.numbers import numbers
from sim.inputs.plan import PLANS
from tests.strategies import random_scenarios

NUMBERS = [name for name, row in TABLE.items() if row.is_number]


@pytest.mark.parametrize("name", ["n_params", "n_tokens"])
def test_loss_falls_with_size(name):
    """More parameters and more tokens lower the loss, over the whole range of the lever."""
    for scenario in random_scenarios(11, 50):
        steps = np.diff(sweep(scenario, name, TABLE[name].rungs()).loss)
        # Where text repeats excess parameters, or the passes of a model far too large, end up worth nothing.
        assert (steps <= 0).all() if applied_law(numbers(scenario)).discounts_params else (steps < 0).all()


@pytest.mark.parametrize("name", ["n_params", "n_tokens"])
def test_cost_rises_with_size(name):
    """More parameters and more tokens cost more, and the next 0.01 nat by that lever does too."""
    for scenario in random_scenarios(12, 50, repetition="tokens"):
        swept = sweep(scenario, name, TABLE[name].rungs())
        assert (np.diff(swept.cost_total_usd) > 0).all()
        if not applied_law(numbers(scenario)).discounts_params:
            assert (np.diff(swept.gain_params if name == "n_params" else swept.gain_tokens) < 0).all()


ROUNDING = 4 * np.finfo(float).eps  # of an accuracy: a sum of 800 chances


@pytest.mark.parametrize(
    ("name", "direction"),
    [
        ("n_params", 1), ("n_tokens", 1), ("efficiency", 1), ("samples_per_query", 1), ("task_anchor_pass", 1),
        ("verifier_true_accept", 1), ("verifier_false_accept", -1),
    ],
)  # fmt: skip
def test_accuracy_moves_in_its_direction(name, direction):
    """What makes the model or its verifier better never lowers the accuracy by more than rounding."""
    for scenario in random_scenarios(17, 20, inference="on", samples_per_query=30, verifier_false_accept=1e-4):
        if name == "samples_per_query" or name.startswith("verifier"):
            scenario = scenario.changed(verifier_true_accept=0.9)
        middle = TABLE[name].rungs()[len(TABLE[name].rungs()) // 2]
        close = [middle * (1 + 1e-14 * i) for i in range(40)]  # where rounding is all that moves
        values = sorted({*TABLE[name].rungs(), *close})
        if name == "verifier_false_accept":
            values = [value for value in values if value <= 0.9]
        if name == "verifier_true_accept":
            values = [value for value in values if value >= 1e-4]
        steps = direction * np.diff(sweep(scenario, name, values).accuracy)
        assert (steps >= -ROUNDING).all()
        assert steps.max() > 0


def test_loss_is_convex_along_an_isoflop():
    """At fixed compute the loss is convex in log N, with its bottom at the optimum that is reported."""
    for scenario in random_scenarios(13, 50, plan="params_compute", train_flop=1e24):
        best = evaluate(scenario.changed(plan="compute_optimal"))
        N = best.n_params * np.exp(np.linspace(-4, 4, 201))
        L = sweep(scenario, "n_params", N).loss
        inside = L[np.isfinite(L)]
        assert len(inside) > 100
        assert (np.diff(inside, 2) > 0).all()
        assert np.nanargmin(L) == 100


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("name", NUMBERS)
def test_a_sweep_equals_one_by_one(plan, name):
    """Every output of a sweep, of many values and of two, is that of evaluating each value alone; else it is NaN."""
    row = TABLE[name]
    values = [row.low, *row.rungs()[1:-1:19], *([None] if row.optional else []), row.high]
    for scenario in random_scenarios(14, 2, plan=plan):
        alone = [evaluated(scenario, name, value) for value in values]
        compare(sweep(scenario, name, values), alone)
        compare(sweep(scenario, name, [row.low, row.high]), [alone[0], alone[-1]])


def evaluated(scenario, name, value):
    """Outputs of one scenario, `None` where it is infeasible."""
    try:
        return evaluate(scenario.changed(**{name: value})).values
    except SimulationError:
        return None


def compare(swept, alone):
    """Check a sweep against scenarios evaluated one by one."""
    found = np.array([np.broadcast_to(swept.values[output], len(alone)) for output in OUTPUTS], float)
    for i, values in enumerate(alone):
        if values is None:
            assert np.isnan(swept.loss[i])
            continue
        one = np.array([np.nan if values[output] is None else values[output] for output in OUTPUTS])
        # Differences of dollars keep the digits of the dollars, not their own.
        scale = [1e-12 * (values["cost_total_usd"] or 0) if output.endswith("_usd") else 0 for output in OUTPUTS]
        close = np.isclose(found[:, i], one, rtol=1e-12, atol=scale, equal_nan=True)
        assert close.all(), [output for output, same in zip(OUTPUTS, close, strict=True) if not same]


def test_a_sweep_is_checked_like_a_scenario():
    """Names that are no numbers and values out of bounds are refused in one line."""
    for name, values in (("law", [1.0]), ("no_such", [1.0]), ("n_params", [1e9, -1.0]), ("mfu", [np.nan])):
        with pytest.raises(SimulationError, match=name):
            sweep(Scenario(), name, values)


def test_a_sweep_takes_what_a_scenario_takes():
    """Numbers written as people do are accepted in a sweep too."""
    assert sweep(Scenario(), "n_params", ["70B", 70e9]).loss.tolist() == [evaluate(Scenario(n_params=7e10)).loss] * 2


def test_costs_scale_as_they_should():
    """Twice the price costs twice as much for the same loss; twice the utilization halves the chip-hours."""
    for scenario in random_scenarios(15, 20):
        base = evaluate(scenario)
        dear = evaluate(scenario.changed(usd_per_chip_hour=2 * scenario.usd_per_chip_hour))
        assert dear.cost_total_usd == pytest.approx(2 * base.cost_total_usd, rel=1e-14)
        assert dear.gain_tokens == pytest.approx(base.gain_tokens / 2, rel=1e-14)
        assert (dear.loss, dear.compute_overhead) == (base.loss, base.compute_overhead)
        slow = evaluate(scenario.changed(mfu=scenario.mfu / 2))
        assert slow.chip_hours == pytest.approx(2 * base.chip_hours, rel=1e-14)


def test_the_ladder_climbs():
    """Each further 0.01 nat costs more than the one before, and the first is next_step_usd."""
    for scenario in random_scenarios(16, 20, law="besiroglu2024", n_params=1e10):
        result = evaluate(scenario)
        rungs = [T for T in loss_ladder(scenario, result.loss, 8) if T is not None]
        assert len(rungs) > 2
        assert rungs[1] - rungs[0] == pytest.approx(result.next_step_usd, rel=1e-12)
        steps = np.diff(rungs)
        assert (steps > 0).all() and (np.diff(steps) > 0).all()


def test_parts_sum_to_the_loss():
    """Irreducible loss and both parts are the loss; perplexity is its exponential."""
    for scenario in random_scenarios(17, 100):
        result = evaluate(scenario)
        assert result.perplexity == pytest.approx(np.exp(result.loss), rel=1e-14)
        assert result.optimal_loss <= result.loss * (1 + 1e-15)
        if not law_form(numbers(scenario)).is_additive:
            assert result.loss_from_params is None and result.loss_from_tokens is None
            continue
        parts = result.loss_irreducible + result.loss_from_params + result.loss_from_tokens
        assert parts == pytest.approx(result.loss, rel=1e-14)
