"""First visit from a phone, in a headless browser: `python -m benchmarks.phone`.

A fresh cache, 360 px, the processor four times slower, two networks; as `make run` serves, and for the bytes also as
`make serve`. Times are from the start of navigation. Give the folder of another checkout to measure both by turns:
`python -m benchmarks.phone ../before`.
"""

import argparse
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks.page import ROOT, served
from tests.browser.conftest import ARGUMENTS, SYSTEM_BROWSER

SLOWER = 4  # times
VISITS = 5
NETWORKS = {"30 Mbit/s": (30e6, 20), "1.6 Mbit/s, 150 ms": (1.6e6, 150)}  # bit/s down, ms there and back
PATIENCE = 90_000  # ms
PRESSES = (0.25,) * 8 + (1.4,) * 4  # s before each key on a lever, from the first moment that it is there
STEPS = 40  # of a finger that drags, and as many back
FRAME_S = 0.016

# Notes when what people wait for is first seen, the longest tasks, and how long each key and each step of a finger
# takes until the frame after it is painted: by the clock of the event, which runs while the page is frozen.
PROBE = """() => {
  const seen = globalThis.phone = { tasks: [], keys: [], drag: [] };
  const first = (name, found) => { if (seen[name] === undefined && found()) seen[name] = performance.now(); };
  const shown = (node) => Boolean(node) && node.getBoundingClientRect().height > 0;
  const drawn = (node) => Boolean(node.querySelector('svg path.js-line, svg .point, svg image'));
  const look = () => {
    const $ = (query) => document.querySelector(query);
    first('sentence', () => shown($('.nd-sentence')) && $('.nd-sentence').textContent.length > 20);
    first('lever', () => shown($('.nd-range')));
    first('first chart', () => $('.nd-chart .nd-plot') && drawn($('.nd-chart .nd-plot')));
    first('charts of the first screen', () => {
      const near = [...document.querySelectorAll('.nd-plot')].filter(node => node.getBoundingClientRect().top < innerHeight);
      return near.length && near.every(drawn);
    });
    if (seen['charts of the first screen'] === undefined) requestAnimationFrame(look);
  };
  addEventListener('DOMContentLoaded', look);
  const channel = new MessageChannel();
  const waiting = [];
  channel.port1.onmessage = () => { for (const [list, at] of waiting.splice(0)) list.push(performance.now() - at); };
  const time = (list, event) => requestAnimationFrame(() => { waiting.push([list, event.timeStamp]); channel.port2.postMessage(0); });
  addEventListener('keydown', (event) => time(seen.keys, event), true);
  addEventListener('input', (event) => { if (seen.dragging) time(seen.drag, event); }, true);
  new PerformanceObserver(list => list.getEntries().forEach(task => seen.tasks.push([task.startTime, task.duration])))
    .observe({ type: 'longtask', buffered: true });
}"""  # noqa: E501


def visit(browser: Browser, address: str, network: tuple[float, int], path: str = "") -> dict[str, float]:
    """One first visit: times [ms], the longest tasks [ms], and what came over the network [MB]."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    down, latency = network
    tools.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": latency, "downloadThroughput": down / 8, "uploadThroughput": down / 8,
    })  # fmt: skip
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    size = 0.0

    def finished(event: dict[str, Any]) -> None:
        nonlocal size
        size += event["encodedDataLength"]

    tools.on("Network.loadingFinished", finished)
    page.add_init_script(f"({PROBE})()")
    page.goto(f"{address}/{path}", wait_until="commit", timeout=PATIENCE)
    page.wait_for_function("() => globalThis.phone?.lever !== undefined", timeout=PATIENCE)
    touched = page.evaluate("document.querySelector('.nd-range').focus({ preventScroll: true }) ?? performance.now()")
    for i, pause in enumerate(PRESSES):
        page.wait_for_timeout(1e3 * pause)
        page.keyboard.press("ArrowLeft" if i % 2 else "ArrowRight")
    page.wait_for_function("() => globalThis.phone['charts of the first screen'] !== undefined", timeout=PATIENCE)
    page.wait_for_function("() => Number(document.documentElement.dataset.ndDrawn) > 0", timeout=PATIENCE)
    drag(page, tools)
    found = page.evaluate("globalThis.phone")
    context.close()
    tasks = found["tasks"]
    return {
        **{name: found[name] for name in ("sentence", "lever", "first chart", "charts of the first screen")},
        "a lever answers a key, worst": max(found["keys"]),
        "longest task before a touch": max((length for start, length in tasks if start < touched), default=0.0),
        "longest task after it": max((length for start, length in tasks if start >= touched), default=0.0),
        "drag: event to painted, median": float(np.median(found["drag"])),
        "drag: event to painted, p95": float(np.percentile(found["drag"], 95)),
        "MB": size / 1e6,
    }


def drag(page: Page, tools: CDPSession) -> None:
    """A finger on the first lever, there and back, as soon as its sweep is here."""
    page.locator(".nd-range").first.evaluate("range => range.scrollIntoView({ block: 'end' })")
    page.wait_for_timeout(1500)
    box = page.locator(".nd-range").first.bounding_box()
    assert box is not None
    share = float(page.locator(".nd-range").first.evaluate("it => getComputedStyle(it).getPropertyValue('--nd-at')"))
    x, y = box["x"] + 12 + share * (box["width"] - 24), box["y"] + box["height"] / 2
    tools.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    page.wait_for_timeout(600)
    page.evaluate("phone.dragging = true")
    for step in (*range(STEPS), *range(STEPS, 0, -1)):
        tools.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x + step, "y": y}]})
        time.sleep(FRAME_S)
    page.evaluate("phone.dragging = false")
    tools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@contextmanager
def served_to_a_class(root: Path) -> Iterator[str]:
    """Address of a checkout behind nginx, as `make serve` starts it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "deploy.serve", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    starter = subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1).close()
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        starter.terminate()
        starter.wait(timeout=30)


def main() -> None:
    """Print a table for each network and checkout."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("before", nargs="*", type=Path, help="other checkouts, measured by turns")
    parser.add_argument("--visits", type=int, default=VISITS)
    parser.add_argument("--path", default="", help="page and query, such as plan")
    given = parser.parse_args()
    roots = {"now": ROOT, **{path.name: path.resolve() for path in given.before}}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=SYSTEM_BROWSER, args=ARGUMENTS)
        for title, network in NETWORKS.items():
            rows: dict[tuple[str, str], list[float]] = {}
            for _ in range(given.visits):
                for name, root in roots.items():
                    with served("app.py", root) as address:
                        urllib.request.urlopen(address, timeout=60).close()  # what is made once, before the visit
                        for what, value in visit(browser, address, network, given.path).items():
                            rows.setdefault((what, name), []).append(value)
            print(f"\n{title:46}{'min':>10}{'median':>10}{'p95':>10}")
            for what, name in sorted(rows, key=lambda row: [what for what, _ in rows].index(row[0])):
                values = rows[what, name]
                low, middle, high = min(values), np.median(values), np.percentile(values, 95)
                form = ".2f" if what == "MB" else ".0f"
                print(f"{what:34}{name:12}{low:10{form}}{middle:10{form}}{high:10{form}}", flush=True)
        for name, root in roots.items():
            with served_to_a_class(root) as address:
                found = visit(browser, address, NETWORKS["30 Mbit/s"], given.path)
                print(f"{'MB behind nginx':34}{name:12}{found['MB']:10.2f}")
        browser.close()


if __name__ == "__main__":
    main()
