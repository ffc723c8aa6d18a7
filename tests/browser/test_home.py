"""The main job in a real browser: load, move, type, read, share."""

import json
import re
from urllib.parse import urlsplit

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from sim import Scenario, evaluate
from sim.engine.presets import opening, presets, saved
from sim.ground import units
from sim.inputs import TABLE
from sim.links.share import link, opened
from sim.words.next_dollar import paragraph
from sim.words.run import headlines
from tests.browser.conftest import GPT_3, fits
from tests.unit.test_share import random_scenario


def number(page: Page, name: str):
    """The figure of a headline number."""
    return page.locator(f'[data-number="{name}"] .nd-value')


def query(page: Page) -> str:
    return urlsplit(page.url).query


def expect_figures(page: Page, scenario: Scenario):
    """The four numbers on the page are the engine's, to every printed digit."""
    for headline in headlines(evaluate(scenario)):
        expect(number(page, headline.name)).to_have_text(headline.value)


def test_gpt3_reads_as_the_command_line_says(page: Page, server, troubles):
    """Home opens on GPT-3; its paragraph says that tokens are the better buy, with the engine's figures."""
    page.goto(f"{server}/{GPT_3}")
    result = evaluate(Scenario())
    assert result.gain_tokens > result.gain_params
    words = "".join(piece.text for piece in paragraph(result, presets().entries["gpt-3-175b"].title))
    assert words.startswith("More text is the better buy for GPT-3 175B: 13 of 14 laws and 100 % of the draws say so")
    expect(page.locator(".nd-sentence")).to_have_text(words)
    expect_figures(page, Scenario())
    expect(page.locator(".js-plotly-plot")).to_have_count(4)
    assert troubles == []


