"""The list of laws: a name that is pointed at, focused or tapped lights its line and dims the others."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import GPT_3, drawn

LIT = ".nd-plot .trace.nd-lit"


@pytest.mark.parametrize("width, height", [(1440, 900), (360, 740)])
def test_a_name_lights_its_line(page: Page, server, troubles, width, height):
    """On all three charts of laws; pressed, it stays lit, and a change of the run leaves it so."""
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{server}/laws{GPT_3}")
    drawn(page)
    name = page.get_by_role("button", name="Muennighoff")
    name.scroll_into_view_if_needed()
    expect(page.locator(LIT)).to_have_count(0)
    name.focus()
    expect(page.locator(LIT)).to_have_count(3)
    expect(page.locator(".nd-plot .trace.nd-dim").nth(40)).to_be_attached()
    name.press("Enter")
    expect(name).to_have_attribute("aria-pressed", "true")
    name.blur()
    expect(page.locator(LIT)).to_have_count(3)
    box = page.get_by_role("checkbox", name="Draw Kaplan", exact=True)
    before = page.evaluate("Number(document.documentElement.dataset.ndDrawn)")
    box.uncheck()
    page.wait_for_function("n => Number(document.documentElement.dataset.ndDrawn) > n", arg=before)
    expect(box).not_to_be_checked()
    expect(page.locator(LIT)).to_have_count(3)
    name.press("Enter")
    name.blur()
    expect(page.locator(LIT)).to_have_count(0)
    assert not troubles


def test_the_list_stands_beside_the_lines_or_below(page: Page, server):
    """At the right on a desktop, after the chart on a phone; never wider than the page."""
    for width in (1440, 820, 360):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{server}/laws{GPT_3}")
        drawn(page)
        plot = page.locator("[data-chart=laws-ratio] .nd-plot").bounding_box()
        names = page.locator("[data-chart=laws-ratio] .nd-lines").bounding_box()
        assert names["x"] >= plot["x"] + plot["width"] if width == 1440 else names["y"] >= plot["y"] + plot["height"]
        assert names["x"] + names["width"] <= width
        # Nothing lies over the note of the chart and what can be done with it.
        foot = page.locator("[data-chart=laws-ratio] .nd-chart-foot").bounding_box()
        apart = [
            names["x"] >= foot["x"] + foot["width"],
            names["y"] >= foot["y"] + foot["height"],
            foot["y"] >= names["y"] + names["height"],
        ]
        assert any(apart), width
