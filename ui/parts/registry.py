"""The parts that the record of a page can name: functions of this folder, found by scanning it."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

import ui.parts

Draw = TypeVar("Draw", bound=Callable[[], Any])


@dataclass(frozen=True)
class Part:
    """A part of a page.

    Parameters
    ----------
    draw : callable
        Draws it. One above a board returns whether the board follows; one that folds, whether it is open.
    folds : bool
        Whether it shows nothing of the run until it is opened.
    """

    draw: Callable[[], Any]
    folds: bool

    def shows_run(self) -> bool:
        """Draw it; whether it shows the run."""
        open_now = self.draw()
        return bool(open_now) if self.folds else True


_registered: dict[str, Part] = {}


def part(name: str, folds: bool = False) -> Callable[[Draw], Draw]:
    """Give a function a name that pages know it by."""

    def registered(draw: Draw) -> Draw:
        _registered[name] = Part(draw, folds)
        return draw

    return registered


@cache
def parts() -> Mapping[str, Part]:
    """All parts by name."""
    for info in pkgutil.iter_modules(ui.parts.__path__, f"{ui.parts.__name__}."):
        importlib.import_module(info.name)
    return MappingProxyType(_registered)
