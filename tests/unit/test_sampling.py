"""Samples and verifiers: the exact Beta form, the two limits, a simulation, and published points."""

import math

import numpy as np
import pytest
from scipy import integrate, special

from sim.tasks.sampling import (
    accuracy,
    accuracy_by_mean,
    accuracy_by_samples,
    coverage,
    expected_decodes,
    plateau,
)

pytestmark = pytest.mark.filterwarnings("error")

MEANS = (1e-6, 1e-3, 0.1, 0.5, 0.9, 0.999)
EXPONENTS = (0.02, 0.05, 0.12, 0.5, 1.0, 4.0, 20.0)
SAMPLES = (1, 2, 7, 100, 10_000, 1_000_000)
EDGES = (0.0, 1e-300, 1e-9, 0.3, 1 - 1e-9, 1.0)
GRID = np.meshgrid(EDGES, (0.02, 0.12, 1, 20), (1, 1.5, 10, 1e6), (0, 1e-9, 0.5, 1), (0, 1e-9, 0.5, 1), indexing="ij")


def exact_coverage(m, a, k):
    """1 - (b)_k / (a + b)_k with Pochhammer's symbols, factor by factor."""
    b = a * (1 - m) / m
    return -math.expm1(-np.log1p(a / (b + np.arange(k))).sum())


@pytest.mark.parametrize("a", EXPONENTS)
def test_coverage_is_the_exact_beta_form(a):
    """The quadrature agrees with Pochhammer's symbols to 1e-8, up to a million samples."""
    found = coverage(np.array(MEANS)[:, None], a, np.array(SAMPLES))
    expected = np.array([[exact_coverage(m, a, k) for k in SAMPLES] for m in MEANS])
    assert np.abs(found - expected).max() <= 1e-8
    # Twelve digits of the probability itself where it is small.
    np.testing.assert_allclose(found[0], expected[0], rtol=1e-9)


def test_both_limits():
    """A perfect verifier gives coverage, one that accepts all gives pass@1; one sample gives it too."""
    m, a, k, t, f = GRID
    assert np.abs(accuracy(m, a, k, 1, 0) - coverage(m, a, k)).max() <= 1e-8
    assert np.abs(accuracy(m, a, k, 1, 1) - m).max() <= 1e-8
    assert np.abs(accuracy(m, a, 1, t, f) - m).max() <= 1e-8


def beta_mean(of, m, a):
    """Mean of a function of a Beta distributed chance, by SciPy's tanh-sinh rule on each side of one half."""
    b = a * (1 - m) / m

    def weighed(p, q):
        return of(p, q) * np.exp(special.xlogy(a - 1, p) + special.xlogy(b - 1, q) - special.betaln(a, b))

    sides = (lambda p: weighed(p, 1 - p)), (lambda q: weighed(1 - q, q))
    return sum(integrate.tanhsinh(side, 0.0, 0.5, atol=1e-13, rtol=1e-12, maxlevel=12).integral for side in sides)


@pytest.mark.parametrize("m", [0.05, 0.3, 0.8])
@pytest.mark.parametrize("a", [0.5, 1.0, 4.0])
def test_another_rule_of_integration_agrees(m, a):
    """Accuracy, draws and plateau with any verifier, integrated over the chance itself."""
    for k, t, f in ((1, 0.9, 0.1), (7, 1.0, 0.0), (30, 0.8, 0.05), (400, 0.6, 0.55), (12, 0.2, 0.7)):

        def accepted(p, q, t=t, f=f):
            return p * t + q * f

        def drawn(p, q, k=k):
            return -np.expm1(k * np.log1p(-accepted(p, q))) / accepted(p, q)

        def right(p, q, k=k, t=t):
            return p * t * drawn(p, q) + (1 - accepted(p, q)) ** (k - 1) * p * (1 - t)

        assert accuracy(m, a, k, t, f) == pytest.approx(beta_mean(right, m, a), rel=1e-8)
        assert expected_decodes(m, a, k, t, f) == pytest.approx(beta_mean(drawn, m, a), rel=1e-8)
        endless = beta_mean(lambda p, q, t=t: p * t / accepted(p, q), m, a)
        assert plateau(m, a, t, f) == pytest.approx(endless, rel=1e-8)


def test_in_bounds_there_is_always_a_number():
    """Every edge of every argument gives a finite number without a warning, within its range."""
    with np.errstate(all="raise", under="ignore"):
        found = [of(*GRID) for of in (accuracy, expected_decodes, accuracy_by_mean, accuracy_by_samples)]
        flat = plateau(GRID[0], GRID[1], GRID[3], GRID[4])
    assert all(np.isfinite(values).all() for values in [*found, flat])
    assert found[0].min() >= 0 and found[0].max() <= 1
    assert found[1].min() >= 1 - 1e-11 and (found[1] <= GRID[2] * (1 + 1e-11)).all()
    assert found[2].min() >= 0


