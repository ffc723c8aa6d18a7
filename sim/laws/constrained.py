"""Muennighoff's law for limited data: repeated tokens and excess parameters lose value."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from sim.ground.arrays import Array
from sim.ground.roots import falling_root
from sim.laws.forms import Additive, Form, Powers, checked, power_inverse
from sim.laws.repetition import seen_for, worth, worth_by_seen, worth_by_unique

LOG_TOKENS = np.linspace(0.0, np.log(1e30), 24)  # where tokens are looked for, coarsely at first [log of tokens]


@dataclass(frozen=True)
class Constrained(Form):
    r"""L(N, D, U) = E + A / N'^alpha + B / D'^beta with discounted N' and D'.

    D' and N' are `worth` of D over U unique tokens and of N over the U_N = N_opt(U) parameters
    that U tokens call for, N_opt(U) = (U G)^(beta/alpha) G. Muennighoff et al. (2023), equations
    5 to 7 and appendix A [muennighoff2023]. Without U every token is unique; a model too large for
    its tokens is discounted even then, as published.

    Parameters
    ----------
    E, A, B, alpha, beta : float or array
        Constants of the additive law of fresh tokens.
    R_D, R_N : float or array
        Repetitions of tokens and of parameters after which 1/e of their value is left.
    """

    owns_repetition: ClassVar[bool] = True

    E: Array
    A: Array
    B: Array
    alpha: Array
    beta: Array
    R_D: Array
    R_N: Array

    def __post_init__(self) -> None:
        checked(self, R_D=0, R_N=0)
        self.fresh  # noqa: B018  checks the other constants

    @cached_property
    def fresh(self) -> Additive:
        """The law of fresh tokens and of parameters that are not in excess."""
        return Additive(self.E, self.A, self.B, self.alpha, self.beta)

    @property
    def irreducible(self) -> Array:
        """Loss that no run of this law gets below [nat/token]."""
        return self.E

    def params_called_for(self, D: Array) -> Array:
        """N_opt(D), the best parameters for D unique tokens."""
        return self.fresh.params_called_for(D)

    def called_for_slope(self, D: Array) -> Array:
        """d ln N_opt / d ln D, the same everywhere."""
        return self.fresh.params_exponent

    def seeing(self, powers: Powers) -> "Constrained":
        """The law of N and D whose fresh law is this one's of k N^p parameters and m D^s tokens."""
        fresh = self.fresh.seeing(powers)
        return Constrained(fresh.E, fresh.A, fresh.B, fresh.alpha, fresh.beta, self.R_D, self.R_N)

    def reducible(self, N: Array, D: Array, U: Array | None = None) -> Array:
        """Reducible loss [nat/token] of N parameters on D tokens, U of them unique."""
        U = D if U is None else U
        return self.fresh.reducible(worth(N, self.params_called_for(U), self.R_N), worth(D, U, self.R_D))

    def slopes(self, N: Array, D: Array, U: Array) -> tuple[Array, Array, Array]:
        """dL/dN, dL/dD at fixed U and dL/dU at fixed N and D."""
        U_N = self.params_called_for(U)
        by_params, by_tokens = self.fresh.gradient(worth(N, U_N, self.R_N), worth(D, U, self.R_D))
        called_for = self.fresh.params_exponent * U_N / U
        by_unique = by_params * worth_by_unique(N, U_N, self.R_N) * called_for
        by_unique = by_unique + by_tokens * worth_by_unique(D, U, self.R_D)
        return by_params * worth_by_seen(N, U_N, self.R_N), by_tokens * worth_by_seen(D, U, self.R_D), by_unique

    def gradient(self, N: Array, D: Array) -> tuple[Array, Array]:
        """dL/dN and dL/dD with every token unique [nat/token per parameter, per token]."""
        by_params, by_tokens, by_unique = self.slopes(N, D, D)
        return by_params, by_tokens + by_unique

    def params_at(self, x: Array, D: Array, U: Array | None = None) -> Array:
        """Parameters whose reducible loss on D tokens is x; infinity where none reach it."""
        U = D if U is None else U
        left = x - self.B * worth(D, U, self.R_D) ** -self.beta
        return seen_for(power_inverse(left, self.A, self.alpha), self.params_called_for(U), self.R_N)

    def tokens_at(self, x: Array, N: Array) -> Array:
        """Tokens, all unique, whose reducible loss with N parameters is x; infinity where none reach it."""
        return tokens_root(lambda D: self.reducible(N, D), x)

    def frontier(self, C: Array) -> tuple[Array, Array]:
        """N and D of least loss on the curve 6 N D = C [FLOP], every token unique."""
        return self.fresh.frontier(C)


def tokens_root(reducible: Callable[[Array], Array], x: Array) -> Array:
    """D at which a reducible loss that falls with D is x; infinity where it never is."""
    shape = np.broadcast_shapes(np.shape(x), np.shape(reducible(1.0)))
    x = np.broadcast_to(np.asarray(x, float), shape)
    usable = np.where(x > 0, x, 1.0)

    def too_high(log_D: Array) -> Array:
        return np.log(reducible(np.exp(log_D)) / usable)

    # One look along all of them leaves a short stretch to search.
    coarse = LOG_TOKENS.reshape(-1, *(1,) * len(shape))
    last = np.clip(np.sum(too_high(coarse) > 0, axis=0), 1, len(LOG_TOKENS) - 1)
    found = falling_root(too_high, LOG_TOKENS[last - 1], LOG_TOKENS[last])
    reached = (x > 0) & (found < LOG_TOKENS[-1])
    return np.where(np.isnan(x), np.nan, np.where(reached, np.exp(found), np.inf))
