"""Pictures, tables and scenarios leave the page as files."""

import csv
import struct
from datetime import date
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from sim import Scenario, evaluate
from sim.charts import charts, charts_of
from sim.links.share import opened
from sim.links.takeaway import source_line
from sim.version import MODEL_VERSION
from tests.browser.conftest import GPT_3
from tests.browser.test_home import expect_figures


def downloaded(page: Page, button) -> tuple[str, bytes]:
    """Name and content of the file that a button gives."""
    with page.expect_download() as download:
        button.click()
    return download.value.suggested_filename, download.value.path().read_bytes()


def numbers_of(content: bytes) -> tuple[list[str], list[dict[str, str]]]:
    """Comments and rows of a file of numbers."""
    lines = content.decode().splitlines()
    comments = [line for line in lines if line.startswith("# ")]
    return comments, list(csv.DictReader(line for line in lines if not line.startswith("# ")))


@pytest.mark.parametrize("path", ["", "plan"])
def test_every_chart_as_numbers_and_as_picture(page: Page, server, troubles, path):
    """One click each: all that is drawn, unrounded, and a picture with its question on it, as pixels and as lines."""
    for chart in (chart for chart in charts_of(path or "home") if chart.applies(Scenario())):
        page.goto(f"{server}/{path}{GPT_3}")  # anew: Chromium asks before the eleventh file of one visit
        page.wait_for_function("() => document.documentElement.dataset.ndDrawn")
        figure = page.locator(f'[data-chart="{chart.id}"]')
        name, content = downloaded(page, figure.locator('[data-take="csv"]'))
        assert name == f"next-dollar-{chart.id}.csv"
        comments, rows = numbers_of(content)
        assert f"# {chart.question}" in comments and f"# {source_line(evaluate(Scenario()))}" in comments
        assert any(server in line and "v=4" in line for line in comments)
        assert rows and list(rows[0])[:5] == ["series", "x", "y", "low80", "high80"]
        name, content = downloaded(page, figure.locator('[data-take="png"]'))
        assert name == f"next-dollar-{chart.id}.png"
        assert content.startswith(b"\x89PNG")
        assert struct.unpack(">I", content[16:20]) == (2000,)
        name, content = downloaded(page, figure.locator('[data-take="svg"]'))
        assert name == f"next-dollar-{chart.id}.svg"
        words = "".join(ElementTree.fromstring(content).itertext())
        assert chart.question in words and date.today().isoformat() in words and "you are here" not in words
    assert troubles == []


def test_the_numbers_are_those_of_the_chart(page: Page, server):
    """The curve to every digit, and how sure it is, whenever the button is pressed."""
    page.goto(f"{server}/{GPT_3}&show=compute")
    page.wait_for_function("() => document.documentElement.dataset.ndDrawn")
    _, rows = numbers_of(downloaded(page, page.locator('[data-chart="compute"] [data-take="csv"]'))[1])
    drawn = charts()["compute"].picture(evaluate(Scenario())).figure["data"]
    (curve,) = (trace for trace in drawn if trace.get("name") == "Least loss")
    found = [(float(row["x"]), float(row["y"])) for row in rows if row["series"] == "Least loss"]
    assert found == list(zip(curve["x"].tolist(), curve["y"].tolist(), strict=True))
    (run,) = (row for row in rows if row["series"] == "GPT-3 175B")
    assert float(run["low80"]) < evaluate(Scenario()).loss < float(run["high80"])
    assert sum(row["low80"] != "" for row in rows) > 10


