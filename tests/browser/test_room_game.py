"""The game in a room, on three screens: teacher, wall and a phone play a round among simulated players."""

import signal

from playwright.sync_api import expect

from tests.browser.conftest import fits
from tests.browser.test_room import SMALL_LETTERS, axe, own_server
from tests.golden.test_game_golden import LINK

__all__ = ["own_server"]
GAME = "the-next-billion"


def test_a_phone_plays_a_round(browser, own_server):
    """Lobby, plan, market, results, floor: what is sealed is sealed, keys alone do it, and nothing is too small."""
    pages = []
    for size in ((1280, 900), (1440, 900), (360, 740)):
        context = browser.new_context(viewport=dict(zip(("width", "height"), size, strict=True)))
        pages.append(context.new_page())
    teacher, wall, phone = pages
    teacher.goto(f"{own_server.url}/lessons")
    with teacher.context.expect_page() as opened:
        teacher.get_by_role("link", name="Play it in a room").click()
    teacher = opened.value
    teacher.get_by_role("button", name="Open the room").click()
    expect(teacher.get_by_role("heading", name="Your room")).to_be_visible()
    code = teacher.locator("b.code").inner_text()
    wall.goto(f"{own_server.url}/room/{code}/wall")
    phone.goto(f"{own_server.url}/room/{code}")
    expect(phone.get_by_role("heading", name="Lab A")).to_be_visible()
    phone.get_by_role("button", name="Lab B").click()
    expect(phone.get_by_role("heading", name="Lab B")).to_be_visible()
    teacher.get_by_role("button", name="Fill with 30").click()
    expect(wall.get_by_text("31 here")).to_be_visible()
    teacher.locator("[data-do=plan]").click()
    expect(phone.get_by_role("heading", name="Round A: Lab B")).to_be_focused()
    for text in ("120", "100", "1.8", "2.1"):  # by keyboard alone
        phone.keyboard.press("Tab")
        phone.keyboard.type(text)
    teacher.get_by_role("button", name="Pause").click()
    expect(phone.locator(".pause")).to_be_visible()
    teacher.get_by_role("button", name="Go on").click()
    expect(phone.get_by_role("textbox").nth(1)).to_have_value("100")  # a pause takes nothing that was typed
    phone.get_by_label("Publish the result").focus()
    for key in ("Space", "Tab", "Enter"):
        phone.keyboard.press(key)
    expect(phone.locator(".yours").first).to_contain_text("Bid $120M, 100B parameters")
    for page in (teacher, wall, phone):
        axe(page, f"plan {page.url}")
    for action in ("market", "results", "floor"):
        teacher.locator(f"[data-do={action}]").first.click()
        expect(wall.get_by_text({"market": "Price of a chip-hour", "results": "The press said",
                                 "floor": "Reports and audit"}[action]).first).to_be_visible()  # fmt: skip
        if action == "results":
            expect(phone.get_by_text("Your loss is")).to_be_visible()
            expect(wall.locator(".plot .main-svg").first).to_be_visible()
            for page in (teacher, wall, phone):
                axe(page, f"results {page.url}")
    phone.get_by_label("The press").check()
    phone.get_by_role("button", name="Send").click()
    expect(phone.locator(".yours").first).to_contain_text("The press")
    assert wall.evaluate(SMALL_LETTERS) == []
    fits(phone)
    for path, words in (("game#g=" + LINK, "The world was"), (f"cards?ga={GAME}", "A lab"),
                        ("ask?page=plan&v=4&n=7e9", "Ask the class about this board")):  # fmt: skip
        wall.goto(f"{own_server.url}/room/{path}")
        expect(wall.get_by_role("heading", name=words).first).to_be_visible()
        axe(wall, path)
    own_server.stop(signal.SIGTERM)
    assert code not in (own_server.folder / "log").read_text()
