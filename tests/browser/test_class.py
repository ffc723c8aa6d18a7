"""A class in a browser: what is projected, what is printed, and what a student of a link sees."""

import re

from playwright.sync_api import Page, expect

from sim.teaching.hand_ins import HandIn, link
from sim.teaching.lessons import lessons
from tests.browser.test_accessibility import violations

NAME = "is-there-a-wall"
LESSON = lessons().entries[NAME]
VOTES = [n for n, i in enumerate(LESSON.tasks) if LESSON.file.steps[i].task.kind in ("vote", "again")]


def handed(server: str, first: str, second: str) -> str:
    answers = ["" for _ in LESSON.tasks]
    answers[VOTES[0]], answers[1], answers[VOTES[-1]] = first, "0.05", f"{first}~{second}"
    return f"{server}/lessons?{link(HandIn(NAME, 1, tuple(answers)))}"


def test_the_charts_of_a_class_on_the_wall(page: Page, server, troubles):
    """One by one, without notes; the spread first, the key on demand; who changed sides at the end; nothing is lost."""
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{server}/lessons?le={NAME}&at=0")
    box = page.get_by_role("textbox", name=re.compile("^Paste your students"))
    whole = [handed(server, "a", "b"), handed(server, "b", "b"), handed(server, "a", "c")]
    box.fill("\n".join([*whole, whole[0][:-3]]))
    box.press("Control+Enter")
    expect(page.get_by_text("3 students.", exact=True)).to_be_visible()
    page.get_by_text("Remarks on the links: 1").click()
    expect(page.get_by_text(re.compile("Link 4 was refused: it was cut"))).to_be_visible()

    page.get_by_role("button", name="Show the charts one by one").click()
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text(re.compile("^Step 1"))
    expect(page.locator("figure[data-chart]")).to_have_count(1)
    expect(page.locator("figure[data-chart=task-1]").locator(".js-plotly-plot")).to_contain_text("It all but stops")
    for notes in ("The big message", "Common mistakes", re.compile("^Key\\.")):
        expect(page.get_by_text(notes)).to_have_count(0)
    page.keyboard.press("Alt+n")
    expect(title).to_have_text(re.compile("^Step 2"))
    chart = page.locator("figure[data-chart=task-2]")  # that of the step before goes a little later
    expect(chart).to_contain_text("3 students answered.")
    expect(chart).not_to_contain_text("Key")
    assert violations(page) == []
    page.get_by_text("Show the key").click()
    expect(chart).to_contain_text("Key:")
    page.keyboard.press("Alt+n")
    expect(title).to_have_text(re.compile("^Step 3"))
    key = page.get_by_role("switch", name="Show the key")
    expect(key).to_have_count(1)  # that of the step before has gone
    expect(key).not_to_be_checked()
    for step in range(4, len(LESSON.tasks) + 1):
        page.get_by_role("button", name="Next").click()
        expect(title).to_have_text(re.compile(f"^Step {step}"))
    page.get_by_role("button", name="Next").click()
    expect(title).to_have_text("Who changed sides?")
    changed = page.get_by_role("figure", name="Who changed sides?")
    expect(changed).to_contain_text("3 voted twice: 1 stayed, 2 changed sides")
    page.get_by_role("button", name="To the teacher’s page").click()
    expect(page.get_by_text("3 students.", exact=True)).to_be_visible()
    assert troubles == []


def test_the_code_stands_alone(page: Page, server, troubles):
    """On a page of its own, without notes and key."""
    page.goto(f"{server}/lessons?le={NAME}&at=0")
    page.get_by_role("button", name="QR code for students").click()
    expect(page.get_by_role("heading", name="Scan to open this lesson")).to_be_visible()
    expect(page.get_by_role("img", name="QR code of the lesson")).to_be_visible()
    for notes in ("The big message", "Common mistakes", re.compile("^Key\\.")):
        expect(page.get_by_text(notes)).to_have_count(0)
    assert violations(page) == [] and troubles == []


def test_a_print_for_students(page: Page, server, troubles):
    """Tasks, a chart for the place, lines and a code; nothing of the teacher's part."""
    page.goto(f"{server}/lessons?le=parameters-or-tokens&at=0")
    page.get_by_role("button", name="Print for students").click()
    expect(page.get_by_text("Name or code:")).to_be_visible()
    expect(page.get_by_role("img", name="QR code of the lesson")).to_be_visible()
    expect(page.locator("figure[data-chart] .js-plotly-plot").first).to_be_visible()
    expect(page.locator(".nd-paper hr").nth(10)).to_be_attached()
    about = lessons().entries["parameters-or-tokens"].file
    for words in ("Goal.", "The big message", "What to watch", "Common mistakes", re.compile("^Key\\."), about.goal):
        expect(page.get_by_text(words)).to_have_count(0)
    assert violations(page) == []
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="To the teacher’s page")).to_have_count(0)
    assert troubles == []


def test_a_class_link_leads_to_no_teachers_page(page: Page, server):
    """Beside Start there is nothing for students; whoever opens the list by its own address finds it."""
    page.goto(f"{server}/lessons?le={NAME}&at=1")
    page.get_by_role("button", name="All lessons").click()
    expect(page.get_by_role("heading", name="Lessons", level=1)).to_be_visible()
    expect(page.get_by_role("button", name="Start").first).to_be_visible()
    expect(page.get_by_role("button", name="Teacher’s page")).to_have_count(0)
    page.goto(f"{server}/lessons")
    expect(page.get_by_role("button", name="Teacher’s page").first).to_be_visible()
