"""Kept runs by keyboard alone: keep, name, make current, drop; in the address, after a reload, Back, elsewhere."""

import csv
import io
import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from sim import Scenario, evaluate
from sim.engine.kept import Kept
from sim.links.share import opened
from tests.browser.conftest import GPT_3, fits
from tests.browser.test_accessibility import violations
from tests.browser.test_live import hover, played, quiet, ready
from tests.browser.test_takeaway import downloaded

SMALL = Scenario(n_params=70e9)
FOUR = f"{GPT_3}&n=7e10&A=0~~Large&B=d~1e12&C=hw~h100"

pytestmark = pytest.mark.browser


def said(address: str):
    """What an address says."""
    return opened(parse_qsl(urlsplit(address).query))


def name_of(page: Page, mark: str):
    return page.get_by_role("textbox", name=f"Name of run {mark}")


def press(page: Page, name: str):
    """A button by keyboard."""
    button = page.get_by_role("button", name=name, exact=True)
    expect(button).to_be_enabled()
    button.focus()
    page.keyboard.press("Enter")


def test_kept_runs_by_keyboard(page: Page, browser: Browser, server, troubles):
    """Every step is in the link, so it survives a reload and another browser, and Back takes it back."""
    ready(page, f"{server}/{GPT_3}")
    press(page, "Keep")
    expect(name_of(page, "A")).to_have_value("GPT-3 175B")
    expect(page).to_have_url(re.compile("&A=1"))

    name_of(page, "A").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("Large & old")
    page.keyboard.press("Enter")
    expect(page.locator(".nd-sentence")).to_contain_text("Large & old")
    expect(name_of(page, "A")).to_be_focused()

    box = page.get_by_role("textbox", name="Parameters")
    box.fill("70B")
    box.press("Enter")
    expect(page).to_have_url(re.compile("&n=7e10.*&A="))
    press(page, "Keep")
    expect(name_of(page, "B")).to_have_value("70B on 300B")
    two = (Kept("A", Scenario(), "Large & old"), Kept("B", SMALL))
    page.wait_for_url(lambda address: said(address).kept == two)

    name_of(page, "B").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("<b>")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("plain text")
    expect(name_of(page, "B")).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Control+a")
    page.keyboard.type("Small")
    page.keyboard.press("Enter")
    expect(name_of(page, "B")).not_to_have_attribute("aria-invalid", "true")

    press(page, "Make current: run A")
    expect(page).not_to_have_url(re.compile("&n=7e10&"))
    loss = page.locator('[data-number="loss"]')
    expect(loss.locator(".nd-detail")).to_have_text(
        f"A\u00a0{evaluate(Scenario()).loss:.4f}, B\u00a0{evaluate(SMALL).loss:.4f}"
    )
    address, here = page.url, said(page.url)
    assert here.kept == (Kept("A", Scenario(), "Large & old"), Kept("B", SMALL, "Small"))

    page.reload()
    expect(name_of(page, "B")).to_have_value("Small")
    elsewhere = browser.new_page()
    elsewhere.goto(address)
    expect(name_of(elsewhere, "A")).to_have_value("Large & old")
    expect(elsewhere.locator('[data-number="loss"] .nd-detail')).to_have_text(loss.locator(".nd-detail").inner_text())
    elsewhere.close()

    press(page, "Drop run A")
    expect(name_of(page, "A")).to_have_count(0)
    expect(page.get_by_role("button", name="Drop run B")).to_be_focused()
    expect(page).not_to_have_url(re.compile("&A="))
    page.keyboard.press("Enter")
    expect(page.locator(".nd-kept")).to_be_hidden()
    expect(page.get_by_role("button", name="Keep", exact=True)).to_be_focused()
    expect(page).not_to_have_url(re.compile("&B="))

    page.go_back()
    expect(name_of(page, "B")).to_have_value("Small")
    page.go_back()
    expect(name_of(page, "A")).to_have_value("Large & old")
    page.wait_for_url(lambda address: said(address) == here)
    assert troubles == []


def test_the_table_is_taken_away_and_drawn_for_everyone(page: Page, server, troubles):
    """Its column follows a held lever; CSV of all four; nothing wider than a phone; nothing that axe calls serious."""
    page.set_viewport_size({"width": 1440, "height": 3000})
    ready(page, f"{server}/{FOUR}")
    told = page.locator(".nd-kept-table tr, .nd-kept-told li")
    before, (x, y) = told.all_text_contents(), hover(page, "n_tokens")
    page.mouse.down()
    page.mouse.move(x + 20, y, steps=4)
    played(page, "n_tokens")
    held = told.all_text_contents()
    assert held != before and len(held) == len(before)
    page.mouse.up()
    page.wait_for_function("() => location.search.includes('d=')")
    quiet(page)
    assert told.all_text_contents() == held
    page.get_by_role("button", name="Undo").click()
    expect(told.nth(2)).to_have_text(before[2])
    quiet(page)
    name, content = downloaded(page, page.get_by_role("button", name="CSV: Side by side"))
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert name == "next-dollar-side-by-side.csv" and head[2:4] == ["This run", "A Large"] and len(head) == 6
    loss = next(row for row in rows if row[0] == "Loss")
    assert [float(x) for x in loss[2:]] == [evaluate(run).loss for run in all_four()]
    name, content = downloaded(page, page.get_by_role("button", name="Markdown: Side by side"))
    assert content.decode().startswith("## Side by side")
    for width in (1440, 360):
        page.set_viewport_size({"width": width, "height": 900})
        expect(page.locator(".nd-kept-table")).to_be_visible()
        fits(page)
        assert violations(page) == []
    assert troubles == []


def all_four() -> list[Scenario]:
    """The runs of the link."""
    found = opened(FOUR)
    return [found.scenario, *(one.scenario for one in found.kept)]
