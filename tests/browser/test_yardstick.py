"""Below the loss stands a ruler of known sizes; its unit can be chosen, and the link keeps it."""

import re

from playwright.sync_api import Page, expect

from sim import Scenario, evaluate
from sim.words import yardstick
from sim.words.run import headlines
from tests.browser.conftest import GPT_3, drawn

PLACE = "parseFloat(document.querySelector('.nd-here').style.left)"


def test_the_mark_moves_with_the_hand(page: Page, server, troubles):
    """Where it stands is the run's place, at release and, in a drag, before it."""
    page.goto(f"{server}/{GPT_3}")
    drawn(page)
    assert abs(page.evaluate(PLACE) / 100 - yardstick.sizes(Scenario()).at(evaluate(Scenario()).loss)) < 1e-3
    for name in (*yardstick.SIZES, "floor"):
        expect(page.locator(".nd-ruler").get_by_text(name, exact=True)).to_be_visible()
    lever = page.locator('[data-lever="n_params"] input[type=range]')
    lever.hover()
    before = page.evaluate(PLACE)
    box = lever.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.58, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] / 2, steps=10)
    page.wait_for_function(f"before => {PLACE} < before - 1", arg=before)
    page.mouse.up()
    assert troubles == []


def test_the_unit_is_a_view(page: Page, server, troubles):
    """Bits or perplexity are shown at once, kept by the link, and change no result."""
    page.goto(f"{server}/{GPT_3}")
    drawn(page)
    said = {name: value for name, _, value, _ in headlines(evaluate(Scenario()))[0].units}
    value = page.locator('[data-number="loss"] .nd-value')
    unit = page.locator('[data-number="loss"]').get_by_role("combobox", name="Loss")
    expect(value).to_have_text(said["nat"])
    unit.select_option("perplexity")
    expect(value).to_have_text(said["perplexity"])
    page.wait_for_url(re.compile("view=loss.perplexity"))
    page.reload()
    expect(value).to_have_text(said["perplexity"])
    expect(unit).to_have_value("perplexity")
    expect(page).to_have_url(re.compile(re.escape(f"l0={evaluate(Scenario()).loss:.6g}")))
    unit.select_option("nat")
    expect(value).to_have_text(said["nat"])
    expect(page).not_to_have_url(re.compile("view="))
    assert troubles == []
