"""A class in a room: teacher, projector and three phones with a second vote, and a server that dies."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import ROOT, WAIT_S, fits
from tests.browser.test_accessibility import SEVERE

LESSON = "is-there-a-wall"


class Server:
    """A server with rooms of its own that can be killed and started anew."""

    def __init__(self, folder):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.folder = folder
        self.url = f"http://localhost:{self.port}"
        self.start()

    def start(self):
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port)]
        environment = {**os.environ, "DATA_DIR": str(self.folder)}
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        deadline = time.monotonic() + WAIT_S
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=1):
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server did not start")

    def stop(self, how):
        """End it by a signal; an open stream does not hold it back."""
        self.process.send_signal(how)
        self.process.wait(timeout=8)


@pytest.fixture
def own_server(tmp_path):
    """A server for one test."""
    made = Server(tmp_path)
    yield made
    if made.process.poll() is None:
        made.stop(signal.SIGTERM)


def axe(page, where):
    """Nothing serious is wrong with a page."""
    found = Axe().run(page).response["violations"]
    wrong = [(one["id"], one["nodes"][0]["html"][:120]) for one in found if one["impact"] in SEVERE]
    assert wrong == [], where


class Class:
    """Teacher, projector and three phones: one by keyboard alone, one of 360 px, one dark."""

    def __init__(self, browser, url):
        self.contexts = []

        def page(width, height, **more):
            self.contexts.append(browser.new_context(viewport={"width": width, "height": height}, **more))
            return self.contexts[-1].new_page()

        self.teacher = page(1280, 900)
        self.teacher.goto(f"{url}/lessons?le={LESSON}&at=0")
        with self.contexts[0].expect_page() as opened:  # click one: from the teacher's page of the lesson
            self.teacher.get_by_role("link", name="Open a room").click()
        self.teacher = opened.value
        self.teacher.get_by_role("button", name="Open the room").click()  # click two
        expect(self.teacher.get_by_role("heading", name="Your room")).to_be_visible()
        self.code = self.teacher.locator("b.code").inner_text()
        assert "#" not in self.teacher.url
        self.wall = page(1440, 900)
        self.wall.goto(f"{url}/room/{self.code}/wall")
        self.phones = [page(1000, 800), page(360, 740), page(414, 800, color_scheme="dark", reduced_motion="reduce")]
        for phone in self.phones:
            phone.goto(f"{url}/room")
            phone.get_by_role("textbox").fill(self.code.lower())
            phone.keyboard.press("Enter")
            expect(phone.get_by_text("You are in. Wait for your teacher.", exact=True).last).to_be_visible()
        expect(self.wall.get_by_text("3 here")).to_be_visible()

    def do(self, action):
        """The teacher presses a button."""
        self.teacher.locator(f"[data-do={action}]").click()

    def choose(self, letters):
        """Each phone commits an option: the first by keyboard alone."""
        for phone, letter in zip(self.phones, letters, strict=True):
            expect(phone.get_by_role("radio").first).to_be_visible()
            if phone is self.phones[0]:
                phone.keyboard.press("Tab")
                for _ in range(" abc".index(letter)):
                    phone.keyboard.press("ArrowDown")
                phone.keyboard.press("Tab")
                phone.keyboard.press("Enter")
            else:
                phone.locator(f"input[value={letter}]").check()
                phone.get_by_role("button", name="Commit").click()
            expect(phone.get_by_role("button", name="Change the answer")).to_be_visible()


@pytest.fixture
def people(browser, own_server):
    """A class in its room."""
    made = Class(browser, own_server.url)
    yield made
    for context in made.contexts:
        context.close()


def test_a_class_votes_twice(people, own_server):
    """Lobby, question, spread, second vote, both, key, next step, end, close: on five screens, and all accessible."""
    everyone = [people.teacher, people.wall, *people.phones]
    for page in everyone:
        axe(page, f"lobby {page.url}")
    people.do("next")
    people.choose("abb")
    expect(people.wall.get_by_text("3 of 3 in")).to_be_visible()
    for page in everyone:
        axe(page, f"open {page.url}")
    people.phones[1].locator("input[value=c]").check()  # changed before the close
    people.phones[1].get_by_role("button", name="Change the answer").click()
    expect(people.phones[1].locator(".yours")).to_contain_text("It all but stops")
    people.teacher.keyboard.press("PageDown")  # a clicker
    people.do("spread")
    for page in (people.wall, *people.phones):
        expect(page.locator(".plot .main-svg").first).to_be_visible()
        axe(page, f"spread {page.url}")
    people.do("again")
    people.choose("bbb")
    people.do("close")
    people.do("both")
    expect(people.wall.get_by_text("3 voted twice: 1 stayed, 2 changed sides.")).to_be_visible()
    people.do("key")
    for phone in people.phones:
        expect(phone.get_by_text("Keep in mind", exact=False).first).to_be_visible()
        fits(phone)
    people.do("next")
    phone = people.phones[1]
    phone.get_by_role("textbox").fill("3.3")
    people.teacher.locator("[data-do=close]").hover()
    people.teacher.mouse.down()  # an answer that comes in while a button is down takes the click from nobody
    phone.keyboard.press("Enter")
    expect(phone.locator(".yours")).to_contain_text("3.3 per cent")
    expect(people.wall.get_by_text("1 of 3 in")).to_be_visible()
    assert "3.34" not in people.wall.locator("main").inner_text() + phone.locator("main").inner_text()
    people.teacher.mouse.up()
    people.do("key")
    expect(phone.locator(".mark.right")).to_be_visible()
    expect(people.wall.locator(".key")).to_contain_text("3.34")
    sizes = people.wall.evaluate(SMALL_LETTERS)
    assert sizes == []
    for page in everyone:
        axe(page, f"key {page.url}")
    people.do("end")
    link = phone.get_by_role("link", name="Open my lesson with my answers")
    assert re.search(rf"/lessons\?le={LESSON}&at=\d&ck=\w+&an=c_0\.033$", link.get_attribute("href"))
    people.teacher.get_by_role("button", name="Close the room").click()
    people.teacher.get_by_role("button", name="Delete the room").click()
    for page in (people.teacher, people.wall, phone):
        expect(page.get_by_text("Nothing of it is kept").last).to_be_visible()
    own_server.stop(signal.SIGTERM)
    assert people.code not in (own_server.folder / "log").read_text()


# Texts of the wall below 28 px, in charts too.
SMALL_LETTERS = """() => {
  const texts = [...document.querySelectorAll("main *")].filter((node) => node.getClientRects().length
    && [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim()));
  const isSmall = (node) => parseFloat(getComputedStyle(node).fontSize) < 28;
  return texts.filter(isSmall).map((node) => node.outerHTML.slice(0, 90));
}"""


def test_a_server_that_is_killed_in_class_loses_nothing(people, own_server):
    """kill -9 in the middle of a vote: the same screens go on by themselves, and every answer is there."""
    people.do("next")
    people.choose("abc")
    expect(people.wall.get_by_text("3 of 3 in")).to_be_visible()
    own_server.stop(signal.SIGKILL)
    phone = people.phones[2]
    phone.locator("input[value=a]").check()
    phone.get_by_role("button", name="Change the answer").click()
    expect(phone.get_by_text("The connection is lost.")).to_be_visible()
    own_server.start()
    expect(phone.locator(".yours")).to_contain_text("It goes on at the same pace")
    expect(phone.get_by_text("The connection is lost.")).to_be_hidden()
    people.do("close")
    people.do("spread")
    expect(people.wall.get_by_text("3 answers.")).to_be_visible()
    people.do("again")
    people.choose("aab")
    own_server.stop(signal.SIGTERM)
    own_server.start()
    people.do("close")
    people.do("both")
    expect(people.wall.get_by_text("3 voted twice: 1 stayed, 2 changed sides.")).to_be_visible()


def test_a_board_is_asked_about_and_read_from_the_last_row(page, own_server):
    """The answers stand on the board's own chart, whose powers of ten too are letters of 28 px."""
    page.goto(f"{own_server.url}/room/ask?page=home&v=4")
    page.get_by_role("button", name="Open a room and ask").click()
    page.get_by_role("button", name="Fill with 30 simulated students").click()
    expect(page.get_by_text("30 of 30 in")).to_be_visible()
    wall = page.context.new_page()
    wall.set_viewport_size({"width": 1440, "height": 900})
    wall.goto(re.sub("/teacher.*", "/wall", page.url))
    page.locator("[data-do=longer]").click()
    expect(wall.get_by_text(re.compile("Half a minute left|Ten seconds left"))).to_be_visible()
    expect(wall.locator(".plot text").filter(has_text="you are here")).to_be_visible()
    assert wall.evaluate(SMALL_LETTERS) == []
    page.locator("[data-do=no_clock]").click()
    expect(wall.locator(".clock")).to_be_hidden()
    for action in ("close", "spread"):
        page.locator(f"[data-do={action}]").click()
    expect(wall.locator(".plot tspan").filter(has_text=re.compile("^[0-9]+$")).first).to_be_visible()
    assert wall.evaluate(SMALL_LETTERS) == []
