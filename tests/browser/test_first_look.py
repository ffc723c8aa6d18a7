"""The first ten seconds: what this is, what one can do and one answer stand above the fold; doors lead on."""

import pytest
from playwright.sync_api import Page, expect

from sim.pages import board, first
from tests.browser.conftest import drawn, fits

FOLDS = {1440: 900, 360: 740}  # px
LEAST_OF_CHART = 150  # px of the first chart that are seen too


@pytest.mark.parametrize("width", FOLDS)
def test_what_stands_above_the_fold(page: Page, server, troubles, width):
    """On a desktop and on a phone: the name, the line, the ways on, the whole answer and the first chart."""
    page.set_viewport_size({"width": width, "height": FOLDS[width]})
    page.goto(server)
    drawn(page)
    expect(page.get_by_role("link", name="Next Dollar")).to_be_in_viewport()
    expect(page.get_by_text("AI language model")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("link", name=board(first().path).doors[0].words)).to_be_in_viewport(ratio=1)
    expect(page.locator(".nd-sentence")).to_be_in_viewport(ratio=1)
    chart = page.locator(".nd-plot").first.bounding_box()
    assert chart is not None and FOLDS[width] - chart["y"] > LEAST_OF_CHART
    fits(page)
    assert troubles == []


def test_doors_open_their_pages(page: Page, server, troubles):
    """Each is a link; behind it stands what it promises."""
    behind = {
        "Is AI hitting a wall?": "All claims",
        "I have chips and a deadline": "Plan the run",
        "What do $1B and $100B buy?": "What do $1M, $1B and $100B buy?",
        "Teach this": "Lessons",
    }
    assert [door.words for door in board(first().path).doors] == list(behind)
    for words, there in behind.items():
        page.goto(server)
        page.get_by_role("link", name=words).click()
        expect(page.get_by_text(there, exact=True).first).to_be_visible()
    assert troubles == []


def test_only_who_sees_the_whole_page_is_led_on(page: Page, server):
    """Neither in a course page nor before a room."""
    for query in ("?v=4&bare=1", "?v=4&view=page.present"):
        page.goto(f"{server}/{query}")
        drawn(page)
        expect(page.get_by_text("AI language model")).to_have_count(0)
