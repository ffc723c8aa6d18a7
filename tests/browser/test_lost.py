"""A server that goes and comes back during a visit: the page says so, keeps what was moved, and goes on by itself."""

import re

import pytest
from playwright.sync_api import Page, expect

from deploy.serve import free_ports, stop, wait_until_ready, worker
from sim import Scenario
from sim.pages import pages
from tests.browser.conftest import GPT_3
from tests.browser.test_home import expect_figures

LOST = "The connection to the server is lost."
TYPED = "n_params,n_tokens,loss\n1e8,2e9,3.41"


class Server:
    """One that can be ended and started anew at the same address."""

    def __init__(self) -> None:
        (self.port,) = free_ports(1)
        self.address = f"http://localhost:{self.port}"
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.process = worker(self.port)
        wait_until_ready([self.port])

    def kill(self) -> None:
        """End it as a fault does, with no good-bye."""
        self.process.kill()
        self.process.wait()


@pytest.fixture
def own_server():
    """A server of this test alone."""
    made = Server()
    yield made
    stop([made.process])


def test_a_visit_outlives_its_server(page: Page, own_server):
    """A move made while it is gone is made when it is back, without a new page; a reload then loses nothing."""
    page.goto(f"{own_server.address}/{GPT_3}")
    expect_figures(page, Scenario())
    page.evaluate("window.isTheSame = true")
    banner = page.locator(".nd-lost")

    own_server.kill()
    expect(banner).to_contain_text(LOST)
    box = banner.bounding_box()
    assert box is not None and box["y"] < 10 and box["height"] >= 24
    page.get_by_role("slider", name="Parameters").press("ArrowRight")
    own_server.start()
    moved = Scenario(n_params=2e11)
    expect_figures(page, moved)
    expect(page).to_have_url(re.compile("n=2e11"))
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(banner).to_be_empty()
    assert page.evaluate("window.isTheSame")  # no new page was needed

    page.get_by_role("button", name="Keep", exact=True).click()
    expect(page).to_have_url(re.compile("A="))
    page.get_by_role("link", name=pages()["fit"].title, exact=True).click()
    area = page.get_by_role("textbox", name="Or paste them here")
    area.fill(TYPED)
    own_server.kill()
    expect(banner).to_contain_text(LOST)
    own_server.start()
    page.reload()
    expect(area).to_have_value(TYPED)
    page.get_by_role("link", name="Next Dollar").click()
    expect_figures(page, moved)
    expect(page).to_have_url(re.compile("A="))
