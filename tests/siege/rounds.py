"""Two hundred times a move and at once another page, by key, click, tap and Back: `benchmarks.leaving` as a siege."""

import time

from playwright.sync_api import Error, sync_playwright

from benchmarks import leaving
from deploy.serve import free_ports, stop, wait_until_ready, worker
from tests.browser.conftest import ARGUMENTS, SYSTEM_BROWSER
from tests.siege.campaign import Seen, told

GUESTS = (0, 40)  # a quiet server and a loaded one


def left(rounds: int) -> Seen:
    """That many rounds on each of both; what ended on a page that was dead, another one, or without the move."""
    seen, began = Seen("leaving"), time.monotonic()
    if not rounds:
        return seen
    (port,) = free_ports(1)
    process = worker(port)
    try:
        wait_until_ready([port])
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=SYSTEM_BROWSER, args=ARGUMENTS)
            for count in GUESTS:
                with leaving.guests(port, count) as others:
                    found = leaving.rounds(browser, f"http://127.0.0.1:{port}", max(1, rounds // len(leaving.WAYS)))
                seen.count += max(1, rounds // len(leaving.WAYS)) * len(leaving.WAYS)
                seen.worst_s = max(seen.worst_s, *(each / 1e3 for each in found.times_ms))
                seen.kinds.update({f"{count} guests, {what}": n for what, n in found.broken.items()})
                seen.kinds.update({f"{count} guests, a guest: {error}": 1 for error in others.errors[:5]})
            browser.close()
    except Error as error:
        seen.kinds[f"no browser: {str(error).splitlines()[0]}"] += 1
    finally:
        stop([process])
    seen.taken = seen.count - seen.kinds.total()
    told(seen, time.monotonic() - began)
    return seen
