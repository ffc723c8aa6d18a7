"""Charts: one file each, found by scanning this folder and the folders in it.

A chart file defines one class, a `RunChart`, `LawChart` or `LoneChart`: the pages that it belongs to, its
place there, its question, and what it draws and tells of a run. Folders only sort them; pictures that show no run
lie in `apart` and are none of them.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from types import ModuleType

from sim.charts.chart import Chart


class Named(Mapping[str, Chart]):
    """Charts by identifier. It finds one by its former names too, and lists each under the present one alone."""

    def __init__(self, found: Iterable[Chart]) -> None:
        self._present = {chart.id: chart for chart in found}
        former = {name: chart for chart in self._present.values() for name in chart.formerly}
        self._all = {**former, **self._present}

    def __getitem__(self, name: str) -> Chart:
        return self._all[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._present)

    def __len__(self) -> int:
        return len(self._present)


@cache
def charts() -> Named:
    """All charts by identifier, in order of page and place; one that stands on two pages is there twice."""
    modules = [importlib.import_module(info.name) for info in pkgutil.walk_packages(__path__, f"{__name__}.")]
    kinds = [kind for module in modules for kind in chart_classes(module)]
    found = [kind(place) for kind in kinds for place in kind.places]
    ordered = sorted(found, key=lambda chart: (chart.page, chart.order, chart.id))
    return Named(ordered)


def chart_classes(module: ModuleType) -> list[type[Chart]]:
    """The charts that a module defines."""
    return [
        kind
        for kind in vars(module).values()
        if inspect.isclass(kind)
        and issubclass(kind, Chart)
        and not inspect.isabstract(kind)
        and kind.__module__ == module.__name__
    ]


@lru_cache(maxsize=32)
def charts_of(page: str) -> tuple[Chart, ...]:
    """The charts of one page, in order."""
    return tuple(chart for chart in charts().values() if chart.page == page)


__all__ = ["Chart", "chart_classes", "charts", "charts_of"]
