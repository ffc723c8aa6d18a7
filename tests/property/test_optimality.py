"""Best plans are best, on random scenarios."""

import numpy as np
import pytest

from sim import evaluate, sweep
from sim.engine.curves import D_HIGH, D_LOW, N_HIGH, N_LOW
from sim.engine.frontier import best_split, cheapest
from sim.engine.scenario_law import applied_law
from sim.inputs.numbers import numbers
from sim.program.cost import dollar_spend, flop_spend, stacked
from tests.strategies import random_scenarios, results

SCENARIOS = random_scenarios(20220329, 500)
BUDGETS = random_scenarios(20240415, 50, plan="budget_optimal")


@pytest.fixture(scope="module")
def runs():
    """Results of the random scenarios."""
    return results(SCENARIOS)


def model(scenario):
    """Law and cost in dollars of a scenario."""
    inputs = numbers(scenario)
    return applied_law(inputs), dollar_spend(inputs)


def reducible(law, N, D):
    """The part of the loss that a run can lower: differences of it keep their digits."""
    return law.reducible(N, D)


@pytest.mark.parametrize("scenario", BUDGETS, ids=range(len(BUDGETS)))
def test_the_budget_plan_is_the_best(scenario):
    """All gains are equal at the plan, and no point of two fine grids beats it for the money."""
    result = evaluate(scenario)
    assert N_LOW < result.n_params < N_HIGH and D_LOW < result.n_tokens < D_HIGH
    assert result.gain_params == pytest.approx(result.gain_tokens, rel=1e-6)
    assert result.gain_scale == pytest.approx(result.gain_params, rel=1e-6)
    law, dollars = model(scenario)
    near = (result.n_params / 2, result.n_params * 2, result.n_tokens / 2, result.n_tokens * 2)
    for N_from, N_to, D_from, D_to in ((N_LOW, N_HIGH, D_LOW, D_HIGH), near):
        N, D = np.meshgrid(np.geomspace(N_from, N_to, 400), np.geomspace(D_from, D_to, 400))
        paid = dollars.total(N, D) <= scenario.budget_usd
        assert paid.any() and not paid.all()
        assert law.loss(N[paid], D[paid]).min() >= result.loss


@pytest.mark.parametrize("limits", [{}, {"unique_tokens": 1e11, "usd_per_mtok_real": 2.0, "synthetic_fraction": 0.1}])
def test_payments_solved_together_are_solved_alone(limits):
    """Compute and dollars in one call give the plans that each gives by itself."""
    for scenario in SCENARIOS[:60]:
        inputs = numbers(scenario.changed(**limits))
        law, flop, dollars = applied_law(inputs), flop_spend(inputs), dollar_spend(inputs)
        paid = np.array([flop.total(7e9, 3e11), dollars.total(7e9, 3e11)])
        both = stacked([flop, dollars], ())
        for solve, targets in ((best_split, paid), (cheapest, np.full(2, law.loss(7e9, 3e11)))):
            together = solve(law, both, targets)
            for i, spend in enumerate((flop, dollars)):
                alone = solve(law, spend, targets[i])
                losses = [law.loss(N, D) for N, D in ([column[i] for column in together], alone)]
                costs = [spend.total(N, D) for N, D in ([column[i] for column in together], alone)]
                assert losses[0] == pytest.approx(losses[1], rel=1e-12, nan_ok=True)
                assert costs[0] == pytest.approx(costs[1], rel=1e-9, nan_ok=True)


def test_along_the_budget_the_plan_is_the_bottom():
    """A step of 1 % to either side at the same cost raises the loss."""
    for scenario in BUDGETS:
        law, dollars = model(scenario)
        result = evaluate(scenario)
        best = reducible(law, result.n_params, result.n_tokens)
        for N in (0.99 * result.n_params, 1.01 * result.n_params):
            assert reducible(law, N, dollars.tokens_for(scenario.budget_usd, N)) > best


def test_gains_are_derivatives(runs):
    """Gains equal minus dL/dT with one lever moved, both derivatives by complex step."""
    h = 1e-20
    for result in runs:
        law, dollars = model(result.scenario)
        N, D = result.n_params, result.n_tokens
        more_N, more_D = N * (1 + h * 1j), D * (1 + h * 1j)
        by_params = -law.loss(more_N, D).imag / dollars.total(more_N, D).imag
        by_tokens = -law.loss(N, more_D).imag / dollars.total(N, more_D).imag
        assert result.gain_params == pytest.approx(by_params, rel=1e-6)
        assert result.gain_tokens == pytest.approx(by_tokens, rel=1e-6)


def test_gain_from_scale_is_the_slope_of_the_best_loss(runs):
    """gain_scale equals the numeric slope of the least loss against the money spent."""
    h = 1e-3
    for result in runs:
        law, dollars = model(result.scenario)
        T = result.cost_total_usd
        below, above = (reducible(law, *best_split(law, dollars, T * np.exp(x))) for x in (-h, h))
        assert result.gain_scale == pytest.approx((below - above) / (2 * h * T), rel=1e-6)


