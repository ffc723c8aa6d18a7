"""A move runs the board alone. What stands around it and shows the run follows all the same."""

import json
import re

from playwright.sync_api import Page, expect

from sim import Scenario
from sim.links.share import link, opened
from tests.browser.test_home import expect_figures
from tests.browser.test_takeaway import downloaded


def moved(page: Page) -> Scenario:
    """Move a lever by one key; the run that the address then names."""
    before = page.url
    page.get_by_role("slider", name="Parameters", exact=True).press("ArrowRight")
    page.wait_for_function("before => location.href !== before", arg=before)
    scenario = opened(page.url).scenario
    expect_figures(page, scenario)
    return scenario


def test_a_move_sends_the_board_alone(page: Page, server, troubles):
    """With nothing open below the board, a released lever is answered by one component."""
    sent: list[bytes] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: sent.append(data)))
    page.goto(f"{server}/?v=1&n=8e9")
    expect_figures(page, Scenario(n_params=8e9))
    expect(page.get_by_text("All assumptions")).to_be_visible()
    assert any(b"What would the next dollar buy?" in message for message in sent)
    page.wait_for_function("() => document.documentElement.dataset.ndBands")
    sent.clear()
    moved(page)
    assert any(b"next_dollar_board" in message for message in sent)
    assert not any(b"What would the next dollar buy?" in message for message in sent)
    assert troubles == []


def test_open_files_follow_a_move(page: Page, server, troubles):
    """What is saved is the run on the board, though the board moves alone while all is closed."""
    page.goto(f"{server}/?v=1&n=8e9")
    expect_figures(page, Scenario(n_params=8e9))
    moved(page)
    page.get_by_text("Save or load a scenario").click()
    button = page.get_by_role("button", name="Download as JSON")
    expect(button).to_be_visible()
    scenario = moved(page)
    _, content = downloaded(page, button)
    assert json.loads(content)["inputs"]["n_params"] == scenario.n_params
    assert troubles == []


def test_the_way_out_of_a_frame_follows_a_move(page: Page, server, troubles):
    """In another page, the link to the whole page opens the run on the board."""
    page.goto(f"{server}/?v=1&n=8e9&bare=1")
    expect_figures(page, Scenario(n_params=8e9))
    scenario = moved(page)
    way = page.get_by_role("link", name="Open in Next Dollar")
    expect(way).to_have_css("color", "rgb(47, 93, 130)")  # ours, not the browser's
    expect(way).to_have_attribute("href", re.compile(f"^\\?{re.escape(link(scenario))}"))
    assert troubles == []


def test_presenting_and_back_after_a_move(page: Page, server, troubles):
    """A button that changes the page around the board draws that too, after moves of the board alone."""
    page.goto(f"{server}/?v=1&n=8e9")
    expect_figures(page, Scenario(n_params=8e9))
    scenario = moved(page)
    page.get_by_role("button", name="Present", exact=True).click()
    expect(page.get_by_text("All assumptions")).to_have_count(0)
    expect(page.get_by_role("slider")).to_have_count(1)
    page.go_back()
    expect(page.get_by_text("All assumptions")).to_be_visible()
    expect_figures(page, scenario)
    assert troubles == []
