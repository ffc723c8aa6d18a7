"""A law applied to real parameters and tokens: what of them counts, and the wall."""

from dataclasses import dataclass, replace
from functools import cached_property

from sim.ground.arrays import Array
from sim.ground.flop import FLOP_PER_PARAM_TOKEN
from sim.laws.data import FRESH, Data
from sim.laws.excess import Excess
from sim.laws.forms import Form
from sim.laws.views import Discounting, Owning, View
from sim.laws.wall import NO_WALL, Wall


@dataclass(frozen=True)
class AppliedLaw:
    """A law applied to the real parameters and tokens of a scenario, with the wall.

    With a mixture of experts the law sees sqrt(N x N_active) parameters: a rule of thumb between
    counting all of them and only the active ones, unless the law was fitted on mixtures. An
    efficiency of e multiplies parameters, tokens and stock by sqrt(e) each.
    """

    view: Discounting | Owning | Excess
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
    def discounts_params(self) -> bool:
        """Whether parameters too lose value where text repeats, so that a loss may be out of reach of any."""
        return self.view.discounts_params

    @cached_property
    def without_wall(self) -> "AppliedLaw":
        """The same law without the wall: the same order of plans, with more digits."""
        return self if self.wall is NO_WALL else replace(self, wall=NO_WALL)

    @cached_property
    def keeping_params(self) -> "AppliedLaw":
        """The same law with parameters that keep their value where text repeats; itself where they do anyway."""
        return replace(self, view=self.view.keeping_params) if isinstance(self.view, Excess) else self

    @cached_property
    def repeating(self) -> "AppliedLaw":
        """The same law where text repeats, without the way out of stopping after the first pass."""
        return replace(self, view=self.view.repeating) if isinstance(self.view, Excess) else self

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
        return self.view.params_at(self.before_wall(L), D)

    def tokens_for(self, L: Array, N: Array) -> Array:
        """Tokens that reach loss L with N parameters; infinity where none do."""
        return self.view.tokens_at(self.before_wall(L), N)

    def frontier_tokens(self, ND: Array) -> Array:
        """Best tokens where parameters times tokens is ND and nothing repeats: where a search may begin."""
        view = self.view
        C = FLOP_PER_PARAM_TOKEN * view.params_factor * view.tokens_factor * ND
        return view.form.frontier(C)[1] / view.tokens_factor

    def frontier_tokens_for(self, L: Array) -> Array:
        """Tokens of the least N D that reaches loss L where nothing repeats; NaN where no formula gives them."""
        return self.view.form.frontier_tokens_at(self.before_wall(L)) / self.view.tokens_factor

    def before_wall(self, L: Array) -> Array:
        """Reducible loss that a loss has without the wall [nat/token], which the view knows."""
        x = L - self.irreducible
        return x if self.wall is NO_WALL else self.wall.before(x)


def with_unique(law: AppliedLaw, U: Array) -> AppliedLaw:
    """The same law over another stock of unique tokens."""
    return replace(law, view=replace(law.view, data=replace(law.data, unique=U)))


def applied(
    form: Form,
    params_factor: Array = 1.0,
    tokens_factor: Array = 1.0,
    data: Data = FRESH,
    wall: Wall = NO_WALL,
    discount_params: bool = False,
) -> AppliedLaw:
    """A form as a scenario sees it; parameters lose value with repeats where the form or `discount_params` says so."""
    kind: type[View] = Owning if form.owns_repetition else Excess if discount_params else Discounting
    return AppliedLaw(kind(form, params_factor, tokens_factor, data), wall)  # type: ignore[arg-type]
