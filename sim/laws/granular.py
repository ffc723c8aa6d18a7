"""Krajewski's law of fine-grained mixtures of experts."""

from dataclasses import dataclass, field
from typing import ClassVar

from sim.ground.arrays import Array
from sim.laws.forms import Additive, checked


@dataclass(frozen=True)
class Granular(Additive):
    """L(N, D) = c + (g / G^gamma + a) / N^alpha + b / D^beta.

    Krajewski et al. (2024), equation 9 [krajewski2024]. At a given granularity it is additive.

    Parameters
    ----------
    a, b, c, g, gamma, alpha, beta : float or array
        Constants of the fit.
    granularity : float or array
        G, how many experts of the mixture stand for one feed-forward layer of full width.
    """

    counts_experts: ClassVar[bool] = True

    E: Array = field(init=False, default=0.0)
    A: Array = field(init=False, default=1.0)
    B: Array = field(init=False, default=1.0)
    alpha: Array = 1.0
    beta: Array = 1.0
    a: Array = 1.0
    b: Array = 1.0
    c: Array = 0.0
    g: Array = 1.0
    gamma: Array = 1.0
    granularity: Array = 1.0

    def __post_init__(self) -> None:
        checked(self, alpha=0, beta=0, a=0, b=0, g=0, gamma=0, granularity=0)
        checked(self, inclusive=True, c=0)
        object.__setattr__(self, "E", self.c)
        object.__setattr__(self, "A", self.a + self.g * self.granularity**-self.gamma)
        object.__setattr__(self, "B", self.b)
