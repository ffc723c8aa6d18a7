"""Claims and links for students in a browser: by keyboard, on a phone, and with Back."""

import re

from playwright.sync_api import Page, expect

from sim import Scenario
from sim.teaching.claims import claims
from tests.browser.conftest import fits
from tests.browser.test_accessibility import tab_to
from tests.browser.test_home import expect_figures

WALL = claims().entries["wall"]


def test_a_card_by_keyboard_alone_and_back(page: Page, server, troubles):
    """From the list to a card, whose address opens it again, and back to the list."""
    page.goto(f"{server}/claims")
    expect(page.get_by_role("button", name=WALL.title)).to_be_visible()
    tab_to(page, ".st-key-open_wall button")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name=WALL.title)).to_be_visible()
    expect(page).to_have_url(re.compile("claim=wall"))
    expect(page.locator(".nd-chart .js-plotly-plot").first).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", level=1, name=WALL.title)).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Claims, put to the test")).to_be_visible()
    assert troubles == []


def test_a_side_opens_on_its_page(page: Page, server):
    """On a phone nothing scrolls sideways, and a side opens the page of its chart with its settings."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{server}/claims?claim=wall")
    expect(page.locator(".nd-chart .js-plotly-plot").first).to_be_visible()
    fits(page)
    page.get_by_role("link", name="Load this side").last.click()
    expect(page).to_have_url(re.compile("/laws.*wf=3e25"))
    expect(page.get_by_role("heading", level=1, name="Which law, and how sure?")).to_be_visible()


def test_a_locked_lever_stays(page: Page, server):
    """The lock is seen and said; keys and typing do not move it; other levers move, and Reset leads back."""
    page.goto(f"{server}/?v=2&n=8e9&lock=n&hide=p_below&page=home")
    start = Scenario(n_params=8e9)
    expect_figures(page, start)
    lever = page.locator('[data-lever="n_params"]')
    expect(lever.get_by_role("slider")).to_be_disabled()
    expect(lever.get_by_role("textbox")).not_to_be_editable()
    expect(lever.locator(".nd-tag")).to_have_text("locked")
    expect(page.locator('[data-lever="usd_per_chip_hour"]')).to_have_count(0)
    box = page.locator('[data-lever="n_tokens"]').get_by_role("textbox")
    box.fill("2T")
    box.press("Enter")
    expect_figures(page, start.changed(n_tokens=2e12))
    page.get_by_role("button", name="Reset").click()
    expect_figures(page, start)


def test_an_embedded_page_has_no_header(page: Page, server):
    """In a frame there is the board and a way to the whole page, and no navigation."""
    page.goto(f"{server}/?v=2&bare=1")
    expect_figures(page, Scenario())
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_role("link", name="Open in Next Dollar")).to_have_attribute("target", "_blank")
