"""The functional forms: gradient, inverse, optimum, and what they refuse."""

import numpy as np
import pytest

from sim.engine.frontier import best_split
from sim.inputs.numbers import part
from sim.laws import FORMS, loss_laws
from sim.laws.applied import applied
from sim.laws.forms import Additive
from sim.program.cost import flop_spend

LAWS = sorted(loss_laws().entries)
N, D = np.meshgrid(np.geomspace(1e6, 1e15, 19), np.geomspace(1e6, 1e17, 23))
H = 1e-20  # relative imaginary step: no subtraction, so no rounding


@pytest.fixture(params=LAWS)
def form(request):
    """Each law's function in turn."""
    return loss_laws().entries[request.param].function


def test_gradient_is_the_derivative(form):
    """The gradient equals the complex-step derivative of the loss."""
    by_params, by_tokens = form.gradient(N, D)
    np.testing.assert_allclose(by_params, form.loss(N * (1 + H * 1j), D).imag / (H * N), rtol=1e-12)
    np.testing.assert_allclose(by_tokens, form.loss(N, D * (1 + H * 1j)).imag / (H * D), rtol=1e-12)


def test_parts_sum_to_the_loss(form):
    """Irreducible loss plus both parts is the loss."""
    if form.is_additive:
        np.testing.assert_allclose(form.irreducible + sum(form.parts(N, D)), form.loss(N, D), rtol=1e-15)
    else:
        assert np.isnan(form.parts(N, D)).all()


def test_inverse_returns_the_plan(form):
    """The parameters and tokens that reach a plan's loss are the plan's own."""
    L = form.loss(N, D)
    # The loss holds 16 digits of which what the lever changes may hold few.
    by_params, by_tokens = form.gradient(N, D)
    clear_params, clear_tokens = -by_params * N > 1e-3 * L, -by_tokens * D > 1e-3 * L
    assert clear_params.any() and clear_tokens.any()
    np.testing.assert_allclose(form.params_for(L, D)[clear_params], N[clear_params], rtol=1e-11)
    np.testing.assert_allclose(form.tokens_for(L, N)[clear_tokens], D[clear_tokens], rtol=1e-11)


def test_out_of_reach_is_infinite(form):
    """A loss below what the other lever leaves needs infinitely much; an unknown loss stays unknown."""
    assert form.params_for(form.irreducible, 1e12) == np.inf
    assert form.tokens_for(form.irreducible, 1e9) == np.inf
    assert form.tokens_for(form.irreducible + 0.999 * form.reducible(1e9, 1e200), 1e9) == np.inf
    assert np.isnan(form.params_for(np.nan, 1e12)) and np.isnan(form.tokens_for(np.nan, 1e9))


@pytest.mark.parametrize("law", LAWS)
def test_closed_frontier_equals_the_solver(law):
    """The published formula of the optimum and the general solver agree."""
    form = loss_laws().entries[law].function
    C = np.geomspace(1e17, 1e29, 61)
    best_N, best_D = best_split(applied(form), flop_spend(part(["active_fraction"], [1.0])), C)
    closed_N, closed_D = form.frontier(C)
    np.testing.assert_allclose(best_N, closed_N, rtol=1e-10)
    np.testing.assert_allclose(best_D, closed_D, rtol=1e-10)


def test_constants_broadcast():
    """Arrays of constants, as a bootstrap draws them, give one result each."""
    draws = Additive(E=np.array([1.8, 0.0]), A=np.array([482.0, 400.0]), B=2000.0, alpha=0.35, beta=0.37)
    assert draws.loss(1e9, 1e11).shape == draws.params_for(3.0, 1e11).shape == (2,)


@pytest.mark.parametrize("name", ["E", "A", "B", "alpha", "beta"])
@pytest.mark.parametrize("value", [-1.0, np.nan, np.inf, np.array([0.4, -0.4])])
def test_bad_constants_are_refused(name, value):
    """A negative or endless constant is named."""
    good = {"E": 1.8, "A": 482.0, "B": 2085.0, "alpha": 0.35, "beta": 0.37}
    with pytest.raises(ValueError, match=f"^{name} must be finite"):
        Additive(**{**good, name: value})


def test_every_form_is_used():
    """Each form has a published law that the tests above exercise."""
    assert {law.form for law in loss_laws().entries.values()} == set(FORMS)
