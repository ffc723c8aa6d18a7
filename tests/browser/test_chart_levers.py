"""Levers in the heads of charts: by keyboard, by hand and by typing, on a desktop and on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import GPT_3, drawn
from tests.browser.test_live import played

WALL = "Is there a wall"


def head(page: Page, question: str):
    """The chart of a question."""
    return page.get_by_role("figure", name=re.compile(question))


@pytest.mark.parametrize("width, height", [(1440, 900), (360, 740)])
def test_a_chart_is_set_where_it_stands(page: Page, server, troubles, width, height):
    """An arrow key on its slider moves its note; what it did not take stays in its box; the foot has it no more."""
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{server}/laws{GPT_3}")
    drawn(page)
    clock = head(page, "Train now or wait")
    slider = clock.get_by_role("slider", name="Methods double every")
    slider.scroll_into_view_if_needed()
    slider.focus()
    slider.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", "7 months")
    expect(clock).to_contain_text("halves every 7 months (your figure")
    expect(page).to_have_url(re.compile(r"[?&]dm=7"))
    wall = head(page, WALL)
    box = wall.get_by_role("textbox", name=re.compile("^Wall at"))
    box.fill("lots")
    box.press("Enter")
    expect(wall.get_by_role("alert")).to_be_visible()
    box.fill("1e23")
    box.press("Enter")
    expect(wall.get_by_role("alert")).to_be_hidden()
    expect(wall).to_contain_text("Least loss with a wall at 1e23 FLOP, slope")
    expect(page.get_by_role("textbox", name="Efficiency")).to_have_count(1)
    expect(page.get_by_role("textbox", name=re.compile("^Wall at"))).to_have_count(1)
    assert not troubles


def test_a_wall_is_moved_by_hand(page: Page, server, troubles):
    """Its line follows the hand without a message, and release computes the same."""
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{server}/laws{GPT_3}&wf=1e25")
    drawn(page)
    wall = head(page, WALL)
    slider = wall.get_by_role("slider", name="Wall at")
    slider.scroll_into_view_if_needed()
    at = slider.bounding_box()
    index, last = int(slider.input_value()), int(slider.get_attribute("max"))
    x, y = at["x"] + 12 + (at["width"] - 24) * index / last, at["y"] + at["height"] / 2
    page.mouse.move(x, y)
    page.wait_for_function("() => globalThis.__ndSwept?.lever === 'wall_flop'")
    page.mouse.down()
    for step in range(1, 11):
        page.mouse.move(x - 2 * step, y)
        page.evaluate("new Promise(requestAnimationFrame)")
    assert played(page, "wall_flop")["lever"] == "wall_flop"
    words = wall.locator(".nd-subtitle").text_content()
    assert "1e25" not in words
    page.mouse.up()
    rung = slider.get_attribute("aria-valuetext").removesuffix(" FLOP")
    assert f"a wall at {rung} FLOP" in words
    expect(page).to_have_url(re.compile(rf"[?&]wf={rung}"))
    expect(wall.locator(".nd-subtitle")).to_have_text(words)
    assert not troubles
