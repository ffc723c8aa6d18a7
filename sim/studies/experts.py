"""What a mixture of experts is worth at the same active parameters, by three published rules and by the rule of thumb.

All are given as the active parameters of a dense model as good on as much text, over those of the mixture; for one
that speaks of compute it is the factor on compute. They disagree about fourfold. Abnar et al. (2025) is no rule but a
law of its own: by it a mixture has a lower floor than any dense model, so that it may be worth none of any size.
"""

import numpy as np

from sim.engine.scenario_law import dense_experts
from sim.ground.arrays import Array
from sim.laws.mixtures import GRANULARITY, clark, leverage


def thumb(E: Array) -> Array:
    """The rule of thumb: sqrt(all x active parameters) over the active ones."""
    return np.sqrt(E)


def ludziejewski(E: Array, N: float, D: float) -> Array:
    """Dense parameters that reach the loss of N active ones with E experts on D tokens, over N."""
    dense = dense_experts()
    mixture = dense.with_experts(np.asarray(E, float))
    with np.errstate(all="ignore"):
        found = dense.params_at(mixture.reducible(N, D), D) / N
    return np.where(np.isfinite(found), found, np.nan)  # where no dense model is as good


def worth(E: Array, N: float, D: float, C: float) -> dict[str, Array]:
    """What a mixture of E experts for each active one is worth by each rule, dense over active [-].

    Parameters
    ----------
    E : array
        Experts for each one that is active.
    N, D, C : float
        Active parameters, tokens and compute of the run [FLOP].
    """
    E = np.asarray(E, float)
    by_clark = clark(E)
    return {
        "rule of thumb": thumb(E),
        "Ludziejewski 2025": ludziejewski(E, N, D),
        "Clark 2022": by_clark.k * N ** (by_clark.p - 1),
        "Tian 2025, compute": leverage(1 / E, GRANULARITY, C),
    }
