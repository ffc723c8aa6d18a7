"""The functional forms of scaling laws: value, gradient, inverse and optimum.

Every form offers the same methods and broadcasts over arrays; a published fit is
one file of constants in `presets/laws`.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np

from sim.ground.arrays import Array
from sim.ground.flop import FLOP_PER_PARAM_TOKEN

MOST_CALLED_FOR = 1e200  # parameters beyond every model, so that no excess is left


class Powers(NamedTuple):
    """Parameters and tokens as powers of others: n = k N^p and d = m D^s."""

    k: Array
    p: Array
    m: Array
    s: Array


SAME = Powers(1.0, 1.0, 1.0, 1.0)  # parameters and tokens as they are


class Form(ABC):
    """What the engine needs of a law. N [parameters], D [tokens], L and x [nat/token].

    The reducible part x = L - E is computed without subtraction, so that it keeps its digits.
    """

    is_additive: ClassVar[bool] = False  # whether the loss is E + f(N) + g(D)
    owns_repetition: ClassVar[bool] = False  # whether it discounts repeated tokens itself
    counts_experts: ClassVar[bool] = False  # whether it was fitted on mixtures of experts
    counts_active: ClassVar[bool] = False  # whether its parameters are the active ones
    is_of_mixtures: ClassVar[bool] = False  # whether it needs to be told how a mixture is made

    @property
    @abstractmethod
    def irreducible(self) -> Array:
        """Loss that no run of this law gets below [nat/token]."""

    @abstractmethod
    def reducible(self, N: Array, D: Array) -> Array:
        """The part of the loss that a run can lower [nat/token]."""

    @abstractmethod
    def gradient(self, N: Array, D: Array) -> tuple[Array, Array]:
        """dL/dN and dL/dD [nat/token per parameter, per token]."""

    @abstractmethod
    def params_at(self, x: Array, D: Array) -> Array:
        """Parameters whose reducible loss on D tokens is x; infinity where none reach it."""

    @abstractmethod
    def tokens_at(self, x: Array, N: Array) -> Array:
        """Tokens whose reducible loss with N parameters is x; infinity where none reach it."""

    @abstractmethod
    def frontier(self, C: Array) -> tuple[Array, Array]:
        """N and D of least loss on the curve 6 N D = C [FLOP]."""

    def frontier_tokens_at(self, x: Array) -> Array:
        """Tokens with which the least N D reaches a reducible loss x; NaN where no formula gives them."""
        return np.nan * x

    @abstractmethod
    def params_called_for(self, D: Array) -> Array:
        """N_opt(D), the parameters of the best split that has D tokens."""

    @abstractmethod
    def called_for_slope(self, D: Array) -> Array:
        """d ln N_opt / d ln D at D tokens."""

    def seeing(self, powers: Powers) -> "Form":
        """The law of N and D that is this one of k N^p parameters and m D^s tokens.

        Raises
        ------
        NotImplementedError
            For a form that knows mixtures itself: no rule is put before it.
        """
        raise NotImplementedError(type(self).__name__)

    def parts(self, N: Array, D: Array) -> tuple[Array, Array]:
        """The parts due to parameters and to tokens [nat/token]; NaN where the law is not additive."""
        nothing = np.nan * (N + D)
        return nothing, nothing

    def loss(self, N: Array, D: Array) -> Array:
        """Loss [nat/token] of N parameters [-] on D tokens [-]."""
        return self.irreducible + self.reducible(N, D)

    def params_for(self, L: Array, D: Array) -> Array:
        """Parameters that reach loss L on D tokens; infinity where none do."""
        return self.params_at(L - self.irreducible, D)

    def tokens_for(self, L: Array, N: Array) -> Array:
        """Tokens that reach loss L with N parameters; infinity where none do."""
        return self.tokens_at(L - self.irreducible, N)


@dataclass(frozen=True)
class Additive(Form):
    r"""Hoffmann's third approach: L(N, D) = E + A / N^alpha + B / D^beta.

    Hoffmann et al. (2022), equation 10 [hoffmann2022].

    Parameters
    ----------
    E : float or array
        Irreducible loss [nat/token].
    A, B, alpha, beta : float or array
        Size and exponent of the parts due to parameters and tokens.

    Raises
    ------
    BadConstant
        If a constant is not finite or not positive (E may be 0).
    """

    is_additive: ClassVar[bool] = True

    E: Array
    A: Array
    B: Array
    alpha: Array
    beta: Array

    def __post_init__(self) -> None:
        checked(self, A=0, B=0, alpha=0, beta=0)
        checked(self, inclusive=True, E=0)

    @property
    def irreducible(self) -> Array:
        """Loss that no run of this law gets below [nat/token]."""
        return self.E

    def reducible(self, N: Array, D: Array) -> Array:
        """A / N^alpha + B / D^beta [nat/token]."""
        from_params, from_tokens = self.parts(N, D)
        return from_params + from_tokens

    def parts(self, N: Array, D: Array) -> tuple[Array, Array]:
        """The two reducible parts of the loss [nat/token], A / N^alpha and B / D^beta."""
        return self.A * N**-self.alpha, self.B * D**-self.beta

    def gradient(self, N: Array, D: Array) -> tuple[Array, Array]:
        """dL/dN and dL/dD [nat/token per parameter, per token]."""
        from_params, from_tokens = self.parts(N, D)
        return -self.alpha * from_params / N, -self.beta * from_tokens / D

    def params_at(self, x: Array, D: Array) -> Array:
        """Parameters whose reducible loss on D tokens is x; infinity where none reach it."""
        return power_inverse(x - self.B * D**-self.beta, self.A, self.alpha)

    def tokens_at(self, x: Array, N: Array) -> Array:
        """Tokens whose reducible loss with N parameters is x; infinity where none reach it."""
        return power_inverse(x - self.A * N**-self.alpha, self.B, self.beta)

    def frontier(self, C: Array) -> tuple[Array, Array]:
        """N and D of least loss on the curve 6 N D = C [FLOP].

        N = G (C/6)^(beta/(alpha+beta)), D = (C/6)/N, G = (alpha A / (beta B))^(1/(alpha+beta));
        Hoffmann et al. (2022), equation 4 [hoffmann2022].
        """
        exponent = self.beta / (self.alpha + self.beta)
        ND = C / FLOP_PER_PARAM_TOKEN
        N = self.G * ND**exponent
        return N, ND / N

    def frontier_tokens_at(self, x: Array) -> Array:
        """D = (B (alpha + beta) / (alpha x))^(1/beta): on the frontier alpha A / N^alpha = beta B / D^beta."""
        return power_inverse(x * self.alpha / (self.alpha + self.beta), self.B, self.beta)

    def params_called_for(self, D: Array) -> Array:
        """N_opt(D) = (D G)^(beta/alpha) G, the best parameters for D fresh tokens."""
        with np.errstate(over="ignore"):  # exponents that differ by far call for more parameters than a float holds
            return np.minimum((D * self.G) ** self.params_exponent * self.G, MOST_CALLED_FOR)

    @property
    def params_exponent(self) -> Array:
        """beta / alpha."""
        return self.beta / self.alpha

    def called_for_slope(self, D: Array) -> Array:
        """d ln N_opt / d ln D, the same everywhere."""
        return self.params_exponent

    def seeing(self, powers: Powers) -> "Additive":
        """The law of N and D that is this one of k N^p parameters and m D^s tokens: additive too."""
        return Additive(
            self.E,
            self.A * powers.k**-self.alpha,
            self.B * powers.m**-self.beta,
            self.alpha * powers.p,
            self.beta * powers.s,
        )

    @property
    def G(self) -> Array:
        """G = (alpha A / (beta B))^(1/(alpha+beta)) of the frontier."""
        return (self.alpha * self.A / (self.beta * self.B)) ** (1 / (self.alpha + self.beta))


class BadConstant(ValueError):
    """A constant that a form cannot have."""

    def __init__(self, name: str, reason: str):
        super().__init__(f"{name} {reason}")
        self.name = name


def checked(form: Any, inclusive: bool = False, **least: float) -> None:
    """Refuse constants that are not finite or too small: `least` itself only if inclusive.

    Raises
    ------
    BadConstant
        With the name of the constant.
    """
    for name, low in least.items():
        value = np.asarray(getattr(form, name), dtype=float)
        if not np.all(np.isfinite(value) & (value >= low if inclusive else value > low)):
            raise BadConstant(name, f"must be finite and {f'at least {low:g}' if inclusive else 'positive'}")


def power_inverse(part: Array, scale: Array, exponent: Array) -> Array:
    """x with scale / x^exponent = part; infinity where part is not positive."""
    with np.errstate(divide="ignore", over="ignore"):
        return (scale / np.maximum(part, 0.0)) ** (1 / exponent)
