"""How the best plan's parameters grow with the money: against plans for a little more and a little less."""

import numpy as np
import pytest

from sim import Scenario, evaluate
from sim.engine.frontier import best_split
from sim.engine.scenario_law import scenario_law
from sim.inputs.numbers import numbers
from sim.program.cost import dollar_spend
from sim.studies.growing import params_by_money
from sim.studies.more_money import returns

SERVED = {"inference": "on", "hardware": "h100", "n_params": 70e9, "n_tokens": 15e12, "samples_per_query": 4}
ON = Scenario(**SERVED, post_training="on")
WORLDS = {
    "plain": {},
    "priced text": {"unique_tokens": 1e12, "usd_per_mtok_real": 5.0},
    "repeats": {"unique_tokens": 2e11},
    "attention": {"context_tokens": 32768},
    "wall": {"wall_flop": 1e23, "wall_slope": 0.4},
    "muennighoff": {"law": "muennighoff2023"},
    "kaplan": {"law": "kaplan2020"},
    "mixture": {"active_fraction": 0.1, "expert_rule": "clark2022"},
}


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("T", [1e6, 3e7, 1e10])
def test_it_is_the_slope_of_the_best_plans(world, T):
    """Central differences of ln N along plans for T (1 +- 1e-4)."""
    scenario = ON.changed(**WORLDS[world])
    law, spend = scenario_law(scenario), dollar_spend(numbers(scenario))
    h = 1e-4
    N, D = best_split(law, spend, np.array([T * (1 - h), T, T * (1 + h)]))
    if np.isnan(N).any():
        pytest.skip("no plan for so little")
    found = float(params_by_money(law, spend, N[1], D[1])) * T
    assert found == pytest.approx(float(np.log(N[2] / N[0])) / (2 * h), rel=2e-3, abs=1e-6)


@pytest.mark.parametrize("world", ["plain", "priced text", "attention", "mixture"])
def test_the_gain_of_planning_anew_is_known_with_post_training(world):
    """It is the slope of the line that the chart draws: wrong answers of best plans over the money."""
    now = evaluate(ON.changed(**WORLDS[world]))
    found = returns(now)
    line = found.lines[-1]
    assert line.lever.name == "anew" and np.isfinite(line.gain).all() and found.gain["anew"] is not None
    for share in (0.1, 1.0, 10.0):
        usd, h = share * now.cost_total_usd, 1e-3
        low, high = (returns(evaluate(now.scenario.changed(extra_usd=usd * (1 + x)))).after["anew"] for x in (-h, h))
        gain = returns(evaluate(now.scenario.changed(extra_usd=usd))).gain_after["anew"]
        assert gain == pytest.approx((low - high) / (2 * h * usd), rel=1e-2)
