"""Pictures, tables and scenarios leave the page as files."""

import struct

import pytest
from playwright.sync_api import Page, expect

from sim import Scenario, evaluate
from sim.charts import charts, charts_of
from sim.share import opened
from sim.spreadsheets import csv_text
from tests.browser.test_home import expect_figures


def downloaded(page: Page, button) -> tuple[str, bytes]:
    """Name and content of the file that a button gives."""
    with page.expect_download() as download:
        button.click()
    return download.value.suggested_filename, download.value.path().read_bytes()


@pytest.mark.parametrize("path", ["", "plan"])
def test_every_chart_as_table_and_picture(page: Page, server, troubles, path):
    """One click each: the chart's own table, and a picture with its question on it."""
    page.goto(f"{server}/{path}")
    page.wait_for_function("document.documentElement.dataset.ndDrawn")
    for chart in (chart for chart in charts_of(path or "home") if chart.applies(Scenario())):
        figure = page.locator(f'[data-chart="{chart.id}"]')
        name, content = downloaded(page, figure.locator('[data-take="csv"]'))
        assert name == f"next-dollar-{chart.id}.csv"
        columns, rows = charts()[chart.id].table([evaluate(Scenario())])
        assert content.decode("utf-8-sig") == csv_text(columns, rows)
        name, content = downloaded(page, figure.locator('[data-take="png"]'))
        assert name == f"next-dollar-{chart.id}.png"
        assert content.startswith(b"\x89PNG")
        assert struct.unpack(">I", content[16:20]) == (2000,)
    assert troubles == []


def test_scenario_as_python_and_as_text(page: Page, server):
    """The snippet computes the figure on the page; the text carries a link that opens the scenario."""
    scenario = Scenario(n_params=8e9)
    page.goto(f"{server}/?v=1&n=8e9")
    expect_figures(page, scenario)
    page.get_by_text("Save or load a scenario").click()
    name, content = downloaded(page, page.get_by_role("button", name="Download as Python"))
    assert name == "next-dollar.py"
    space: dict = {}
    exec(content.decode(), space)
    assert space["result"].loss == evaluate(scenario).loss
    name, content = downloaded(page, page.get_by_role("button", name="Download as Markdown"))
    assert name == "next-dollar.md"
    link = content.decode().rpartition("<")[2].partition(">")[0]
    assert link.startswith(f"{server}/?")
    assert opened(link).scenario == scenario
    expect(page.locator(".nd-notice")).to_have_count(0)
