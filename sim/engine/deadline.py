"""The cheapest plan of a loss that is done in time.

Along the plans of one loss the cost is least at one size and the time at another: they differ where text or
serving is paid for. Between the two, cost rises as time falls, so that the cheapest plan in time is the one
that just meets the deadline.
"""

import numpy as np

from sim.engine.curves import AT_BOUND, D_HIGH, D_LOW, N_HIGH, N_LOW
from sim.engine.frontier import cheapest
from sim.ground.arrays import Array
from sim.ground.roots import falling_root
from sim.laws.applied import AppliedLaw
from sim.program.cost import Spend

MISSED = 1e-6  # of the time: a plan between the two that is later than this is not the one that was looked for


def least_time(law: AppliedLaw, hours: Spend, L: Array) -> Array:
    """Least chip-hours that reach a loss of at most L [h]; NaN where no plan in bounds does."""
    return hours.total(*cheapest(law, hours, L))


def cheapest_within(law: AppliedLaw, dollars: Spend, hours: Spend, L: Array, there: Array) -> tuple[Array, Array]:
    """Parameters and tokens of least cost that reach a loss of at most L in the chip-hours that are there.

    Parameters
    ----------
    dollars, hours : Spend
        Cost [USD] and chip-hours of the final run [h].
    L : float or array
        Loss to reach [nat/token].
    there : float or array
        Chip-hours that the chips have until the deadline [h].

    Returns
    -------
    N, D : array
        NaN where no plan in bounds reaches L, or none in time.
    """
    N, D = cheapest(law, dollars, L)
    late = hours.total(N, D) > there * (1 + AT_BOUND)
    if not np.any(late | np.isnan(there)):
        return N, D
    fast_N, fast_D = cheapest(law, hours, L)
    with np.errstate(all="ignore"):
        start, way = np.log(D), np.log(fast_D) - np.log(D)

        def plan(share: Array) -> tuple[Array, Array]:
            D = np.clip(np.exp(start + share * way), D_LOW, D_HIGH)
            return np.clip(law.params_for(L, D), N_LOW, N_HIGH), D

        def too_long(share: Array) -> Array:
            return np.log(hours.total(*plan(share)) / there)

        share = falling_root(too_long, 0 * way, 1 + 0 * way)
        near_N, near_D = plan(share)
        # Where text repeats there may be no way between them: then the fastest plan stands.
        met = np.abs(hours.total(near_N, near_D) / there - 1) < MISSED
        in_time = hours.total(fast_N, fast_D) <= there * (1 + AT_BOUND)
    best_N = np.where(late, np.where(met, near_N, fast_N), N)
    best_D = np.where(late, np.where(met, near_D, fast_D), D)
    reached = np.where(late, in_time, ~np.isnan(there))
    return np.where(reached, best_N, np.nan), np.where(reached, best_D, np.nan)
