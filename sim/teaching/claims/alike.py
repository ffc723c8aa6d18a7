"""Two charts side by side are compared by eye: they get one height, and one scale where they show the same."""

from collections.abc import Sequence
from typing import Any

Chart = dict[str, Any]  # as the board takes it


def alike(charts: Sequence[Chart]) -> list[Chart]:
    """The charts with one height; two of one kind with the ranges of both on every axis, in each view.

    Parameters
    ----------
    charts : sequence of dict
        As the board takes them, not changed. One of a kind has the same name but for the place behind its last hyphen.
    """
    height = max((chart["height"] for chart in charts), default=0)
    found = [{**chart, "height": height} for chart in charts]
    if len(found) == 2 and _kind(found[0]) == _kind(found[1]):
        return [_with_ranges(one, other) for one, other in zip(found, found[::-1], strict=True)]
    return found


def _kind(chart: Chart) -> str:
    return str(chart["id"]).rpartition("-")[0]


def _with_ranges(chart: Chart, other: Chart) -> Chart:
    figure = chart["figure"] | {"layout": _joined(chart["figure"]["layout"], other["figure"]["layout"])}
    patches = {view["name"]: view["layout"] for view in other["views"]}
    views = [view | {"layout": _joined(view["layout"], patches.get(view["name"], {}))} for view in chart["views"]]
    return chart | {"figure": figure, "views": views}


def _joined(layout: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """A layout, or the patch of one, whose ranges hold those of another."""
    joined = dict(layout)
    for key, value in layout.items():
        if key[1:5] == "axis" and key.endswith(".range"):
            joined[key] = _both(value, other.get(key))
        elif key[1:5] == "axis" and isinstance(value, dict) and "range" in value:
            joined[key] = value | {"range": _both(value["range"], other.get(key, {}).get("range"))}
    return joined


def _both(mine: Any, theirs: Any) -> Any:
    """The range that holds both, in the direction of the first."""
    if mine is None or theirs is None:
        return mine
    low, high = min(*mine, *theirs), max(*mine, *theirs)
    return [high, low] if mine[0] > mine[1] else [low, high]
