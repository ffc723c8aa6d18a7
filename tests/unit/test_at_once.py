"""Charts that draw many runs in one go: each of them is the figure of that run alone."""

import numpy as np
import pytest

from sim import Scenario, evaluate
from sim.charts import charts
from sim.charts.at_once import AtOnceChart
from sim.charts.drawing.each import Each, along, column, of_run
from sim.charts.frames import played
from sim.engine.evaluate import runs
from sim.engine.kept_runs import as_kept

CHARTS = {name: chart for name, chart in charts().items() if isinstance(chart, AtOnceChart)}
BUSY = {"inference": "on", "queries_per_day": 1e7, "samples_per_query": 8.0}


def close(one, two) -> bool:
    """Whether two parts of figures are the same, numbers to the last digits but two."""
    if isinstance(one, dict):
        return one.keys() == two.keys() and all(close(one[key], two[key]) for key in one)
    if isinstance(one, str | bool | None):
        return one == two
    if isinstance(one, list | tuple | np.ndarray):
        return len(one) == len(two) and all(map(close, one, two))
    return one == two or bool(np.isnan(one) and np.isnan(two)) or abs(one - two) <= 1e-13 * abs(one)


def test_what_moves():
    """Rows that differ, gaps being alike; whatever else is not the same in all."""
    gap = np.array([[1.0, np.nan], [1.0, np.nan]])
    assert not Each(gap).moves and Each(gap).after_first().values.shape == (1, 2)
    assert column([1.0, 2.0]).moves and not Each([["a"], ["a"]]).moves and Each([["a"], ["b"]]).moves
    row = np.arange(3.0)
    assert along([row, row]) is row
    assert along([row, row[:2]]).values.tolist()[0] == [0, 1, 2] and np.isnan(along([row, row[:2]]).values[1, 2])
    assert of_run({"x": column([1.0, 2.0]), "line": {"width": 3}}, 1) == {"x": [2.0], "line": {"width": 3}}


@pytest.mark.parametrize("changes", [{}, {"plan": "budget_optimal"}, BUSY, {"law": "kaplan2020", "extra_usd": 3e5}])
@pytest.mark.parametrize("name", CHARTS)
def test_each_is_the_figure_of_its_run(name, changes):
    """In a window that all share: traces, axes and views, beside a kept run too."""
    base = evaluate(Scenario(**changes))
    many = [one for one in runs(base.scenario, "usd_per_chip_hour", [2.1, 2.0, 1.9]) if one]
    kept, chart = (as_kept(evaluate(Scenario(n_params=8e9, **changes))),), CHARTS[name]
    assert len({chart.frames_window(one) for one in many}) == 1
    drawn = chart.drawn(many[0], many, kept)
    for i, one in enumerate(many):
        figure, patches = chart.looks(one, kept)
        assert close(drawn.figure_of(i), figure) and close(figure, chart.figure(one, kept))
        assert all(close(drawn.view_of(view, i), patch) for view, patch in patches.items())


def test_a_sweep_names_what_moves_and_no_more():
    """The line of parameters and its name move with the price; the sum that is read and the run's label do not."""
    many = [one for one in runs(Scenario(), "usd_per_chip_hour", [2.0, 2.1, 1.9]) if one]
    traces, axes = played(charts()["more"], many[0], many)
    shown = charts()["more"].figure(many[0], ())["data"]
    moved = {(item.trace, item.path) for item in traces}
    hand = {i for i, trace in enumerate(shown) if (trace.get("meta") or {}).get("moves")}
    assert hand and not moved & {(i, "x") for i in hand}
    assert all(len(item.values) == len(many) for item in traces) and not axes.get("reached")
    lines = {i for i, trace in enumerate(shown) if "more: Parameters" in trace.get("hovertemplate", "")}
    assert {(i, "y") for i in lines} <= moved


def test_a_run_that_counts_something_else_is_not_drawn():
    """A loss has no place on an axis of wrong answers."""
    now, kept = evaluate(Scenario(**BUSY)), as_kept(evaluate(Scenario(n_params=8e9)))
    chart = CHARTS["more"]
    assert close(chart.figure(now, (kept,)), chart.figure(now, ()))
    assert len(chart.figure(evaluate(Scenario()), (kept,))["data"]) > len(
        chart.figure(evaluate(Scenario()), ())["data"]
    )
