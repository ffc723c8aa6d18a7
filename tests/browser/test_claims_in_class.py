"""Claims in a class, in a browser: one claim from the first vote to the verdict, on a phone."""

import re

from playwright.sync_api import Page, expect

from sim.teaching.claims import claims
from tests.browser.conftest import fits
from tests.browser.test_accessibility import violations

WALL = claims().entries["wall"]


def test_a_class_walks_through_a_claim(page: Page, server, troubles):
    """Vote, both sides with a lever each, vote again, verdict; axe has nothing to say at any step."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{server}/claims?mode=class")
    expect(page.get_by_role("button", name=WALL.title)).to_be_visible()
    expect(page.locator(".nd-badge")).to_have_count(0)
    assert violations(page) == []
    page.get_by_role("button", name=WALL.title).click()
    expect(page).to_have_url(re.compile("claim=wall&mode=class"))
    expect(page.get_by_text(WALL.headline)).to_have_count(0)
    page.get_by_role("radio", name="It is true").check(force=True)
    page.get_by_role("button", name="Vote", exact=True).click()
    expect(page.get_by_role("heading", name="Against")).to_be_visible()
    lever = page.get_by_role("slider").first
    figures = page.locator(".st-key-argument_for")
    before = figures.inner_text()
    lever.focus()
    page.keyboard.press("ArrowRight")
    expect(figures).not_to_have_text(before)
    expect(page.get_by_text(WALL.headline)).to_have_count(0)
    assert violations(page) == []
    page.get_by_role("radio", name="It depends on what is meant").check(force=True)
    page.get_by_role("button", name="Vote again").click()
    expect(page.get_by_text(WALL.headline)).to_be_visible()
    expect(page).to_have_url(re.compile("cv=t~d"))
    assert (
        page.get_by_label("The link that holds your votes").input_value()
        == f"{server}/claims?claim=wall&mode=class&cv=t~d"
    )
    expect(page.locator(".nd-chart .js-plotly-plot").first).to_be_visible()
    fits(page)
    assert violations(page) == [] and troubles == []
