"""A move, and at once another page: `python -m benchmarks.leaving --rounds 200 --guests 40`.

Starts the app on loopback and lets one browser move a lever and leave the page within a few
hundredths of a second, while that is being answered: by the key Enter, by a click and a tap in the
menu, and by Back. Guests, who are the visitors of `benchmarks.load`, keep the server busy. Printed
is how many rounds ended on a page that is dead, on another page than asked for, or without the move.
"""

import argparse
import asyncio
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from urllib.parse import urlsplit

import numpy as np
from playwright.sync_api import Browser, Page, TimeoutError, sync_playwright

from benchmarks.load import SWITCH, Totals, visit
from deploy.serve import free_ports, stop, wait_until_ready, worker
from sim.inputs import TABLE
from sim.pages import board, pages
from tests.browser.conftest import ARGUMENTS, SYSTEM_BROWSER

WAYS = ("key", "click", "tap", "back")
MOVES = ("arrow", "typed")
TITLES = {path: board(path).question for path in ("home", "plan", "laws", "cost")}
LEVER = "n_params"  # a lever of all of them, whose key in links is "n"
MOST_WAIT_MS = 60  # between the move and leaving
AFTERWARDS_MS = 400  # in which what comes late may still break it
ALIVE_MS = 12_000  # a page that takes longer is taken for dead
GUESTS_PER_S = 12  # who arrive
SIZE = {"width": 1440, "height": 1000}

# A page is alive when what its address names stands there, drawn from what Python said.
ALIVE = """([titles, lever]) => {
  const page = location.pathname.split('/').pop() || 'home';
  const heading = [...document.querySelectorAll('h1')].some(node => node.textContent === titles[page]);
  return heading && document.querySelector('.nd-sentence')?.textContent
    && document.querySelector(`[data-lever="${lever}"] .nd-box`)
    && document.querySelector('.nd-plot .main-svg') && page;
}"""


@dataclass
class Seen:
    """What rounds have shown: what was wrong, counted by way and kind, and how soon the next page stood [ms]."""

    broken: Counter[str] = field(default_factory=Counter)
    times_ms: list[float] = field(default_factory=list)


def round_of(page: Page, way: str, move: str, wait_ms: float, times_ms: list[float]) -> str:
    """Move and leave; what is wrong then, or "" if nothing is."""
    here = _path(page)
    there = random.choice([name for name in TITLES if name != here])
    if way == "back":  # what lies before this page is another one
        _go(page, "click", there)
        if _alive(page, there) != there:
            return "dead"
        here, there = there, here
    value = _moved(page, move)
    page.wait_for_timeout(wait_ms)
    began = time.perf_counter()
    if way == "back":
        page.evaluate("history.back()")
    else:
        _go(page, way, there)
    # Back leads to before the move, which is a step of the same page where it was answered already.
    shown = _alive(page, None if way == "back" else there)
    if way != "back":
        times_ms.append(1e3 * (time.perf_counter() - began))
    page.wait_for_timeout(AFTERWARDS_MS)
    if shown is None or _alive(page) is None:
        return "dead"
    if way == "back":
        return ""
    if shown != there:
        return "elsewhere"
    try:
        page.wait_for_function(
            "value => new URL(location).searchParams.get('n') === value", arg=value, timeout=ALIVE_MS
        )
    except TimeoutError:
        return "without the move"
    return ""


def _path(page: Page) -> str:
    return urlsplit(page.url).path.rpartition("/")[2] or "home"


def _moved(page: Page, move: str) -> str:
    """Move the lever, by an arrow key or by a number that is left in its box; the number as links write it."""
    box = page.locator(f'[data-lever="{LEVER}"] .nd-box')
    if move == "arrow":
        slider = page.locator(f'[data-lever="{LEVER}"] .nd-range')
        slider.focus()
        slider.press(random.choice(("ArrowLeft", "ArrowRight")))
        return _in_links(box.input_value())
    text = f"{random.randint(10, 999)}B"
    box.click()
    box.press_sequentially(text)
    return _in_links(text)


