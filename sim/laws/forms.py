"""The functional forms of scaling laws: value, gradient, inverse and optimum.

Every form offers the same methods and broadcasts over arrays; a published fit is
one file of constants in `presets/laws`.
"""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

Array = Any  # a float or an array of floats; every function here broadcasts


class Form(Protocol):
    """What the engine needs of a law. N [parameters], D [tokens], L [nat/token]."""

    @property
    def irreducible(self) -> Array: ...

    def loss(self, N: Array, D: Array) -> Array: ...

    def parts(self, N: Array, D: Array) -> tuple[Array, Array]: ...

    def gradient(self, N: Array, D: Array) -> tuple[Array, Array]: ...

    def params_for(self, L: Array, D: Array) -> Array: ...

    def tokens_for(self, L: Array, N: Array) -> Array: ...

    def frontier(self, C: Array) -> tuple[Array, Array]: ...


@dataclass(frozen=True)
class Additive:
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
    ValueError
        If a constant is not finite or not positive (E may be 0).
    """

    E: Array
    A: Array
    B: Array
    alpha: Array
    beta: Array

    def __post_init__(self) -> None:
        for name, least in (("E", 0.0), ("A", None), ("B", None), ("alpha", None), ("beta", None)):
            value = np.asarray(getattr(self, name), dtype=float)
            ok = np.isfinite(value) & (value > 0 if least is None else value >= least)
            if not np.all(ok):
                raise ValueError(f"{name} must be finite and {'positive' if least is None else 'at least 0'}")

    @property
    def irreducible(self) -> Array:
        """Loss that no run of this law gets below [nat/token]."""
        return self.E

    def loss(self, N: Array, D: Array) -> Array:
        """Loss [nat/token] of N parameters [-] on D tokens [-]."""
        from_params, from_tokens = self.parts(N, D)
        return self.E + from_params + from_tokens

    def parts(self, N: Array, D: Array) -> tuple[Array, Array]:
        """The two reducible parts of the loss [nat/token], A / N^alpha and B / D^beta."""
        return self.A * N**-self.alpha, self.B * D**-self.beta

    def gradient(self, N: Array, D: Array) -> tuple[Array, Array]:
        """dL/dN and dL/dD [nat/token per parameter, per token]."""
        from_params, from_tokens = self.parts(N, D)
        return -self.alpha * from_params / N, -self.beta * from_tokens / D

    def params_for(self, L: Array, D: Array) -> Array:
        """Parameters that reach loss L on D tokens; infinity where none do."""
        return _power_inverse(L - self.E - self.B * D**-self.beta, self.A, self.alpha)

    def tokens_for(self, L: Array, N: Array) -> Array:
        """Tokens that reach loss L with N parameters; infinity where none do."""
        return _power_inverse(L - self.E - self.A * N**-self.alpha, self.B, self.beta)

    def frontier(self, C: Array) -> tuple[Array, Array]:
        """N and D of least loss on the curve 6 N D = C [FLOP].

        N = G (C/6)^(beta/(alpha+beta)), D = (C/6)/N, G = (alpha A / (beta B))^(1/(alpha+beta));
        Hoffmann et al. (2022), equation 4 [hoffmann2022].
        """
        exponent = self.beta / (self.alpha + self.beta)
        G = (self.alpha * self.A / (self.beta * self.B)) ** (1 / (self.alpha + self.beta))
        N = G * (C / 6) ** exponent
        return N, C / 6 / N


def _power_inverse(part: Array, scale: Array, exponent: Array) -> Array:
    """x with scale / x^exponent = part; infinity where part is not positive."""
    part = np.asarray(part, dtype=float)
    # A part this small asks for more than a float can hold.
    reachable = part > 1e-300
    with np.errstate(over="ignore"):
        x = (scale / np.where(reachable, part, 1.0)) ** (1 / exponent)
    return np.where(np.isnan(part), np.nan, np.where(reachable, x, np.inf))


FORMS: dict[str, type[Additive]] = {"additive": Additive}
