"""Tasks on the board in a real browser: tried twice on a phone, walked by keys, with the focus where the news is."""

import re

import pytest
from playwright.sync_api import Page, expect

from sim.teaching.lessons import lessons
from tests.browser.conftest import fits

GOAL, STEP = "the-next-dollar", 3
LESSON = lessons().entries[GOAL]
PHONE = {"width": 360, "height": 740}


def heading(page: Page, title: str):
    return page.get_by_role("heading", name=title, level=1)


def opened(page: Page, server: str, query: str = f"le={GOAL}&at={STEP}") -> None:
    page.goto(f"{server}/lessons?{query}")
    expect(page.get_by_role("slider").first).to_be_visible()
    page.wait_for_function("() => globalThis.__ndListens")  # hands are slower than robots


def aim(page: Page, output: str):
    return page.locator(f"[data-aim={output}]")


def typed(page: Page, lever: str, text: str) -> None:
    box = page.get_by_role("textbox", name=f"{lever}, type a value")
    box.fill(text)
    box.press("Enter")
    expect(page.get_by_role("slider", name=lever)).to_have_attribute("aria-valuetext", re.compile(text))


def test_a_goal_is_tried_twice_on_a_phone(page: Page, server, troubles):
    """Loss and cost stay in view while a lever moves; an unmoved run is asked about; the second try meets the goal."""
    page.set_viewport_size(PHONE)
    opened(page, server)
    commit = page.get_by_role("button", name=re.compile("^Commit (this run|again)$"))
    expect(commit).to_be_in_viewport()
    commit.click()
    expect(page.get_by_text("You have not moved the run")).to_be_visible()
    slider = page.get_by_role("slider", name="Tokens")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("You have not moved the run")).to_have_count(0)
    for key in ("ArrowRight", "ArrowRight"):
        page.keyboard.press(key)
        for output in ("loss", "cost_total_usd"):
            expect(aim(page, output)).to_be_in_viewport()
    expect(slider).to_be_in_viewport()
    expect(commit).to_be_in_viewport()
    expect(aim(page, "loss")).to_contain_text("reached")
    expect(aim(page, "cost_total_usd")).to_contain_text("missed")
    commit.click()
    expect(page.get_by_text("You have another try")).to_be_visible()
    page.wait_for_url(re.compile("an=__n~"))
    first = page.url
    task, asked = LESSON.task(2)
    way = task.way(asked)
    typed(page, "Parameters", f"{way.n_params / 1e9:.3g}B")
    typed(page, "Tokens", f"{way.n_tokens / 1e9:.3g}B")
    expect(aim(page, "cost_total_usd")).to_contain_text("reached")
    expect(aim(page, "loss")).to_contain_text("reached")
    commit.click()
    expect(page.get_by_role("heading", name="Right.")).to_be_visible()
    expect(page.get_by_text("Your first try")).to_be_visible()
    page.wait_for_url(re.compile("ag=__n~"))
    assert re.search(r"an=([^&]+)", page.url)[1] == re.search(r"an=([^&]+)", first)[1]
    fits(page)
    assert troubles == []


def test_a_drag_ticks_the_aims_before_its_release(page: Page, server):
    """While the handle is held, each frame says whether the run meets the aims, and Python heard nothing yet."""
    opened(page, server)
    slider = page.get_by_role("slider", name="Parameters")
    slider.hover()
    page.wait_for_function("() => globalThis.__ndSwept?.lever === 'n_params'")
    expect(aim(page, "loss")).to_contain_text("reached")
    box = slider.bounding_box()
    page.mouse.down()
    page.mouse.move(box["x"] + 0.35 * box["width"], box["y"] + box["height"] / 2, steps=12)
    expect(aim(page, "loss")).to_contain_text("missed")
    expect(aim(page, "cost_total_usd")).to_contain_text("reached")
    assert page.evaluate("globalThis.__ndPlayed.lever") == "n_params"
    page.mouse.up()
    expect(aim(page, "loss")).to_contain_text("missed")


def test_a_goal_by_keys_alone(page: Page, server):
    """Levers by arrows, Commit by Enter: the focus goes to the outcome, and with Alt and N to the next heading."""
    opened(page, server)
    for lever, key in (("Parameters", "ArrowLeft"), ("Tokens", "ArrowRight")):
        page.get_by_role("slider", name=lever).focus()
        for _ in range(3):
            page.keyboard.press(key)
    page.get_by_role("button", name="Commit this run").focus()
    page.keyboard.press("Enter")
    outcome = page.get_by_role("heading", name=re.compile(r"^(Right|Near|Not this time)\.$"))
    expect(outcome).to_be_focused()
    expect(outcome).to_be_in_viewport()
    page.wait_for_url(re.compile("an=__n~1e11~d~6e11"))  # where the last arrow left it, though Commit came at once
    page.keyboard.press("Tab")
    expect(page.locator("body")).not_to_be_focused()
    page.keyboard.press("Alt+n")
    expect(heading(page, LESSON.file.steps[STEP].title)).to_be_focused()
    page.keyboard.press("Alt+b")
    expect(heading(page, LESSON.file.steps[STEP - 1].title)).to_be_focused()


@pytest.mark.parametrize("key", ["Enter", "Home"])
def test_a_key_whose_release_nobody_heard_does_not_silence_the_others(page: Page, server, key):
    """As when another window takes the release: Alt and N still turn the page."""
    opened(page, server)
    button = page.get_by_role("button", name="Commit this run")
    button.evaluate(
        "(node, key) => node.dispatchEvent(new KeyboardEvent('keydown', {key, code: key, bubbles: true}))", key
    )
    page.keyboard.press("Alt+n")
    expect(heading(page, LESSON.file.steps[STEP].title)).to_be_visible()


def test_keys_are_named_where_there_is_a_keyboard(browser, server):
    """Not on a phone."""
    shown = {}
    for touch in (True, False):
        context = browser.new_context(viewport=PHONE, has_touch=touch, is_mobile=touch)
        page = context.new_page()
        opened(page, server)
        shown[touch] = page.locator(".st-key-next button").evaluate("node => getComputedStyle(node, '::after').content")
        context.close()
    assert "Alt" not in shown[True]
    # Headless browsers may say that they have no mouse: what counts is the media query.
    assert "Alt" in shown[False] or shown[False] == "none"


def test_the_own_answer_stands_on_the_chart(page: Page, server):
    """An open mark with its words, after the commit."""
    opened(page, server, "le=one-law-two-axes&at=2&an=2.01")
    expect(page.locator("[data-chart=compute] .nd-plot").get_by_text("your answer")).to_be_visible()


def test_the_new_forms_by_keys(page: Page, server, troubles):
    """A range and an order without a mouse."""
    name = "how-sure-are-you"
    lesson = lessons().entries[name]
    page.goto(f"{server}/lessons?le={name}&at=2")
    page.get_by_role("textbox", name=re.compile("^At least")).focus()
    page.keyboard.type("10M")
    page.keyboard.press("Tab")
    page.keyboard.type("90 million")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Right.")).to_be_focused()
    page.keyboard.press("Alt+n")
    expect(heading(page, lesson.file.steps[2].title)).to_be_focused()
    page.keyboard.press("Alt+n")
    expect(heading(page, lesson.file.steps[3].title)).to_be_focused()
    for place, wanted in enumerate(("GPT-3", "Gopher", "Chinchilla", "Llama 3 8B")):
        page.get_by_role("combobox").nth(place).focus()
        page.keyboard.type(wanted)
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Commit").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Right.")).to_be_focused()
    assert troubles == []