def _in_links(text: str) -> str:
    return f"{TABLE[LEVER].meant(text):g}".replace("e+", "e")


def _go(page: Page, way: str, there: str) -> None:
    link = page.get_by_role("link", name=pages()[there].title, exact=True)
    match way:
        case "click":
            link.click(no_wait_after=True)
        case "tap":
            link.tap(no_wait_after=True)
        case "key":
            link.press("Enter", no_wait_after=True)


def _alive(page: Page, there: str | None = None) -> str | None:
    """The page that is shown once it is alive (at `there`, if it comes there at all), or `None`."""
    deadline = time.monotonic() + ALIVE_MS / 1000
    shown = None
    while time.monotonic() < deadline:
        shown = page.evaluate(ALIVE, [TITLES, LEVER]) or None
        if shown and there in (None, shown):
            break
        page.wait_for_timeout(25)
    broken = page.get_by_role("dialog").count() or page.get_by_test_id("stException").count()
    return None if broken else shown


def rounds(browser: Browser, address: str, each: int) -> Seen:
    """As many rounds of each way as told."""
    found = Seen()
    context = browser.new_context(viewport=SIZE, has_touch=True)
    page = context.new_page()
    page.goto(address)
    for i in range(each * len(WAYS)):
        way = WAYS[i % len(WAYS)]
        assert _alive(page), "the page does not open"
        wrong = round_of(page, way, MOVES[i // len(WAYS) % len(MOVES)], random.uniform(0, MOST_WAIT_MS), found.times_ms)
        if wrong:
            found.broken[f"{way}: {wrong}"] += 1
            page.goto(address)
    context.close()
    return found


@contextmanager
def guests(port: int, count: int) -> Iterator[Totals]:
    """Visitors who move levers on this server meanwhile, and what they see."""
    totals, left, loop = Totals(), asyncio.Event(), asyncio.new_event_loop()

    async def everyone() -> None:
        visits = [visit(port, i / GUESTS_PER_S, float("inf"), SWITCH, totals) for i in range(count)]
        staying = [asyncio.create_task(one) for one in visits]
        await left.wait()
        for one in staying:
            one.cancel()

    def stay() -> None:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(everyone())

    thread = Thread(target=stay)
    thread.start()
    try:
        time.sleep(count / GUESTS_PER_S)
        yield totals
    finally:
        loop.call_soon_threadsafe(left.set)
        thread.join()


def main() -> None:
    """Quiet, then busy: print what was seen of each."""
    parser = argparse.ArgumentParser(prog="benchmarks.leaving", description="Moves that are left, on loopback.")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--guests", type=int, nargs="*", default=[0, 40], help="how many, for each pass")
    options = parser.parse_args()
    each = -(-options.rounds // len(WAYS))
    ports = free_ports(1)
    processes = [worker(port) for port in ports]
    try:
        wait_until_ready(ports)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=SYSTEM_BROWSER, args=ARGUMENTS)
            for count in options.guests:
                with guests(ports[0], count) as seen:
                    began = time.monotonic()
                    found = rounds(browser, f"http://127.0.0.1:{ports[0]}", each)
                took = time.monotonic() - began
                broken, p50, p95 = found.broken, *np.percentile(found.times_ms, [50, 95])
                print(f"{each * len(WAYS)} rounds in {took:.0f} s, {broken.total()} broken {dict(broken) or ''}")
                print(f"  next page p50 {p50:.0f} ms, p95 {p95:.0f} ms")
                if count:
                    p95 = np.percentile(seen.times_ms, 95)
                    print(
                        f"  {count} guests, {60 * len(seen.times_ms) / took:.0f} releases a minute, "
                        f"p95 {p95:.0f} ms, {len(seen.errors)} errors {seen.errors[:3] or ''}"
                    )
            browser.close()
    finally:
        stop(processes)


if __name__ == "__main__":
    main()
