"""On paper: charts as wide as their place, none cut, no buttons, and where it comes from."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from sim import MODEL_VERSION
from sim.pages import Board, pages
from tests.browser.conftest import drawn

A4 = 688  # px between margins of 14 mm
BOARDS = [path for path, page in pages().items() if isinstance(page, Board)]
# What is wrong with the paper at the moment when the browser lays it out: after ours, in the same event.
MEASURE = """(most) => addEventListener("beforeprint", () => {
  const found = [];
  const seen = (node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  for (const chart of document.querySelectorAll(".nd-chart")) {
    const frame = chart.querySelector(".nd-plot-frame").getBoundingClientRect();
    if (frame.width > most) found.push(`${chart.dataset.chart} is ${frame.width} px wide`);
    for (const node of chart.querySelectorAll("svg text, svg .bars path")) {
      const box = node.getBoundingClientRect();
      if (seen(node) && box.width && (box.left < frame.left - 2 || box.right > frame.right + 2)) {
        found.push(`${chart.dataset.chart}: ${node.textContent || node.tagName} is cut`);
      }
    }
  }
  for (const node of document.querySelectorAll(".nd-root :is(button, summary)")) {
    if (seen(node)) found.push(`a button: ${node.textContent}`);
  }
  globalThis.__paper = { found, line: document.querySelector(".nd-paper-line").innerText,
    ink: getComputedStyle(document.querySelector(".nd-plot text")).fill };
})"""


def printed(page: Page) -> dict:
    """What the paper says of itself while it is printed."""
    page.evaluate(MEASURE, A4)
    page.pdf(format="A4", prefer_css_page_size=True)
    return page.evaluate("__paper")


@pytest.mark.parametrize("path", BOARDS)
def test_nothing_is_cut(page: Page, server, path):
    """Every chart of every board lies on the paper, and no button does."""
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{server}/{'' if path == 'home' else path}?v=4&inf=on")
    drawn(page)
    assert printed(page)["found"] == []


def test_the_paper_says_where_it_comes_from(browser, server):
    """Version, day and address; dark pages are printed in the colors of light ones, and are dark again after it."""
    context = browser.new_context(color_scheme="dark", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{server}/?v=4&n=8e9")
    drawn(page)
    ink = "getComputedStyle(document.querySelector('.nd-plot text')).fill"
    before = page.evaluate(ink)
    paper = printed(page)
    assert f"model {MODEL_VERSION}" in paper["line"] and "n=8e9" in paper["line"]
    assert datetime.now(UTC).date().isoformat() in paper["line"]
    assert paper["ink"] != before
    page.wait_for_function(f"before => {ink} === before", arg=before)
    expect(page.locator(".nd-printing")).to_have_count(0)
    context.close()


def test_what_is_folded_or_pressed_is_left_out(page: Page, server):
    """Neither the menu nor anything that is only of use on a screen."""
    page.goto(f"{server}/?v=4")
    drawn(page)
    page.emulate_media(media="print")
    for left_out in (
        page.get_by_text("All assumptions"),
        page.get_by_role("navigation"),
        page.get_by_role("link", name="Teach this"),
    ):
        expect(left_out).to_be_hidden()
    expect(page.locator(".nd-sentence")).to_be_visible()
    page.emulate_media(media="screen")
    page.goto(f"{server}/cost?v=4")
    drawn(page)
    field = page.get_by_text("What is paid")
    expect(field).to_be_visible()
    page.emulate_media(media="print")
    expect(field).to_be_hidden()
