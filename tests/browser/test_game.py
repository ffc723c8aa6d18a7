"""The pilot game and a forecast in a browser: played to the end, kept in the address, accessible on the way."""

import re
from datetime import date

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import GPT_3
from tests.browser.test_accessibility import violations

PLAYED_MS = 30_000  # the tool plays too


def test_a_game_and_a_forecast(page: Page, server: str, browser: Browser):
    """Pilots, shot, truth; the link opened elsewhere gives the same; then a forecast, whose link holds its day."""
    page.goto(f"{server}/game?gw=1.4821")
    page.get_by_label("Pilots to buy").fill("400M 8B\n400M 100B\n5B 1B")
    page.get_by_role("button", name="Buy these pilots").click()
    expect(page).to_have_url(re.compile(r"gr=4e8~8e9_4e8~1e11_5e9~1e9"))
    expect(page.get_by_role("heading", name="What do the pilots tell of the large run?")).to_be_visible()
    expect(page.get_by_text("spent on pilots")).to_contain_text("left")
    page.get_by_label("Parameters", exact=True).fill("200B")
    page.get_by_label("Loss, lower end").fill("2.2")
    page.get_by_label("Loss, upper end").fill("2.4")
    page.get_by_role("button", name="Take the shot").click()
    told = page.get_by_text("The law of world 4821 was")
    expect(told).to_be_visible(timeout=PLAYED_MS)
    expect(page).to_have_url(re.compile(r"gs=2e11~"))
    regret = page.get_by_text("Your regret is $").last.inner_text()
    assert violations(page) == []
    elsewhere = browser.new_context().new_page()
    elsewhere.goto(page.url)
    expect(elsewhere.get_by_text(regret)).to_be_visible(timeout=PLAYED_MS)
    elsewhere.context.close()
    page.goto(f"{server}/forecasts{GPT_3}")
    for label, text in (("Forecast", "2"), ("Lower end", "1.9"), ("Upper end", "2.1")):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="Make this forecast").click()
    expect(page).to_have_url(re.compile(f"fc=loss~{date.today().isoformat()}~2~1.9~2.1~80"))
    page.get_by_label("What came").fill("2.05")
    page.get_by_label("What came").press("Enter")
    expect(page.get_by_text("The interval held.")).to_be_visible()
    assert violations(page) == []
