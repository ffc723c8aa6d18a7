"""To a room: large type by link or by key, and a QR code that brings everybody along."""

import re

import pytest
from playwright.sync_api import Page, expect

from sim import Scenario
from sim.links.schemas import NEWEST
from tests.browser.conftest import drawn
from tests.browser.test_home import expect_figures


def test_presenting_by_keyboard_and_by_link(page: Page, server, troubles):
    """A button shows one lever, sentence, numbers and two charts only; the link keeps it; the same key leaves."""
    page.goto(f"{server}/?v=1&n=8e9")
    expect_figures(page, Scenario(n_params=8e9))
    page.get_by_role("button", name="Present", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("view=page.present"))
    page.reload()
    expect_figures(page, Scenario(n_params=8e9))
    expect(page.locator(".nd-chart")).to_have_count(2)
    expect(page.locator(".nd-sentence")).to_be_visible()
    expect(page.get_by_role("slider")).to_have_count(1)
    expect(page.get_by_text("All assumptions")).to_have_count(0)
    page.wait_for_function("() => parseFloat(getComputedStyle(document.documentElement).fontSize) >= 20")
    page.get_by_role("button", name="Stop presenting").focus()
    page.keyboard.press("Enter")
    expect(page.locator('[data-lever="n_params"]')).to_be_visible()
    expect(page.get_by_text("All assumptions")).to_be_visible()
    expect(page).not_to_have_url(re.compile("present"))
    assert troubles == []


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1920, 1080)])
@pytest.mark.parametrize("path", ["", "plan", "cost"])
def test_the_page_fills_the_room(page: Page, server, troubles, width, height, path):
    """Nothing is below the fold, and no fifth of it is empty: the charts take the height that is left."""
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{server}/{path}?v=4&view=page.present")
    drawn(page)
    bottom = "document.querySelector('.nd-body').getBoundingClientRect().bottom"
    page.wait_for_function(f"() => Math.abs(innerHeight - {bottom}) < 30")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.nd-plot')].every(plot => plot._fullLayout.height > 190)"
    )
    for title in page.locator(".nd-plot .xtitle").all():
        expect(title).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("slider")).to_be_in_viewport(ratio=1)
    assert troubles == []


def test_a_presenter_turns_pages_by_keys(page: Page, server, troubles):
    """Forward and back through the pages with boards, and still presenting; on the lever the arrows move it."""
    page.goto(f"{server}/?v=4&n=1.75e11&view=page.present")
    expect_figures(page, Scenario())
    lever = page.get_by_role("slider")
    lever.press("ArrowRight")
    expect_figures(page, Scenario(n_params=2e11))
    lever.blur()
    page.keyboard.press("PageDown")
    expect(page.get_by_role("heading", name="Plan the run")).to_be_visible()
    expect(page.get_by_role("button", name="Stop presenting")).to_be_visible()
    expect_figures(page, Scenario(n_params=2e11))
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", name="What would the next dollar buy?")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", name="Train it more, or let it think?")).to_be_visible()
    assert troubles == []


def test_two_keys_turn_two_pages(page: Page, server, troubles):
    """However fast they follow each other: the second counts from the page that the first asked for."""
    page.goto(f"{server}/plan?v=4&view=page.present")
    drawn(page)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("heading", name="Train it more, or let it think?")).to_be_visible()
    assert troubles == []


def test_a_presenter_goes_on_with_the_lever_moved_last(page: Page, server):
    """What was shown last is at hand before the room."""
    page.goto(f"{server}/?v=4")
    expect_figures(page, Scenario())
    page.locator('[data-lever="mfu"] input[type=range]').press("ArrowRight")
    page.wait_for_url(re.compile("mfu="))
    page.get_by_role("button", name="Present", exact=True).click()
    expect(page.get_by_role("slider")).to_have_count(1)
    expect(page.locator('[data-lever="mfu"]')).to_be_visible()


def test_qr_code_of_the_current_link(page: Page, server, troubles):
    """The dialog shows code and address, warns of localhost, and closes by Escape."""
    page.goto(f"{server}/?v=1&n=8e9&view=page.present")
    expect_figures(page, Scenario(n_params=8e9))
    page.get_by_role("button", name="QR code").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("img", name="QR code of the link")).to_be_visible()
    address = re.compile(re.escape(f"{server}/?v={NEWEST}&n=8e9&l0="))
    expect(dialog.get_by_role("textbox", name="The link")).to_have_value(address)
    expect(dialog).to_contain_text("this machine only")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect_figures(page, Scenario(n_params=8e9))
    assert troubles == []
