"""From a dropped file to Home with the fitted law, and the link of it opened elsewhere."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from sim import evaluate
from sim.charts import charts
from sim.fitting.example import as_csv, example
from sim.fitting.reading import read
from sim.fitting.report import fitted
from sim.links.share import opened
from sim.studies.uncertainty import bands
from sim.words.bands import band_line
from tests.browser.conftest import GPT_3, drawn
from tests.browser.test_accessibility import violations
from tests.browser.test_home import expect_figures

FITTED_MS = 60_000  # on a machine that does much else
OUTLIER = 7  # line 9


def expect_home(page: Page, scenario):
    """The figures, the band of the loss, and the bars with "Learn more first" are those of the scenario."""
    expect_figures(page, scenario)
    expect(page.locator('[data-number="loss"]')).to_contain_text(band_line("loss", bands(scenario)))
    chart = charts()["learn"]
    place = page.locator('[data-chart="learn"]')
    expect(place).to_contain_text(chart.note(evaluate(scenario)), timeout=FITTED_MS)
    expect(place.locator(".js-plotly-plot")).to_contain_text("Learn more first")


def test_from_a_file_to_home(page: Page, server: str, browser: Browser, troubles):
    """The file is fitted, an outlier switched off, Home shows law, band and bar; its link gives the same elsewhere."""
    page.goto(f"{server}/fit{GPT_3}")
    table = example(30)
    loss = table.loss.copy()
    loss[OUTLIER] *= 1.2
    content = as_csv(replace(table, loss=loss)).encode()
    page.locator("input[type=file]").set_input_files(
        files=[{"name": "runs.csv", "mimeType": "text/csv", "buffer": content}]
    )
    expect(page.get_by_text("30 runs can be fitted; 0 rows refused.")).to_be_visible()
    page.get_by_role("button", name="Fit these runs").click()
    expect(page.get_by_role("heading", name="30 runs, 0 rows refused")).to_be_visible(timeout=FITTED_MS)
    expect(page.get_by_role("heading", name="Runs as they were understood")).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_have_count(2)
    assert violations(page) == []
    page.get_by_role("button", name=re.compile("^Line 9")).click()
    expect(page.get_by_role("heading", name="29 runs, 0 rows refused, 1 switched off")).to_be_visible(timeout=FITTED_MS)
    page.get_by_role("button", name="Use this law on all pages").click()
    expect(page).to_have_url(re.compile(r"law=custom.*&cf="))
    page.get_by_role("link", name="Next Dollar").click()
    drawn(page)
    expect(page).to_have_url(re.compile(r"law=custom"))
    chosen = opened(page.url).scenario
    read_again = read(content)
    law = fitted(read_again.some(read_again.loss != read_again.loss[OUTLIER]))
    assert chosen.custom_alpha == pytest.approx(law.fit.constants["alpha"], rel=1e-9)
    assert chosen.custom_fit == law.text
    expect_home(page, chosen)
    elsewhere = browser.new_context().new_page()
    elsewhere.goto(page.url)
    drawn(elsewhere)
    expect_home(elsewhere, chosen)
    elsewhere.context.close()
    assert troubles == []
