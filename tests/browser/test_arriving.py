"""A link or a preset file that is dropped or pasted anywhere on a page opens; what is neither is refused in words."""

import re

from playwright.sync_api import Page, expect

from sim import Scenario
from sim.engine.presets import saved
from sim.links.share import link
from tests.browser.conftest import GPT_3
from tests.browser.test_home import expect_figures

PASTE = """(text) => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}"""
DROP = """(text) => {
  const data = new DataTransfer();
  data.items.add(new File([text], 'mine.json', { type: 'application/json' }));
  for (const type of ['dragover', 'drop']) {
    document.body.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
}"""


def test_a_pasted_link_and_a_dropped_file(page: Page, server, troubles):
    """On a board; and from a page without one, the first page shows the run."""
    page.goto(f"{server}/{GPT_3}")
    expect_figures(page, Scenario())
    page.evaluate(PASTE, f"https://elsewhere.example/?{link(Scenario(n_params=8e9))}")
    expect_figures(page, Scenario(n_params=8e9))
    expect(page).to_have_url(re.compile("n=8e9"))
    page.evaluate(DROP, '{"title": "no preset"}')
    expect(page.get_by_text("was not loaded")).to_be_visible()
    page.get_by_role("link", name="Gallery").click()
    expect(page.get_by_role("heading", name="Gallery", level=1)).to_be_visible()
    page.evaluate(DROP, saved(Scenario(n_params=2e10), "Mine"))
    expect_figures(page, Scenario(n_params=2e10))
    assert troubles == []


def test_a_card_is_kept_beside(page: Page, server, troubles):
    """From the gallery to the charts of the first page, and in the link."""
    page.goto(f"{server}/gallery?v=4")
    page.get_by_role("textbox", name="Search").fill("Chinchilla 70B")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=3).first).to_have_text("Chinchilla 70B")  # or another card is pressed
    page.get_by_role("button", name="Keep beside").first.click()
    expect(page.get_by_role("button", name="Kept").first).to_be_disabled()
    expect(page).to_have_url(re.compile("A="))
    page.get_by_role("link", name="Next Dollar").click()
    expect(page.get_by_role("heading", name="Side by side")).to_be_visible()
    assert troubles == []
