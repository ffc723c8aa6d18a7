"""Axes follow the hand: however far a lever goes, the run stays in its charts, and a release moves nothing."""

import pytest
from playwright.sync_api import Page

from sim import Scenario
from tests.browser.conftest import GPT_3
from tests.browser.test_live import PICTURES, address, frames, hover, played, points, ready

# The sums that the lines of more money tell of go by what the run costs, from the release on.
VISIBLE = f"""async () => {{{PICTURES}
  return plots.filter(plot => chartOf(plot) !== 'more').map(plot => [
    chartOf(plot), [...plot.querySelectorAll('.scatterlayer path.point')].filter(node => node.getBoundingClientRect().width).length,
  ]);
}}"""  # noqa: E501
OUTSIDE = f"""async () => {{{PICTURES}
  return plots.flatMap(plot => {{
    const [whole, x, y] = [plot.getBoundingClientRect(), axisOf(plot, 'x'), axisOf(plot, 'y')];
    const room = new DOMRect(whole.left + offsetOf(x), whole.top + offsetOf(y), lengthOf(x), lengthOf(y));
    return [...plot.querySelectorAll('.scatterlayer path.point, .barlayer .point > path')].filter(node => {{
      const box = node.getBoundingClientRect();
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      return box.width && (x < room.left - 1 || x > room.right + 1 || y < room.top - 1 || y > room.bottom + 1 ||
        (!node.matches('.scatterlayer *') && box.right > room.right + 1));
    }}).map(() => chartOf(plot));
  }});
}}"""


@pytest.mark.parametrize(
    ("path", "scenario", "name", "distance"),
    [
        ("plan", Scenario(), "n_params", -160),
        ("home", Scenario(), "n_tokens", 120),
        ("home", Scenario(plan="budget_optimal"), "budget_usd", 140),
    ],
    ids=["plan-n_params", "home-n_tokens", "home-budget_usd"],
)
def test_a_run_dragged_far_stays_in_its_charts(page: Page, server, troubles, path, scenario, name, distance):
    """While the lever is held every point and every bar lies on its axes, and the release leaves them there."""
    page.set_viewport_size({"width": 1440, "height": 2200})
    page.goto(f"{server}/{GPT_3}")  # the first visit of a new server knows the main page only
    ready(page, address(server, path, scenario))
    x, y = hover(page, name)
    page.mouse.down()
    for step in range(1, 21):
        page.mouse.move(x + distance * step / 20, y)
        frames(page, 1)
    assert played(page, name)["frames"] >= 5
    assert page.evaluate(OUTSIDE) == []
    held, visible = points(page), page.evaluate(VISIBLE)
    updates = page.evaluate("globalThis.__ndUpdates")
    page.mouse.up()
    page.wait_for_function("n => Number(document.documentElement.dataset.ndDrawn) > n", arg=updates)
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(VISIBLE) == visible
    for place, expected in points(page).items():
        assert held[place] == [pytest.approx(pair, abs=1) for pair in expected]
    assert troubles == []
