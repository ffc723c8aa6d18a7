"""A figure of many runs at once: it says what they share once, and has an `Each` where they differ."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.ground.arrays import Array

AXIS = re.compile(r"[xy]axis\d*")  # names of axes in a layout


@dataclass(frozen=True, eq=False)
class Each:
    """What an attribute of a trace, or of an axis, is in each of many runs.

    Parameters
    ----------
    values : array of shape (S, n), or list of length S
        Numbers, or whatever else the attribute holds.
    """

    values: Any

    def after_first(self) -> "Each":
        """The same without the first run."""
        return Each(self.values[1:])

    @property
    def moves(self) -> bool:
        """Whether it is not the same in all of them."""
        if isinstance(self.values, np.ndarray):
            first = self.values[:1]
            same = (self.values == first) | ((self.values != self.values) & (first != first))
            return not bool(same.all())
        return bool(self.values.count(self.values[0]) != len(self.values))


def column(values: Array) -> Each:
    """Of each run one number, as the coordinate of one point."""
    return Each(np.asarray(values, float)[:, None])


def along(rows: Sequence[Array]) -> Any:
    """Of each run a row of numbers, the short ones filled up with gaps; the row itself where all have the same one."""
    if all(row is rows[0] for row in rows):
        return rows[0]
    filled = np.full((len(rows), max(map(len, rows))), np.nan)
    for place, row in zip(filled, rows, strict=True):
        place[: len(row)] = row
    return Each(filled)


def of_run(part: dict[str, Any], i: int) -> dict[str, Any]:
    """A trace, an axis or a patch as it is in one of the runs."""
    return {key: value.values[i] if isinstance(value, Each) else value for key, value in part.items()}
