"""For everyone: no serious violation that axe-core finds, and every control by keyboard alone."""

import re
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page, expect

from sim import Scenario
from sim.engine.presets import opening
from sim.pages import Board, first, pages
from tests.browser.conftest import GPT_3
from tests.browser.test_home import expect_figures

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
LESSON = "lessons?le=parameters-or-tokens"
ADDRESSES = {first().path: "", "think": "think?v=3&inf=on"}  # where it is more than the path
PAGES = (
    *(ADDRESSES.get(path, path) for path in pages()), "claims?claim=wall",
    f"{LESSON}&at=1", f"{LESSON}&at=2", f"{LESSON}&at=2&an=_5", f"{LESSON}&at=0",
)  # fmt: skip
WITHOUT_BOARD = (*(path for path, page in pages().items() if not isinstance(page, Board)), "at=2", "at=0")
NOT_POSSIBLE = "plan?v=4&plan=budget_optimal&p=none"
WIDTHS = {1440: 900, 360: 740}  # px: desktop and phone
SEVERE = ("serious", "critical")
POLICY = "Content Security Policy"  # as a browser names it where something is refused
MOST_TABS = 250  # more stops than any page has

# What is Streamlit's own and not ours to change: selector -> why it is left alone.
STREAMLITS_OWN: dict[str, str] = {}

OPERABLE = "a[href], button, input, select, textarea, summary, [tabindex='0']"
# Elements that can be operated and seen now; each gets a number, which the walk by Tab collects. A group of
# which one is chosen is one stop: arrow keys go on inside it.
NUMBER_THEM = """(operable) => {
  const shown = (node) => node.checkVisibility({ visibilityProperty: true }) && !node.disabled &&
    node.tabIndex >= 0 && !node.closest("[inert]") && node.getClientRects().length;
  const nodes = [...document.querySelectorAll(operable)].filter(shown);
  const stop = (node) => node.closest("[role=radiogroup]") ?? node;
  const stops = [...new Set(nodes.map(stop))];
  nodes.forEach((node) => { node.dataset.stop = stops.indexOf(stop(node)); });
  return stops.map((node) => node.outerHTML.slice(0, 160));
}"""


def opened(page: Page, address: str) -> None:
    """The page with everything drawn and everything unfolded."""
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    if not address.endswith(WITHOUT_BOARD):
        page.wait_for_function("() => document.documentElement.dataset.ndDrawn")
    page.wait_for_function("() => document.querySelector('[data-test-script-state=notRunning]')")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)  # in the place of what Streamlit still fetches
    page.evaluate("document.querySelectorAll('details').forEach((node) => { node.open = true; })")
    stands(page)


def stands(page: Page) -> None:
    """Wait until nothing is animated: unfolding and the change of theme are."""
    page.wait_for_function("() => document.getAnimations().every((one) => one.playState !== 'running')")


def violations(page: Page) -> list[str]:
    """Serious and critical violations, but for Streamlit's own by name."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    own = ", ".join(STREAMLITS_OWN) or "none-is-left-alone"
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node['html'][:200]}"
        for rule in found
        if rule["impact"] in SEVERE
        for node in rule["nodes"]
        if not page.evaluate(
            "([at, own]) => document.querySelector(at)?.closest(own) != null", [node["target"][0], own]
        )
    ]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 360)])
def test_axe_finds_nothing_serious(browser, server, scheme, width):
    """Every page, light and dark, desktop and phone, with everything unfolded; nothing is against its policy."""
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": WIDTHS[width]})
    refused: list[str] = []
    for path in PAGES:
        page = context.new_page()
        page.on("console", lambda message: refused.append(message.text) if POLICY in message.text else None)
        opened(page, f"{server}/{path}")
        assert violations(page) == [], path
        assert refused == [], path
        page.close()
    page = context.new_page()
    opened(page, f"{server}/?v=1&view=page.present")
    assert violations(page) == [], "presenting"
    page.get_by_role("button", name="QR code").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    stands(page)
    assert violations(page) == [], "QR code"
    page.keyboard.press("Escape")
    for address in ("think?v=4", "?v=4&nc=10", NOT_POSSIBLE):  # an example, warnings, the picture of another run
        opened(page, f"{server}/{address}")
        assert violations(page) == [], address
    page.get_by_role("button", name="Keys").click()
    assert violations(page) == [], "keys"
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_every_control_is_reached_by_tab(page: Page, server, path):
    """Walking with Tab stops at everything that can be operated, each with a visible focus."""
    opened(page, f"{server}/{path}")
    nodes = page.evaluate(NUMBER_THEM, OPERABLE)
    assert len(nodes) > 3
    reached: set[int] = set()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        stop = page.evaluate("document.activeElement?.dataset.stop ?? null")
        if stop is not None:
            reached.add(int(stop))
        if len(reached) == len(nodes):
            break
    assert [html for i, html in enumerate(nodes) if i not in reached] == []


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on the element."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement?.matches(selector)", selector):
            return
    pytest.fail(f"Tab never reaches {selector}")


def test_the_main_job_by_keyboard_alone(page: Page, server):
    """A lever moves, a button is pressed, help opens and closes, words unfold: no mouse."""
    page.goto(f"{server}/{GPT_3}")
    expect_figures(page, Scenario())
    tab_to(page, '[data-lever="n_params"] input[type=range]')
    page.keyboard.press("ArrowRight")
    expect_figures(page, Scenario(n_params=2e11))

    tab_to(page, '[data-number="loss"] .nd-help')
    page.keyboard.press("Enter")
    bubble = page.locator(".nd-bubble")
    expect(bubble).to_contain_text("nat")
    page.keyboard.press("Escape")
    expect(bubble).to_be_hidden()

    tab_to(page, ".nd-details summary")
    page.keyboard.press("Enter")
    expect(page.locator(".nd-details").first).to_have_attribute("open", "")
    expect(page.locator(".nd-words").first).to_be_visible()

    page.get_by_role("button", name="Reset").focus()
    page.keyboard.press("Enter")
    expect_figures(page, opening().scenario)


def test_arrow_keys_go_on_inside_a_group(page: Page, server):
    """The floor of the Laws page is chosen by keyboard, and the link keeps it."""
    opened(page, f"{server}/laws")
    tab_to(page, "[role=radiogroup] [role=radio]")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="Fixed")).to_be_checked()
    page.wait_for_url(re.compile("view=floor.fixed"))
