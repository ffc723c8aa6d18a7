"""Capability against the worked examples of the regression and of METR's horizon, and against measured models."""

import numpy as np
import pytest

from sim import Scenario, evaluate
from sim.catalogs.benchmarks import benchmarks
from sim.charts import charts
from sim.engine.capability import around
from sim.engine.presets import presets
from sim.studies.readout import MEASURED, gain, reading, year_gain
from sim.tasks.capability import (
    FRONTIER_PER_TENFOLD_ERROR,
    PER_TENFOLD,
    RESIDUAL,
    benchmark_share,
    capability_index,
    frontier_index,
    horizon_minutes,
    horizon_spread,
)
from sim.words.readout import checks

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


# Difficulty, slope (files of August 2026), points per tenfold at the midpoint, shares at 130, 150 and 160 (derived).
TABLE = {
    "hellaswag": (85.91, 0.0407, 8, (0.86, 0.93, 0.95)), "gsm8k": (105.37, 0.1038, 20, (0.93, 0.99, 1.0)),
    "winogrande": (110.06, 0.0510, 10, (0.73, 0.88, 0.93)), "mmlu": (110.28, 0.0748, 14, (0.81, 0.95, 0.98)),
    "bbh": (113.27, 0.0987, 19, (0.84, 0.97, 0.99)), "math-level-5": (128.02, 0.1785, 34, (0.59, 0.98, 1.0)),
    "gpqa-diamond": (135.87, 0.1179, 22, (0.33, 0.84, 0.94)),
    "swe-bench-verified": (136.32, 0.0709, 13, (0.39, 0.73, 0.84)),
    "otis-mock-aime": (138.22, 0.2290, 44, (0.13, 0.94, 0.99)),
    "aider-polyglot": (138.69, 0.1682, 32, (0.19, 0.87, 0.97)), "arc-agi": (145.50, 0.2408, 46, (0.02, 0.75, 0.97)),
    "cybench": (146.01, 0.2137, 41, (0.03, 0.70, 0.95)), "osworld": (146.18, 0.1377, 26, (0.10, 0.63, 0.87)),
    "terminal-bench": (148.71, 0.1655, 31, (0.04, 0.55, 0.87)),
    "frontiermath-tiers-1-3": (150.41, 0.1695, 32, (0.03, 0.48, 0.84)),
    "simplebench": (151.41, 0.0970, 18, (0.11, 0.47, 0.70)), "arc-agi-2": (153.48, 0.3146, 60, (0.00, 0.25, 0.89)),
    "simpleqa-verified": (154.65, 0.0795, 15, (0.12, 0.41, 0.60)), "gdpval": (156.18, 0.0767, 15, (0.12, 0.38, 0.57)),
    "frontiermath-tier-4": (156.94, 0.2861, 54, (0.00, 0.12, 0.71)),
    "humanitys-last-exam": (159.61, 0.1396, 27, (0.02, 0.21, 0.51)), "critpt": (165.75, 0.1602, 30, (0.00, 0.07, 0.28)),
    "remote-labor-index": (173.38, 0.1607, 31, (0.00, 0.02, 0.10)),
}  # fmt: skip


@pytest.mark.parametrize("name", benchmarks().entries)
def test_benchmarks_at_three_indices(name):
    """Each file has the difficulty and slope of the table, and the shares and the points per tenfold that follow."""
    difficulty, slope, points, at = TABLE[name]
    entry = benchmarks().entries[name]
    assert (entry.difficulty, entry.slope) == (difficulty, slope)
    shares = benchmark_share(np.array([130, 150, 160]), entry.difficulty, entry.slope)
    assert shares == pytest.approx(at, abs=0.0055)
    assert 100 * entry.slope / 4 * PER_TENFOLD == pytest.approx(points, abs=0.51)


def test_measured_models():
    """V4-Pro is predicted at 148.5 and has 149.1; Llama 3.1 405B and R1 lie within two standard deviations."""
    known = {model.name: model for model in MEASURED}
    predicted = {name: model.predicted for name, model in known.items()}
    assert predicted["DeepSeek-V4-Pro"] == pytest.approx(148.5, abs=0.06)
    assert known["DeepSeek-V4-Pro"].index == 149.1
    for name in ("DeepSeek-V4-Pro", "DeepSeek-R1", "Llama 3.1 405B"):
        assert abs(predicted[name] - known[name].index) < 2 * RESIDUAL, name


def test_measured_models_are_printed_with_their_dates():
    """Names, years and indices stand in the table of the chart; the dates are those of the files of the models."""
    table = {row[0]: row[1:] for row in charts()["capability"].table(evaluate(Scenario(readout="index")))[1]}
    for model in MEASURED:
        said = table[f"{model.name}, index"]
        assert f"{model.predicted:.1f}" in said[0] and "±5.9" in said[0] and f"{model.index:.1f}" in said[1]
        file = presets().entries.get(model.name.lower().replace(" ", "-"))
        if file is not None:
            assert str(file.dates.published) == model.released.isoformat()
    assert "DeepSeek-R1" in checks() and "measured 139.5" in checks() and "measured 128.7" in checks()


def test_the_frontier_is_steeper_than_compute_alone():
    """14.2 (1.5) points per tenfold along it, 7.6 (1.0) at one date; a year at the same compute is worth more."""
    along = evaluate(Scenario(readout="index", readout_slope="frontier"))
    alone = evaluate(along.scenario.changed(readout_slope="compute"))
    assert along.capability_index == pytest.approx(133.1 + 14.2 * np.log10(along.train_flop / 1e25))
    assert evaluate(along.scenario.changed(readout_year=2030)).capability_index == along.capability_index
    assert gain(along, 1e6).value / gain(alone, 1e6).value == pytest.approx(14.2 / 7.6)
    assert year_gain(alone).value == pytest.approx(11.7)
    assert pytest.approx(14.2 * np.sqrt((1 - 0.59) / (0.59 * 65)), abs=0.05) == FRONTIER_PER_TENFOLD_ERROR
    assert horizon_spread(RESIDUAL) == pytest.approx(0.42, abs=0.005)
    wide, narrow = (reading(run) for run in (along, alone))
    assert wide.high - wide.low > narrow.high - narrow.low
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
    assert moved == {"capability_index", "time_horizon_minutes", "readout_value", "readout_low", "readout_high"}
    along = evaluate(Scenario(readout_slope="frontier"))
    assert {name for name, value in now.values.items() if along.values[name] != value} <= moved
    trained = evaluate(Scenario(post_training="on", post_training_usd=1e7))
    assert trained.capability_index > now.capability_index
