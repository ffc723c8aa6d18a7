"""The law as a scenario sees it: what of its parameters and tokens counts."""

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from sim.laws import loss_laws
from sim.laws.forms import Array, Form


@dataclass(frozen=True)
class SeenLaw:
    """A law applied to the real parameters and tokens of a scenario.

    With a mixture of experts the law sees sqrt(N x N_active) parameters: a rule of
    thumb between counting all of them and only the active ones.

    Parameters
    ----------
    form : Form
        The published law.
    params_factor : float or array
        Seen over real parameters, sqrt(active fraction) [0-1].
    """

    form: Form
    params_factor: Array

    @property
    def irreducible(self) -> Array:
        """Loss that no run gets below [nat/token]."""
        return self.form.irreducible

    def loss(self, N: Array, D: Array) -> Array:
        """Loss [nat/token] of N parameters on D tokens."""
        return self.form.loss(self.params_factor * N, D)

    def parts(self, N: Array, D: Array) -> tuple[Array, Array]:
        """Loss due to too few parameters and to too few tokens [nat/token]."""
        return self.form.parts(self.params_factor * N, D)

    def gradient(self, N: Array, D: Array) -> tuple[Array, Array]:
        """dL/dN and dL/dD in real parameters and tokens [nat/token each]."""
        by_params, by_tokens = self.form.gradient(self.params_factor * N, D)
        return self.params_factor * by_params, by_tokens

    def params_for(self, L: Array, D: Array) -> Array:
        """Parameters that reach loss L on D tokens; infinity where none do."""
        return self.form.params_for(L, D) / self.params_factor

    def tokens_for(self, L: Array, N: Array) -> Array:
        """Tokens that reach loss L with N parameters; infinity where none do."""
        return self.form.tokens_for(L, self.params_factor * N)


def seen_law(inputs: SimpleNamespace) -> SeenLaw:
    """The law that the inputs choose, as they see it."""
    return SeenLaw(loss_laws().entries[inputs.law].function, np.sqrt(inputs.active_fraction))
