"""Two worlds, with and without a wall, and when one could tell them apart."""

from dataclasses import dataclass

import numpy as np

from sim.ground.arrays import Array
from sim.inputs.scenario import Scenario
from sim.studies.curves import frontier

HYPOTHESIS = 1e26  # where the wall is drawn while none is set [FLOP]; ours [next-dollar]
C_LOW, C_HIGH = 1e18, 1e32  # the compute that is looked at [FLOP]
POINTS = 281
DECIDED = 2.0  # standard errors of the difference that separate two groups


@dataclass(frozen=True)
class Worlds:
    """Least loss [nat/token] against compute [FLOP], with and without the wall that starts at `wall_flop`."""

    C: np.ndarray
    without: np.ndarray
    behind: np.ndarray
    wall_flop: float
    is_set: bool


def worlds(scenario: Scenario) -> Worlds:
    """Both worlds of a scenario; where it has no wall, one at 1e26 FLOP."""
    wall_flop = HYPOTHESIS if scenario.wall_flop is None else scenario.wall_flop
    C = np.geomspace(C_LOW, C_HIGH, POINTS)
    without = frontier(scenario.changed(wall_flop=None), C)[2]
    behind = frontier(scenario.changed(wall_flop=wall_flop), C)[2]
    return Worlds(C, without, behind, wall_flop, scenario.wall_flop is not None)


def separation(n_runs: Array, noise: Array) -> Array:
    """Difference of the means of two groups of n runs that shows, 2 s sqrt(2/n) [nat/token].

    Parameters
    ----------
    n_runs : int or array
        Runs in each group.
    noise : float or array
        Standard deviation s of the loss of one run [nat/token].
    """
    return DECIDED * noise * np.sqrt(2 / n_runs)


def could_tell(both: Worlds, n_runs: float, noise: float) -> float | None:
    """Least compute at which the worlds differ by what can be seen [FLOP]; `None`: never within 1e32."""
    gap = both.behind - both.without
    enough = gap >= separation(n_runs, noise)
    if not enough.any():
        return None
    i = int(np.argmax(enough))
    if i == 0:
        return float(both.C[0])
    share = (separation(n_runs, noise) - gap[i - 1]) / (gap[i] - gap[i - 1])
    return float(both.C[i - 1] * (both.C[i] / both.C[i - 1]) ** share)
