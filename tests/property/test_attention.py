"""Attention over the context: what it adds, that plans for money count it exactly, and that off is off."""

import numpy as np
import pytest

from sim import Scenario, evaluate
from sim.engine.curves import D_HIGH, D_LOW, N_HIGH, N_LOW
from sim.engine.frontier import best_split, cheapest
from sim.engine.scenario_law import applied_law
from sim.inputs.numbers import numbers
from sim.laws import loss_laws
from sim.program.attention import attention_flop, layers_times_width
from sim.program.cost import Spend, cost_lines, dollar_spend, run_hours
from sim.studies.fleet import fleet
from sim.studies.ranges import samples
from sim.words.explain import explained
from tests.strategies import random_scenarios

LAWS = sorted(loss_laws().entries)
LONG = {"context_tokens": 131072}
# Layers and width: Brown et al. (2020), table 2.1; Llama Team (2024), table 3.
SHAPES = {"GPT-3": (175e9, 96, 12288), "8B": (8e9, 32, 4096), "70B": (70e9, 80, 8192), "405B": (405e9, 126, 16384)}
H = 1e-6


@pytest.mark.parametrize("name", SHAPES)
def test_the_shape_is_near_that_of_real_models(name):
    """Layers times width by the rule, against published models."""
    N, layers, width = SHAPES[name]
    assert layers_times_width(N) == pytest.approx(layers * width, rel=0.18)


@pytest.mark.parametrize(
    ("n_params", "length", "share"), [(8e9, 8192, 0.13), (405e9, 8192, 0.04), (70e9, 131072, 1.2), (8e9, 131072, 2.1)]
)
def test_the_share_of_known_models(n_params, length, share):
    """Attention over the rest, as the published shapes give it."""
    run = evaluate(Scenario(n_params=n_params, context_tokens=length))
    assert run.flop_attention / run.train_flop == pytest.approx(share, rel=0.2)


def test_off_is_off():
    """Without a context nothing is charged, and the smallest context costs next to nothing."""
    for scenario in random_scenarios(21, 40, plan="budget_optimal"):
        off, least = evaluate(scenario), evaluate(scenario.changed(context_tokens=1))
        assert off.flop_attention is None and least.flop_attention > 0
        assert off.chip_hours == run_hours(off.train_flop, numbers(scenario))
        assert least.n_params == pytest.approx(off.n_params, rel=1e-3)
        assert not dollar_spend(numbers(scenario)).has_attention


def test_compute_keeps_its_meaning():
    """Plans for compute, loss and best splits do not move; hours, dollars and electricity do, by the same share."""
    for plan in ("params_tokens", "params_compute", "tokens_compute", "compute_optimal"):
        for scenario in random_scenarios(22, 10, plan=plan, n_params=1e10, n_tokens=1e12, price_basis="committed_3y"):
            off, on = evaluate(scenario), evaluate(scenario.changed(**LONG))
            for name in ("n_params", "n_tokens", "train_flop", "loss", "optimal_n_params", "compute_overhead"):
                assert getattr(on, name) == getattr(off, name)
            more = 1 + on.flop_attention / on.train_flop
            for name in ("chip_hours", "cost_compute_usd", "cost_total_usd", "wall_clock_days"):
                assert getattr(on, name) == pytest.approx(more * getattr(off, name), rel=1e-12)


def test_experts_have_no_attention_of_their_own():
    """A mixture has the attention of a dense model of its active parameters."""
    mixture, dense = (
        evaluate(Scenario(n_params=N, active_fraction=f, **LONG)).flop_attention for N, f in ((1e12, 0.05), (5e10, 1.0))
    )
    assert mixture == pytest.approx(dense, rel=1e-12)


SPEND = Spend(2e-19, 3.0, 1e-9, 2e-9, per_param=1e-6, per_attention=4e-16)
N, D = np.meshgrid(np.geomspace(N_LOW, N_HIGH, 60), np.geomspace(D_LOW, D_HIGH, 60))