@pytest.mark.parametrize("C", [1e15, 1e25, 1e30, 1e32])
def test_gain_from_scale_at_the_bounds(C):
    """Where the best plan sits at a bound, the slope is that of the lever that is left."""
    for scenario in random_scenarios(5, 20, plan="compute_optimal", train_flop=C):
        law, dollars = model(scenario)
        result = evaluate(scenario)
        if result.gain_scale is None:
            assert result.optimal_n_params == pytest.approx(N_HIGH, rel=1e-9)
            assert result.optimal_n_tokens == pytest.approx(D_HIGH, rel=1e-9)
            continue
        T, h = result.cost_total_usd, 1e-4
        below, above = (reducible(law, *best_split(law, dollars, T * np.exp(x))) for x in (-h, h))
        assert result.gain_scale == pytest.approx((below - above) / (2 * h * T), rel=1e-3)


def test_steps_are_exact(runs):
    """At the N or D that a step pays for, the loss is 0.01 nat lower; out of reach if the part is smaller."""
    seen = {"paid": 0, "out of reach": 0}
    for result in runs:
        law, dollars = model(result.scenario)
        N, D, T = result.n_params, result.n_tokens, result.cost_total_usd
        assert (result.step_params_usd is None) == (law.loss(1e60, D) >= result.loss - 0.01)
        assert (result.step_tokens_usd is None) == (law.loss(N, 1e60) >= result.loss - 0.01)
        if result.step_params_usd is not None:
            larger = dollars.params_for(T + result.step_params_usd, D)
            assert law.loss(larger, D) == pytest.approx(result.loss - 0.01, abs=1e-9)
        if result.step_tokens_usd is not None:
            longer = dollars.tokens_for(T + result.step_tokens_usd, N)
            assert law.loss(N, longer) == pytest.approx(result.loss - 0.01, abs=1e-9)
        for step in (result.step_params_usd, result.step_tokens_usd):
            seen["out of reach" if step is None else "paid"] += 1
    assert min(seen.values()) > 10


def test_a_step_paid_for_is_a_step_evaluated(runs):
    """Evaluating anew with the tokens that a step pays for gives the lower loss and the higher cost."""
    tried = 0
    for result in runs[:100]:
        scenario = result.scenario
        if result.step_tokens_usd is None:
            continue
        _, dollars = model(scenario)
        longer = float(dollars.tokens_for(result.cost_total_usd + result.step_tokens_usd, result.n_params))
        if longer <= D_HIGH:
            again = evaluate(scenario.changed(n_tokens=longer))
            assert again.loss == pytest.approx(result.loss - 0.01, abs=1e-9)
            assert again.cost_total_usd == pytest.approx(result.cost_total_usd + result.step_tokens_usd, rel=1e-9)
            tried += 1
    assert tried > 50


def test_next_step_leads_from_best_plan_to_best_plan():
    """next_step_usd buys 0.01 nat between cheapest plans, and no lever alone is cheaper from an optimum."""
    for scenario in BUDGETS:
        result = evaluate(scenario)
        if result.next_step_usd is None:
            continue
        more = evaluate(scenario.changed(budget_usd=scenario.budget_usd + result.next_step_usd))
        assert more.loss == pytest.approx(result.loss - 0.01, abs=1e-9)
        for alone in (result.step_params_usd, result.step_tokens_usd):
            assert alone is None or alone > result.next_step_usd


def test_least_cost_inverts_least_loss():
    """T*(L*(T)) = T, for dollars and for FLOP."""
    for scenario in SCENARIOS[::2]:
        inputs = numbers(scenario)
        law = applied_law(inputs)
        for spend, T in (
            (dollar_spend(inputs), scenario.budget_usd),
            (flop_spend(inputs), scenario.train_flop),
        ):
            L = law.loss(*best_split(law, spend, T))
            assert spend.total(*cheapest(law, spend, L)) == pytest.approx(T, rel=1e-9)


def test_waste_is_never_negative(runs):
    """Overspend is at least 0 and compute overhead at least 1, at every plan."""
    for result in runs + results(BUDGETS):
        assert result.overspend_usd >= 0
        assert result.compute_overhead >= 1


@pytest.mark.parametrize("plan", ["budget_optimal", "compute_optimal", "target_loss"])
def test_a_best_plan_wastes_nothing(plan):
    """At an optimum nothing could have been saved."""
    for scenario in random_scenarios(7, 50, plan=plan, target_loss=2.2):
        result = evaluate(scenario)
        assert result.overspend_usd <= 1e-9 * result.cost_total_usd
        assert result.compute_overhead == pytest.approx(1, rel=1e-9)


def test_waste_is_what_could_be_saved(runs):
    """The money that is left after the overspend buys the same loss."""
    for result in runs[:100]:
        scenario = result.scenario
        left = result.cost_total_usd - result.overspend_usd
        if 1e2 <= left <= 1e13 and result.overspend_usd < 0.999 * result.cost_total_usd:
            best = evaluate(scenario.changed(plan="budget_optimal", budget_usd=left))
            assert best.loss == pytest.approx(result.loss, abs=1e-9)


def test_best_loss_falls_with_money():
    """More money never buys a higher loss."""
    T = np.geomspace(1e2, 1e13, 300)
    for scenario in BUDGETS[:20]:
        assert (np.diff(sweep(scenario, "budget_usd", T).loss) <= 0).all()
