"""The rules for mixtures of experts: neutral for dense models, exact in their own law, a band and words on the page."""

import numpy as np
import pytest

from sim import Scenario, evaluate, notes, sweep
from sim.engine.mixtures import losses_by_rule
from sim.engine.scenario_law import dense_experts
from sim.inputs.numbers import numbers
from sim.laws import loss_laws
from sim.laws.mixtures import RULES, THUMB, clark, leverage, ludziejewski, powers_of, tian
from sim.pages import board

PUBLISHED = [rule for rule in RULES if rule != THUMB]
V3 = {"n_params": 671e9, "active_fraction": 37 / 671, "n_tokens": 14.8e12, "hardware": "h100"}
PLAIN = ["besiroglu2024", "kaplan2020", "muennighoff2023"]


@pytest.mark.parametrize("rule", PUBLISHED)
@pytest.mark.parametrize("plan", [{}, {"plan": "compute_optimal", "train_flop": 1e24}, {"n_experts": 8.0}])
def test_a_dense_model_is_the_same_by_every_rule(rule, plan):
    """To every digit, in every output, with and without a number of experts."""
    dense = evaluate(Scenario(**plan))
    assert evaluate(dense.scenario.changed(expert_rule=rule)).values == dense.values
    assert dense.loss_by_rules_low is None and dense.loss_by_rules_high is None


@pytest.mark.parametrize("law", PLAIN)
@pytest.mark.parametrize("rule", PUBLISHED)
@pytest.mark.parametrize("efficiency", [1.0, 4.0])
def test_the_law_sees_the_dense_model_that_is_as_good(law, rule, efficiency):
    """The loss of a mixture is that of a dense run with k N^p parameters on m D^s tokens, at any efficiency."""
    powers = powers_of(rule, 671 / 37, dense_experts())
    dense = {"n_params": powers.k * 37e9**powers.p, "n_tokens": powers.m * 14.8e12**powers.s}
    stock = {"unique_tokens": None, "law": law, "efficiency": efficiency}
    if law == "muennighoff2023":  # discounts a run that is too large for its text by its own parameters
        form = loss_laws().entries[law].function.seeing(powers)
        assert form.fresh.loss(37e9, 14.8e12) == pytest.approx(
            loss_laws().entries[law].function.fresh.loss(*dense.values()), rel=1e-12
        )
        return
    mixture = evaluate(Scenario(**V3, **stock, expert_rule=rule))
    assert mixture.loss == pytest.approx(evaluate(Scenario(**dense, **stock)).loss, rel=1e-12)


def test_ludziejewskis_rule_is_exact_in_its_own_law():
    """Both parts of the loss are the same for the mixture and for the dense model."""
    dense, E, N, D = dense_experts(), np.array([2.0, 8, 32]), 37e9, 14.8e12
    powers = ludziejewski(E, dense)
    found = dense.parts(powers.k * N**powers.p, powers.m * D**powers.s)
    for part, expected in zip(found, dense.with_experts(E).parts(N, D), strict=True):
        assert part == pytest.approx(expected, rel=1e-12)


def test_tians_rule_is_the_leverage_on_compute():
    """6 n d is EL(C) C at every size: 7.24 at 3.1 % active, granularity 12 and 1e22 FLOP."""
    E, N, D = 1 / 0.031, np.array([1e9, 3e10]), np.array([1e22 / 6e9, 1e13])
    powers, C = tian(E), 6 * N * D
    assert 6 * powers.k * N**powers.p * powers.m * D**powers.s == pytest.approx(leverage(1 / E, 12.0, C) * C, rel=1e-12)
    assert float(leverage(1 / E, 12.0, 1e22)) == pytest.approx(7.24, abs=0.01)


def test_clark_reaches_no_further_than_its_cutoff():
    """Table of the paper: 937B active parameters, from where on experts bring nothing (S-BASE)."""
    powers = clark(np.array(512.0))
    N = np.geomspace(1e9, 1e13, 40_001)
    worth = powers.k * N ** (powers.p - 1)
    assert N[np.argmin(worth > 1)] == pytest.approx(937e9, rel=0.15)


@pytest.mark.parametrize("law", PLAIN)
@pytest.mark.parametrize("rule", list(RULES))
@pytest.mark.parametrize("extra", [{}, {"unique_tokens": 1e12}, {"efficiency": 4.0}, {"wall_flop": 1e23}])
def test_plans_are_best_under_every_rule(law, rule, extra):
    """No size near that of the plan has a lower loss at the same compute; more tokens never raise the loss."""
    scenario = Scenario(**V3, law=law, expert_rule=rule, **extra)
    best = evaluate(scenario.changed(plan="compute_optimal", train_flop=3e24))
    sizes = best.n_params * np.geomspace(0.3, 3, 41)
    near = sweep(best.scenario.changed(plan="params_compute"), "n_params", sizes).values["loss"]
    assert best.loss <= np.nanmin(near) * (1 + 1e-12)
    assert np.all(np.diff(sweep(scenario, "n_tokens", np.geomspace(1e11, 1e15, 30)).values["loss"]) <= 0)


def test_the_band_holds_every_rule():
    """Least and largest of the losses by all rules; the loss in use is one of them, and the law of experts has none."""
    now = evaluate(Scenario(**V3))
    by_rule = losses_by_rule(numbers(now.scenario), now.n_params, now.n_tokens)
    assert now.loss == by_rule[THUMB]
    assert (now.loss_by_rules_low, now.loss_by_rules_high) == (min(by_rule.values()), max(by_rule.values()))
    assert now.loss_by_rules_high - now.loss_by_rules_low > 0.01
    assert evaluate(Scenario(**V3, law="ludziejewski2025")).loss_by_rules_low is None
    swept = sweep(now.scenario, "active_fraction", [37 / 671, 0.5]).values
    assert swept["loss_by_rules_low"][0] == pytest.approx(now.loss_by_rules_low, rel=1e-12)


def test_the_page_says_it():
    """Number, sentence and note have the range; of a dense model none of them speaks of experts."""
    now, dense = evaluate(Scenario(**V3, expert_rule="clark2022")), evaluate(Scenario())
    for page in ("home", "plan", "think"):
        said = "".join(piece.text for piece in board(page).sentence(now))
        assert "by the published rules its loss is 1.9" in said and "Clark et al. 2022" in said
        assert "mixture" not in "".join(piece.text for piece in board(page).sentence(dense))
    number, plain = (board("home").headlines(run)[0] for run in (now, dense))
    assert "by the rules for mixtures" in number.detail and "rules" not in plain.detail
    assert any(note.code == "mixture-rule-of-thumb" and "Clark" in note.text for note in notes(now))


def test_abnar_joins_where_parameters_are_idle():
    """It is asked for mixtures, goes by the share that is idle, and its constants give the paper's form."""
    law = loss_laws().entries["abnar2025"].function
    S, N, D = 0.9, 2e9, 1e11
    by_hand = 16612.5 / N**0.5962 + 5455.67 / D**0.3954 + 0.4598 * (1 - S) ** 0.1666
    by_hand += 17.26 / ((1 - S) ** 0.1603 * N**0.1595) + 0.94
    found = evaluate(Scenario(law="abnar2025", n_params=N, n_tokens=D, active_fraction=1 - S))
    assert found.loss == pytest.approx(by_hand, rel=1e-12)
    N_opt, D_opt = law.frontier(1e23)
    assert law.params_called_for(D_opt) == pytest.approx(N_opt, rel=1e-9)
    assert law.loss(law.params_at(0.8, D), D) == pytest.approx(0.8 + law.irreducible, rel=1e-12)
