"""Mixtures of experts against the tables of their papers."""

from dataclasses import replace

import numpy as np
import pytest

from sim import Scenario, evaluate
from sim.laws import loss_laws
from sim.laws.mixtures import leverage
from sim.studies.experts import thumb, worth

# Ludziejewski et al. (2025), table 4 (S1): experts, size and exponent of the parts due to parameters and tokens.
TABLE_4 = [
    (1, 30.3640, 0.1817, 53.9838, 0.1965),
    (2, 27.7982, 0.1780, 66.8401, 0.2065),
    (8, 21.8330, 0.1676, 119.9126, 0.2338),
    (32, 16.5424, 0.1557, 234.6726, 0.2652),
]
LAW = {"law": "ludziejewski2025", "n_params": 8e9, "n_tokens": 1e12}


@pytest.mark.parametrize(("E", "A", "alpha", "B", "beta"), TABLE_4)
def test_ludziejewski_table_4(E, A, alpha, B, beta):
    """The joint law at a number of experts is the row of that number, within 0.3 %."""
    form = replace(loss_laws().entries["ludziejewski2025"].function, n_experts=float(E))
    assert (form.A, form.alpha, form.B, form.beta) == pytest.approx((A, alpha, B, beta), rel=3e-3)
    N, D = 2e9, 4e11
    assert form.loss(N, D) == pytest.approx(1.3637 + A * N**-alpha + B * D**-beta, rel=3e-3)


def test_tian_example():
    """7.24 at 1e22 FLOP, 3.1 % active, granularity 12, with log10 of C and log2 of G; the text says more than 7 (D)."""
    assert float(leverage(0.031, 12.0, 1e22)) == pytest.approx(7.24, abs=0.01)


def test_a_dense_model_is_worth_itself():
    """One expert changes nothing, more are worth more, and no rule makes them worth all parameters there are."""
    E = np.array([1.0, 2, 4, 8, 16, 32, 64])
    found = worth(E, 8e9, 2e12, 1e23)
    for name, value in found.items():
        assert value[0] == pytest.approx(1, abs=0.02), name
        assert np.all(np.diff(value) > 0) and np.all(value <= 1.02 * E), name
    assert found["rule of thumb"] == pytest.approx(thumb(E))
    spread = [max(v[i] for v in found.values()) / min(v[i] for v in found.values()) for i in range(len(E))]
    assert 2 < spread[3] < 4 < spread[-1]


def test_the_law_sees_active_parameters_and_experts():
    """At the same active parameters the idle ones change nothing but their number of experts does."""
    dense = evaluate(Scenario(**LAW))
    idle = evaluate(Scenario(**{**LAW, "n_params": 8e10}, active_fraction=0.1))
    assert idle.loss == pytest.approx(dense.loss, rel=1e-12) and idle.train_flop == pytest.approx(dense.train_flop)
    assert evaluate(Scenario(**{**LAW, "n_params": 8e10}, active_fraction=0.1, n_experts=10)).loss < dense.loss
    other = {**LAW, "law": "besiroglu2024"}
    assert evaluate(Scenario(**other, n_experts=10)).values == evaluate(Scenario(**other)).values
