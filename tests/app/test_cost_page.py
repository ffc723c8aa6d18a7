"""The cost page without a browser: places, programs and failures set the inputs that they say."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sim import Scenario, evaluate
from sim.catalogs.grids import grids
from sim.studies.ranges import typical_program
from ui.parts import cost_controls
from ui.visit.session import KEY

ROOT = Path(__file__).resolve().parents[2]
PAGE = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from ui.visit import state
from sim.pages import board
from ui.screens import boards
state.open_address("cost")
boards.page(board("cost"))
"""


@pytest.fixture
def cost_page():
    test = AppTest.from_string(PAGE, default_timeout=30)
    test.query_params["v"] = "4"
    test.run()
    assert not test.exception
    return test


def scenario(test):
    return test.session_state[KEY].scenario


def button(test, label):
    return next(one for one in test.button if one.label == label)


def test_a_place_fills_its_inputs(cost_page):
    """A place sets PUE, waters and carbon; one without a carbon figure keeps the one that was set, and says so."""
    cost_page.selectbox(key=cost_controls.GRID).select("sweden").run()
    assert scenario(cost_page) == Scenario(**grids().entries["sweden"].inputs)
    cost_page.selectbox(key=cost_controls.GRID).select("texas").run()
    assert not cost_page.exception
    assert scenario(cost_page).kg_co2e_per_kwh == 0.046
    assert scenario(cost_page).pue == 1.28
    assert any("no carbon figure" in caption.value for caption in cost_page.caption)
    assert cost_page.selectbox(key=cost_controls.GRID).value == "texas"
    cost_page.text_input(key="input_pue").input("1.3").run()
    assert cost_page.selectbox(key=cost_controls.GRID).value == cost_controls.OWN


def test_a_usual_program_is_one_click(cost_page):
    """Experiments and staff are filled in together."""
    button(cost_page, "Fill in a usual program").click().run()
    assert scenario(cost_page) == Scenario(**typical_program(evaluate(Scenario())))


def test_owned_chips_show_their_fields(cost_page):
    """Fields that count only for owned chips appear with them."""
    assert not any(one.key == "input_server_factor" for one in cost_page.text_input)
    cost_page.selectbox(key="input_price_basis").select("owned").run()
    assert not cost_page.exception
    assert cost_page.text_input(key="input_server_factor").value == "1.69"
    assert scenario(cost_page).price_basis == "owned"


def test_failures_in_hours_set_the_overhead(cost_page):
    """The form sets the overhead; nonsense is refused by the name of its field and changes nothing."""
    button(cost_page, "Use this").click().run()
    lost = scenario(cost_page).failure_overhead
    assert 0.1 < lost < 0.2
    assert any("A failure every" in one.value for one in cost_page.info)
    cost_page.text_input(key="failures_1").input("often")
    button(cost_page, "Use this").click().run()
    assert not cost_page.exception
    assert scenario(cost_page).failure_overhead == lost
    assert any("Hours between failures" in one.value and "often" in one.value for one in cost_page.info)
    cost_page.text_input(key="failures_1").input("10")
    button(cost_page, "Use this").click().run()
    assert any("hardly moves" in one.value for one in cost_page.info)
    assert scenario(cost_page).failure_overhead == lost
