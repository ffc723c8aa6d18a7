"""The game in a room: `python -m benchmarks.game`, and with eight browsers `python -m benchmarks.game --browsers`.

Without browsers: processor time of a round for a class of 200 on the database, from the plans of all phones to the
floor, everything that leaves the server made. With browsers: a teacher, a wall and six phones, one a team, play all
three rounds, the vote and the end in Chromium, everything typed and pressed; printed is how long that takes.
"""

import argparse
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from sim.games.games import games
from ui.room import desk, phone
from ui.room.database import opened
from ui.room.keeper import Keeper
from ui.room.subject import digest, new_seed
from ui.room.words import WORDS

GAME = "the-next-billion"
STUDENTS, LIMIT_S = 200, 600
PLANS = {
    "lab": ["200", "100", "1.85", "2.05", "yes"], "regulator": ["3e25", "70%"], "press": ["50", "30", "40"],
}  # fmt: skip
ROUND = ["plan", "market", "results", "floor"]


def a_round(n: int) -> None:
    """Print the processor time of each state of a round for so many phones."""
    game = games().entries[GAME]
    with tempfile.TemporaryDirectory(prefix="nd-game-") as folder:
        keeper = Keeper(opened(f"sqlite:///{folder}/rooms.db"))
        code, key = keeper.open(game.name, digest(game), new_seed())
        tokens = [secrets.token_hex(16) for _ in range(n)]
        seats = {token: keeper.join(code, token, teams=game.teams) for token in tokens}
        total = 0.0
        for rev, action in enumerate(ROUND):
            began = time.process_time()
            desk.act(keeper, code, key, action, rev, 0)
            phone.view(keeper, code)
            for token in tokens:
                role = game.role(seats[token].team)
                given = list(PLANS[role])
                if role == "regulator":
                    given[1] = f"{0.7 * game.full_mwh(0):.0f}"
                if action == "plan":
                    phone.answer(keeper, code, token, (1, 1), given)
                phone.mine(keeper, code, token)
            desk.desk(keeper, code, key, "http://localhost")
            took = time.process_time() - began
            total += took
            print(f"{action:8} {1000 * took:6.0f} ms of a processor for {n} phones")
        print(f"a round  {1000 * total:6.0f} ms; of one phone and state {1000 * total / n / len(ROUND):.2f} ms")


def browsers() -> int:
    """Let eight browsers play the whole game; 0 if it took less than ten minutes."""
    from playwright.sync_api import expect, sync_playwright

    from tests.browser.conftest import ARGUMENTS, SYSTEM_BROWSER

    expect.set_options(timeout=60_000)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    root, url = Path(__file__).resolve().parents[1], f"http://localhost:{port}"
    with tempfile.TemporaryDirectory(prefix="nd-game-") as folder, sync_playwright() as playwright:
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
        server = subprocess.Popen(command, cwd=root, env={**os.environ, "DATA_DIR": folder})
        try:
            browser = playwright.chromium.launch(executable_path=SYSTEM_BROWSER, args=ARGUMENTS)
            pages = [browser.new_context(viewport={"width": 420, "height": 800}).new_page() for _ in range(8)]
            return _played(pages, url)
        finally:
            server.terminate()
            server.wait(timeout=10)


def _played(pages: list[Any], url: str) -> int:
    """Play from the lobby to the end."""
    from playwright.sync_api import expect

    teacher, wall, *phones = pages
    began = time.monotonic()
    teacher.goto(f"{url}/room/new?ga={GAME}")
    teacher.get_by_role("button", name="Open the room").click()
    expect(teacher.get_by_role("heading", name="Your room")).to_be_visible()
    code = teacher.locator("b.code").inner_text()
    wall.goto(f"{url}/room/{code}/wall")
    game = games().entries[GAME]
    for team, page in zip(game.teams, phones, strict=True):
        page.goto(f"{url}/room/{code}")
        expect(page.get_by_role("heading", name=game.title(team), exact=True)).to_be_visible()

    def move(action: str) -> None:
        teacher.locator(f"[data-do={action}]").first.click()
        state = WORDS[f"{action}_state"]
        for page in (wall, *phones):
            expect(page.get_by_text(state, exact=True).first).to_be_visible()

    def sent(page: Any) -> None:
        page.locator("form button").click()
        expect(page.get_by_role("button", name="Change the answer")).to_be_visible()

    for k in range(len(game.file.rounds)):
        move("plan")
        for team, page in zip(game.teams, phones, strict=True):
            given = list(PLANS[game.role(team)])
            if team == "r":
                given[1] = f"{0.7 * game.full_mwh(k):.0f}"
            for i, text in enumerate(given[:4] if game.role(team) == "lab" else given):
                page.locator("form input[type=text]").nth(i).fill(text)
            if game.role(team) == "lab":
                page.locator("form input[type=radio]").first.check()
            sent(page)
        for action in ("market", "results", "floor"):
            move(action)
        for page in phones:
            page.locator("form input[type=radio]").last.check()
            sent(page)
    move("vote")
    for page in phones:
        page.locator("form input[type=radio]").first.check()
        sent(page)
    move("world")
    expect(wall.get_by_role("heading", name="The world was")).to_be_visible()
    link = phones[0].get_by_role("link", name="The whole game as a link").get_attribute("href")
    phones[0].goto(f"{url}{link}")
    expect(phones[0].get_by_role("heading", name="The world was")).to_be_visible()
    took = time.monotonic() - began
    print(f"eight browsers played the game in {took:.0f} s; its link has {len(link)} characters")
    return int(took > LIMIT_S)


def main() -> int:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(prog="benchmarks.game", description="The game in a room.")
    parser.add_argument("--students", type=int, default=STUDENTS)
    parser.add_argument("--browsers", action="store_true", help="play it in eight browsers")
    options = parser.parse_args()
    if options.browsers:
        return browsers()
    a_round(min(options.students, 380))
    return 0


if __name__ == "__main__":
    sys.exit(main())
