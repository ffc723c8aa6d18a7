"""Axes that follow the hand: wherever a lever goes, the run is inside its charts."""

import numpy as np
import pytest

from sim import Scenario, evaluate
from sim.charts import charts
from sim.charts.drawing.style import on_rungs, rung_above
from sim.charts.frames import played


@pytest.mark.parametrize(("x", "rung"), [(0.9, 1), (1, 1), (1.01, 2), (2.3, 5), (7, 10), (3.1e11, 5e11), (0, 1)])
def test_rungs(x, rung):
    """1, 2, 5, 10 and so on; a rung is its own."""
    assert rung_above(x) == pytest.approx(rung)
    assert on_rungs(0.26, 1.01, 0.5) == [0, 1.5] and on_rungs(0.5, 1.0, 0.5) == [0.5, 1.0]


FAR = [Scenario(n_params=N, n_tokens=D) for N in (1e6, 1e10, 1e15) for D in (1e8, 3e11, 1.2e16)]


@pytest.mark.parametrize("scenario", FAR, ids=str)
def test_the_run_is_on_its_axes(scenario):
    """The point of the curve and of the valley lies inside, and every bar ends on its axis."""
    now = evaluate(scenario)
    layout = charts()["compute"].figure(now, ())["layout"]
    (left, right), (bottom, top) = layout["xaxis"]["range"], layout["yaxis"]["range"]
    assert left < np.log10(now.train_flop) < right and bottom < np.log10(now.loss) < top
    valley = charts()["isoflop"].figure(now, ())["layout"]
    assert valley["xaxis"]["range"][0] <= np.log10(now.n_params) <= valley["xaxis"]["range"][1]
    assert valley["yaxis"]["range"][0] <= now.loss <= valley["yaxis"]["range"][1]


def test_frames_carry_the_axes_that_move():
    """A sweep over ten decades moves the axes on a few rungs; a small one leaves them where they are."""
    base = Scenario()
    here, wide = evaluate(base), [evaluate(base.changed(n_tokens=D)) for D in (1e7, 1e9, 3e11, 1e14, 1e16)]
    _, axes = played(charts()["compute"], here, wide)
    assert axes and all(len(values) == len(wide) for moved in axes.values() for values in moved.values())
    _, still = played(charts()["compute"], here, [evaluate(base.changed(n_tokens=D)) for D in (2.9e11, 3.1e11)])
    assert "" not in still
