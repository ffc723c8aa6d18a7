"""The Think page without a browser: off it is a sentence and a switch, on a board with its inputs."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sim import Scenario, evaluate
from sim.catalogs.verifiers import verifiers
from sim.charts import charts_of
from sim.inputs.plan import PLANS
from sim.pages import board
from sim.words.think import ABOUT, LEFT_OUT
from ui.board import levers
from ui.parts import think_controls
from ui.visit.session import KEY

ROOT = Path(__file__).resolve().parents[2]
PAGE = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from ui.visit import state
from sim.pages import board
from ui.screens import boards
state.open_address("think")
boards.page(board("think"))
"""


def scenario(test):
    return test.session_state[KEY].scenario


def test_the_switch_and_the_verifiers_set_the_scenario():
    """Off, only the switch and its sentence; on, the inputs; a verifier fills both of its chances."""
    test = AppTest.from_string(PAGE, default_timeout=30)
    test.query_params["v"] = "4"
    test.run()
    assert not test.exception
    assert [words.value for words in test.markdown] == [ABOUT]
    assert LEFT_OUT in [words.value for words in test.caption]
    assert not test.text_input and scenario(test) == Scenario()

    test.toggle(key=think_controls.SWITCH).set_value(True).run()
    assert not test.exception
    assert scenario(test) == Scenario(inference="on")
    assert test.text_input(key="input_output_tokens").value == "500"
    assert LEFT_OUT in [words.value for words in test.caption]
    # The default is the illustrative reward model, and says so.
    assert test.selectbox(key=think_controls.VERIFIER).value == "reward-model"
    assert any("Illustrative" in words.value for words in test.caption)

    test.selectbox(key=think_controls.VERIFIER).select("perfect").run()
    assert scenario(test) == Scenario(inference="on", verifier_true_accept=1, verifier_false_accept=0)
    test.text_input(key="input_verifier_true_accept").input("50 %").run()
    assert test.selectbox(key=think_controls.VERIFIER).value == think_controls.OWN
    test.text_input(key="input_task_anchor_pass").input("120").run()
    assert not test.exception and "llowed is" in test.session_state[KEY].refused["task_anchor_pass"].said

    test.toggle(key=think_controls.SWITCH).set_value(False).run()
    assert scenario(test).inference == "off" and not test.exception


@pytest.mark.parametrize("plan", PLANS)
def test_six_levers_at_most(plan):
    """Each plan shows what it takes as given, samples and queries, and six levers at most."""
    now = Scenario(plan=plan, inference="on")
    shown = {row.name for row, _ in board("think").levers(now)}
    assert len(shown) <= 6
    assert {"samples_per_query", "queries_per_day", *levers.given(now, "think")} <= shown
    assert not shown & {"mfu", "usd_per_chip_hour"}
    assert "samples_per_query" not in levers.given(now, "home")


def test_every_verifier_is_illustrative_or_exact():
    """All four are there, from files, in order; the two in between are marked as illustrative."""
    found = verifiers()
    assert found.problems == [] and list(found.entries) == ["perfect", "unit-tests", "reward-model", "none"]
    for name, one in found.entries.items():
        assert one.status == "ours" and Scenario(**one.inputs)
        assert one.note.startswith("Illustrative") == (0 < one.false_accept < 1), name


def test_two_charts_above_the_fold():
    """The first two charts stand side by side; none of the page is wide."""
    assert len(charts_of("think")) >= 2
    assert not any(chart.wide for chart in charts_of("think"))


@pytest.mark.parametrize("kind", ["generate", "choice", "none"])
def test_charts_that_do_not_apply_are_left_out(kind):
    """A chart that would have nothing to draw is left out, any other is there: fewer where less is asked."""
    now = Scenario(inference="on", task_kind=kind)
    result, page = evaluate(now), charts_of("think")
    assert {chart.id for chart in page if chart.applies(now)} == {
        chart.id for chart in page if chart.why_empty(result) is None
    }
    less = {"generate": "choice", "choice": "none"}.get(kind)
    if less is not None:
        fewer = sum(chart.applies(now.changed(task_kind=less)) for chart in page)
        assert 0 < fewer < sum(chart.applies(now) for chart in page)
