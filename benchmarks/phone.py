"""First visit from a phone, in a headless browser: `python -m benchmarks.phone`.

A fresh cache, 360 px, the processor four times slower, two networks. Times are from the start of navigation.
Give the folder of another checkout to measure both by turns: `python -m benchmarks.phone ../before`.
"""

import argparse
import urllib.request
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, sync_playwright

from benchmarks.page import ROOT, served
from tests.browser.conftest import ARGUMENTS, SYSTEM_BROWSER

SLOWER = 4  # times
VISITS = 5
NETWORKS = {"30 Mbit/s": (30e6, 20), "1.6 Mbit/s, 150 ms": (1.6e6, 150)}  # bit/s down, ms there and back
PATIENCE = 90_000  # ms
TOUCHES = 8  # of a lever, a quarter of a second apart, from the first moment that it is there

# Notes when what people wait for is first seen, and the longest tasks before a first touch and after it.
PROBE = """() => {
  const seen = globalThis.phone = { tasks: [], touches: [] };
  const first = (name, found) => { if (seen[name] === undefined && found()) seen[name] = performance.now(); };
  const shown = (node) => Boolean(node) && node.getBoundingClientRect().height > 0;
  const look = () => {
    const $ = (query) => document.querySelector(query);
    first('sentence', () => shown($('.nd-sentence')) && $('.nd-sentence').textContent.length > 20);
    first('lever', () => shown($('.nd-range')));
    first('picture', () => shown($('.nd-chart .nd-plot svg')));
    first('charts', () => {
      const near = [...document.querySelectorAll('.nd-plot')].filter(node => node.getBoundingClientRect().top < innerHeight);
      return near.length && near.every(node => node.querySelector('svg'));
    });
    requestAnimationFrame(look);
  };
  addEventListener('DOMContentLoaded', look);
  new PerformanceObserver(list => list.getEntries().forEach(task => seen.tasks.push([task.startTime, task.duration])))
    .observe({ type: 'longtask', buffered: true });
}"""  # noqa: E501

# A step of a lever as a key makes it: from the event to the frame after it is painted.
TOUCH = """() => new Promise(done => {
  const range = document.querySelector('.nd-range');
  const began = performance.now();
  range.value = Number(range.value) + 1;
  range.dispatchEvent(new Event('input', { bubbles: true }));
  requestAnimationFrame(() => setTimeout(() => { phone.touches.push(performance.now() - began); done(); }));
})"""


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
    page.wait_for_function("globalThis.phone?.lever !== undefined", timeout=PATIENCE)
    touched = page.evaluate("performance.now()")
    for _ in range(TOUCHES):
        page.evaluate(TOUCH)
        page.evaluate("() => new Promise(done => setTimeout(done, 250))")
    page.wait_for_function("globalThis.phone.charts !== undefined", timeout=PATIENCE)
    found = page.evaluate("globalThis.phone")
    context.close()
    return {
        **{name: found[name] for name in ("sentence", "lever", "picture", "charts")},
        "lever answers, worst": max(found["touches"]),
        "task before a touch": max((length for start, length in found["tasks"] if start < touched), default=0.0),
        "task after": max((length for start, length in found["tasks"] if start >= touched), default=0.0),
        "MB": size / 1e6,
    }


def main() -> None:
    """Print a table for each network and checkout."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("before", nargs="?", type=Path, help="another checkout, measured by turns")
    parser.add_argument("--visits", type=int, default=VISITS)
    given = parser.parse_args()
    roots = {"now": ROOT, **({"before": given.before.resolve()} if given.before else {})}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=SYSTEM_BROWSER, args=ARGUMENTS)
        for title, network in NETWORKS.items():
            rows: dict[tuple[str, str], list[float]] = {}
            for _ in range(given.visits):
                for name, root in roots.items():
                    with served("app.py", root) as address:
                        urllib.request.urlopen(address, timeout=60).close()  # what is made once, before the visit
                        for what, value in visit(browser, address, network).items():
                            rows.setdefault((what, name), []).append(value)
            print(f"\n{title:40}{'min':>10}{'median':>10}{'p95':>10}")
            for (what, name), values in rows.items():
                low, middle, high = min(values), np.median(values), np.percentile(values, 95)
                print(f"{what:30}{name:10}{low:10.1f}{middle:10.1f}{high:10.1f}")
        browser.close()


if __name__ == "__main__":
    main()
