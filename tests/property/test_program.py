"""Whole programs: their lines, what each price touches, and best plans beside fixed costs."""

import numpy as np
import pytest

from sim import Scenario, SimulationError, evaluate, sweep
from sim.engine.frontier import best_split, cheapest
from sim.engine.scenario_law import applied_law
from sim.inputs import TABLE
from sim.inputs.numbers import numbers
from sim.program.cost import dollar_spend
from sim.studies.ranges import SAMPLES, interval, ranges, samples, tornado
from tests.strategies import random_scenarios, results

LINES = ("cost_compute_usd", "cost_energy_usd", "cost_rd_usd", "cost_staff_usd")


def programs(seed, number, **fixed):
    """Random scenarios with failures, experiments and staff, rented and owned."""
    rng = np.random.default_rng(seed)
    made = []
    for scenario in random_scenarios(seed, number, **fixed):
        changes = {
            "failure_overhead": rng.uniform(0, 0.5),
            "rd_multiple": rng.uniform(1, 4),
            "pue": rng.uniform(1.05, 1.5),
            "watts_per_chip": 10 ** rng.uniform(2, 3.2),
            "chip_price_usd": 10 ** rng.uniform(3, 5),
        }
        if rng.random() < 0.5:
            changes["price_basis"] = "owned"
        made.append(scenario.changed(**changes))
    shares = rng.uniform(0, 0.6, number)
    costs = [result.cost_total_usd for result in results(made)]
    return [
        scenario.changed(staff_usd=min(float(share * cost), 1e10))
        for scenario, share, cost in zip(made, shares, costs, strict=True)
    ]


@pytest.fixture(scope="module")
def runs():
    """Results of random programs of given sizes."""
    return results(programs(31, 300))


@pytest.fixture(scope="module")
def budgets():
    """Random programs that spend a budget."""
    return programs(32, 60, plan="budget_optimal")


def model(scenario):
    """Law and cost of a scenario."""
    inputs = numbers(scenario)
    return applied_law(inputs), dollar_spend(inputs)


def test_lines_sum_to_the_total(runs):
    """Chips, electricity, experiments and staff are the total, on 300 random programs."""
    for result in runs:
        assert sum(result.values[name] for name in LINES) == pytest.approx(result.cost_total_usd, rel=1e-9)
        assert result.cost_training_usd == result.cost_total_usd


def test_the_budget_is_spent_at_a_balance(budgets):
    """With staff and experiments the plan spends the budget and all gains are equal."""
    for result in results(budgets):
        assert result.cost_total_usd == pytest.approx(result.scenario.budget_usd, rel=1e-12)
        assert result.gain_params == pytest.approx(result.gain_tokens, rel=1e-6)
        assert result.gain_scale == pytest.approx(result.gain_params, rel=1e-6)
        assert result.overspend_usd <= 1e-9 * result.cost_total_usd


def test_no_point_of_a_grid_beats_the_plan(budgets):
    """Nothing that costs as much, staff included, has a lower loss."""
    N, D = np.meshgrid(np.geomspace(1e6, 1e15, 300), np.geomspace(1e6, 1e17, 300))
    for scenario in budgets[:20]:
        law, dollars = model(scenario)
        paid = dollars.total(N, D) <= scenario.budget_usd
        assert law.loss(N[paid], D[paid]).min() >= evaluate(scenario).loss


def test_gain_from_scale_is_the_slope(runs):
    """gain_scale is the numeric slope of the least loss against the money that is not fixed."""
    h = 1e-3
    for result in runs[:150]:
        scenario = result.scenario
        law, dollars = model(scenario)
        free = result.cost_total_usd - scenario.staff_usd
        below, above = (
            law.reducible(*best_split(law, dollars, scenario.staff_usd + free * np.exp(x))) for x in (-h, h)
        )
        assert result.gain_scale == pytest.approx((below - above) / (2 * h * free), rel=1e-6)


def test_least_cost_inverts_least_loss(budgets):
    """T*(L*(T)) = T with fixed costs, and T*(L) never lies below them."""
    for scenario in budgets:
        law, dollars = model(scenario)
        L = law.loss(*best_split(law, dollars, scenario.budget_usd))
        T = dollars.total(*cheapest(law, dollars, L))
        assert pytest.approx(scenario.budget_usd, rel=1e-9) == T
        assert scenario.staff_usd < T


def test_a_budget_below_what_is_fixed_is_refused():
    """The error names the budget, the least that works and the staff in it; what it offers works."""
    scenario = Scenario(plan="budget_optimal", budget_usd=1e6, staff_usd=2e6)
    with pytest.raises(SimulationError, match="with staff of \\$2M") as caught:
        evaluate(scenario)
    assert caught.value.name == "budget_usd"
    assert evaluate(scenario.changed(budget_usd=2.1e6)).loss > 0
    swept = sweep(scenario, "budget_usd", [1e6, 2e6, 4e6])
    assert np.isnan(swept.loss[:1]).all() and np.isfinite(swept.loss[2])


