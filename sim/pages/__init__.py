"""The pages, one record each, found by scanning this folder: what stands on them and in which order.

A page file defines `PAGE`. One that is a board needs nothing else; another has its screen in a module
of its name among the screens.
"""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from sim.pages.page import Board, Door, Page

SITE = "Next Dollar"


@cache
def pages() -> Mapping[str, Page]:
    """All pages by path, in the order of the navigation."""
    found = [importlib.import_module(info.name) for info in pkgutil.iter_modules(__path__, f"{__name__}.")]
    records = [module.PAGE for module in found if hasattr(module, "PAGE")]
    return MappingProxyType({page.path: page for page in sorted(records, key=lambda page: (page.order, page.path))})


def board(path: str) -> Board:
    """The page of that path, which is a board.

    Raises
    ------
    KeyError
        If there is no such page, or it is none of the boards.
    """
    page = pages()[path]
    if not isinstance(page, Board):
        raise KeyError(path)
    return page


def first() -> Page:
    """The page that a bare address opens."""
    return next(iter(pages().values()))


def tab_title(page: Page, part: str = "") -> str:
    """Title of a page, or of what is open on it, in a tab of the browser."""
    name = part or ("" if page is first() else page.title)
    return f"{name} · {SITE}" if name else SITE


__all__ = ["SITE", "Board", "Door", "Page", "board", "first", "pages", "tab_title"]
