"""Capability against the worked examples of the regression and of METR's horizon, and against measured models."""

import numpy as np
import pytest

from sim import Scenario, evaluate
from sim.catalogs.benchmarks import benchmarks
from sim.studies.readout import MEASURED, around, gain, reading
from sim.tasks.capability import RESIDUAL, benchmark_share, capability_index, frontier_index, horizon_minutes

# End of 2026 (2026.9), all derived: compute [FLOP] -> index, then shares with their ends at -5.9 and +5.9.
EXAMPLES = {
    1e23: (140, {"gpqa-diamond": (0.63, 0.46, 0.77), "humanitys-last-exam": (0.06, None, None)}),
    1e24: (148, {"gpqa-diamond": (0.81, 0.67, 0.89), "humanitys-last-exam": (0.16, None, None)}),
    1e25: (155, {"gpqa-diamond": (0.91, 0.83, 0.95), "humanitys-last-exam": (0.36, 0.20, 0.56),
                 "frontiermath-tiers-1-3": (0.70, 0.47, 0.87)}),
    1e26: (163, {"gpqa-diamond": (0.96, None, None), "humanitys-last-exam": (0.62, 0.42, 0.79)}),
}  # fmt: skip


@pytest.mark.parametrize("C", EXAMPLES)
def test_worked_examples_of_compute_and_date(C):
    """Index and benchmarks of four sizes at the end of 2026, within the rounding of the examples."""
    index, shares = EXAMPLES[C]
    found = capability_index(C, 2026.9)
    assert 0 <= float(found) - index < 1 or float(found) == pytest.approx(index, abs=0.5)  # 155.6 is printed as 155
    for name, expected in shares.items():
        values = [float(x) for x in around(name, found)]
        for value, wanted in zip(values, expected, strict=True):
            assert wanted is None or value == pytest.approx(wanted, abs=0.011), name


def test_worked_examples_of_the_horizon():
    """Index 130 is 8.8 min, 140 42 min, 150 3.3 h, 155 7.1 h; a tenfold horizon is 14.8 points."""
    minutes = horizon_minutes(np.array([130, 140, 150, 155]))
    assert minutes / [1, 1, 60, 60] == pytest.approx([8.8, 42, 3.3, 7.1], rel=0.02)
    assert float(horizon_minutes(154.84)) == pytest.approx(10 * minutes[1], rel=0.01)


@pytest.mark.parametrize(("name", "at"), [("mmlu", (0.81, 0.95, 0.98)), ("gpqa-diamond", (0.33, 0.84, 0.94)),
                                          ("arc-agi-2", (0.00, 0.25, 0.89)), ("critpt", (0.00, 0.07, 0.28)),
                                          ("swe-bench-verified", (0.39, 0.73, 0.84))])  # fmt: skip
def test_benchmarks_at_three_indices(name, at):
    """Shares at 130, 150 and 160, from the table of difficulties and slopes."""
    entry = benchmarks().entries[name]
    shares = benchmark_share(np.array([130, 150, 160]), entry.difficulty, entry.slope)
    assert shares == pytest.approx(at, abs=0.0055)


def test_measured_models():
    """V4-Pro is predicted at 148.5 and has 149.1; Llama 3.1 405B and R1 lie within two standard deviations."""
    known = {model.name: model for model in MEASURED}
    predicted = {name: float(capability_index(model.train_flop, model.year)) for name, model in known.items()}
    assert predicted["DeepSeek-V4-Pro"] == pytest.approx(148.5, abs=0.06)
    assert known["DeepSeek-V4-Pro"].index == 149.1
    for name in ("DeepSeek-V4-Pro", "DeepSeek-R1", "Llama 3.1 405B"):
        assert abs(predicted[name] - known[name].index) < 2 * RESIDUAL, name


def test_the_frontier_is_steeper_than_compute_alone():
    """14.2 points per tenfold along it, 7.6 at one date."""
    assert float(frontier_index(1e26) - frontier_index(1e25)) == pytest.approx(14.2)
    assert float(capability_index(1e26, 2026) - capability_index(1e25, 2026)) == pytest.approx(7.6)


@pytest.mark.parametrize("readout", ["index", "horizon", *benchmarks().entries])
def test_every_readout_has_a_band_and_a_gain(readout):
    """The value lies between its ends, and more money never takes any of it away."""
    now = evaluate(Scenario(readout=readout))
    found, more = reading(now), gain(now, 1e7)
    assert found.low < found.value < found.high and found.value == now.readout_value
    assert more.low <= more.value <= more.high and more.value > (1 if readout == "horizon" else 0)
    tenfold = evaluate(now.scenario.changed(plan="compute_optimal", train_flop=10 * now.train_flop))
    assert tenfold.capability_index == pytest.approx(now.capability_index + 7.6)


def test_the_loss_is_the_readout_until_another_is_chosen():
    """Nothing but the readout moves with it, and it counts post-training."""
    now = evaluate(Scenario())
    assert now.readout_value == now.loss and reading(now) is None and gain(now, 1e6) is None
    other = evaluate(Scenario(readout="gpqa-diamond", readout_year=2030))
    moved = {name for name, value in now.values.items() if other.values[name] != value}
    assert moved == {"capability_index", "time_horizon_minutes", "readout_value"}
    trained = evaluate(Scenario(post_training="on", post_training_usd=1e7))
    assert trained.capability_index > now.capability_index
