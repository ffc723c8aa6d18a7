"""Published rules for what a mixture of experts is worth: the dense model that is as good, by powers of N and D.

Each rule turns the N active parameters and D tokens of a mixture into the n = k N^p parameters and d = m D^s tokens
of a dense model of the same loss. The rules disagree about fourfold; none is part of the law that they are put
before, which is ours to do [next-dollar].
"""

import math
from collections.abc import Callable, Mapping

import numpy as np

from sim.ground.arrays import Array
from sim.ground.flop import FLOP_PER_PARAM_TOKEN
from sim.laws.experts import Experts, saturated
from sim.laws.forms import SAME, Powers

THUMB = "thumb"
RULES = {
    THUMB: "√(all × active): rule of thumb",
    "ludziejewski2025": "Ludziejewski et al. 2025",
    "clark2022": "Clark et al. 2022",
    "tian2025": "Tian et al. 2025",
}
# Clark et al. (2022), table 3, S-BASE: log L = a log N + b log E + c log N log E + d [clark2022].
CLARK = {"a": -0.082, "b": -0.108, "c": 0.009, "start": 1.847, "most": 314.478}
# Tian et al. (2025), table 2, with log10 of the compute and log2 of the granularity: the paper's own example comes out
# in no other reading [tian2025].
TIAN = {"a": 1.23, "d": -0.0761, "gamma": 0.0167, "beta": -0.117, "start": 0.0163, "most": 5.28e16}
GRANULARITY = 12.0  # the best by Tian et al. lies between 8 and 12
RATIO = 20.0  # tokens per parameter at which a factor on compute goes half into each; ours [next-dollar]


def experts_of(n_experts: Array, active_fraction: Array) -> Array:
    """Experts for each active one: as set, or all parameters over the active ones; 1 where all are active."""
    share = np.asarray(active_fraction, float)
    return np.where(np.greater(n_experts, 1) & (share < 1), n_experts, 1 / share)


def powers_of(rule: str, E: Array, dense: Experts) -> Powers:
    """What a mixture of E experts for each active one is worth by a published rule; one expert is a dense model.

    Parameters
    ----------
    rule : str
        A key of `RULES` other than the rule of thumb, which counts parameters that are not active.
    E : float or array
        Experts for each one that is active, at least 1.
    dense : Experts
        The law of Ludziejewski et al. (2025), for its own rule.
    """
    found = _RULES[rule](np.asarray(E, float), dense)
    mixture = np.greater(E, 1)
    return Powers(*(np.where(mixture, x, same)[()] for x, same in zip(found, SAME, strict=True)))


def ludziejewski(E: Array, dense: Experts) -> Powers:
    """Parameters and tokens of the dense model for which both parts of that law are the same."""
    one, many = dense.with_experts(1.0), dense.with_experts(E)
    return Powers(
        (one.A / many.A) ** (1 / one.alpha), many.alpha / one.alpha,
        (one.B / many.B) ** (1 / one.beta), many.beta / one.beta,
    )  # fmt: skip


def clark(E: Array, dense: Experts | None = None) -> Powers:
    """Clark et al. (2022), appendix: the parameters of a dense model of the same loss; there is no text in the law."""
    one, count = math.log10(CLARK["start"]), np.log10(saturated(E, CLARK["start"], CLARK["most"]))
    slope = CLARK["a"] + CLARK["c"] * one
    return Powers(
        10 ** (CLARK["b"] * (count - one) / slope), (CLARK["a"] + CLARK["c"] * count) / slope, 1.0 + 0 * E, 1.0 + 0 * E
    )


def tian(E: Array, dense: Experts | None = None) -> Powers:
    """Tian et al. (2025): the compute C of a mixture is worth EL(C) C, which is a power of C.

    6 n d = EL(C) C for every N and D. How it is split is ours: like an efficiency, half into each, at 20 tokens per
    parameter.
    """
    size, exponent = _leverage(1 / E, GRANULARITY)
    p = 1 + exponent
    both = size * FLOP_PER_PARAM_TOKEN**exponent  # k m
    return Powers(np.sqrt(both * RATIO**exponent), p, np.sqrt(both / RATIO**exponent), p)


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
    size, exponent = _leverage(np.asarray(active_share, float), granularity)
    return size * np.asarray(C, float) ** exponent


def _leverage(active_share: Array, granularity: Array) -> tuple[Array, Array]:
    """Size and exponent of that power of the compute."""
    k, G = TIAN, np.log2(granularity)
    share = 1 / (1 / (active_share + 1 / (1 / k["start"] - 1 / k["most"])) + 1 / k["most"])
    return share ** (k["a"] + k["gamma"] * G**2 + k["beta"] * G), k["d"] * np.log10(share)


_RULES: Mapping[str, Callable[[Array, Experts], Powers]] = {
    "ludziejewski2025": ludziejewski,
    "clark2022": clark,
    "tian2025": tian,
}
