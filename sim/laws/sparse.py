"""Abnar's law of sparse mixtures: what the share of idle parameters does at a given size."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from sim.ground.arrays import Array
from sim.ground.flop import FLOP_PER_PARAM_TOKEN
from sim.ground.roots import falling_root
from sim.laws.forms import MOST_CALLED_FOR, Form, checked, power_inverse

LOG_PARAMS = (-60.0, float(np.log(MOST_CALLED_FOR)))  # where parameters are looked for [log]


@dataclass(frozen=True)
class Sparse(Form):
    """L(N, D) = e + c (1 - S)^by_floor + a / N^alpha + d / ((1 - S)^by_share N^gamma) + b / D^beta.

    N are all parameters and S is the share of them that is idle.
    Abnar et al. (2025), equation 6 and table 3 [abnar2025]; the paper writes the exponent of the floor as -lambda.

    Parameters
    ----------
    a, b, c, d, e, alpha, beta, gamma, by_floor, by_share : float or array
        Constants of the fit.
    active_share : float or array
        1 - S; 1 is a dense model.
    """

    is_additive: ClassVar[bool] = True
    counts_experts: ClassVar[bool] = True
    is_of_mixtures: ClassVar[bool] = True

    E: Array = field(init=False, default=0.0)
    size: Array = field(init=False, default=1.0)
    a: Array
    b: Array
    c: Array
    d: Array
    e: Array
    alpha: Array
    beta: Array
    gamma: Array
    by_floor: Array
    by_share: Array
    active_share: Array = 1.0

    def __post_init__(self) -> None:
        checked(self, a=0, b=0, d=0, alpha=0, beta=0, gamma=0, active_share=0)
        checked(self, inclusive=True, c=0, e=0)
        object.__setattr__(self, "E", self.e + self.c * self.active_share**self.by_floor)
        object.__setattr__(self, "size", self.d * self.active_share**-self.by_share)

    @property
    def irreducible(self) -> Array:
        """Loss that no run gets below [nat/token]; it falls with the share of idle parameters."""
        return self.E

    def reducible(self, N: Array, D: Array) -> Array:
        """The two parts of the parameters and that of the tokens [nat/token]."""
        from_params, from_tokens = self.parts(N, D)
        return from_params + from_tokens

    def parts(self, N: Array, D: Array) -> tuple[Array, Array]:
        """The parts due to parameters and to tokens [nat/token]."""
        return self.a * N**-self.alpha + self.size * N**-self.gamma, self.b * D**-self.beta

    def gradient(self, N: Array, D: Array) -> tuple[Array, Array]:
        """dL/dN and dL/dD [nat/token per parameter, per token]."""
        return -self._by_log(N)[0] / N, -self.beta * self.b * D**-self.beta / D

    def params_at(self, x: Array, D: Array) -> Array:
        """All parameters whose reducible loss on D tokens is x; infinity where none reach it."""
        left = np.asarray(x - self.b * D**-self.beta, float)
        usable = np.where(left > 1e-300, left, 1.0)
        low, high = (np.full(np.shape(usable), end) for end in LOG_PARAMS)
        found = falling_root(lambda log_N: np.log(self.parts(np.exp(log_N), 1.0)[0] / usable), low, high)
        reached = (left > 1e-300) & (found < LOG_PARAMS[1])
        return np.where(np.isnan(left), np.nan, np.where(reached, np.exp(found), np.inf))

    def tokens_at(self, x: Array, N: Array) -> Array:
        """Tokens whose reducible loss with N parameters is x; infinity where none reach it."""
        return power_inverse(x - self.parts(N, 1.0)[0], self.b, self.beta)

    def frontier(self, C: Array) -> tuple[Array, Array]:
        """N and D of least loss on the curve 6 N D = C [FLOP]: both parts fall alike with a little of each."""
        ND = np.asarray(C, float) / FLOP_PER_PARAM_TOKEN
        N = self._balance(lambda N: self.beta * self.b * (ND / N) ** -self.beta, ND)
        return N, ND / N

    def params_called_for(self, D: Array) -> Array:
        """N_opt(D), the parameters of the best split that has D tokens."""
        of_tokens = self.beta * self.b * np.real(D) ** -self.beta
        return self._balance(lambda N: of_tokens, of_tokens)

    def called_for_slope(self, D: Array) -> Array:
        """d ln N_opt / d ln D, which differs from size to size."""
        once, twice = self._by_log(self.params_called_for(D))
        return self.beta * once / twice

    def _by_log(self, N: Array) -> tuple[Array, Array]:
        """First and second derivative of the part of the parameters by ln N, the first with its sign changed."""
        one, two = self.a * N**-self.alpha, self.size * N**-self.gamma
        return self.alpha * one + self.gamma * two, self.alpha**2 * one + self.gamma**2 * two

    def _balance(self, of_tokens: Callable[[Array], Array], like: Array) -> Array:
        """Parameters at which a little more of them lowers the loss as much as what stands against them."""
        shape = 0 * like + 0 * self.size
        low, high = (np.full(np.shape(shape), end) for end in LOG_PARAMS)

        def better_in_params(log_N: Array) -> Array:
            N = np.exp(log_N)
            return np.log(self._by_log(N)[0] / of_tokens(N))

        with np.errstate(all="ignore"):
            return np.exp(falling_root(better_in_params, low, high))
