"""Wide screens use their width; a phone on its side, and a window at 200 %, keep a chart beside the levers."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import GPT_3, drawn, fits

LEAST_SHARE = 0.78  # of a wide screen that the page uses


def test_a_wide_screen_is_used(page: Page, server, troubles):
    """Charts grow with it, and the menu keeps the page's edge."""
    widths = []
    for width in (1440, 1920):
        page.set_viewport_size({"width": width, "height": 1080})
        page.goto(f"{server}/{GPT_3}")
        drawn(page)
        widths.append(page.locator(".nd-plot").first.bounding_box()["width"])
    assert widths[1] > 1.15 * widths[0]
    body = page.locator(".nd-body").bounding_box()
    assert body["width"] > LEAST_SHARE * 1920
    assert abs(page.get_by_role("link", name="Next Dollar").locator("p").bounding_box()["x"] - body["x"]) < 2
    assert troubles == []


@pytest.mark.parametrize(("width", "height"), [(740, 360), (844, 390), (720, 450)])
@pytest.mark.parametrize("path", ["", "plan"])
def test_a_chart_stays_beside_the_levers(page: Page, server, troubles, width, height, path):
    """Whichever lever is reached, the first chart is in view beside it, whole and below the menu."""
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{server}/{path}{GPT_3}")
    drawn(page)
    plot = page.locator(".nd-plot").first
    for name in ("n_tokens", "usd_per_chip_hour", "mfu"):
        slider = page.locator(f'[data-lever="{name}"] input[type=range]')
        slider.evaluate("node => node.scrollIntoView({ block: 'center' })")
        expect(slider).to_be_in_viewport()
        box, at = plot.bounding_box(), slider.bounding_box()
        assert box is not None and at is not None
        assert box["y"] >= 48 and box["y"] + box["height"] <= height
        assert at["x"] + at["width"] <= box["x"]  # beside, not below
    fits(page)
    assert troubles == []
