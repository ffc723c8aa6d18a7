"""At the bounds of what the table allows every chart is drawn, without a warning, and its words hold numbers."""

import re

import numpy as np
import pytest

from sim import Scenario, SimulationError, evaluate
from sim.charts import charts
from sim.inputs import TABLE
from tests.strategies import ends

pytestmark = pytest.mark.filterwarnings("error")

BUSY = {"inference": "on", "queries_per_day": 1e13, "prompt_tokens": 1e8}
STEEP = {"law": "custom", "custom_alpha": 2.0, "custom_beta": 2.0}
# Each broke a chart once.
EXTREMES = {
    "tokens a million times over": {"n_tokens": 1e17, "unique_tokens": 1e6},
    "parameters beyond all text": {"n_params": 1e15, "unique_tokens": 1e6},
    "a cent beside the service": {"n_tokens": 1e6, "extra_usd": 0.01, **BUSY},
    "a cent beside the smallest run": {"n_params": 1e6, "n_tokens": 1e6, "extra_usd": 0.01, **BUSY},
    "a law that falls to its floor": STEEP,
    "served at the floor": {**STEEP, "inference": "on"},
    "served at the largest": {
        "law": "custom", "custom_a": 0.01, "custom_b": 1e7, "custom_beta": 0.02, "n_params": 1e15, "n_tokens": 1e17,
        "inference": "on",
    },
    "staff beside a run of nothing": {
        "n_params": 1e6, "n_tokens": 1e6, "staff_usd": 1e10, "peak_flop_per_s": 1e18, "usd_per_chip_hour": 0.001,
        "inference": "on", "queries_per_day": 1,
    },
    "the smallest run of the oldest law": {"law": "kaplan2020", "n_params": 1e6, "n_tokens": 1e6, "efficiency": 8},
}  # fmt: skip


def corner(rng):
    """A scenario of which half of the inputs sit at a bound; `None` if its plan cannot be."""
    inputs = {"inference": "on"}
    for name, row in TABLE.items():
        if name != "inference" and rng.random() < 0.5:
            tried = ends(row)
            inputs[name] = tried[rng.integers(len(tried))]
    try:
        return evaluate(Scenario(**inputs))
    except SimulationError:
        return None


def drawn(result):
    """Check every chart of a result."""
    for chart in charts().values():
        picture = chart.picture(result)
        words = " ".join([picture.summary, *(cell for row in picture.table[1] for cell in row)])
        assert not re.search(r"\b(nan|inf)\b", words), f"{chart.id}: {words}"


@pytest.mark.parametrize("inputs", EXTREMES.values(), ids=EXTREMES)
def test_every_chart_of_an_extreme_run(inputs):
    """Figure, sentence and table."""
    drawn(evaluate(Scenario(**inputs)))


@pytest.mark.parametrize("seed", range(12))
def test_every_chart_of_a_random_corner(seed):
    """Runs that nobody chose."""
    rng = np.random.default_rng(seed)
    drawn(next(result for result in iter(lambda: corner(rng), 0) if result is not None))