def test_the_payment_is_inverted_exactly():
    """Parameters and tokens of a payment lead back to it, wherever attention is a trifle or nearly all."""
    for context in (1e-6, 1.0, 1e6, 1e12):
        spend = Spend(2e-19, 3.0, 1e-9, 2e-9, per_param=1e-6, per_attention=4e-16 * context)
        T = spend.total(N, D)
        digits = 4e-16 * T / (T - spend.fixed - spend.for_data(D))  # what is left for parameters
        assert (np.abs(spend.params_for(T, D) / N - 1) <= 1e-13 + 4 * digits).all()
        np.testing.assert_allclose(spend.total(N, spend.tokens_for(T, N)), T, rtol=1e-14)
    assert (SPEND.params_for(1.0, D) < 0).all()


def test_the_slopes_of_the_payment():
    """dT/dN and dT/dD are central differences."""
    by_N, by_D = SPEND.gradient(N, D)
    for slope, less, more in (
        (by_N * N, SPEND.varying(N * (1 - H), D), SPEND.varying(N * (1 + H), D)),
        (by_D * D, SPEND.varying(N, D * (1 - H)), SPEND.varying(N, D * (1 + H))),
    ):
        np.testing.assert_allclose(slope, (more - less) / (2 * H), rtol=1e-6, atol=1e-9 * SPEND.varying(N, D).max())


def test_the_payment_is_the_sum_of_the_lines():
    """What the solvers pay for attention is what the lines of the cost charge for it."""
    for scenario in random_scenarios(
        23, 30, context_tokens=32768, rd_multiple=2.5, staff_usd=1e6, failure_overhead=0.1
    ):
        run, inputs = evaluate(scenario), numbers(scenario)
        whole = run.train_flop + attention_flop(run.n_params, run.n_tokens, 32768, scenario.active_fraction)
        lines = sum(cost_lines(run_hours(whole, inputs), inputs, run.n_tokens).values())
        assert run.cost_total_usd == pytest.approx(lines, rel=1e-12)
        assert dollar_spend(inputs).total(run.n_params, run.n_tokens) == pytest.approx(lines, rel=1e-12)


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("length", [2048, 1e6])
def test_best_plans_count_attention(law, length):
    """No plan on a fine grid is better for the money, with endless and with little text; least cost leads back."""
    for text in ({"unique_tokens": None}, {"unique_tokens": 1e11}):
        inputs = numbers(Scenario(law=law, hardware="h100", context_tokens=length, **text))
        one, spend = applied_law(inputs), dollar_spend(inputs)
        T = np.geomspace(1e5, 1e10, 11)
        plan = best_split(one, spend, T)
        tokens = np.concatenate([np.geomspace(D_LOW, D_HIGH, 3000), 1e11 * np.geomspace(0.9, 30, 1000)])
        sizes = spend.params_for(T[:, None], tokens)
        inside = (sizes >= N_LOW) & (sizes <= N_HIGH)
        searched = np.where(inside, one.reducible(np.clip(sizes, N_LOW, N_HIGH), tokens), np.inf)
        assert (one.reducible(*plan) <= searched.min(axis=1) * (1 + 1e-12)).all()
        assert spend.total(*plan) == pytest.approx(T, rel=1e-9)
        assert (spend.total(*cheapest(one, spend, one.loss(*plan))) <= T * (1 + 1e-9)).all()


def test_long_contexts_favor_parameters():
    """Attention makes tokens dearer than parameters, so that the best model for the money is larger for its tokens."""
    plain, long = (evaluate(Scenario(plan="budget_optimal", hardware="h100", context_tokens=T)) for T in (None, 131072))
    assert long.tokens_per_param < plain.tokens_per_param and long.loss > plain.loss
    assert long.gain_params == pytest.approx(long.gain_tokens, rel=1e-6)


def test_the_studies_pay_for_it_too():
    """Ranges of the cost lie around it, and a fleet trains less with it."""
    run = evaluate(Scenario(**LONG))
    assert np.median(samples(run)) == pytest.approx(run.cost_total_usd, rel=0.03)
    plain, long = (
        fleet(Scenario(inference="on", hardware="h100", context_tokens=T), 1e4, 100) for T in (None, 1048576)
    )
    assert long.best_accuracy < plain.best_accuracy


def test_the_working_shows_it():
    """The lines of the working name attention and add it to the compute."""
    lines = "\n".join(explained(evaluate(Scenario(**LONG)))["cost_total_usd"])
    assert "Attention over contexts of 131.1K tokens = 2.794e23 FLOP" in lines
    assert "Chip-hours = (compute + attention)" in lines
    assert "ttention" not in "\n".join(explained(evaluate(Scenario()))["cost_total_usd"])
