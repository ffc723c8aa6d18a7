"""More money, first on Home: its two views, and the line that a hand moves."""

from playwright.sync_api import Page, expect

from sim.ground import units
from tests.browser.conftest import GPT_3
from tests.browser.test_live import ready
from ui.board import levers

LINE = """() => {
  const plot = document.querySelector('[data-chart=more] .js-plotly-plot'), axis = plot._fullLayout.xaxis;
  return plot.getBoundingClientRect().left + axis._offset + axis.d2p(plot.data.find((one) => one.meta?.moves).x[0]);
}"""
SEEN = """() => document.querySelector('[data-chart=more] .js-plotly-plot')._fullData
  .filter((one) => one.visible === true && one.meta?.view).map((one) => one.meta.view)"""


WORDS = """() => [".nd-note", ".nd-words", ".nd-table tr"].map((part) =>
  [...document.querySelectorAll(`[data-chart=more] ${part}`)].map((one) => one.textContent))"""
TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
COUNT_DRAWINGS = """() => { globalThis.drawings = 0; for (const name of ["update", "restyle", "react"]) {
  const drawn = Plotly[name];
  Plotly[name] = (...all) => { drawings += 1; return drawn(...all); };
} }"""


def test_a_hand_moves_the_line_and_the_words_follow(page: Page, server, troubles):
    """While it is held, and then as Python says it: the sum is an input, which the address and Undo know too."""
    page.set_viewport_size({"width": 1440, "height": 1100})
    ready(page, f"{server}/{GPT_3}")
    note = page.locator("[data-chart=more] .nd-note")
    expect(note).to_contain_text("For $1M more the loss falls")
    page.locator("[data-chart=more] .nd-details summary").click()
    x, box = page.evaluate(LINE), page.locator("[data-chart=more] .nd-plot").bounding_box()
    page.evaluate(COUNT_DRAWINGS)
    page.mouse.move(x + 2, box["y"] + 90)
    page.wait_for_function("() => globalThis.__ndSwept?.lever === 'extra_usd'")
    page.mouse.down()
    page.mouse.move(x + 60, box["y"] + 90, steps=5)
    expect(note).not_to_contain_text("For $1M more")
    page.evaluate(TWO_FRAMES)
    played, shown = page.evaluate(WORDS), page.evaluate("__ndPlayed.index")
    assert "more the loss falls by" in played[1][0] and page.evaluate("drawings") == 0
    label = f"+{units.dollars(levers.rungs('extra_usd')[shown])}"
    assert label in page.locator("[data-chart=more] .textpoint").all_text_contents()
    page.mouse.up()
    page.wait_for_function("() => location.search.includes('x=') && drawings > 0")
    page.wait_for_function(f"played => JSON.stringify(({WORDS})()) === JSON.stringify(played)", arg=played)
    page.get_by_role("button", name="Undo").click()
    expect(note).to_contain_text("For $1M more the loss falls")
    assert troubles == []


def test_each_view_shows_its_own_lines(page: Page, server, troubles):
    """What is reached, or what the next million buys: never both."""
    ready(page, f"{server}/{GPT_3}")
    assert set(page.evaluate(SEEN)) == {"reached"}
    page.get_by_role("button", name="Gain per $1M").click()
    page.wait_for_function(f"() => [...new Set(({SEEN})())].join() === 'gain'")
    assert troubles == []
