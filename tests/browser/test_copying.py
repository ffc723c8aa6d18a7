"""Copying on plain http at the machine's own address, where browsers give a page no clipboard."""

import re
import socket
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import GPT_3, fits

LESSON = "lessons?le=parameters-or-tokens"
# What the browser has copied is read by pasting it: a page on http cannot ask for it.
PASTED = """() => {
  const box = document.createElement("textarea");
  box.id = "pasted";
  document.querySelector("[role=dialog]")?.append(box) ?? document.body.append(box);
  box.focus();
}"""

# How high the box around the first button is, and what stands in it, as soon as the button is there.
UNFOLDED = """() => {
  const named = [...document.querySelectorAll(".nd-copying button")].find((button) => button.textContent);
  const box = named?.closest("details");
  return box ? [box.clientHeight, box.scrollHeight] : null;
}"""


@pytest.fixture
def own_address(server):
    """The app at the machine's own address, as a class opens it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: it asks for the way there
        except OSError:
            pytest.skip("this machine has no address of its own")
        host = probe.getsockname()[0]
    return f"http://{host}:{urlsplit(server).port}"


def pasted(page: Page) -> str:
    """What Ctrl+V gives."""
    page.evaluate(PASTED)
    page.keyboard.press("Control+V")
    return page.locator("#pasted").input_value()


@pytest.mark.parametrize("step", [2, 6])
def test_a_hand_in_is_copied_on_http(page: Page, own_address, troubles, step):
    """On a phone, at the first task and at the last step: one press, and the link is in the clipboard."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{own_address}/{LESSON}&at={step}&an=_5")
    assert page.evaluate("navigator.clipboard === undefined && !isSecureContext")
    if step == 2:
        page.get_by_text("Hand in what you have so far").click()
        shown, whole = page.wait_for_function(UNFOLDED).json_value()
        assert shown == whole  # a button that still moves takes no press
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    link = pasted(page)
    assert link.startswith(f"{own_address}/{LESSON}") and "an=_5" in link
    fits(page)
    assert troubles == []


def test_a_browser_that_cannot_copy_selects_the_text_and_says_so(page: Page, own_address):
    """The link is selected, ready for the hand."""
    page.add_init_script("document.execCommand = () => false")
    page.goto(f"{own_address}/{LESSON}&at=6&an=_5")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("The text is selected: copy it by hand.")).to_be_visible()
    selected = page.evaluate(
        "document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)"
    )
    assert re.search("an=_5", selected)


def test_the_boards_link_is_copied_on_http(page: Page, own_address):
    """The same for the link of a run."""
    page.goto(f"{own_address}/{GPT_3}")
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Link copied")).to_be_visible()
    assert pasted(page).startswith(own_address)


def test_share_is_there_where_the_browser_has_it(page: Page, own_address):
    """It hands the link to the browser; without `navigator.share` there is no such button."""
    page.goto(f"{own_address}/{LESSON}&at=6&an=_5")
    expect(page.get_by_role("button", name="Copy link")).to_be_visible()
    expect(page.get_by_role("button", name="Share")).to_be_hidden()
    page.add_init_script("navigator.share = async (what) => { window.shared = what; }")
    page.reload()
    page.get_by_role("button", name="Share").click()
    page.wait_for_function("() => window.shared?.url.includes('an=_5')")
