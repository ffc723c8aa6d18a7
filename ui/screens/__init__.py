"""The screens: one draws every board, another page has its own in the module of its name."""

import importlib
from collections.abc import Callable

from sim.pages import Board, Page
from ui.screens import boards


def screen(page: Page) -> Callable[[], None]:
    """What draws a page."""
    if isinstance(page, Board):
        return lambda: boards.page(page)
    return importlib.import_module(f"{__name__}.{page.path}").page
