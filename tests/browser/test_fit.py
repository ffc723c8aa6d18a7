"""From a dropped file to Home with the fitted law, and the link of it opened elsewhere."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from sim.fitting.example import as_csv, example
from sim.fitting.fit import fit
from sim.fitting.reading import read
from sim.links.share import opened
from tests.browser.conftest import GPT_3, drawn
from tests.browser.test_accessibility import violations
from tests.browser.test_home import expect_figures

FITTED_MS = 60_000  # on a machine that does much else


def test_from_a_file_to_home(page: Page, server: str, browser: Browser):
    """The file is fitted, the page stays accessible, Home shows the law, and its link gives the same numbers."""
    page.goto(f"{server}/fit{GPT_3}")
    content = as_csv(example(30)).encode()
    page.locator("input[type=file]").set_input_files(
        files=[{"name": "runs.csv", "mimeType": "text/csv", "buffer": content}]
    )
    expect(page.get_by_text("runs.csv")).to_be_visible()
    page.get_by_role("button", name="Fit these runs").click()
    expect(page.get_by_role("heading", name="30 runs, 0 rows refused")).to_be_visible(timeout=FITTED_MS)
    expect(page.get_by_text("Deciding on the best guess of the law overspends")).to_be_visible()
    expect(page.get_by_role("heading", name="Published laws on your runs")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Use this law on all pages").click()
    expect(page).to_have_url(re.compile(r"law=custom"))
    page.get_by_role("link", name="Next Dollar").click()
    drawn(page)
    expect(page).to_have_url(re.compile(r"law=custom"))
    chosen = opened(page.url).scenario
    law = fit(read(content)).constants
    assert chosen.custom_alpha == pytest.approx(law["alpha"], rel=1e-9)
    expect_figures(page, chosen)
    elsewhere = browser.new_context().new_page()
    elsewhere.goto(page.url)
    drawn(elsewhere)
    expect_figures(elsewhere, chosen)
    elsewhere.context.close()
