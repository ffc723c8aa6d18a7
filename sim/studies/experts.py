"""What a mixture of experts is worth at the same active parameters, by three published rules and by the rule of thumb.

All are given as the active parameters of a dense model as good on as much text, over those of the mixture; for one
that speaks of compute it is the factor on compute. They disagree about threefold.
"""

import math

import numpy as np

from sim.ground.arrays import Array
from sim.laws import loss_laws
from sim.laws.experts import Experts, saturated

LAW = "ludziejewski2025"
# Clark et al. (2022), table 3, S-BASE: log L = a log N + b log E + c log N log E + d [clark2022].
CLARK = {"a": -0.082, "b": -0.108, "c": 0.009, "start": 1.847, "most": 314.478}
# Abnar et al. (2025) is left out: with the constants that we saw, at second hand, a mixture would be worth more than a
# dense model of all its parameters.
# Tian et al. (2025), table 2, with log10 of the compute and log2 of the granularity: the paper's own example comes out
# in no other reading [tian2025].
TIAN = {"a": 1.23, "d": -0.0761, "gamma": 0.0167, "beta": -0.117, "start": 0.0163, "most": 5.28e16}
GRANULARITY = 12.0  # the best by Tian et al. lies between 8 and 12


def thumb(E: Array) -> Array:
    """The rule of thumb: sqrt(all x active parameters) over the active ones."""
    return np.sqrt(E)


def ludziejewski(E: Array, N: float, D: float) -> Array:
    """Dense parameters that reach the loss of N active ones with E experts on D tokens, over N."""
    constants = loss_laws().entries[LAW].constants
    dense, mixture = Experts(**constants), Experts(**{**constants, "n_experts": np.asarray(E, float)})
    with np.errstate(all="ignore"):
        found = dense.params_at(mixture.reducible(N, D), D) / N
    return np.where(np.isfinite(found), found, np.nan)  # where no dense model is as good


def clark(E: Array, N: float) -> Array:
    """The same by Clark et al. (2022), who have no text in their law."""
    log_N, one = math.log10(N), math.log10(CLARK["start"])
    count = np.log10(saturated(np.asarray(E, float), CLARK["start"], CLARK["most"]))
    level = CLARK["a"] * log_N + CLARK["b"] * count + CLARK["c"] * log_N * count
    return 10 ** ((level - CLARK["b"] * one) / (CLARK["a"] + CLARK["c"] * one)) / N


def leverage(active_share: Array, granularity: Array, C: Array) -> Array:
    """Tian et al. (2025): compute of the dense model as good, over that of the mixture [-].

    EL = A^(alpha + gamma (log2 G)^2 + beta log2 G), alpha = a + d log10 C, with the saturated share A.

    Parameters
    ----------
    active_share : float or array
        Active experts over all of them [0-1].
    granularity : float or array
        G, finer experts for each whole one.
    C : float or array
        Training compute [FLOP].
    """
    k, G = TIAN, np.log2(granularity)
    share = 1 / (1 / (active_share + 1 / (1 / k["start"] - 1 / k["most"])) + 1 / k["most"])
    return share ** (k["a"] + k["d"] * np.log10(C) + k["gamma"] * G**2 + k["beta"] * G)


def worth(E: Array, N: float, D: float, C: float) -> dict[str, Array]:
    """What a mixture of E experts for each active one is worth by each rule, dense over active [-].

    Parameters
    ----------
    E : array
        Experts for each one that is active.
    N, D, C : float
        Active parameters, tokens and compute of the run [FLOP].
    """
    return {
        "rule of thumb": thumb(np.asarray(E, float)),
        "Ludziejewski 2025": ludziejewski(E, N, D),
        "Clark 2022": clark(E, N),
        "Tian 2025, compute": leverage(1 / np.asarray(E, float), GRANULARITY, C),
    }
