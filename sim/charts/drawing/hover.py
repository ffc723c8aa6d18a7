"""What the pointer reads: numbers written as the axis beside them and the table below write them.

A line names a format of `sim.ground.units` beside a coordinate, "%{y|count} parameters". Before a figure leaves for
a page its texts are written; the frames of a drag, over which no pointer rests, go without.
"""

import re
from functools import lru_cache
from typing import Any

import numpy as np

from sim.ground import units

_ASKED = re.compile(r"%\{(x|y|customdata)\|(\w+)\}")


def written(figure: dict[str, Any]) -> dict[str, Any]:
    """The figure with the numbers that its hover texts ask for; itself where they ask for none.

    Parameters
    ----------
    figure : dict
        Plotly figure; it is left as it is, since charts keep traces.
    """
    traces = [_written(trace) for trace in figure["data"]]
    return figure if all(a is b for a, b in zip(traces, figure["data"], strict=True)) else figure | {"data": traces}


def _written(trace: dict[str, Any]) -> dict[str, Any]:
    template = trace.get("hovertemplate", "")
    asked = list(dict.fromkeys(_ASKED.findall(template)))
    if not asked:
        return trace
    columns = [np.asarray(trace[key], float).tobytes() for key, _ in asked]
    kinds = tuple(asked)

    def named(match: re.Match[str]) -> str:
        return f"%{{customdata[{asked.index((match[1], match[2]))}]}}"

    if trace["type"] == "contour":
        told: Any = _cells(kinds, tuple(columns), len(trace["x"]), len(trace["y"]))
    else:
        told = list(zip(*(_texts(column, form) for column, (_, form) in zip(columns, asked, strict=True)), strict=True))
    return trace | {"customdata": told, "hovertemplate": _ASKED.sub(named, template)}


@lru_cache(maxsize=32)
def _cells(asked: tuple[tuple[str, str], ...], columns: tuple[bytes, ...], wide: int, high: int) -> list[list[Any]]:
    """What each cell of a map says: its column by the x, its row by the y, and what it has of its own."""
    told = []
    for (key, form), column in zip(asked, columns, strict=True):
        texts = _texts(column, form)
        if key == "x":
            told.append([texts] * high)
        elif key == "y":
            told.append([(text,) * wide for text in texts])
        else:
            told.append([texts[i * wide : (i + 1) * wide] for i in range(high)])
    return [list(zip(*rows, strict=True)) for rows in zip(*told, strict=True)]


@lru_cache(maxsize=512)
def _texts(values: bytes, form: str) -> tuple[str, ...]:
    """Numbers as texts; kept, since the curve of a law is the same whatever run is beside it."""
    return tuple(units.text(float(value), form) for value in np.frombuffer(values))
