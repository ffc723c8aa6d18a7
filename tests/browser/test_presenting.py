"""To a room: large type by link or by key, and a QR code that brings everybody along."""

import re

from playwright.sync_api import Page, expect

from sim import Scenario
from tests.browser.test_home import expect_figures


def test_presenting_by_keyboard_and_by_link(page: Page, server, troubles):
    """A button shows the sentence, the numbers and two charts only; the link keeps it; the same key leaves."""
    page.goto(f"{server}/?v=1&n=8e9")
    expect_figures(page, Scenario(n_params=8e9))
    page.get_by_role("button", name="Present", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("view=page.present"))
    page.reload()
    expect_figures(page, Scenario(n_params=8e9))
    expect(page.locator(".nd-chart")).to_have_count(2)
    expect(page.locator(".nd-sentence")).to_be_visible()
    expect(page.get_by_role("slider")).to_have_count(0)
    expect(page.get_by_text("All assumptions")).to_have_count(0)
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") >= 20
    page.get_by_role("button", name="Stop presenting").focus()
    page.keyboard.press("Enter")
    expect(page.locator('[data-lever="n_params"]')).to_be_visible()
    expect(page.get_by_text("All assumptions")).to_be_visible()
    expect(page).not_to_have_url(re.compile("present"))
    assert troubles == []


def test_qr_code_of_the_current_link(page: Page, server, troubles):
    """The dialog shows code and address, warns of localhost, and closes by Escape."""
    page.goto(f"{server}/?v=1&n=8e9&view=page.present")
    expect_figures(page, Scenario(n_params=8e9))
    page.get_by_role("button", name="QR code").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("img", name="QR code of the link")).to_be_visible()
    expect(dialog).to_contain_text(f"{server}/?v=1&n=8e9&l0=")
    expect(dialog).to_contain_text("this machine only")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect_figures(page, Scenario(n_params=8e9))
    assert troubles == []
