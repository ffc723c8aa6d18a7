"""Fields in a browser: what was not taken stays in the box, with the reason where the hand is."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import GPT_3


def opened(page: Page, address: str) -> None:
    """A page whose board is drawn."""
    page.goto(address)
    page.wait_for_function("() => Number(document.documentElement.dataset.ndDrawn) > 0")


def box(page: Page, name: str):
    """The box of a lever."""
    return page.locator(f'[data-lever="{name}"] .nd-box')


def typed(page: Page, name: str, text: str) -> None:
    """Type into the box of a lever, as by hand."""
    box(page, name).fill(text)
    box(page, name).press("Enter")


@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, {"width": 360, "height": 740}])
def test_a_refusal_stands_at_the_box(page: Page, server, troubles, size):
    """In view however far the page is scrolled, the text kept, one press for what was meant."""
    page.set_viewport_size(size)
    opened(page, f"{server}/{GPT_3}")
    box(page, "n_params").scroll_into_view_if_needed()
    typed(page, "n_params", "70 bilion")
    alert = page.locator('[data-lever="n_params"]').get_by_role("alert")
    expect(alert).to_contain_text("Write a number such as")
    expect(alert).to_be_in_viewport()
    expect(box(page, "n_params")).to_have_value("70 bilion")
    expect(box(page, "n_params")).to_have_attribute("aria-invalid", "true")
    described = box(page, "n_params").get_attribute("aria-describedby")
    expect(page.locator(f"id={described}")).to_have_text(alert.text_content())
    expect(page.locator(".nd-notice")).to_have_count(0)
    alert.get_by_role("button", name="Use 70 billion").click()
    expect(box(page, "n_params")).to_have_value("70B")
    expect(alert).to_be_hidden()
    expect(box(page, "n_params")).not_to_have_attribute("aria-invalid", "true")
    assert troubles == []


def test_what_can_be_read_in_two_ways_is_asked(page: Page, server):
    """By keys alone: both readings are buttons, and Escape brings back what the lever has."""
    opened(page, f"{server}/{GPT_3}")
    was = box(page, "mfu").input_value()
    typed(page, "mfu", "0.4")
    alert = page.locator('[data-lever="mfu"]').get_by_role("alert")
    expect(alert.get_by_role("button")).to_have_text(["Use 40 %", "Use 0.4 %"])
    box(page, "mfu").press("Escape")
    expect(box(page, "mfu")).to_have_value(was)
    expect(alert).to_be_hidden()
    typed(page, "mfu", "0.4")
    expect(alert).to_be_visible()
    alert.get_by_role("button", name="Use 40 %").focus()
    page.keyboard.press("Enter")
    expect(box(page, "mfu")).to_have_value("40 %")
    # Another lever leaves a refusal where it is; its own handle mends it.
    typed(page, "mfu", "much")
    typed(page, "n_params", "70B")
    expect(box(page, "n_params")).to_have_value("70B")
    expect(box(page, "mfu")).to_have_value("much")
    page.locator('[data-lever="mfu"] .nd-range').press("ArrowRight")
    expect(alert).to_be_hidden()
    expect(box(page, "mfu")).not_to_have_value("much")


def test_a_field_below_the_board_keeps_what_was_typed(page: Page, server):
    """The reason stands below the field, not at the top of the page."""
    opened(page, f"{server}/{GPT_3}")
    page.get_by_text("All assumptions").click()
    field = page.get_by_role("textbox", name="Active fraction")
    field.fill("a half")
    field.press("Enter")
    column = page.get_by_test_id("stColumn").filter(has=field)
    expect(column.get_by_role("alert")).to_contain_text("Write a number such as")
    expect(field).to_have_value("a half")
    field.fill("0.5")
    field.press("Enter")
    expect(column.get_by_role("alert")).to_have_count(0)
    expect(field).to_have_value("0.5")


def test_what_is_typed_is_said_before_it_is_taken(page: Page, server):
    """The box says how it understands the text; Escape and Enter end that; a phone shows the fitting keyboard."""
    opened(page, f"{server}/{GPT_3}")
    field, lever = box(page, "n_tokens"), page.locator('[data-lever="n_tokens"]')
    was = field.input_value()
    field.click()
    page.keyboard.type("1,4 trillion")
    expect(lever.get_by_role("status")).to_have_text("= 1.4 trillion tokens")
    page.keyboard.press("Escape")
    expect(lever.get_by_role("status")).to_be_hidden()
    expect(field).to_have_value(was)
    page.keyboard.type("1,4 trillion")
    expect(lever.get_by_role("status")).to_have_text("= 1.4 trillion tokens")
    page.keyboard.press("Enter")
    expect(field).to_have_value("1.4T")
    expect(lever.get_by_role("status")).to_be_hidden()
    assert field.get_attribute("inputmode") == "text"
    assert box(page, "mfu").get_attribute("inputmode") == "decimal"
