"""What the pointer reads is written as everywhere else."""

import re

import pytest

from sim import Scenario, evaluate
from sim.charts import charts
from sim.charts.drawing.hover import written
from sim.charts.drawing.style import line

RUNS = (Scenario(), Scenario(inference="on", queries_per_day=2e7), Scenario(unique_tokens=1e11, wall_flop=1e24))
FOREIGN = re.compile(r"%\{(?:x|y|customdata)[^}]*:[^}]*[se~]\}|%\{[xy]:[^}]*[$,]")  # "530G", "5.3e+11"


def test_numbers_are_written_by_the_format_that_is_named():
    """And a trace that a chart keeps stays as it is."""
    kept = line([5.3e11, 1.4e12], [1.98765, 0.5], "params", hovertemplate="%{x|count} to %{y|loss}, %{y|loss}")
    figure = written({"data": [kept]})
    (trace,) = figure["data"]
    assert trace["customdata"] == [("530B", "1.9876"), ("1.4T", "0.5000")]
    assert trace["hovertemplate"] == "%{customdata[0]} to %{customdata[1]}, %{customdata[1]}"
    assert "customdata" not in kept


def test_a_cell_of_a_map_says_its_column_its_row_and_its_own():
    """Each in its own format."""
    kept = {"type": "contour", "x": [1e9, 2e9, 3e9], "y": [4e11, 5e12], "customdata": [[1, 2, 3], [4, 5, 6]]}
    about = "%{y|count} tokens, %{x|count} parameters, %{customdata|loss}"
    (trace,) = written({"data": [kept | {"hovertemplate": about}]})["data"]
    assert trace["hovertemplate"] == "%{customdata[0]} tokens, %{customdata[1]} parameters, %{customdata[2]}"
    assert trace["customdata"][0] == [("400B", "1B", "1.0000"), ("400B", "2B", "2.0000"), ("400B", "3B", "3.0000")]
    assert trace["customdata"][1][2] == ("5T", "3B", "6.0000")


def test_a_figure_that_asks_for_nothing_is_passed_on():
    """It is copied for nobody."""
    figure = {"data": [line([1, 2], [1, 2], "params", hovertemplate="%{x:.1f} years")]}
    assert written(figure) is figure


@pytest.mark.parametrize("run", RUNS)
def test_no_chart_writes_numbers_as_nobody_does(run):
    """No prefix of physics, no plus in an exponent, no format left unwritten."""
    now, seen = evaluate(run), 0
    for chart in charts().values():
        if not chart.applies(run):
            continue
        for trace in chart.picture(now).figure["data"]:
            template = trace.get("hovertemplate", "")
            assert "|" not in template, chart.id
            seen += bool(template)
            assert not FOREIGN.search(template), (chart.id, template)
    assert seen > 10
