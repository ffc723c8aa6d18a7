"""Post-training against the constants and the worked examples of ScaleRL, Khatri et al. (2025)."""

import numpy as np
import pytest

from sim import Scenario
from sim.catalogs.posttraining import post_training_curves
from sim.engine.post_training import middle_hours
from sim.inputs.numbers import numbers
from sim.program.post_training import CHIP_HOUR_USD, FLOP_SHARE
from sim.tasks.posttraining import ceiling_of, middle_for, pass_after, share_gone

# Khatri et al. (2025), table 1: C_mid [GB200-hours], B, A. Seen in the paper (S1).
TABLE_1 = {
    "8b-14k": (2542, 1.92, 0.610),
    "8b-32k": (11272, 1.89, 0.645),
    "scout": (4242, 1.65, 0.710),
    "8b-code": (1675, 1.09, 0.615),
}
R_0 = 0.30  # not printed in the paper; the worked examples assume it (D)


@pytest.mark.parametrize("name", TABLE_1)
def test_constants_of_table_1(name):
    """Each file says what its row says."""
    curve = post_training_curves().entries[name]
    assert (curve.middle_hours, curve.steepness, curve.ceiling) == TABLE_1[name]
    assert curve.source == "khatri2025" and curve.status == "S1"


def after(name, hours, start=R_0):
    """Share solved after so many GB200-hours by a published curve."""
    middle, B, A = TABLE_1[name]
    return float(pass_after(start, A, share_gone(hours, middle, B)))


@pytest.mark.parametrize(
    ("name", "hours", "value"),
    [
        ("8b-14k", 2542, 0.455), ("8b-14k", 10_000, 0.589), ("8b-14k", 50_000, 0.609), ("8b-14k", 100_000, 0.610),
        ("8b-32k", 10_000, 0.453), ("8b-32k", 50_000, 0.626), ("8b-32k", 100_000, 0.640),
        ("scout", 8_420, 0.610), ("scout", 50_000, 0.703),
    ],
)  # fmt: skip
def test_worked_examples(name, hours, value):
    """Examples 1 to 3: equation 1 with a start of .30, to three digits (D)."""
    assert after(name, hours) == pytest.approx(value, abs=6e-4)


def test_the_start_hardly_matters():
    """A start of .2 or .4 moves the value at 10,000 hours to .582 or .596 (D)."""
    assert [after("8b-14k", 1e4, start) for start in (0.2, 0.4)] == pytest.approx([0.582, 0.596], abs=6e-4)


def test_longer_thinking_overtakes_at_35_000_hours():
    """The curves of 14,000 and 32,000 tokens cross at about 35,000 hours, $283k (D)."""
    hours = np.geomspace(1e4, 1e5, 20_001)
    ahead = np.array([after("8b-32k", h) > after("8b-14k", h) for h in hours[::20]])
    cross = hours[::20][np.argmax(ahead)]
    assert cross == pytest.approx(35_000, rel=0.03)
    assert cross * CHIP_HOUR_USD == pytest.approx(283e3, rel=0.03)


def test_carried_over_to_37b():
    """Example 4: 37B active, a start of .35, h .59, B 1.8: A .734, C_mid 7,200 h; $100k .626, $200k .695 (D)."""
    A = float(ceiling_of(0.35, 0.59))
    middle = float(middle_for(37e9, 14e3, 2542, 8e9, 14e3, 0.68, 1.8))
    assert (A, middle) == pytest.approx((0.734, 7200), rel=2e-3)
    found = [float(pass_after(0.35, A, share_gone(usd / 8.20, middle, 1.8))) for usd in (1e5, 1.1e5, 2e5)]
    assert found == pytest.approx([0.626, 0.640, 0.695], abs=1e-3)
    mixture = numbers(Scenario(n_params=671e9, active_fraction=37 / 671, post_training="on"))
    assert float(middle_hours(671e9, mixture)) == pytest.approx(middle, rel=1e-12)


def test_compute_of_r1():
    """What R1's 147,000 H800-hours did is the 1.83e23 FLOP that Epoch has: 35 % of their peak (D)."""
    assert pytest.approx(1.83e23) == FLOP_SHARE * 147e3 * 3600 * 989.4e12
    assert pytest.approx(0.35, abs=0.005) == FLOP_SHARE
