"""What a law sees of real parameters and tokens: experts, efficiency, repeats."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

import numpy as np

from sim.ground.arrays import Array
from sim.laws.constrained import Constrained, tokens_root
from sim.laws.data import FRESH, Data
from sim.laws.forms import Form
from sim.laws.repetition import worth


@dataclass(frozen=True)
class View(ABC):
    """A law applied to real parameters and tokens, before the wall.

    `discounts_params` says whether parameters too lose value where text repeats.

    Parameters
    ----------
    form : Form
        The published law.
    params_factor, tokens_factor : float or array
        What the law sees over what there is: mixture of experts and efficiency.
    data : Data
        What the tokens are.
    """

    discounts_params: ClassVar[bool] = False

    form: Form
    params_factor: Array = 1.0
    tokens_factor: Array = 1.0
    data: Data = FRESH

    @abstractmethod
    def reducible(self, N: Array, D: Array) -> Array:
        """Reducible loss [nat/token]."""

    @abstractmethod
    def gradient(self, N: Array, D: Array) -> tuple[Array, Array]:
        """dL/dN and dL/dD at a fixed stock."""

    @abstractmethod
    def by_unique(self, N: Array, D: Array) -> Array:
        """dL/dU at fixed N and D."""

    @abstractmethod
    def params_at(self, x: Array, D: Array) -> Array:
        """Parameters of a reducible loss x."""

    def params_beyond(self, x: Array) -> Callable[[Array], Array]:
        """The same as a function of tokens beyond the end of the text, made for many calls."""
        return partial(self.params_at, x)

    @abstractmethod
    def tokens_at(self, x: Array, N: Array) -> Array:
        """Tokens of a reducible loss x."""

    @abstractmethod
    def effective(self, D: Array) -> Array:
        """Fresh tokens that D tokens are worth."""


class Discounting(View):
    """A law that knows fresh tokens only: it sees D'."""

    form: Form

    def _seen(self, N: Array, D: Array) -> tuple[Array, Array]:
        return self.params_factor * N, self.tokens_factor * self.data.effective(D)

    def reducible(self, N: Array, D: Array) -> Array:
        return self.form.reducible(*self._seen(N, D))

    def parts(self, N: Array, D: Array) -> tuple[Array, Array]:
        return self.form.parts(*self._seen(N, D))

    def gradient(self, N: Array, D: Array) -> tuple[Array, Array]:
        by_params, by_fresh = self.form.gradient(*self._seen(N, D))
        return self.params_factor * by_params, self.tokens_factor * by_fresh * self.data.by_seen(D)

    def by_unique(self, N: Array, D: Array) -> Array:
        return self.tokens_factor * self.form.gradient(*self._seen(N, D))[1] * self.data.by_unique(D)

    def params_at(self, x: Array, D: Array) -> Array:
        return self.form.params_at(x, self.tokens_factor * self.data.effective(D)) / self.params_factor

    def tokens_at(self, x: Array, N: Array) -> Array:
        return self.data.tokens_for(self.form.tokens_at(x, self.params_factor * N) / self.tokens_factor)

    def effective(self, D: Array) -> Array:
        return self.data.effective(D)


class Owning(View):
    """A law that discounts repetition itself: it sees all tokens and the unique ones among them."""

    discounts_params: ClassVar[bool] = True
    form: Constrained

    def _tokens(self, D: Array) -> tuple[Array, Array]:
        """Seen tokens and unique ones; synthetic tokens are never repeats."""
        synthetic = self.data.synthetic_worth * D
        seen, unique = self.data.real_share * D + synthetic, self.data.real_unique(D) + synthetic
        return self.tokens_factor * seen, self.tokens_factor * unique

    def reducible(self, N: Array, D: Array) -> Array:
        return self.form.reducible(self.params_factor * N, *self._tokens(D))

    def parts(self, N: Array, D: Array) -> tuple[Array, Array]:
        return self.form.parts(N, D)

    def gradient(self, N: Array, D: Array) -> tuple[Array, Array]:
        by_params, by_seen, by_unique = self.form.slopes(self.params_factor * N, *self._tokens(D))
        data = self.data
        new = np.where(data.real_share * D < data.unique, data.real_share, 0.0) + data.synthetic_worth
        by_tokens = by_seen * (data.real_share + data.synthetic_worth) + by_unique * new
        return self.params_factor * by_params, self.tokens_factor * by_tokens

    def by_unique(self, N: Array, D: Array) -> Array:
        by_unique = self.form.slopes(self.params_factor * N, *self._tokens(D))[2]
        return np.where(self.data.real_share * D > self.data.unique, self.tokens_factor * by_unique, 0.0)

    def params_at(self, x: Array, D: Array) -> Array:
        return self.form.params_at(x, *self._tokens(D)) / self.params_factor

    def tokens_at(self, x: Array, N: Array) -> Array:
        return tokens_root(lambda D: self.reducible(N, D), x)

    def effective(self, D: Array) -> Array:
        seen, unique = self._tokens(D)
        return worth(seen, unique, self.form.R_D) / self.tokens_factor
