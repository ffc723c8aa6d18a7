"""More money, first on Home: its two views, and the line that a hand moves."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import GPT_3
from tests.browser.test_live import ready

LINE = """() => {
  const plot = document.querySelector('[data-chart=more] .js-plotly-plot'), axis = plot._fullLayout.xaxis;
  return plot.getBoundingClientRect().left + axis._offset + axis.d2p(plot.data.find((one) => one.meta?.moves).x[0]);
}"""
SEEN = """() => document.querySelector('[data-chart=more] .js-plotly-plot')._fullData
  .filter((one) => one.visible === true && one.meta?.view).map((one) => one.meta.view)"""


def test_a_hand_moves_the_line_and_the_words_follow(page: Page, server, troubles):
    """The sum is an input: the note, the address and Undo know it."""
    page.set_viewport_size({"width": 1440, "height": 1100})
    ready(page, f"{server}/{GPT_3}")
    note = page.locator("[data-chart=more] .nd-note")
    expect(note).to_contain_text("For $1M more the loss falls")
    x, box = page.evaluate(LINE), page.locator("[data-chart=more] .nd-plot").bounding_box()
    page.mouse.move(x, box["y"] + 90)
    page.mouse.down()
    page.mouse.move(x + 60, box["y"] + 90, steps=5)
    page.mouse.up()
    expect(note).not_to_contain_text("For $1M more")
    page.wait_for_function("location.search.includes('x=')")
    page.get_by_role("button", name="Undo").click()
    expect(note).to_contain_text("For $1M more the loss falls")
    assert troubles == []


def test_each_view_shows_its_own_lines(page: Page, server, troubles):
    """What is reached, or what the next million buys: never both."""
    ready(page, f"{server}/{GPT_3}")
    assert set(page.evaluate(SEEN)) == {"reached"}
    page.get_by_role("button", name="Gain per $1M").click()
    page.wait_for_function(f"({SEEN})().includes('gain')")
    assert set(page.evaluate(SEEN)) == {"gain"}
    assert troubles == []
