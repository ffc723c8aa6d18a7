"""The wall as a hypothesis: beyond some compute, returns shrink."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.ground.arrays import Array


@dataclass(frozen=True)
class Wall:
    """Shrinks the reducible loss x below x_W: x becomes x_W (x / x_W)^slope.

    It acts on returns, not on resources: the order of plans and so the best ones stay, and more of
    anything never raises the loss. Ours [next-dollar].

    Parameters
    ----------
    start : float or array
        x_W, reducible loss of the best plan at the wall [nat/token]; 0 for no wall.
    slope : float or array
        Share of the slope in log-log that is left behind it, 0-1; 1 is no wall.
    """

    start: Array = 0.0
    slope: Array = 1.0

    def behind(self, x: Array) -> Array:
        """Whether a reducible loss lies beyond the wall."""
        return x < self.start

    def left(self, x: Array) -> Array:
        """Reducible loss with the wall [nat/token]."""
        behind = self.behind(x)
        share = np.where(behind & (x > 0), x / self._safe, 1.0)
        return np.where(behind, self._safe * share**self.slope, x)

    def factor(self, x: Array) -> Array:
        """d left / dx."""
        behind = self.behind(x)
        share = np.where(behind, x / self._safe, 1.0)
        return np.where(behind, self.slope * share ** (self.slope - 1), 1.0)

    def before(self, y: Array) -> Array:
        """Reducible loss without the wall that becomes y with it [nat/token]."""
        y = np.asarray(y, float)
        behind = self.behind(y) & (y > 0)
        share = np.where(behind, y / self._safe, 1.0)
        return np.where(behind, self._safe * share ** (1 / self.slope), y)

    @cached_property
    def _safe(self) -> Array:
        return np.where(np.asarray(self.start) > 0, self.start, 1.0)


NO_WALL = Wall()
