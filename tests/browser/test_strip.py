"""Below the numbers stands what must not be overlooked; a picture of another run is gray and says so."""

import re

from playwright.sync_api import Page, expect

from sim import Scenario
from sim.engine.presets import presets
from sim.links.share import link
from tests.browser.conftest import drawn

H100_RUN = presets().entries["10m-on-h100"].scenario  # a budget, spent


def test_a_run_that_does_not_fit_says_so_below_the_numbers(page: Page, server, troubles):
    """Red, above the fold, above the charts; the note with its figures stays at the foot."""
    page.goto(f"{server}/?v=4&nc=10")
    drawn(page)
    line = page.get_by_text("Does not fit in the memory of 10 chips")
    expect(line).to_be_in_viewport(ratio=1)
    expect(line).to_have_attribute("data-kind", "alarm")
    expect(page.locator(".nd-strip p")).to_have_count(2)
    expect(page.get_by_text("the run does not fit.")).to_have_count(1)
    assert troubles == []


def test_charts_stay_where_they_are_when_one_warning_comes(page: Page, server):
    """One line has its room kept free."""
    at = []
    small = Scenario(n_params=1e9, n_tokens=2e10, n_chips=64)
    for scenario, lines in ((small, 0), (small.changed(unique_tokens=2e9), 1)):
        page.goto(f"{server}/?{link(scenario)}")
        drawn(page)
        expect(page.locator(".nd-strip p")).to_have_count(lines)
        at.append(page.locator(".nd-charts").bounding_box()["y"] - page.locator(".nd-numbers").bounding_box()["y"])
    assert abs(at[0] - at[1]) < 1


def test_a_chip_without_a_price_leaves_a_gray_picture(page: Page, server, troubles):
    """A budget cannot be spent without a price: what is shown is called another run, in its picture's source too."""
    priceless = H100_RUN.changed(hardware="b200", price_basis="committed_3y")
    page.goto(f"{server}/plan?{link(H100_RUN)}")
    drawn(page)
    expect(page.locator(".nd-stale")).to_have_count(0)
    page.goto(f"{server}/plan?{link(priceless)}")
    drawn(page)
    expect(page.locator(".nd-notice")).to_contain_text("All in gray below is still that of the last run")
    expect(page.locator(".nd-sentence")).to_contain_text("Another run, the last that was possible: ")
    page.wait_for_function("() => Number(getComputedStyle(document.querySelector('.nd-plot')).opacity) < 1")
    expect(page.locator(".nd-numbers")).to_have_css("filter", re.compile("grayscale"))
    expect(page.locator(".nd-strip p")).to_have_count(0)  # what they say would be of that other run
    assert troubles == []
