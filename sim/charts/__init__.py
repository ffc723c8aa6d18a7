"""Charts: one file each, found by scanning this folder.

A chart file defines `CHART`, a `Chart`: the page that it belongs to, its place
there, its question, and functions of the results to show (the current one first,
then any to compare with). Figures are Plotly dictionaries; a color that starts
with "@" is a token of `sim.charts.style`.
"""

import importlib
import pkgutil
from functools import cache

from sim.charts.chart import Chart


@cache
def charts() -> dict[str, Chart]:
    """All charts by identifier, in order of page and place."""
    modules = (importlib.import_module(f"sim.charts.{info.name}") for info in pkgutil.iter_modules(__path__))
    found = [module.CHART for module in modules if hasattr(module, "CHART")]
    return {chart.id: chart for chart in sorted(found, key=lambda chart: (chart.page, chart.order, chart.id))}


def charts_of(page: str) -> list[Chart]:
    """The charts of one page, in order."""
    return [chart for chart in charts().values() if chart.page == page]


__all__ = ["Chart", "charts", "charts_of"]
