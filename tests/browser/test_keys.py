"""Keys and colors: undo and redo, the list of keys, dark or light, and no motion for who wants none."""

import re

from playwright.sync_api import Page, expect

from sim import Scenario
from tests.browser.conftest import GPT_3, drawn
from tests.browser.test_home import expect_figures

GROUND = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"


def moved(page: Page, server: str) -> Scenario:
    """GPT-3 with a larger model, by the arrow key."""
    page.goto(f"{server}/{GPT_3}")
    expect_figures(page, Scenario())
    page.locator('[data-lever="n_params"] input[type=range]').press("ArrowRight")
    larger = Scenario(n_params=2e11)
    expect_figures(page, larger)
    return larger


def test_undo_and_redo_by_keys(page: Page, server, troubles):
    """Control and Z takes back, with Shift or by Y it is made again; in a field the keys are the field's."""
    larger = moved(page, server)
    page.keyboard.press("Control+z")
    expect_figures(page, Scenario())
    page.keyboard.press("Control+Shift+Z")
    expect_figures(page, larger)
    page.keyboard.press("Control+z")
    expect_figures(page, Scenario())
    page.keyboard.press("Control+y")
    expect_figures(page, larger)
    box = page.locator('[data-lever="n_params"] .nd-box')
    box.click()
    box.press("Control+z")
    box.press("?")
    expect(page.get_by_role("dialog")).to_have_count(0)
    box.press("Escape")
    expect_figures(page, larger)
    expect(page.get_by_role("button", name="Undo")).to_have_attribute("aria-keyshortcuts", "Control+z")
    assert troubles == []


def test_the_list_of_keys(page: Page, server, troubles):
    """A question mark opens it, on pages without a board too; Escape closes it; so does its button."""
    page.goto(f"{server}/about")
    expect(page.get_by_role("button", name="Keys")).to_be_visible()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_contain_text("Undo: takes back the last change.")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Keys").click()
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    assert troubles == []


def test_dark_and_light(page: Page, server, troubles):
    """The other colors, on every page and after a reload; what was set stays."""
    larger = moved(page, server)
    light = page.evaluate(GROUND)
    page.get_by_role("button", name="Dark", exact=True).click()
    page.wait_for_function(f"light => document.querySelector('.stApp') && {GROUND} !== light", arg=light)
    expect_figures(page, larger)
    page.goto(f"{server}/method")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_function(f"light => {GROUND} !== light", arg=light)
    page.get_by_role("button", name="Light", exact=True).click()
    page.wait_for_function(f"light => document.querySelector('.stApp') && {GROUND} === light", arg=light)
    assert troubles == []


def test_a_replay_without_motion(page: Page, server, troubles):
    """Who wants no motion sees the run before and the run after, and nothing between them."""
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{server}/{GPT_3}")
    drawn(page)
    lever = page.locator('[data-lever="n_params"] input[type=range]')
    lever.press("PageDown")
    page.wait_for_url(re.compile("n="))
    page.evaluate(
        """() => {
          const seen = globalThis.__seen = new Set();
          const value = document.querySelector('[data-number="loss"] .nd-value');
          const hear = new MutationObserver(() => seen.add(value.textContent));
          hear.observe(value, { childList: true, subtree: true, characterData: true });
        }"""
    )
    replay = page.get_by_role("button", name="Replay last change")
    replay.click()
    page.wait_for_function("() => globalThis.__seen.size >= 2")
    page.wait_for_function("() => !document.querySelector('.nd-moving')")
    assert page.evaluate("globalThis.__seen.size") <= 3  # before, after, and after as Python said it
    assert troubles == []
