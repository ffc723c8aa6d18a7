"""Bands come when the page rests, go while a lever moves, and cost no message in between."""

from playwright.sync_api import Page, expect

from sim import Scenario
from sim.links.share import link
from sim.studies.uncertainty import bands
from sim.words.bands import band_line
from tests.browser.conftest import GPT_3
from tests.browser.test_home import expect_figures
from tests.browser.test_live import handle, played, ready

TOKEN = "document.documentElement.dataset.ndBands"
LINES = "document.querySelectorAll('[data-chart=more] .nd-band-trace').length"


def test_bands_come_at_rest_and_go_with_a_move(page: Page, server, troubles):
    """The line under the loss is the engine's; a drag hides it and the whiskers; a rest brings the new ones."""
    page.set_viewport_size({"width": 1440, "height": 1100})
    ready(page, f"{server}/{GPT_3}")
    line = page.locator('[data-number="loss"] .nd-band')
    expect(line).to_have_text(band_line("loss", bands(Scenario())))
    page.wait_for_function(f"() => {LINES} > 0")
    before = page.evaluate(TOKEN)

    x, y = handle(page, "n_params")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 30, y, steps=6)
    expect(line).to_have_text("")
    expect(page.locator("[data-chart=more] .nd-band-trace").first).to_be_hidden()
    page.mouse.up()
    page.wait_for_function(f"before => {TOKEN} !== before", arg=before)
    expect(line).not_to_have_text("")
    expect(line).not_to_have_text(band_line("loss", bands(Scenario())))
    expect(page.locator("[data-chart=more] .nd-band-trace").first).to_be_visible()
    assert troubles == []


def test_no_band_of_another_run_stands_on_moved_axes(page: Page, server, troubles):
    """A chart that goes on as a sketch in a drag hides its bands too, in each of its pictures."""
    page.set_viewport_size({"width": 1440, "height": 1100})
    ready(page, f"{server}/{GPT_3}")
    page.wait_for_function(f"() => {LINES} > 0")
    x, y = handle(page, "n_params")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y, steps=12)
    expect(page.locator("[data-chart=more] .nd-sketch")).to_be_visible()
    played(page, "n_params")
    for band in page.locator("[data-chart=more] .js-fill").all():
        expect(band).to_be_hidden()
    page.mouse.up()
    expect(page.locator("[data-chart=more] .nd-band-trace").first).to_be_visible()
    assert troubles == []


def test_a_law_without_covariance_has_none_and_says_so(page: Page, server, troubles):
    """No band is invented."""
    page.goto(f"{server}/?{link(Scenario(law='hoffmann2022'))}")
    expect_figures(page, Scenario(law="hoffmann2022"))
    expect(page.locator(".nd-footer")).to_contain_text("No covariance is published")
    expect(page.locator('[data-number="loss"] .nd-band')).to_be_hidden()
    assert troubles == []
