"""Kaplan's joint form: a power of a sum of powers."""

from abc import abstractmethod
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.ground.arrays import Array
from sim.laws.forms import Additive, Form, Powers, checked


class PowerOfSum(Form):
    """L(N, D) = S(N, D)^alpha_D with an additive S without a floor: both have the same best split."""

    alpha_D: Array

    @property
    @abstractmethod
    def bracket(self) -> Additive:
        """S(N, D)."""

    @property
    def irreducible(self) -> Array:
        """Zero: the form has no floor [nat/token]."""
        return 0.0

    def reducible(self, N: Array, D: Array) -> Array:
        """The whole loss [nat/token]."""
        return self.bracket.reducible(N, D) ** self.alpha_D

    def gradient(self, N: Array, D: Array) -> tuple[Array, Array]:
        """dL/dN and dL/dD [nat/token per parameter, per token]."""
        S = self.bracket
        outer = self.alpha_D * S.reducible(N, D) ** (self.alpha_D - 1)
        by_params, by_tokens = S.gradient(N, D)
        return outer * by_params, outer * by_tokens

    def params_at(self, x: Array, D: Array) -> Array:
        """Parameters whose loss on D tokens is x; infinity where none reach it."""
        return self.bracket.params_at(self._sum(x), D)

    def tokens_at(self, x: Array, N: Array) -> Array:
        """Tokens whose loss with N parameters is x; infinity where none reach it."""
        return self.bracket.tokens_at(self._sum(x), N)

    def frontier(self, C: Array) -> tuple[Array, Array]:
        """N and D of least loss on the curve 6 N D = C [FLOP]; N grows as C^(1 / (1 + alpha_N / alpha_D))."""
        return self.bracket.frontier(C)

    def params_called_for(self, D: Array) -> Array:
        """N_opt(D), the best parameters for D fresh tokens."""
        return self.bracket.params_called_for(D)

    def called_for_slope(self, D: Array) -> Array:
        """d ln N_opt / d ln D, alpha_D / alpha_N."""
        return self.bracket.params_exponent

    def seeing(self, powers: Powers) -> "Bracketed":
        """The law of N and D that is this one of k N^p parameters and m D^s tokens."""
        return Bracketed(self.bracket.seeing(powers), self.alpha_D)

    def _sum(self, x: Array) -> Array:
        return np.maximum(x, 0.0) ** (1 / self.alpha_D)


@dataclass(frozen=True)
class Bracketed(PowerOfSum):
    """The same with a sum of any sizes and exponents."""

    inside: Additive
    alpha_D: Array

    @property
    def bracket(self) -> Additive:
        """S(N, D)."""
        return self.inside


@dataclass(frozen=True)
class Joint(PowerOfSum):
    r"""L(N, D) = [(N_c / N)^(alpha_N / alpha_D) + D_c / D]^alpha_D.

    Kaplan et al. (2020), equation 1.5 [kaplan2020]. The bracket S is an additive law without a
    floor, and L rises with S: both have the same best split.

    Parameters
    ----------
    N_c, D_c : float or array
        Scale of parameters and tokens.
    alpha_N, alpha_D : float or array
        Exponent of the loss in parameters and in tokens alone.
    """

    N_c: Array
    D_c: Array
    alpha_N: Array
    alpha_D: Array

    def __post_init__(self) -> None:
        checked(self, N_c=0, D_c=0, alpha_N=0, alpha_D=0)

    @cached_property
    def bracket(self) -> Additive:
        """S(N, D), the sum inside the brackets."""
        ratio = self.alpha_N / self.alpha_D
        return Additive(E=0.0, A=self.N_c**ratio, B=self.D_c, alpha=ratio, beta=1.0)
