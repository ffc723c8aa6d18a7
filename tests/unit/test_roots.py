"""The root finder on functions whose roots are known."""

import numpy as np
import pytest

from sim.ground.roots import falling_root


@pytest.mark.parametrize(
    ("f", "low", "high", "root"),
    [
        (lambda x: 1 - x, 0.0, 10.0, 1.0),
        (lambda x: 2 - x**2, 0.0, 10.0, 2**0.5),
        (lambda x: -(x**3), -1.0, 2.0, 0.0),
        (lambda x: np.exp(-x) - 1e-6, 0.0, 100.0, 6 * np.log(10)),
        (lambda x: -np.arctan(50 * (x - 3)), -90.0, 40.0, 3.0),
        (lambda x: np.where(x < 7, 1.0, -1.0), 0.0, 10.0, 7.0),
    ],
)
def test_known_root(f, low, high, root):
    """A crossing is found to twelve digits."""
    assert falling_root(f, low, high) == pytest.approx(root, rel=1e-12, abs=1e-12)


def test_no_crossing_gives_the_better_bound():
    """Nowhere positive gives the lower bound, nowhere negative the upper."""
    assert falling_root(lambda x: -1 - x, 0.0, 5.0) == 0.0
    assert falling_root(lambda x: 9 - x, 0.0, 5.0) == 5.0


def test_a_root_at_a_bound_is_that_bound():
    """A function that is zero at a bound has its root there, exactly."""
    assert falling_root(lambda x: 5 - x, 0.0, 5.0) == 5.0
    assert falling_root(lambda x: -x, 0.0, 5.0) == 0.0


def test_an_empty_interval_is_its_own_root():
    """Equal bounds leave one answer."""
    assert falling_root(lambda x: 1 - x, 3.0, 3.0) == 3.0


def test_unknown_stays_unknown():
    """NaN in the function gives NaN and leaves the other problems alone."""
    level = np.array([1.0, np.nan, 3.0])
    roots = falling_root(lambda x: level - x, np.zeros(3), np.full(3, 10.0))
    np.testing.assert_allclose(roots, level, rtol=1e-13)


def test_many_problems_at_once():
    """An array of problems is solved as each would be alone."""
    level = np.geomspace(1, 1e6, 300).reshape(3, 100)
    roots = falling_root(lambda x: np.log(level) - np.log(x), np.full((3, 100), 1e-9), np.full((3, 100), 1e9))
    np.testing.assert_allclose(roots, level, rtol=1e-12)


def test_bounds_broadcast():
    """Bounds of different shapes make one grid of problems."""
    roots = falling_root(lambda x: 4 - x, np.zeros((2, 1)), np.array([3.0, 9.0]))
    assert roots.tolist() == [[3.0, 4.0], [3.0, 4.0]]


def test_few_calls():
    """A smooth problem over thirty powers of e takes far fewer calls than bisection would."""
    calls = 0

    def f(x):
        nonlocal calls
        calls += 1
        return np.log1p(np.exp(-x)) - 1e-3

    falling_root(f, -15.0, 15.0)
    assert calls < 20


def test_a_guess_saves_calls_and_changes_nothing():
    """The right guess ends the search at once; a wrong one, and none, give the same root."""
    calls = 0

    def f(x):
        nonlocal calls
        calls += 1
        return np.array([2.0, 3.0]) - np.exp(x)

    root = np.log([2.0, 3.0])
    assert falling_root(f, np.full(2, -9.0), np.full(2, 9.0), root, 1e-14) == pytest.approx(root, rel=1e-14)
    assert calls == 1
    for guess in ([-8.9, 8.9], [np.nan, np.inf], [50.0, -50.0]):
        assert falling_root(f, np.full(2, -9.0), np.full(2, 9.0), np.array(guess)) == pytest.approx(root, rel=1e-12)


@pytest.mark.parametrize("looks", [3, 15, 40])
def test_many_looks_find_the_same(looks):
    """Looked at many places first, roots are those of a search from the middle; bounds and the unknown stay."""
    level = np.array([1e-3, 1.0, 2.0, 7.3, 9.999, 20.0, -1.0, np.nan])
    low, high = np.zeros(8), np.full(8, 10.0)
    found = falling_root(lambda x: np.log(level + 2) - np.log(x + 2), low, high, looks=looks)
    np.testing.assert_allclose(found, np.clip(level, 0, 10), rtol=1e-12)


def test_beyond_the_stop_any_place_will_do():
    """A root before it is found to every digit as without it; one beyond it is only said to be there."""
    level = np.array([1.0, 2.0, 7.0, 50.0])
    low, high = np.zeros(4), np.full(4, 10.0)
    asked = []

    def f(x):
        asked.append(x)
        return level**3 - x**3

    plain = falling_root(f, low, high)
    many = len(asked)
    found = falling_root(f, low, high, stop=np.array([3.0, 3.0, 3.0, 3.0]))
    assert found[:2] == pytest.approx(plain[:2], rel=1e-14) and np.all(found[2:] >= 3)
    asked.clear()
    falling_root(f, low, high, stop=np.full(4, 0.5))
    assert len(asked) == 1 < many