def test_what_an_article_takes_along(page: Page, server):
    """Caption, words, link and frame of one chart, and how to cite the run; the link and the frame show the chart."""
    page.goto(f"{server}/plan{GPT_3}")
    page.wait_for_function("() => document.documentElement.dataset.ndDrawn")
    figure = page.locator('[data-chart="isoflop"]')
    button = figure.get_by_role("button", name="Publish")
    button.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    texts = {
        box.evaluate("node => node.labels[0].innerText.trim()"): box.input_value()
        for box in figure.locator("textarea").all()
    }
    question = charts()["isoflop"].question
    assert texts["Caption"].startswith(question) and "Source: Next Dollar" in texts["Caption"]
    assert texts["Link to this chart"] in texts["Caption"] and MODEL_VERSION in texts["To cite it"]
    assert f"{server}/plan?v=4" in texts["To cite it"] and date.today().isoformat() in texts["To cite it"]
    assert "@software" in texts["The same for BibTeX"] and f"{server}/plan?v=4" in texts["The same for BibTeX"]
    page.set_content(f"<h1>A page of mine</h1>{texts['For a page of yours']}")
    frame = page.frame_locator("iframe")
    expect(frame.locator("[data-chart]")).to_have_count(1)
    expect(frame.locator('[data-chart="isoflop"] .main-svg').first).to_be_visible()
    page.goto(texts["Link to this chart"])
    expect(page.locator("[data-chart]")).to_have_count(1)
    button = page.get_by_role("button", name="Publish")
    button.click()
    expect(page.get_by_label("Caption")).to_be_visible()
    button.click()
    expect(page.get_by_label("Caption")).to_be_hidden()


@pytest.mark.parametrize("path", ["", "laws"])
def test_the_page_as_one_file(page: Page, server, browser, tmp_path, path):
    """It opens from disk with the network off: every chart, the words, the tables and the way back; nothing fails."""
    page.goto(f"{server}/{path}{GPT_3}")
    page.wait_for_function("() => document.documentElement.dataset.ndDrawn")
    name, content = downloaded(page, page.get_by_role("button", name="Everything as one file"))
    assert name == f"next-dollar-{path or 'home'}.html"
    assert len(content) < 6_000_000
    file = tmp_path / name
    file.write_bytes(content)
    alone = browser.new_context(offline=True)
    opened_page, heard = alone.new_page(), []
    opened_page.on("console", lambda message: heard.append(message.text))
    opened_page.on("pageerror", lambda error: heard.append(str(error)))
    opened_page.on(
        "request", lambda request: heard.append(request.url) if not request.url.startswith(("file:", "data:")) else None
    )
    opened_page.goto(file.as_uri())
    shown = [chart for chart in charts_of(path or "home") if chart.applies(Scenario())]
    expect(opened_page.locator("figure .main-svg:first-child")).to_have_count(len(shown))
    for chart in shown:
        expect(opened_page.get_by_role("heading", name=chart.question)).to_be_visible()
    assert opened_page.locator("table").count() == len(shown)
    opened_page.get_by_text("The same in words and numbers").first.click()
    expect(opened_page.locator("table").first).to_be_visible()
    expect(opened_page.get_by_text(source_line(evaluate(Scenario())))).to_be_visible()
    back = opened_page.get_by_role("link", name="Open it live").get_attribute("href")
    assert back is not None and opened(back).scenario == Scenario() and back.startswith(f"{server}/{path}?")
    assert heard == []
    alone.close()


def test_the_table_is_copied_as_it_is_read(page: Page, server):
    """Cells parted by tabs, for a spreadsheet to paste."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{server}/plan{GPT_3}")
    page.wait_for_function("() => document.documentElement.dataset.ndDrawn")
    figure = page.locator('[data-chart="isoflop"]')
    figure.get_by_text("The same in words and numbers").click()
    figure.get_by_role("button", name="Copy the table").click()
    expect(figure.get_by_role("button", name="Copied")).to_be_visible()
    columns, rows = charts()["isoflop"].picture(evaluate(Scenario())).table
    assert page.evaluate("navigator.clipboard.readText()") == "\n".join("\t".join(cells) for cells in (columns, *rows))


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("", "Next Dollar"),
        ("plan", "Plan · Next Dollar"),
        ("claims?claim=wall", "Scaling laws are hitting a wall · Next Dollar"),
        ("lessons?le=is-there-a-wall", "Is there a wall? · Next Dollar"),
    ],
)
def test_tabs_are_told_apart(page: Page, server, address, title):
    """By the title that the server sent and that the page keeps."""
    page.goto(f"{server}/{address}")
    assert page.title() == title
    page.get_by_role("heading", level=1).wait_for()
    expect(page).to_have_title(title)


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
