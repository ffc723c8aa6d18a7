"""Post-training against the constants and the worked examples of ScaleRL, Khatri et al. (2025)."""

import numpy as np
import pytest

from sim import Scenario, SimulationError, evaluate
from sim.catalogs.hardware import catalog_price
from sim.catalogs.posttraining import CHIP_HOUR_USD, hours_as_published, post_training_curves
from sim.charts import charts
from sim.engine.post_training import middle_hours
from sim.inputs.numbers import numbers
from sim.program.post_training import FLOP_SHARE
from sim.studies.post_training import ORD_EXCHANGE, PUBLISHED, share_of_pretraining
from sim.tasks.posttraining import ceiling_of, middle_for, pass_after, share_gone

# Khatri et al. (2025), table 1: C_mid [GB200-hours], B, A. Seen in the paper (S1).
TABLE_1 = {
    "8b-14k": (2542, 1.92, 0.610),
    "8b-32k": (11272, 1.89, 0.645),
    "scout": (4242, 1.65, 0.710),
    "8b-code": (1675, 1.09, 0.615),
    "8b-batch-512": (2818, 1.77, 0.605),
    "8b-batch-2048": (10909, 1.70, 0.645),
    "8b-8-answers": (2542, 2.44, 0.585),
    "8b-24-answers": (3054, 2.22, 0.590),
    "8b-32-answers": (2936, 2.07, 0.595),
    "8b-math-of-both": (2896, 2.05, 0.595),
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


def test_longer_and_larger_batches_end_higher_and_later():
    """What table 1 is read as: 32K tokens and a batch of 2,048 end at .645, four times later; code rises slowly."""
    curves = post_training_curves().entries
    base = curves["8b-14k"]
    for name in ("8b-32k", "8b-batch-2048"):
        assert curves[name].ceiling - base.ceiling == pytest.approx(0.035, abs=1e-9)
        assert curves[name].middle_hours / base.middle_hours == pytest.approx(4.4, abs=0.15)
    assert curves["8b-code"].steepness == min(curve.steepness for curve in curves.values())
    assert {key for key, curve in curves.items() if curve.is_published} == set(TABLE_1)


def test_scout_passes_the_8b_with_a_sixth():
    """Example 3: 8,420 hours of Scout reach all that the 8B ever can, a sixth of 50,000 (D)."""
    assert after("scout", 8_420) == pytest.approx(0.610, abs=6e-4)
    assert pytest.approx(6, abs=0.1) == 50_000 / 8_420


def test_the_middle_of_the_8b_in_flop():
    """2,542 GB200-hours are 2.3e22 peak FLOP and some 6,400 H100-hours (D)."""
    assert pytest.approx(2.3e22, rel=0.01) == 2542 * 9e18
    assert hours_as_published(1.0, "gb200") == pytest.approx(1)
    assert 1 / hours_as_published(1.0, "h100") == pytest.approx(2.53, abs=0.01)
    assert catalog_price("gb200", "market").usd_per_chip_hour == CHIP_HOUR_USD


@pytest.mark.parametrize(
    ("text", "usd"),
    [("10,000 h", 82e3), ("10K hours", 82e3), ("5e4 GB200-hours", 410e3), ("147K H800-hours", 147e3 / 2.527 * 8.2),
     ("$294,000", 294e3), ("0.1 M gpu h", 820e3)],
)  # fmt: skip
def test_hours_are_as_good_as_dollars(text, usd):
    """Hours of the published chip or of another by its peak, wherever the input is written; and the hours come back."""
    scenario = Scenario(post_training="on", inference="on", post_training_usd=text)
    assert scenario.post_training_usd == pytest.approx(usd, rel=1e-3)
    assert evaluate(scenario).post_training_hours == pytest.approx(usd / 8.2, rel=1e-3)


@pytest.mark.parametrize("text", ["h", "ten h", "5 foo hours", "-3 h", "1e99 h"])
def test_what_is_no_number_of_hours_is_refused(text):
    """With what is allowed."""
    with pytest.raises(SimulationError):
        Scenario(post_training_usd=text)


def test_exchange_of_ord():
    """RL .69 logit per tenfold, inference 1.39: ten times the RL is worth 3.2 times the inference (D)."""
    logit = lambda p: np.log(p / (1 - p))  # noqa: E731
    by_rl, by_inference = (logit(0.66) - logit(0.33)) / 2, (logit(0.80) - logit(0.20)) / 2
    assert (by_rl, by_inference) == pytest.approx((0.69, 1.39), abs=0.01)
    assert pytest.approx(10 ** (by_rl / by_inference), rel=0.02) == ORD_EXCHANGE


def test_shares_that_others_spent():
    """V3's 5,000 hours over 2.664 million, R1's 1.83e23 over 3.29e24 FLOP, 85 % of the total of Composer 2.5."""
    shares = {spent.model: spent for spent in PUBLISHED}
    assert shares["DeepSeek-V3"].low == pytest.approx(5e3 / 2.664e6, abs=1e-4)
    assert shares["DeepSeek-R1"].low == pytest.approx(1.83e23 / 3.29e24, abs=1e-3)
    assert shares["Composer 2.5"].low == pytest.approx(0.85 / 0.15, abs=0.05)
    chart = charts()["rl-share"]
    now = evaluate(Scenario(post_training="on", inference="on", hardware="h100"))
    assert [row[0] for row in chart.table(now)[1]][1:] == list(shares)
    dots = chart.figure(now, [])["data"][-1]
    assert dots["x"][0] == pytest.approx(share_of_pretraining(now)) and len(dots["x"]) == len(shares) + 1
    assert "of what training costs" in chart.summary(now)
