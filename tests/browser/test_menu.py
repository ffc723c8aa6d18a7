"""The menu: one line that never lies over the page, whatever was opened before."""

import pytest
from playwright.sync_api import Page, expect

from sim.pages import pages

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
MOST_HEIGHT = 56  # px that the menu may take of a phone
OPENED_BEFORE = "localStorage.setItem('stSidebarCollapsed-', 'false')"  # as older versions left it
OF_THE_PAGE = """() => {
  const seen = document.elementFromPoint(180, 400);
  return seen.closest("[data-testid=stMain]") !== null && seen.closest("[role=navigation]") === null;
}"""


@pytest.fixture
def phone(browser):
    """A page of a phone, where the menu of an older version was left open."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.add_init_script(OPENED_BEFORE)
    yield page
    context.close()


SAME_EDGE = """() => {
  const [name, heading] = ['.st-key-menu[role=navigation] a p', 'h1'].map(at => document.querySelector(at));
  return name && heading && Math.abs(name.getBoundingClientRect().x - heading.getBoundingClientRect().x) < 2;
}"""


def covers_nothing(page: Page) -> None:
    """The menu is one line at the top, and the page lies free below it."""
    box = page.get_by_role("navigation", name="Pages").bounding_box()
    assert box is not None and box["y"] == 0 and box["height"] <= MOST_HEIGHT
    page.wait_for_function(OF_THE_PAGE)


def test_a_page_that_is_chosen_on_a_phone_lies_free(phone: Page, server, troubles):
    """By touch to the last page of the menu and back to the first: each is named, in view and uncovered."""
    phone.goto(f"{server}/claims?claim=wall")
    menu = phone.get_by_role("navigation", name="Pages")
    expect(menu.get_by_role("link")).to_have_count(len(pages()))
    covers_nothing(phone)
    for title in ("Method", "Lessons", "Next Dollar"):
        menu.get_by_role("link", name=title, exact=True).tap()
        here = menu.locator('[aria-current="page"]')
        expect(here).to_have_text(title)
        expect(here.locator("p")).to_be_in_viewport(ratio=1)
        covers_nothing(phone)
    assert troubles == []


def test_the_menu_begins_where_the_page_does(page: Page, server):
    """One left edge for the product's name and the heading, narrow or wide; the name is not cut."""
    page.goto(f"{server}/plan")
    for width in (360, 820, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        name = page.get_by_role("link", name="Next Dollar").locator("p")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_function(SAME_EDGE)  # once the page's own styles have come
        assert name.evaluate("node => node.scrollWidth <= node.clientWidth"), width
