"""The board's modules in a browser: how they come, what they hold on to, and what they know of Plotly."""

import pytest
from playwright.sync_api import Page, expect

from sim import Scenario
from tests.browser.conftest import GPT_3
from tests.browser.test_home import expect_figures
from ui.server import scripts

PRIVATE = f"import('/{scripts.FOLDER}plotly_private.js')"


def test_modules_come_at_once_and_are_kept(page: Page, server, troubles):
    """They are asked for with the page itself, as one script and its style, below one digest, for ever."""
    answers = []
    page.on("response", lambda response: answers.append(response) if "/lib/board-" in response.url else None)
    page.goto(f"{server}/{GPT_3}")
    expect_figures(page, Scenario())
    assert sorted(answer.url for answer in answers) == sorted(f"{server}/{script.url}" for script in scripts.WANTED)
    for answer in answers:
        headers = answer.all_headers()
        assert answer.status == 200 and "immutable" in headers["cache-control"], answer.url
        assert headers["content-encoding"] == "gzip"
    entries = page.evaluate(
        """() => performance.getEntriesByType('resource').filter(entry => entry.name.includes('/lib/board-'))
          .map(entry => entry.startTime)"""
    )
    socket = page.evaluate(
        "performance.getEntriesByType('resource').find(entry => entry.name.includes('/_stcore/health')).startTime"
    )
    assert max(entries) < socket  # none waits for the board, which comes by the socket
    assert troubles == []


@pytest.mark.parametrize("path", ["", "/plan"])
def test_plotlys_private_names_mean_what_we_take_them_for(page: Page, server, path):
    """Each name that an upgrade of Plotly breaks is said."""
    page.goto(server)
    page.goto(f"{server}{path}")
    page.wait_for_function("() => Number(document.documentElement.dataset.ndDrawn) > 0")
    found = page.evaluate(
        f"""async () => {{
          const {{ broken }} = await {PRIVATE};
          const plots = [...document.querySelectorAll('.js-plotly-plot')];
          return plots.map((plot) => [plot.closest('[data-chart]').dataset.chart, broken(plot)]);
        }}"""
    )
    assert found and [names for _, names in found] == [[]] * len(found), found


@pytest.mark.parametrize(
    "chart, change, name",
    [
        ("compute", "plot._fullData.forEach((trace) => { trace.uid = 'x'; })", ".trace<uid>"),
        (
            "auction",
            "plot.querySelectorAll('.trace.bars').forEach((node) => { delete node.__data__[0].trace; })",
            "__data__[0].trace.uid",
        ),
        ("auction", "plot._fullLayout.xaxis.c2p = (value) => 3 * value", "c2p"),
        ("compute", "plot._fullLayout.xaxis.d2p = undefined", "d2p"),
        ("compute", "plot._fullLayout.xaxis._length = 0", "_length"),
        ("compute", "plot._fullLayout.xaxis._offset = -1", "_offset"),
        ("compute", "plot._fullLayout.xaxis.p2d = undefined", "p2d"),
        ("auction", "plot.querySelectorAll('.point').forEach((node) => { delete node.__data__.i; })", "__data__.i"),
        ("auction", "plot.querySelectorAll('.point').forEach((node) => { delete node.__data__.p0; })", "__data__.p0"),
        ("compute", "delete plot._fullData", "_fullData"),
        ("compute", "delete plot._fullLayout.xaxis.range", "_fullLayout"),
    ],
)
def test_a_private_name_that_broke_is_said(page: Page, server, chart, change, name):
    """The check of the names is itself checked: it says the one that no longer holds."""
    page.goto(f"{server}/think" if chart == "auction" else server)
    page.wait_for_function("() => Number(document.documentElement.dataset.ndDrawn) > 0")
    found = page.evaluate(
        f"""async () => {{
          const {{ broken }} = await {PRIVATE};
          const plot = document.querySelector('[data-chart="{chart}"] .js-plotly-plot');
          const before = broken(plot);
          {change};
          return [before, broken(plot)];
        }}"""
    )
    assert found[0] == [] and name in found[1]


def test_levers_that_go_leave_no_listeners(page: Page, server, troubles):
    """Changing the plan again and again leaves nothing behind at the window."""
    page.goto(f"{server}/{GPT_3}")
    expect_figures(page, Scenario())
    session = page.context.new_cdp_session(page)

    def listeners() -> int:
        window = session.send("Runtime.evaluate", {"expression": "window"})["result"]["objectId"]
        found = session.send("DOMDebugger.getEventListeners", {"objectId": window})["listeners"]
        return sum(item["type"] in ("pointerup", "pointercancel") for item in found)

    before = listeners()
    for plan in ("budget_optimal", "params_tokens") * 2:
        page.locator('[data-choice="plan"] select').select_option(plan)
        expect(page.locator('[data-lever="budget_usd"]')).to_have_count(int(plan == "budget_optimal"))
    page.locator('[data-lever="n_params"] .nd-range').click()
    assert listeners() == before
    assert troubles == []
