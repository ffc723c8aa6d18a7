"""A page that is left while a move is being answered: the next one stands, with the move."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks import leaving
from sim import Scenario
from tests.browser.conftest import GPT_3
from tests.browser.test_home import expect_figures

EACH = 3  # rounds of each way, some three seconds each; `python -m benchmarks.leaving` makes more


@pytest.mark.alone
@pytest.mark.parametrize("guests", [0, 15], ids=["quiet", "busy"])
def test_leaving_after_a_move_breaks_nothing(browser: Browser, server, guests):
    """By key, click, tap and Back, at once after an arrow key or with a number left in its box."""
    port = urlsplit(server).port
    with leaving.guests(port, guests) as seen:
        assert leaving.rounds(browser, server, EACH).broken == {}
    assert seen.errors == [] and (len(seen.times_ms) > 0) == (guests > 0)


def test_an_assumption_left_in_its_box_goes_along(page: Page, server, troubles):
    """A number typed below the board is taken by the click on another page, and does not hold the visitor back."""
    page.goto(f"{server}/{GPT_3}")
    expect_figures(page, Scenario())
    page.get_by_text("All assumptions").click()
    box = page.get_by_role("textbox", name="Number of chips")
    box.fill("77")
    page.get_by_role("link", name="Plan", exact=True).click()
    expect(page.get_by_role("heading", name="Plan the run")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/plan\?.*nc=77"))
    assert troubles == []
