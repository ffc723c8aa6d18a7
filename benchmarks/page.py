"""Timings of the page in a headless browser: `python -m benchmarks.page`.

Times depend on the machine, which server, browser and this script share; the ratio to the same
charts through st.plotly_chart hardly does. Quiet minutes give the numbers to quote.
"""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import ARGUMENTS, SYSTEM_BROWSER

ROOT = Path(__file__).resolve().parents[1]
KEYS = 25
COLD = 5
QUIET_MS = 500  # without a change in a chart: it is drawn
STEPS = 60  # mouse moves of a drag there, and as many back
DRAGS = (("", "n_params", 50), ("", "n_tokens", 50), ("", "usd_per_chip_hour", -50))
BUDGET = ("?v=1&plan=budget_optimal", "budget_usd", 50)
THINKING = (("think?v=3&inf=on&k=10", "n_params", 50), ("think?v=3&inf=on&k=10", "samples_per_query", 50))
HOME_CHARTS = 2  # that a look at the page sees

# Times every lever event until the frame after it is painted, and every chart's last change.
PROBE = """() => {
  globalThis.painted = [];
  globalThis.changed = [];
  const channel = new MessageChannel();
  const waiting = [];
  channel.port1.onmessage = () => { const now = performance.now(); for (const t of waiting.splice(0)) painted.push(now - t); };
  addEventListener('input', (event) => {
    requestAnimationFrame(() => { waiting.push(event.timeStamp); channel.port2.postMessage(0); });
  }, true);
  addEventListener('keydown', (event) => { globalThis.pressedAt = event.timeStamp; }, true);
  addEventListener('pointerdown', (event) => { globalThis.pressedAt = event.timeStamp; }, true);
  const see = () => [...document.querySelectorAll('.js-plotly-plot')].slice(0, COUNT).forEach((plot, i) => {
    if (plot.probed) return;
    plot.probed = true;
    new MutationObserver(() => { changed[i] = performance.now(); }).observe(plot, { subtree: true, childList: true, attributes: true });
  });
  see();
  new MutationObserver(see).observe(document.body, { subtree: true, childList: true });
}""".replace("COUNT", str(HOME_CHARTS))  # noqa: E501


@contextmanager
def served(script: str, root: Path = ROOT) -> Iterator[str]:
    """Address of a Streamlit script of a checkout on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    process = subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(timeout=10)


def row(label: str, times: list[float]) -> float:
    """Print a line of the table; returns the median."""
    values = np.array(times)
    print(f"{label:52}{len(times):5}{values.min():9.1f}{np.median(values):9.1f}{np.percentile(values, 95):9.1f}")
    return float(np.median(values))


def opened(page: Page, address: str) -> None:
    """Open a page and wait until its charts are there and at rest."""
    page.goto(address)
    page.wait_for_function(f"() => document.querySelectorAll('.js-plotly-plot .main-svg').length >= {HOME_CHARTS}")
    page.wait_for_timeout(2000)
    page.evaluate(PROBE)


def key_presses(page: Page, address: str, slider: str) -> tuple[list[float], list[float]]:
    """From a key press on the slider until the frame played, if any, and the charts' last change [ms]."""
    opened(page, address)
    page.get_by_role("slider", name=slider).first.focus()
    page.wait_for_timeout(800)
    played, times = [], []
    for i in range(KEYS):
        page.evaluate("changed.length = 0")
        page.keyboard.press("ArrowRight" if i % 2 else "ArrowLeft")
        page.wait_for_timeout(QUIET_MS + 300)
        times.append(page.evaluate("Math.max(...changed) - pressedAt"))
        played.append(page.evaluate("(globalThis.__ndPlayed?.at ?? pressedAt) - pressedAt"))
    return played, times


def drag(page: Page, name: str, distance: int, hover: bool) -> tuple[list[float], float]:
    """Event to painted frame, and the first frame after pointerdown [ms]."""
    lever = page.locator(f'[data-lever="{name}"]')
    box = lever.locator(".nd-range").bounding_box()
    assert box is not None
    at = float(lever.locator(".nd-range").evaluate("node => getComputedStyle(node).getPropertyValue('--nd-at')"))
    x, y = box["x"] + 12 + at * (box["width"] - 24), box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.wait_for_timeout(600 if hover else 0)
    page.evaluate("painted.length = 0; globalThis.__ndPlayed = null; globalThis.first = null")
    page.evaluate(
        "(function look() { if (globalThis.__ndPlayed) first = __ndPlayed.at - pressedAt;"
        " else requestAnimationFrame(look); })()"
    )
    page.mouse.down()
    for place in [*range(1, STEPS + 1), *range(STEPS - 1, 3, -1)]:
        page.mouse.move(x + distance * place / STEPS, y)
        page.wait_for_timeout(16)
    page.wait_for_timeout(200)
    times, first = page.evaluate("[painted, first]")
    page.mouse.up()
    page.wait_for_timeout(1200)
    return times, first


def drags(page: Page, address: str, slowdown: int, moves: Sequence[tuple[str, str, int]], where: str) -> None:
    """Print the figures of the drags of one page at one speed of the processor."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    pooled, firsts, asked = [], [], []
    for query, name, distance in moves:
        opened(page, f"{address}/{query}")
        asked.append(drag(page, name, distance, hover=False)[1])
        times, first = drag(page, name, -distance, hover=True)
        pooled += times
        firsts.append(first)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    row(f"{where}: lever event -> painted, CPU {slowdown}x slower", pooled)
    row(f"{where}: pointerdown -> frame after a hover, {slowdown}x", firsts)
    row(f"{where}: pointerdown -> frame, asked at the press, {slowdown}x", asked)


def main() -> None:
    """Print the table."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=SYSTEM_BROWSER, args=ARGUMENTS)
        size = {"width": 1440, "height": 1000}
        print(f"{'milliseconds':52}{'n':>5}{'min':>9}{'median':>9}{'p95':>9}")
        with served("app.py") as address:
            page = browser.new_page(viewport=size)
            played, exact = key_presses(page, address, "Parameters")
            row("key press -> frame played", played)
            ours = row("key press -> both charts exact", exact)
            for slowdown in (1, 4):
                drags(page, address, slowdown, (*DRAGS, BUDGET), "home")
                drags(page, address, slowdown, THINKING, "think")
            page.close()
            cold = []
            for _ in range(COLD):
                fresh = browser.new_context(viewport=size)
                page = fresh.new_page()
                begin = time.perf_counter()
                page.goto(address)
                page.locator('[data-number="loss"] .nd-value').wait_for()
                page.locator(".nd-sentence strong").first.wait_for()
                cold.append(1e3 * (time.perf_counter() - begin))
                fresh.close()
            row("cold cache -> sentence and numbers visible", cold)
        with served("benchmarks/plain_app.py") as address:
            page = browser.new_page(viewport=size)
            plain = row("the same charts by st.plotly_chart, key press", key_presses(page, address, "Parameters")[1])
        browser.close()
    print(f"The live board takes {ours / plain:.2f} of the time of st.plotly_chart.")


if __name__ == "__main__":
    main()
