"""From loss to tasks, and tasks of many steps."""

import numpy as np
import pytest

from sim.tasks.accuracy import choice_error, choice_slope, half_loss, pass_at_1, pass_slope
from sim.tasks.agents import half_length, step_success, task_success, usd_per_task

pytestmark = pytest.mark.filterwarnings("error")


def test_the_anchor_is_met():
    """A model with the anchor's loss solves the anchor's share, one at the midpoint half."""
    for share in (0.01, 0.3, 0.99):
        assert pass_at_1(1.9647, 1.9647, share, 12.0) == pytest.approx(share, rel=1e-12)
        assert pass_at_1(half_loss(1.9647, share, 12.0), 1.9647, share, 12.0) == pytest.approx(0.5)


def test_pass_falls_with_the_loss_and_keeps_its_digits():
    """It falls steadily, from one to a tiny share, without a warning at any loss."""
    L = np.concatenate([np.linspace(0, 12, 500), [50.0, 1e4]])
    with np.errstate(all="raise", under="ignore"):
        found = pass_at_1(L, 1.9647, 0.3, 12.0)
        slopes = pass_slope(L, 1.9647, 0.3, 12.0)
    assert (np.diff(found) <= 0).all() and found[0] == pytest.approx(1) and 0 <= found[-1] < 1e-100
    assert (slopes <= 0).all() and np.isfinite(slopes).all()
    # Three nats above the midpoint the odds are e^-36, to all digits.
    assert pass_at_1(5.0, 2.0, 0.5, 12.0) == pytest.approx(np.exp(-36.0), rel=1e-12)


def test_slopes_are_the_differences():
    """Derivatives agree with central differences."""
    L, step = np.linspace(1.5, 3, 40), 1e-6
    for of, slope in (
        (lambda x: pass_at_1(x, 1.9647, 0.3, 12.0), lambda x: pass_slope(x, 1.9647, 0.3, 12.0)),
        (choice_error, choice_slope),
    ):
        np.testing.assert_allclose(slope(L), (of(L + step) - of(L - step)) / (2 * step), rtol=1e-5, atol=1e-9)


def test_choice_error_is_the_published_form():
    """Gadre et al. (2024), equation 5: by hand at one loss, chance far above, held at zero far below."""
    assert choice_error(2.5) == pytest.approx(0.8497 - 2.0789 * np.exp(-0.7561 * 2.5))
    assert choice_error(1e6) == pytest.approx(0.8497)
    assert choice_error(0.1) == 0 and choice_slope(0.1) == 0


def test_a_task_of_one_step_without_retries_is_a_query():
    """Success is accuracy, cost that of the query."""
    accuracy = np.linspace(0, 1, 11)
    assert task_success(accuracy, 1, 0) == pytest.approx(accuracy)
    assert usd_per_task(0.02, accuracy, 1, 0) == pytest.approx(0.02)


@pytest.mark.parametrize("accuracy, n_steps, retries", [(0.9, 10, 0), (0.6, 5, 2), (0.99, 40, 1)])
def test_steps_agree_with_a_simulation(accuracy, n_steps, retries):
    """Tasks played one by one: share that succeeds and queries that they take, within four standard errors."""
    rng, n = np.random.default_rng(3), 40_000
    tries = rng.uniform(size=(n, n_steps, retries + 1)) < accuracy
    passed = tries.any(axis=2)
    used = np.where(passed, tries.argmax(axis=2) + 1, retries + 1)
    begun = np.concatenate([np.ones((n, 1), bool), np.logical_and.accumulate(passed, axis=1)[:, :-1]], axis=1)
    queries, done = (used * begun).sum(axis=1), passed.all(axis=1)
    assert abs(done.mean() - task_success(accuracy, n_steps, retries)) <= 4 * done.std() / np.sqrt(n)
    assert abs(queries.mean() - usd_per_task(1.0, accuracy, n_steps, retries)) <= 4 * queries.std() / np.sqrt(n)


def test_half_length_is_where_success_is_half():
    """At that many steps half of the tasks succeed; never failing has no such length, never succeeding none."""
    for accuracy, retries in ((0.3, 0), (0.99, 0), (0.9, 3)):
        assert task_success(accuracy, half_length(accuracy, retries), retries) == pytest.approx(0.5)
    assert half_length(1.0, 0) == np.inf and half_length(0.0, 5) == 0
    assert half_length(1 - 10**-3.1, 99) == np.inf  # it fails once in 1e310 steps


def test_edges_are_finite():
    """No accuracy, number of steps or retries in bounds gives a warning or anything but a number."""
    with np.errstate(all="raise", under="ignore"):
        accuracy, n, r = np.meshgrid([0, 1e-300, 1e-9, 0.5, 1 - 1e-9, 1], [1, 1e6], [0, 0.5, 100], indexing="ij")
        found = [step_success(accuracy, r), task_success(accuracy, n, r), usd_per_task(1.0, accuracy, n, r)]
    assert all(np.isfinite(values).all() and (values >= 0).all() for values in found)
    assert (found[2] <= n * (r + 1)).all()
    assert (found[2] >= 1 - 1e-12).all()
