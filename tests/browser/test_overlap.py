"""No text of any chart lies on another one, is cut, is turned, or is struck through by a line, a bar or a point."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from sim.teaching.claims import claims
from tests.browser.conftest import GPT_3, drawn

MEASURED = (Path(__file__).parent / "overlaps.js").read_text()
HEIGHTS = {360: 740, 1440: 900, 1920: 1080}  # of the window by its width [px]
SERVED = f"{GPT_3}&inf=on&q=2e7"  # GPT-3 with twenty million queries a day
ROOM = "&view=page.present"
# Of today, and of 2020: what stands where no label meets another in one run may meet in the next.
PAGES = ["", GPT_3, "plan", f"plan{GPT_3}", "laws", f"laws{GPT_3}", "cost", f"cost{GPT_3}", "think", f"think{SERVED}"]
PRESENTED = [f"{GPT_3}{ROOM}", *(f"{path}{GPT_3}{ROOM}" for path in ("plan", "laws", "cost")), f"think{SERVED}{ROOM}"]
CLAIMS = ["wall", "orion-20", "right-thing", "think-longer"]  # linear views, equal scales, small charts
BANDED = ("", "plan", "laws")  # pages that say how sure the fit is, over their lines


# Every plot is as wide as its place, which it is not yet right after the window has changed.
FITTED = """() => [...document.querySelectorAll('.js-plotly-plot')].every(
  plot => Math.abs(plot.querySelector('.main-svg').getBoundingClientRect().width - plot.clientWidth) < 2)"""


def troubles_at(page: Page, address: str, widths: tuple[int, ...]) -> dict[int, list[str]]:
    """What is wrong with the texts of all charts of a page that has come to rest, in windows of some widths."""
    found = {}
    for i, width in enumerate(widths):
        page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        if i == 0:
            page.goto(address)
            drawn(page)
            path = address.rpartition("/")[2].partition("?")[0]
            if path in BANDED and ROOM not in address:
                page.wait_for_function(
                    "() => document.documentElement.dataset.ndBands && !document.querySelector('.nd-waits')"
                )
                drawn(page)
            page.wait_for_function("() => document.querySelector('.js-plotly-plot .main-svg')")
        # Two frames: the window tells its observers in the first, and the labels are laid in the second.
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        page.wait_for_function(FITTED)
        found[width] = page.evaluate(MEASURED)
    return found


@pytest.mark.parametrize("path", PAGES)
def test_no_texts_meet_on_a_page(page: Page, server, path):
    """On a phone, and where its window becomes that of a laptop and of a wide screen."""
    assert troubles_at(page, f"{server}/{path}", (360, 1440, 1920)) == {360: [], 1440: [], 1920: []}


@pytest.mark.parametrize("path", PRESENTED)
def test_no_texts_meet_before_a_room(page: Page, server, path):
    """Type is larger there, and the room between labels is not."""
    assert troubles_at(page, f"{server}/{path}", (1440, 1920)) == {1440: [], 1920: []}


@pytest.mark.parametrize("claim", CLAIMS)
def test_no_texts_meet_on_a_claim(page: Page, server, claim):
    """Neither on a linear axis, where lines are named too."""
    assert claim in claims().entries
    assert troubles_at(page, f"{server}/claims?claim={claim}", (360, 1440)) == {360: [], 1440: []}


def test_what_is_measured_would_be_found(page: Page, server):
    """Texts that are laid on each other, on a line and over the edge."""
    assert troubles_at(page, f"{server}/{GPT_3}", (1440,)) == {1440: []}
    page.evaluate("""() => {
      const plot = document.querySelector('[data-chart=compute] .js-plotly-plot');
      const [here, other] = [...plot.querySelectorAll('.textpoint text')];
      const line = plot.querySelectorAll('.scatterlayer path.js-line')[1].getBBox();
      for (const name of ['x', 'y']) other.setAttribute(name, here.getAttribute(name));
      other.parentNode.setAttribute('transform', here.parentNode.getAttribute('transform'));
      other.setAttribute('text-anchor', here.getAttribute('text-anchor'));
      plot.querySelector('.xtitle').setAttribute('x', '2');
    }""")
    found = " ".join(page.evaluate(MEASURED))
    assert "overlap | you are here" in found
    assert "cut | Training compute, FLOP" in found
