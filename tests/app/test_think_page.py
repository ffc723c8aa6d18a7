"""The Think page without a browser: off it is a sentence and a switch, on a board with its inputs."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sim import Scenario
from sim.charts import charts_of
from sim.inputs.plan import PLANS
from sim.think_words import ABOUT, LEFT_OUT
from sim.verifiers import verifiers
from ui import levers, think_controls
from ui.session import KEY

ROOT = Path(__file__).resolve().parents[2]
PAGE = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from ui import state
from ui.screens.boards import think
state.open_address("think")
think()
"""


def scenario(test):
    return test.session_state[KEY].scenario


def test_the_switch_and_the_verifiers_set_the_scenario():
    """Off, only the switch and its sentence; on, the inputs; a verifier fills both of its chances."""
    test = AppTest.from_string(PAGE, default_timeout=30).run()
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
    test.text_input(key="input_verifier_true_accept").input("0.5").run()
    assert test.selectbox(key=think_controls.VERIFIER).value == think_controls.OWN
    test.text_input(key="input_task_anchor_pass").input("2").run()
    assert not test.exception and "Anchor" in test.session_state[KEY].notices[0]

    test.toggle(key=think_controls.SWITCH).set_value(False).run()
    assert scenario(test).inference == "off" and not test.exception


@pytest.mark.parametrize("plan", PLANS)
def test_six_levers_at_most(plan):
    """Each plan shows what it takes as given, samples and queries, and six levers at most."""
    now = Scenario(plan=plan, inference="on")
    shown = {row.name for row, _ in levers.shown(now, "think")}
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
    assert len(charts_of("think")) == 8
    assert not any(chart.wide for chart in charts_of("think"))


@pytest.mark.parametrize(("kind", "n_charts"), [("generate", 8), ("choice", 4), ("none", 1)])
def test_charts_that_do_not_apply_are_left_out(kind, n_charts):
    """Multiple choice has no samples, no tasks leave serving alone."""
    now = Scenario(inference="on", task_kind=kind)
    assert sum(chart.applies(now) for chart in charts_of("think")) == n_charts