def test_main_job(page: Page, context, server, troubles):
    """Load a preset, move a lever by key, type into another, copy the link, open it elsewhere."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{server}/{GPT_3}")
    page.get_by_label("Start from").select_option("llama-2-70b")
    expected = presets().entries["llama-2-70b"].scenario
    expect_figures(page, expected)

    page.get_by_role("slider", name="Tokens").press("ArrowRight")
    expected = expected.changed(n_tokens=2.5e12)
    expect_figures(page, expected)

    box = page.get_by_role("textbox", name="Parameters, type a value")
    box.fill("8B")
    box.press("Enter")
    expected = expected.changed(n_params=8e9)
    expect_figures(page, expected)
    expect(page.get_by_label("Start from")).to_have_value("")

    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Link copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert opened(copied).scenario == expected
    other = context.new_page()
    other.goto(copied)
    expect_figures(other, expected)
    assert troubles == []


def test_three_random_scenarios_survive_in_the_browser(page: Page, server):
    """A link opened in a real browser shows and writes the same scenario to every digit."""
    rng = np.random.default_rng(11)
    done = 0
    while done < 3:
        scenario = random_scenario(rng).changed(plan="params_tokens")
        page.goto(f"{server}/?{link(scenario)}")
        expect_figures(page, scenario)
        assert opened(query(page)).scenario == scenario
        done += 1


def test_back_and_reload(page: Page, server):
    """A released move is one step of history; reload keeps the scenario."""
    page.goto(f"{server}/{GPT_3}")
    expect_figures(page, Scenario())
    page.get_by_role("slider", name="Parameters").press("ArrowRight")
    moved = Scenario(n_params=2e11)
    expect_figures(page, moved)
    page.wait_for_url(re.compile("n=2e11"))
    page.reload()
    expect_figures(page, moved)
    page.go_back()
    expect_figures(page, Scenario())
    page.go_forward()
    expect_figures(page, moved)


def test_quick_moves_are_not_lost(page: Page, server, troubles):
    """Many keys in a row on several levers: address, levers and numbers agree in the end."""
    page.goto(f"{server}/{GPT_3}")
    expect_figures(page, Scenario())
    page.get_by_label("What is given").select_option("target_loss")
    expect(page.get_by_role("slider", name="Parameters")).to_be_disabled()
    page.get_by_role("button", name="Reset").click()
    expect(page.get_by_role("slider", name="Parameters")).to_be_enabled()
    expected = opening().scenario
    for name, lever in (("n_params", "Parameters"), ("n_tokens", "Tokens"), ("usd_per_chip_hour", "Price")):
        slider = page.get_by_role("slider", name=lever)
        slider.focus()
        for _ in range(12):
            page.keyboard.press("ArrowRight")
        rungs = TABLE[name].rungs()
        start = next(i for i, rung in enumerate(rungs) if rung > getattr(expected, name))
        expected = expected.changed(**{name: rungs[start + 11]})
    expect_figures(page, expected)
    page.wait_for_function("query => location.search === '?' + query", arg=link(expected, result=evaluate(expected)))
    assert troubles == []


def test_pages_keep_the_scenario(page: Page, server, troubles):
    """A page switch and Back keep what was set."""
    page.goto(f"{server}/?{link(Scenario(n_params=8e9))}")
    expect_figures(page, Scenario(n_params=8e9))
    page.get_by_role("link", name="Plan").click()
    expect(page.get_by_role("heading", name="Plan the run")).to_be_visible()
    expect_figures(page, Scenario(n_params=8e9))
    page.wait_for_url(re.compile("/plan.*n=8e9"))
    page.get_by_role("link", name="Method").click()
    expect(page.get_by_role("heading", name="How it works")).to_be_visible()
    page.wait_for_url(re.compile("/method.*n=8e9"))
    page.go_back()
    expect_figures(page, Scenario(n_params=8e9))
    assert troubles == []


@pytest.mark.parametrize(
    "bad",
    [
        "n=%3Cscript%3Ealert(1)%3C/script%3E",
        "n=nan",
        "mfu=7",
        "law=nope",
        "v=99",
        "v=4&zz=%3Cimg%20src=x%20onerror=1%3E",
    ],
)
def test_bad_links_give_a_notice(page: Page, server, troubles, bad):
    """A bad link falls back with a notice and never becomes markup."""
    page.on("dialog", lambda dialog: pytest.fail("a script ran"))
    page.goto(f"{server}/?{bad}")
    expect(page.locator(".nd-notice").first).to_be_visible()
    expect_figures(page, Scenario())
    assert page.locator("img[src=x]").count() == 0
    assert page.get_by_text("Traceback").count() == 0
    assert troubles == []


def test_refused_typing_keeps_the_picture(page: Page, server):
    """A value that is not allowed is named, with what is allowed; nothing else changes."""
    page.goto(f"{server}/{GPT_3}")
    box = page.get_by_role("textbox", name="Parameters, type a value")
    box.fill("lots")
    box.press("Enter")
    expect(page.locator('[data-lever="n_params"]').get_by_role("alert")).to_contain_text("1M to 1,000T")
    expect(box).to_have_value("lots")
    expect_figures(page, Scenario())


def test_infeasible_plan_keeps_the_last_good_picture(page: Page, server):
    """A target below the floor says why, over the picture of before."""
    page.goto(f"{server}/{GPT_3}")
    page.get_by_label("What is given").select_option("target_loss")
    box = page.get_by_role("textbox", name="Target loss, type a value")
    expect(box).to_have_value("2.0085")
    feasible = Scenario(plan="target_loss", target_loss=2.0085)
    expect_figures(page, feasible)
    box.fill("1.5")
    box.press("Enter")
    expect(page.locator(".nd-notice")).to_contain_text("irreducible loss of this law is 1.8172")
    expect_figures(page, feasible)
    box.fill("1.9")
    box.press("Enter")
    expect_figures(page, Scenario(plan="target_loss", target_loss=1.9))
    expect(page.locator(".nd-notice")).to_have_count(0)


def choose_chip(page: Page, text: str):
    """Pick the one chip that the text finds; Streamlit closes an open list when charts are still being drawn."""
    chip = page.get_by_role("combobox", name=re.compile("Chip"))
    found = page.get_by_role("listbox").get_by_role("option")
    for attempt in range(4):
        chip.click()
        chip.fill(text)
        try:
            expect(found).to_have_count(1, timeout=3_000)
        except AssertionError:
            if attempt == 3:
                raise
        else:
            break
    chip.press("Enter")


def test_assumptions_are_one_click_away(page: Page, server):
    """A chip chosen there sets its peak and price; a refused number says so."""
    page.goto(f"{server}/{GPT_3}")
    page.get_by_text("All assumptions").click()
    choose_chip(page, "H100")
    expected = Scenario(hardware="h100")
    expect_figures(page, expected)
    box = page.get_by_role("textbox", name=re.compile("Number of chips"))
    box.fill("-3")
    box.press("Enter")
    expect(page.get_by_test_id("stColumn").filter(has=box).get_by_role("alert")).to_contain_text("llowed is 1 to")
    expect(box).to_have_value("-3")
    box.fill("2048")
    box.press("Enter")
    expect(number(page, "cost_total_usd")).to_have_text(units.dollars(evaluate(expected).cost_total_usd))
    page.wait_for_url(re.compile("nc=2048"))


def test_preset_files_go_out_and_come_back(page: Page, server):
    """Download, edit, upload; a wrong file is named."""
    page.goto(f"{server}/{GPT_3}")
    page.get_by_text("Save or load a scenario").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as JSON").click()
    content = json.loads(download.value.path().read_text())
    content["inputs"]["n_params"] = "8B"
    content["title"] = "<b>Mine</b>"
    chooser = page.locator('input[type="file"]')
    chooser.set_input_files(
        {"name": "mine.json", "mimeType": "application/json", "buffer": json.dumps(content).encode()}
    )
    expect_figures(page, Scenario(n_params=8e9))
    expect(page.locator(".nd-sentence")).to_contain_text("<b>Mine</b>")
    chooser.set_input_files({"name": "bad.json", "mimeType": "application/json", "buffer": b'{"title": 3}'})
    refused = page.get_by_test_id("stColumn").filter(has=page.get_by_test_id("stFileUploader")).get_by_role("alert")
    expect(refused).to_contain_text("bad.json")
    chooser.set_input_files({"name": "table.csv", "mimeType": "text/csv", "buffer": b"n,d\n1,2"})
    expect(refused).to_contain_text("table.csv")  # not the one before it
    size = page.get_by_text("7.0B", exact=True)  # of the file, as Streamlit writes it
    expect(size).to_have_count(1)
    expect(size).to_be_hidden()
    expect_figures(page, Scenario(n_params=8e9))
    assert saved(Scenario(), "x").endswith("\n")


def test_view_of_a_chart_is_in_the_link(page: Page, server):
    """Linear axes survive a reload."""
    page.goto(f"{server}/{GPT_3}")
    page.get_by_role("button", name="Linear").click()
    page.wait_for_url(re.compile("view=compute.linear"))
    page.reload()
    expect(page.get_by_role("button", name="Linear")).to_have_attribute("aria-pressed", "true")


def test_phone_has_no_sideways_scrolling(page: Page, server):
    """At 360 px nothing is wider than the screen, on every page."""
    page.set_viewport_size({"width": 360, "height": 740})
    for path in ("", "plan", "cost", "method"):
        page.goto(f"{server}/{path}{GPT_3}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        fits(page)