def test_steps_ignore_what_is_fixed(runs):
    """Staff changes the total, and neither the price of the next step nor any gain."""
    scenarios = [result.scenario for result in runs[:100]]
    both = (results([scenario.changed(staff_usd=usd) for scenario in scenarios]) for usd in (0, 1e9))
    for lean, staffed in ((one.values, other.values) for one, other in zip(*both, strict=True)):
        assert staffed["cost_total_usd"] == pytest.approx(lean["cost_total_usd"] + 1e9, rel=1e-12)
        for name in ("step_params_usd", "step_tokens_usd", "next_step_usd", "gain_params", "gain_scale"):
            assert staffed[name] == lean[name]


# What doubling an input does to each line, by price basis: docs/method.md lists the same.
RENTED, OWNED = ("cost_compute_usd", "cost_rd_usd"), ("cost_compute_usd", "cost_energy_usd", "cost_rd_usd")
TOUCHES = {
    ("usd_per_chip_hour", "committed_3y"): RENTED,
    ("usd_per_chip_hour", "owned"): (),
    ("chip_price_usd", "owned"): ("cost_compute_usd", "cost_rd_usd"),
    ("chip_price_usd", "committed_3y"): (),
    ("server_factor", "owned"): ("cost_compute_usd", "cost_rd_usd"),
    ("chip_age_years", "owned"): ("cost_compute_usd", "cost_rd_usd"),
    ("usd_per_kwh", "owned"): ("cost_energy_usd", "cost_rd_usd"),
    ("usd_per_kwh", "committed_3y"): (),
    ("watts_per_chip", "owned"): ("cost_energy_usd", "cost_rd_usd"),
    ("watts_per_chip", "committed_3y"): (),
    ("pue", "owned"): ("cost_energy_usd", "cost_rd_usd"),
    ("mfu", "owned"): OWNED,
    ("failure_overhead", "owned"): OWNED,
    ("rd_multiple", "owned"): ("cost_rd_usd",),
    ("staff_usd", "owned"): ("cost_staff_usd",),
}


@pytest.mark.parametrize(("name", "basis"), TOUCHES)
def test_a_price_touches_its_lines_only(name, basis):
    """Doubling a price changes exactly the lines that depend on it; a price in proportion doubles its own."""
    base = Scenario(
        price_basis="committed_3y", rd_multiple=2, staff_usd=1e6, failure_overhead=0.1, hardware="a100-80gb"
    )
    base = base.changed(price_basis=basis, usd_per_chip_hour=2, mfu=0.3)
    one, two = evaluate(base), evaluate(base.changed(**{name: 2 * getattr(base, name)}))
    moved = {line for line in LINES if two.values[line] != one.values[line]}
    assert moved == set(TOUCHES[name, basis])
    if name in ("usd_per_chip_hour", "chip_price_usd", "server_factor") and moved:
        assert two.cost_compute_usd == pytest.approx(2 * one.cost_compute_usd, rel=1e-14)
    if name in ("usd_per_kwh", "watts_per_chip", "pue") and moved:
        assert two.cost_energy_usd == pytest.approx(2 * one.cost_energy_usd, rel=1e-14)


def test_the_method_lists_what_each_price_touches():
    """docs/method.md names every input of the table above."""
    from pathlib import Path

    words = (Path(__file__).parents[2] / "docs" / "method.md").read_text()
    assert all(f"`{name}`" in words for name, _ in TOUCHES)


PROGRAM = Scenario(price_basis="owned", rd_multiple=2.2, staff_usd=2e6)


def test_samples_are_the_same_each_time_and_lie_around_the_cost():
    """Fixed seed; the scenario's own cost lies inside the 90 % interval; the ends are where they should be."""
    result = evaluate(PROGRAM)
    assert len(samples(result)) == SAMPLES
    assert (samples(result) == samples(result)).all()
    low, high = interval(result)
    assert low < result.cost_total_usd < high
    assert {one.name for one in ranges(result)} == {"chip_price_usd", "mfu", "pue", "rd_multiple", "staff_usd"}


def test_ranges_have_their_quantiles():
    """Low, best and high are the 5th, 50th and 95th percentile of what is drawn, within its bounds."""
    z = np.random.default_rng(1).standard_normal(200_000)
    for one in ranges(evaluate(PROGRAM)):
        drawn = one.at(z)
        assert np.percentile(drawn, [5, 50, 95]) == pytest.approx([one.low, one.best, one.high], rel=0.02)
        assert drawn.min() >= TABLE[one.name].low and drawn.max() <= TABLE[one.name].high
        assert one.low <= one.best <= one.high


def test_the_tornado_is_evaluation():
    """Each end of a bar is what evaluating that value alone gives; the widest bar comes first."""
    result = evaluate(PROGRAM)
    bars = tornado(result)
    widths = [abs(high - low) for _, low, high in bars]
    assert widths == sorted(widths, reverse=True)
    for one, at_low, at_high in bars:
        for value, total in ((one.low, at_low), (one.high, at_high)):
            alone = evaluate(PROGRAM.changed(**{one.name: value}))
            assert alone.cost_total_usd == pytest.approx(total, rel=1e-12)


def test_what_is_switched_off_has_no_range():
    """Without experiments, staff and owned chips only price and utilization are uncertain."""
    assert {one.name for one in ranges(evaluate(Scenario()))} == {"usd_per_chip_hour", "mfu"}
    assert interval(evaluate(Scenario(hardware="b200"))) is None
    assert tornado(evaluate(Scenario(hardware="b200"))) == []