def test_more_samples_never_hurt_a_verifier_that_can_tell():
    """Where right answers are accepted more often, accuracy rises with k, up to coverage and the plateau."""
    rng = np.random.default_rng(7)
    m, t, f = rng.uniform(size=(3, 200, 1))
    t, f = np.maximum(t, f), np.minimum(t, f)
    a, k = 10 ** rng.uniform(-1.7, 1.3, (200, 1)), np.geomspace(1, 1e6, 40)
    found = accuracy(m, a, k, t, f)
    assert (np.diff(found, axis=1) >= -1e-12).all()
    assert (found <= coverage(m, a, k) + 1e-12).all()
    assert (found <= plateau(m, a, t, f) + 1e-12).all()
    assert (accuracy_by_samples(m, a, k, t, f) >= 0).all()
    # The other way round, drawing more does harm.
    assert (np.diff(accuracy(m, a, k, f, t), axis=1) <= 1e-12).all()


@pytest.mark.parametrize(
    "m, a, k, t, f", [(0.3, 0.12, 20, 0.9, 0.1), (0.1, 1.0, 50, 0.5, 0.02), (0.6, 3.0, 4, 0.8, 0.6)]
)
def test_a_simulation_agrees(m, a, k, t, f):
    """Two million problems, answers drawn until one is accepted: mean and draws within four standard errors."""
    rng, n = np.random.default_rng(11), 2_000_000
    p = rng.beta(a, a * (1 - m) / m, n)
    s = p * t + (1 - p) * f
    # The first accepted answer comes after a geometric number of draws; it is right with chance p t / s.
    first = np.ceil(np.log(rng.uniform(size=n)) / np.log1p(-np.clip(s, 1e-300, 1 - 1e-16)))
    found = first <= k
    right_found = rng.uniform(size=n) * s < p * t
    right_kept = rng.uniform(size=n) * (1 - s) < p * (1 - t)
    right = np.where(found, right_found, right_kept)
    drawn = np.minimum(np.maximum(first, 1), k)
    for simulated, expected in ((right, accuracy(m, a, k, t, f)), (drawn, expected_decodes(m, a, k, t, f))):
        assert abs(simulated.mean() - expected) <= 4 * simulated.std() / math.sqrt(n)


def test_derivatives_are_the_differences():
    """Both derivatives agree with central differences."""
    m, a, k = (x.ravel() for x in np.meshgrid((0.01, 0.3, 0.95), (0.05, 0.12, 2), (1, 3.5, 400), indexing="ij"))
    for t, f in ((1, 0), (0.9, 0.1), (0.6, 0.55)):
        step = 1e-6 * m
        by_mean = (accuracy(m + step, a, k, t, f) - accuracy(m - step, a, k, t, f)) / (2 * step)
        np.testing.assert_allclose(accuracy_by_mean(m, a, k, t, f), by_mean, rtol=1e-6, atol=1e-9)
        step = 1e-4 * k
        by_samples = (accuracy(m, a, k + step, t, f) - accuracy(m, a, k - step, t, f)) / (2 * step)
        np.testing.assert_allclose(accuracy_by_samples(m, a, k, t, f), by_samples, rtol=1e-5, atol=1e-12)


def test_the_plateau_is_what_many_samples_reach():
    """Accuracy levels off where the verifier is not perfect, and reaches one where it is."""
    assert accuracy(0.3, 1.0, 1e6, 0.9, 0.1) == pytest.approx(plateau(0.3, 1.0, 0.9, 0.1), abs=1e-6)
    assert plateau(0.3, 1.0, 0.9, 0.1) < 0.95
    assert plateau(0.3, 0.12, 0.9, 0.0) == pytest.approx(1)
    assert plateau(0.3, 0.12, 0.0, 0.0) == pytest.approx(0.3)


def test_published_points():
    """Brown et al. (2024), abstract and table 1: SWE-bench Lite, 15.9 % with one sample."""
    # The spread is set by 56 % with 250 samples; 29.62 % with five (secondary source) is then a prediction.
    assert coverage(0.159, 0.12, 250) == pytest.approx(0.56, abs=0.01)
    assert coverage(0.159, 0.12, 5) == pytest.approx(0.2962, abs=0.01)
    # MATH with an 8B model has another spread: 82.9 % with 100 and 98.44 % with 10,000.
    assert coverage(0.1215, 0.524, [100, 10_000]) == pytest.approx([0.829, 0.9844], abs=0.002)


def test_the_tail_is_a_power_of_the_samples():
    """Schaeffer et al. (2025), theorem 3.1: 1 - pass@k falls as k to minus a."""
    failed = 1 - coverage(0.3, 0.5, np.array([1e4, 1e6]))
    assert math.log(failed[0] / failed[1]) / math.log(100) == pytest.approx(0.5, rel=1e-3)
