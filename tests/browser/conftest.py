"""A real server and a real browser. Without a browser the tests are skipped, or fail if one is required."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
SYSTEM_BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
WAIT_S = 30

expect.set_options(timeout=20_000)


def launchable() -> str | None:
    """Why no browser can be started here, or `None`."""
    try:
        with sync_playwright() as playwright:
            playwright.chromium.launch(executable_path=SYSTEM_BROWSER, args=ARGUMENTS).close()
    except Error as error:
        return str(error).splitlines()[0]
    return None


def pytest_collection_modifyitems(items):
    """Skip the browser tests where there is no browser, and say so."""
    mine = [item for item in items if Path(__file__).parent in Path(item.path).parents]
    if not mine:
        return
    reason = launchable()
    if reason is None:
        return
    if os.environ.get("REQUIRE_BROWSER"):
        pytest.exit(f"A browser is required and none starts: {reason}", returncode=1)
    print(f"Browser tests are skipped: {reason}")
    for item in mine:
        item.add_marker(pytest.mark.skip(reason=f"no browser: {reason}"))


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """How pytest-playwright starts the browser."""
    return {"executable_path": SYSTEM_BROWSER, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """Address of the app, started as `make run` starts it, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    rooms = {**os.environ, "DATA_DIR": str(tmp_path_factory.mktemp("rooms"))}
    process = subprocess.Popen(command, cwd=ROOT, env=rooms, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://localhost:{port}"
    deadline = time.monotonic() + WAIT_S
    while True:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                break
        except OSError:
            assert process.poll() is None, "the server stopped"
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.1)
    yield address
    process.terminate()
    process.wait(timeout=10)


@pytest.fixture(scope="session")
def warm(browser, browser_context_args):
    """One visitor's browser for all tests, which keeps the files it has fetched and compiled, as a browser does."""
    context = browser.new_context(**browser_context_args)
    yield context
    context.close()


@pytest.fixture
def context(warm):
    """It, with no page open and nothing remembered of the test before."""
    yield warm
    for page in warm.pages:
        with suppress(Error):  # a page that is no longer there, or never went anywhere
            page.evaluate("localStorage.clear()")
        page.close()
    warm.clear_cookies()
    warm.clear_permissions()


GPT_3 = "?v=4"  # the link of the default scenario; a bare address opens on a run of today


def drawn(page):
    """Wait until everything is drawn."""
    page.wait_for_function("() => document.documentElement.dataset.ndDrawn")


def fits(page):
    """Wait until nothing of the page is wider than its window."""
    wholes = "[...document.querySelectorAll(':root, [data-testid=stMain]')]"
    width = page.viewport_size["width"]  # not what the page makes of it: on a phone a wide page widens `innerWidth`
    page.wait_for_function(f"width => {wholes}.every((one) => one.scrollWidth <= width)", arg=width)


# Streamlit looks for its own files below a page's path first, and falls back.
STREAMLITS_OWN = ("_stcore/health", "_stcore/host-config")


@pytest.fixture
def troubles(page):
    """Errors of the browser console, but for Streamlit's own by name."""
    found: list[str] = []

    def heard(message):
        own = any(name in message.location.get("url", "") for name in STREAMLITS_OWN)
        if message.type == "error" and not own:
            found.append(f"{message.text} {message.location.get('url', '')}")

    page.on("console", heard)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found
