"""Where a chart stands, and how it may be looked at."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """One of the pages that a chart stands on, and its place there.

    Parameters
    ----------
    page, order : str, float
        Path of the page, and where the chart stands on it: between two others, a number between theirs.
    id : str
        Name in links on this page, where it is not the chart's own.
    height : int
        Height of the plot on this page [px], where it is not the chart's own.
    """

    page: str
    order: float
    id: str = ""
    height: int = 0


@dataclass(frozen=True)
class View:
    """Another look at the same data; `note` stands under the chart in place of its own."""

    name: str
    label: str
    note: str = ""
