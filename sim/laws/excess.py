"""Where text repeats, parameters beyond those that the unique text calls for lose value too.

Muennighoff et al. (2023), equation 6 [muennighoff2023], for laws that were fitted without it. The paper
discounts a model too large for its tokens in a single pass too. Here a run that repeats nothing keeps the
loss of its law; both cannot hold without a jump where the text runs out, so beyond it a run is never worse
than its own first pass, after which it could have stopped. That is ours [next-dollar].
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import ClassVar

import numpy as np

from sim.ground.arrays import Array, between
from sim.laws.constrained import tokens_root
from sim.laws.repetition import seen_for, worth, worth_by_seen, worth_by_unique
from sim.laws.views import Discounting

EXCESS_HALF_LIFE = 5.309743  # R_N*, excess over U_N after which 1/e of a parameter's value is left [muennighoff2023]
ROUNDING = 1e-12  # relative distance from the end of the text that is rounding
FEWEST, MOST = 1e-60, 1e60  # parameters called for, far beyond every run: typed exponents can ask for 1e1000


@dataclass(frozen=True)
class Excess(Discounting):
    """A law that sees D' and, where text repeats, N' = worth(N, U_N) instead of N.

    U_N = N_opt(unique tokens), the parameters that the law itself calls for; synthetic tokens are unique.
    With L0 the law of fresh text and of all parameters, and D_U the tokens at which the text runs out:

    L(N, D) = L0(N, D') up to D_U, min(L0(N, D_U), L0(N', D')) beyond.

    So the loss is continuous and never rises with N, D or U.
    """

    discounts_params: ClassVar[bool] = True
    stops: ClassVar[bool] = True  # whether a run may be as good as its first pass

    @property
    def keeping_params(self) -> Discounting:
        """The law by which N' is N."""
        return Discounting(self.form, self.params_factor, self.tokens_factor, self.data)

    @property
    def repeating(self) -> "Repeating":
        """The same without the way out of stopping after the first pass."""
        return Repeating(self.form, self.params_factor, self.tokens_factor, self.data)

    def reducible(self, N: Array, D: Array) -> Array:
        first, repeats = super().reducible(N, self._once(D)), self._repeats(D)
        if not repeats.any():
            return first
        all_passes = self.form.reducible(*self._discounted(N, D))
        return np.where(repeats, np.minimum(first, all_passes) if self.stops else all_passes, first)

    def parts(self, N: Array, D: Array) -> tuple[Array, Array]:
        first, repeats = super().parts(N, self._once(D)), self._repeats(D)
        if not repeats.any():
            return first
        repeated, discounted = repeats & ~self.stopped(N, D), self.form.parts(*self._discounted(N, D))
        return np.where(repeated, discounted[0], first[0]), np.where(repeated, discounted[1], first[1])

    def gradient(self, N: Array, D: Array) -> tuple[Array, Array]:
        beyond = np.greater_equal(D, self.data.kink)  # where the text runs out, the slopes are those of more tokens
        if not beyond.any():
            return super().gradient(N, D)
        by_N, by_D, _ = self._slopes(N, D)
        if not self.stops and beyond.all():
            return by_N, by_D
        first_N, first_D = super().gradient(N, self._once(D))
        repeated = beyond & ~self.stopped(N, D)
        return np.where(repeated, by_N, first_N), np.where(repeated, by_D, np.where(beyond, 0.0, first_D))

    def by_unique(self, N: Array, D: Array) -> Array:
        repeats = self._repeats(D)
        if not repeats.any():
            return super().by_unique(N, D)
        first_by_fresh = self.form.gradient(*self._seen(N, self.data.kink))[1] * self.tokens_factor
        first = first_by_fresh * (1 + self.data.synthetic_worth / self.data.real_share)
        return np.where(repeats, np.where(self.stopped(N, D), first, self._slopes(N, D)[2]), 0.0)

    def params_at(self, x: Array, D: Array) -> Array:
        repeats = self._repeats(D)
        first = super().params_at(x, self._once(D))
        if not repeats.any():
            return first
        discounted = self.form.params_at(x, self.tokens_factor * self.data.effective(D))
        needed = seen_for(discounted, self._called_for(D), EXCESS_HALF_LIFE) / self.params_factor
        return np.where(repeats, np.minimum(first, needed) if self.stops else needed, first)

    def params_beyond(self, x: Array) -> Callable[[Array], Array]:
        """The parameters of the first pass and those that the text calls for are the same for all such tokens."""
        called_for = self._at_end
        if called_for is None:
            return partial(self.params_at, x)
        first = super().params_at(x, self.data.kink)

        def params(D: Array) -> Array:
            discounted = self.form.params_at(x, self.tokens_factor * self.data.effective(D))
            needed = seen_for(discounted, called_for, EXCESS_HALF_LIFE) / self.params_factor
            return np.minimum(first, needed)

        return params

    def tokens_at(self, x: Array, N: Array) -> Array:
        kink, once = self.data.kink, super().tokens_at(x, N)
        if not np.any(once > kink):
            return once
        if self._at_end is None:
            needed = tokens_root(lambda D: self.form.reducible(*self._discounted(N, D)), x)
        else:
            seen = worth(self.params_factor * N, self._at_end, EXCESS_HALF_LIFE)
            needed = self.data.tokens_for(self.form.tokens_at(x, seen) / self.tokens_factor)
        return np.where(once <= kink * (1 + ROUNDING), np.minimum(once, kink), np.maximum(needed, kink))

    def stopped(self, N: Array, D: Array) -> Array:
        """Whether the passes beyond the first bring nothing."""
        if not self.stops:
            return np.False_
        first = super().reducible(N, self.data.kink)
        return (self.data.kink <= D) & (first < self.form.reducible(*self._discounted(N, D)))

    def effective_params(self, N: Array, D: Array) -> Array:
        """N', in real parameters; N itself where nothing is repeated or further passes bring nothing."""
        seen = worth(self.params_factor * N, self._called_for(D), EXCESS_HALF_LIFE) / self.params_factor
        return np.where(self._repeats(D) & ~self.stopped(N, D), seen, N)

    def _repeats(self, D: Array) -> Array:
        return np.greater(D, self.data.kink)

    def _once(self, D: Array) -> Array:
        """The tokens of the first pass."""
        return np.minimum(D, self.data.kink)

    def _unique(self, D: Array) -> Array:
        return self.data.real_unique(D) + self.data.synthetic_worth * D

    def _called_for(self, D: Array) -> Array:
        """U_N, as the law sees parameters, where text repeats."""
        return self._params_for_text(self._unique(D)) if self._at_end is None else self._at_end

    @cached_property
    def _at_end(self) -> Array | None:
        """U_N, the same for all tokens beyond the end of the text; `None` where synthetic text still raises it."""
        return None if np.any(self.data.synthetic_worth > 0) else self._params_for_text(self.data.unique)

    def _params_for_text(self, unique: Array) -> Array:
        with np.errstate(over="ignore", under="ignore"):
            return between(self.form.params_called_for(self.tokens_factor * unique), FEWEST, MOST)

    def _discounted(self, N: Array, D: Array) -> tuple[Array, Array]:
        """N' and D', as the law sees them."""
        seen_N, seen_D = self._seen(N, D)
        return worth(seen_N, self._called_for(D), EXCESS_HALF_LIFE), seen_D

    def _slopes(self, N: Array, D: Array) -> tuple[Array, Array, Array]:
        """dL0(N', D')/dN, dD and dU where text repeats: synthetic tokens and the stock raise U_N too."""
        seen_N, seen_D = self._seen(N, D)
        U_N = self._called_for(D)
        by_params, by_fresh = self.form.gradient(worth(seen_N, U_N, EXCESS_HALF_LIFE), seen_D)
        by_fresh = self.tokens_factor * by_fresh
        unique = self._unique(D)
        slope = self.form.called_for_slope(self.tokens_factor * unique)
        called = np.where(U_N > FEWEST, slope * U_N / unique, 0.0)
        by_called = by_params * worth_by_unique(seen_N, U_N, EXCESS_HALF_LIFE) * called
        return (
            self.params_factor * by_params * worth_by_seen(seen_N, U_N, EXCESS_HALF_LIFE),
            by_fresh * self.data.by_seen(D) + by_called * self.data.synthetic_worth,
            by_fresh * self.data.by_unique(D) + by_called,
        )


@dataclass(frozen=True)
class Repeating(Excess):
    """The law beyond the end of the text, where a search asks for many plans; it tries that end itself too.

    Its slopes hold there alone.
    """

    stops: ClassVar[bool] = False

    def gradient(self, N: Array, D: Array) -> tuple[Array, Array]:
        if self._at_end is None:
            by_N, by_D, _ = self._slopes(N, D)
            return by_N, by_D
        seen_N, seen_D = self._seen(N, D)
        by_params, by_fresh = self.form.gradient(worth(seen_N, self._at_end, EXCESS_HALF_LIFE), seen_D)
        return (
            self.params_factor * by_params * worth_by_seen(seen_N, self._at_end, EXCESS_HALF_LIFE),
            self.tokens_factor * by_fresh * self.data.by_seen(D),
        )
