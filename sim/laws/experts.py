"""Ludziejewski's joint law of mixtures of experts, and what saturates their number."""

from dataclasses import dataclass, field, replace
from typing import ClassVar

import numpy as np

from sim.ground.arrays import Array
from sim.laws.forms import Additive, checked


def saturated(E: Array, start: Array, most: Array) -> Array:
    """Number of experts that counts: 1 / (1 / (E - 1 + 1 / (1/start - 1/most)) + 1/most), start at one expert.

    Clark et al. (2022), equation 6 [clark2022]; used by Ludziejewski et al. (2025) too [ludziejewski2025].
    """
    return 1 / (1 / (E - 1 + 1 / (1 / start - 1 / most)) + 1 / most)


@dataclass(frozen=True)
class Experts(Additive):
    """L(N, D) = a E^delta / N^(by_params + gamma ln E) + b E^omega / D^(by_tokens + zeta ln E) + c.

    N are the active parameters.
    Ludziejewski et al. (2025), equation 5 and table 3 [ludziejewski2025], with the saturated number of experts
    for E. At a given number it is additive.

    Parameters
    ----------
    a, b, c, by_params, by_tokens, delta, gamma, omega, zeta : float or array
        Constants of the fit: sizes and the floor, exponents of N and D, and how experts move each.
    start, most : float or array
        Ends of the number of experts that counts.
    n_experts : float or array
        Experts for each one that is active; 1 is a dense model.
    """

    counts_experts: ClassVar[bool] = True
    counts_active: ClassVar[bool] = True
    is_of_mixtures: ClassVar[bool] = True

    E: Array = field(init=False, default=0.0)
    A: Array = field(init=False, default=1.0)
    B: Array = field(init=False, default=1.0)
    alpha: Array = field(init=False, default=1.0)
    beta: Array = field(init=False, default=1.0)
    a: Array = 1.0
    b: Array = 1.0
    c: Array = 0.0
    by_params: Array = 1.0
    by_tokens: Array = 1.0
    delta: Array = 0.0
    gamma: Array = 0.0
    omega: Array = 0.0
    zeta: Array = 0.0
    start: Array = 2.0
    most: Array = 300.0
    n_experts: Array = 1.0

    def __post_init__(self) -> None:
        checked(self, a=0, b=0, by_params=0, by_tokens=0, start=0, most=0, n_experts=0)
        checked(self, inclusive=True, c=0)
        count = saturated(self.n_experts, self.start, self.most)
        object.__setattr__(self, "E", self.c)
        object.__setattr__(self, "A", self.a * count**self.delta)
        object.__setattr__(self, "B", self.b * count**self.omega)
        object.__setattr__(self, "alpha", self.by_params + self.gamma * np.log(count))
        object.__setattr__(self, "beta", self.by_tokens + self.zeta * np.log(count))

    def with_experts(self, n_experts: Array) -> "Experts":
        """The same law for another number of experts for each active one."""
        return replace(self, n_experts=n_experts)
