"""Lessons in a real browser: two of them to the end, by keyboard and on a phone, hand-in and class table included."""

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect

from sim.teaching.lessons import lessons
from tests.browser.conftest import fits

ENTRIES = lessons().entries
FIRST, SECOND = "one-law-two-axes", "parameters-or-tokens"


def heading(page: Page, title: str):
    return page.get_by_role("heading", name=title, level=1)


def answer_typed(page: Page, lesson, index: int) -> None:
    """Give the answer of the key to a number or a choice, and commit it by keyboard alone."""
    task, asked = lesson.task(lesson.tasks.index(index))
    if task.control == "text":
        value, _ = task.key_of(asked)
        box = page.get_by_role("textbox", name=re.compile("^Your answer"))
        box.fill(f"{value:.6g}")
        box.press("Enter")
        return
    right = [task.mark(asked, letter).verdict in ("right", "vote") for letter in task.choices(asked)].index(True)
    page.get_by_role("radio").nth(right).check(force=True)
    page.get_by_role("button", name="Commit").focus()
    page.keyboard.press("Enter")


def test_the_first_lesson_to_its_end_and_into_the_class(page: Page, server, troubles):
    """From the list to the hand-in; the link opens the same answers elsewhere and lands in the class table."""
    lesson = ENTRIES[FIRST]
    page.goto(f"{server}/lessons")
    page.get_by_role("button", name="Start").first.click()
    expect(heading(page, lesson.file.steps[0].title)).to_be_visible()
    page.wait_for_function("() => globalThis.__ndListens")  # hands are slower than robots
    for index, step in enumerate(lesson.file.steps):
        expect(heading(page, step.title)).to_be_visible()
        page.wait_for_url(re.compile(f"at={index + 1}"))
        if step.task is not None:
            reveal = page.get_by_text(
                re.sub(r"\*", "", lesson.text(index, step.task.reveal)).split(".")[0].split(":")[0][:30]
            )
            expect(reveal).to_have_count(0)
            answer_typed(page, lesson, index)
            expect(page.get_by_text("Right." if step.task.kind != "vote" else "Noted.").first).to_be_visible()
            expect(reveal.first).to_be_visible()
        if index + 1 < len(lesson.file.steps):
            page.keyboard.press("Alt+n")
    expect(page.get_by_role("heading", name="Hand in")).to_be_visible()
    who = page.get_by_role("textbox", name=re.compile("^Your name or code"))
    who.fill("<img src=x onerror=alert(1)>")
    who.press("Enter")
    page.wait_for_url(re.compile("who="))
    handed = page.url
    assert len(handed) <= 400

    other = page.context.new_page()
    other.goto(handed)
    expect(other.get_by_text("Noted.").first).to_be_visible()
    assert other.locator("img[src=x]").count() == 0
    other.close()

    page.goto(f"{server}/lessons?le={FIRST}&at=0")
    box = page.get_by_role("textbox", name=re.compile("^Paste your students"))
    hostile = f"{server}/lessons?le={FIRST}&an={'9_' * 30_000}"
    box.fill("\n".join([handed, handed.replace("who=", "who=%3DB"), hostile, "<script>alert(1)</script>"]))
    box.press("Control+Enter")
    expect(page.get_by_text("2 students.", exact=True)).to_be_visible()
    charts = page.locator("figure[data-chart]")
    expect(charts).to_have_count(len(lesson.tasks))
    expect(charts.first).to_contain_text("2 students answered.")
    expect(charts.first).not_to_contain_text("Key")
    page.get_by_text("The key in the charts").click()
    charts.first.get_by_text("The same in words and numbers").click()
    expect(charts.first.get_by_role("table")).to_contain_text("2")
    expect(charts.first).to_contain_text("2 students answered: 2 right")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as CSV").click()
    rows = list(csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"), newline="")))
    assert len(rows) == 3 and rows[2][0].startswith("'=B")
    assert troubles == []


def test_the_second_lesson_on_a_phone(page: Page, server, troubles):
    """Place, predict, choose and reach a goal at 360 px without scrolling sideways."""
    lesson = ENTRIES[SECOND]
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{server}/lessons?le={SECOND}&at=1")
    for index, step in enumerate(lesson.file.steps):
        expect(heading(page, step.title)).to_be_visible()
        fits(page)
        if step.task.kind in ("place", "goal"):
            wanted = {"Parameters": "70B"} if step.task.kind == "place" else {"Parameters": "40B", "Tokens": "3T"}
            for lever, text in wanted.items():
                expect(page.locator(".nd-sentence")).to_be_hidden()
                box = page.get_by_role("textbox", name=f"{lever}, type a value")
                box.fill(text)
                box.press("Enter")
                expect(page.get_by_role("slider", name=lever)).to_have_attribute("aria-valuetext", re.compile(text))
            page.get_by_role("button", name="Commit this run").click()
        else:
            answer_typed(page, lesson, index)
        expect(page.get_by_text("Right.").first).to_be_visible()
        fits(page)
        if index + 1 < len(lesson.file.steps):
            page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", name="Hand in")).to_be_visible()
    page.get_by_role("button", name="QR code").click()
    expect(page.get_by_role("dialog").get_by_role("img")).to_be_visible()
    assert troubles == []


def test_steps_are_history_and_answers_stay(page: Page, server):
    """Back goes to the step before and takes no answer back; reload keeps everything."""
    lesson = ENTRIES[SECOND]
    titles = [step.title for step in lesson.file.steps]
    page.goto(f"{server}/lessons?le={SECOND}&at=2")
    answer_typed(page, lesson, 1)
    expect(page.get_by_text("Right.").first).to_be_visible()
    page.get_by_role("button", name="Next").click()
    expect(heading(page, titles[2])).to_be_visible()
    expect(heading(page, titles[2])).to_be_focused()
    page.go_back()
    expect(heading(page, titles[1])).to_be_visible()
    expect(page.get_by_text("Right.").first).to_be_visible()
    page.wait_for_url(re.compile("an=_"))
    page.reload()
    expect(page.get_by_text("Right.").first).to_be_visible()
    page.get_by_role("link", name="Plan").click()
    expect(heading(page, "Plan the run")).to_be_visible()
    page.wait_for_url(re.compile(r"/plan\?v="))
    page.get_by_role("link", name="Lessons").click()
    expect(page.get_by_role("button", name="Continue, 1 of 6 answered")).to_be_visible()


@pytest.mark.parametrize(
    "query",
    [
        "le=%3Cscript%3Ealert(1)%3C/script%3E",
        f"le={SECOND}&at=2&an=_%3Cimg%20src=x%20onerror=alert(1)%3E",
        f"le={SECOND}&at=2&an={'_' * 3000}",
        f"le={SECOND}&at=nine",
    ],
)
def test_links_edited_by_hand(page: Page, server, troubles, query):
    """A notice, no script, no traceback."""
    page.on("dialog", lambda dialog: pytest.fail("a script ran"))
    page.goto(f"{server}/lessons?{query}")
    expect(page.get_by_text(re.compile("ignored|not opened|does not have")).first).to_be_visible()
    assert page.locator("img[src=x]").count() == 0
    assert page.get_by_text("Traceback").count() == 0
    assert troubles == []


def test_the_teachers_page_prints(page: Page, server):
    """On paper: text, tasks and the key, or no key; no buttons and no navigation."""
    lesson = ENTRIES[FIRST]
    page.goto(f"{server}/lessons?le={FIRST}&at=0")
    expect(page.get_by_text("Key.").first).to_be_visible()
    page.emulate_media(media="print")
    for name in ("All lessons", "QR code for students", "Download as CSV"):
        expect(page.get_by_role("button", name=name)).to_have_count(0)
    expect(page.get_by_role("textbox", name=re.compile("^Paste your students"))).to_be_hidden()
    expect(page.get_by_text(lesson.file.steps[-1].title)).to_be_visible()
    expect(page.get_by_test_id("stMain")).to_have_css("overflow", "visible")
    page.emulate_media(media="screen")
    page.get_by_text("Show the key").click()
    expect(page.get_by_text("Key.")).to_have_count(0)
