"""The law as a scenario sees it: what of its parameters and tokens counts, and the wall."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import numpy as np

from sim.data import FRESH, Data, scenario_data
from sim.laws import loss_laws
from sim.laws.constrained import Constrained, tokens_root
from sim.laws.forms import Additive, Array, Form
from sim.laws.repetition import worth
from sim.scenario import Scenario
from sim.wall import NO_WALL, Wall


@dataclass(frozen=True)
class View(ABC):
    """A law applied to real parameters and tokens, before the wall.

    Parameters
    ----------
    form : Form
        The published law.
    params_factor, tokens_factor : float or array
        What the law sees over what there is: mixture of experts and efficiency.
    data : Data
        What the tokens are.
    """

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


@dataclass(frozen=True)
class SeenLaw:
    """A law applied to the real parameters and tokens of a scenario, with the wall.

    With a mixture of experts the law sees sqrt(N x N_active) parameters: a rule of thumb between
    counting all of them and only the active ones, unless the law was fitted on mixtures. An
    efficiency of e multiplies parameters, tokens and stock by sqrt(e) each.
    """

    view: Discounting | Owning
    wall: Wall = NO_WALL

    @property
    def irreducible(self) -> Array:
        """Loss that no run gets below [nat/token]."""
        return self.view.form.irreducible

    @property
    def data(self) -> Data:
        """What the tokens are."""
        return self.view.data

    @property
    def owns_repetition(self) -> bool:
        """Whether the loss itself has a kink where tokens begin to repeat."""
        return self.view.form.owns_repetition

    @property
    def without_wall(self) -> "SeenLaw":
        """The same law without the wall: the same order of plans, with more digits."""
        return replace(self, wall=NO_WALL)

    def reducible(self, N: Array, D: Array) -> Array:
        """Reducible loss [nat/token]."""
        x = self.view.reducible(N, D)
        return x if self.wall is NO_WALL else self.wall.left(x)

    def loss(self, N: Array, D: Array) -> Array:
        """Loss [nat/token] of N parameters on D tokens."""
        return self.irreducible + self.reducible(N, D)

    def parts(self, N: Array, D: Array) -> tuple[Array, Array]:
        """Loss due to too few parameters and to too few tokens [nat/token], scaled by the wall."""
        x = self.view.reducible(N, D)
        scale = self.wall.left(x) / x
        from_params, from_tokens = self.view.parts(N, D)
        return scale * from_params, scale * from_tokens

    def gradient(self, N: Array, D: Array) -> tuple[Array, Array]:
        """dL/dN and dL/dD in real parameters and tokens [nat/token each]."""
        by_params, by_tokens = self.view.gradient(N, D)
        if self.wall is NO_WALL:
            return by_params, by_tokens
        factor = self.wall.factor(self.view.reducible(N, D))
        return factor * by_params, factor * by_tokens

    def by_unique(self, N: Array, D: Array) -> Array:
        """dL/dU at fixed N and D [nat/token per token of the stock]; 0 where nothing is repeated."""
        return self.wall.factor(self.view.reducible(N, D)) * self.view.by_unique(N, D)

    def params_for(self, L: Array, D: Array) -> Array:
        """Parameters that reach loss L on D tokens; infinity where none do."""
        return self.view.params_at(self._before_wall(L), D)

    def tokens_for(self, L: Array, N: Array) -> Array:
        """Tokens that reach loss L with N parameters; infinity where none do."""
        return self.view.tokens_at(self._before_wall(L), N)

    def frontier_tokens(self, ND: Array) -> Array:
        """Best tokens where parameters times tokens is ND and nothing repeats: where a search may begin."""
        view = self.view
        return view.form.frontier(6 * view.params_factor * view.tokens_factor * ND)[1] / view.tokens_factor

    def frontier_tokens_for(self, L: Array) -> Array:
        """Tokens of the least N D that reaches loss L where nothing repeats; NaN where no formula gives them."""
        return self.view.form.frontier_tokens_at(self._before_wall(L)) / self.view.tokens_factor

    def _before_wall(self, L: Array) -> Array:
        x = L - self.irreducible
        return x if self.wall is NO_WALL else self.wall.before(x)


def with_unique(law: SeenLaw, U: Array) -> SeenLaw:
    """The same law over another stock of unique tokens."""
    return replace(law, view=replace(law.view, data=replace(law.data, unique=U)))


def seen(
    form: Form, params_factor: Array = 1.0, tokens_factor: Array = 1.0, data: Data = FRESH, wall: Wall = NO_WALL
) -> SeenLaw:
    """A form as a scenario sees it."""
    kind = Owning if form.owns_repetition else Discounting
    return SeenLaw(kind(form, params_factor, tokens_factor, data), wall)


def law_form(inputs: SimpleNamespace) -> Form:
    """The form that the inputs choose, with the constants of its file or those typed by the user."""
    law = loss_laws().entries[inputs.law]
    if not law.typed:
        return law.function
    return Additive(
        E=inputs.custom_irreducible,
        A=inputs.custom_a,
        B=inputs.custom_b,
        alpha=inputs.custom_alpha,
        beta=inputs.custom_beta,
    )


# The inputs that a law and its data read.
READ = (
    "law", "efficiency", "active_fraction", "wall_flop", "wall_slope", "unique_tokens", "synthetic_fraction",
    "synthetic_value", "custom_irreducible", "custom_a", "custom_b", "custom_alpha", "custom_beta",
)  # fmt: skip


def scenario_law(scenario: Scenario) -> SeenLaw:
    """The law of a scenario, kept: most levers do not change it."""
    return _kept(tuple(map(vars(scenario).__getitem__, READ)))


@lru_cache(maxsize=256)
def _kept(values: tuple[Any, ...]) -> SeenLaw:
    named = zip(READ, values, strict=True)
    return seen_law(SimpleNamespace(**{name: np.nan if value is None else value for name, value in named}))


def seen_law(inputs: SimpleNamespace, form: Form | None = None, data: Data | None = None) -> SeenLaw:
    """The law that the inputs choose, as they see it; another form or other data where given."""
    form = form or law_form(inputs)
    e = np.sqrt(inputs.efficiency)
    mixture = 1.0 if form.counts_experts else np.sqrt(inputs.active_fraction)
    factor = mixture * e
    if np.all(np.isnan(inputs.wall_flop)):
        return seen(form, factor, e, data or scenario_data(inputs))
    # Least loss at the wall: with n = k N and d = e D seen, 6 n d = k e C / f.
    best = form.frontier(factor * e * inputs.wall_flop / inputs.active_fraction)
    x_W = np.where(np.isnan(inputs.wall_flop), 0.0, form.reducible(*best))[()]
    return seen(form, factor, e, data or scenario_data(inputs), Wall(x_W, inputs.wall_slope))
