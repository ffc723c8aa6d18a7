"""Curves of plans: all that cost one payment, all that reach one loss, as functions of the tokens."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from sim.ground.arrays import Array, between
from sim.inputs import TABLE
from sim.laws.applied import AppliedLaw
from sim.program.cost import Spend

N_LOW, N_HIGH = TABLE["n_params"].low, TABLE["n_params"].high
PARAMS_ENDS = np.array([N_HIGH, N_LOW])
D_LOW, D_HIGH = TABLE["n_tokens"].low, TABLE["n_tokens"].high
SLACK = 1e-15  # of a loss that is reached up to rounding
AT_BOUND = 1e-9  # relative distance at which a plan counts as sitting at a bound


@dataclass(frozen=True)
class Curve:
    """The plans among which the best is looked for.

    Parameters
    ----------
    bounds : callable
        Law -> least and most tokens.
    params : callable
        (law, tokens) -> parameters.
    along : callable
        (law, whether all lie beyond the end of the text) -> the same as a function of tokens, made for many calls.
    objective : callable
        (parameters, tokens) -> what shall be least.
    guess : array
        Tokens near which the search begins.
    possible : callable
        The plan that was found -> itself, NaN where there is none.
    in_reach : callable, optional
        Law -> whether there is any plan by it.
    """

    bounds: Callable[[AppliedLaw], tuple[Array, Array]]
    params: Callable[[AppliedLaw, Array], Array]
    along: Callable[[AppliedLaw, bool], Callable[[Array], Array]]
    objective: Callable[[Array, Array], Array]
    guess: Array
    possible: Callable[[Array, Array], tuple[Array, Array]]
    in_reach: Callable[[AppliedLaw], Array] | None = None


def of_payment(law: AppliedLaw, spend: Spend, T: Array) -> Curve:
    """All plans that cost T."""
    T = np.asarray(T, float)
    low = between(spend.tokens_for(T, N_HIGH), D_LOW, D_HIGH)
    ends = low, between(spend.tokens_for(T, N_LOW), low, D_HIGH)

    def params(_: AppliedLaw, D: Array) -> Array:
        return between(spend.params_for(T, D), N_LOW, N_HIGH)

    def possible(N: Array, D: Array) -> tuple[Array, Array]:
        affordable = spend.varying(N_LOW, D_LOW) <= (T - spend.fixed) * (1 + AT_BOUND)
        return np.where(affordable, N, np.nan), np.where(affordable, D, np.nan)

    with np.errstate(all="ignore"):  # what is nonsense is not used
        guess = law.frontier_tokens((T - spend.fixed) / spend.per_param_token)
    objective = law.without_wall.reducible
    return Curve(lambda _: ends, params, lambda _, beyond: lambda D: params(law, D), objective, guess, possible)


def of_loss(law: AppliedLaw, spend: Spend, L: Array) -> Curve:
    """All plans that reach L."""
    L = np.asarray(L, float)

    def reached(law: AppliedLaw, D: Array = D_HIGH) -> Array:
        # Where nothing more is worth anything, rounding must not put L out of reach.
        repeats = law.discounts_params & (law.owns_repetition | (law.data.kink < D))
        return np.where(repeats, L * (1 + SLACK), L) if np.any(repeats) else L

    def bounds(law: AppliedLaw) -> tuple[Array, Array]:
        x = law.before_wall(reached(law))
        if law.discounts_params and not law.owns_repetition:  # dear enough to ask for both at once
            least, most = law.view.tokens_at(x, PARAMS_ENDS.reshape(2, *(1,) * np.ndim(x)))
        else:
            least, most = law.view.tokens_at(x, N_HIGH), law.view.tokens_at(x, N_LOW)
        low = between(least, D_LOW, D_HIGH)
        return low, between(most, low, D_HIGH)

    known: dict[int, Array] = {}

    def in_reach(law: AppliedLaw) -> Array:
        if id(law) not in known:
            known[id(law)] = _in_reach(law, reached(law))
        return known[id(law)]

    def params(law: AppliedLaw, D: Array) -> Array:
        return between(law.params_for(reached(law, D), D), N_LOW, N_HIGH)

    def along(law: AppliedLaw, beyond: bool) -> Callable[[Array], Array]:
        slack = law.discounts_params and (law.owns_repetition or beyond)
        x = law.before_wall(L * (1 + SLACK) if slack else L)
        at = law.view.params_beyond(x) if beyond else partial(law.view.params_at, x)
        return lambda D: between(at(D), N_LOW, N_HIGH)

    def possible(N: Array, D: Array) -> tuple[Array, Array]:
        reachable = in_reach(law.keeping_params)
        if np.any(law.data.kink < D):
            reachable = reachable & in_reach(law)
        return np.where(reachable, N, np.nan), np.where(reachable, D, np.nan)

    with np.errstate(all="ignore"):
        guess = law.frontier_tokens_for(L)
    return Curve(bounds, params, along, spend.varying, guess, possible, in_reach)


def _in_reach(law: AppliedLaw, L: Array) -> Array:
    """Whether a plan in bounds reaches the loss."""
    in_reach = law.params_for(L, D_HIGH) <= N_HIGH * (1 + AT_BOUND)
    if not law.discounts_params or np.all(in_reach):
        return in_reach
    return in_reach | (law.loss(N_HIGH, D_HIGH) <= L)


def beside(first: Curve, second: Curve, m: int, ndim: int) -> Curve:
    """Two curves as one, the first of m rows, all of `ndim` axes; what is looked for may have axes before these."""
    rest = (slice(None),) * (ndim - 1)
    top, bottom = (..., slice(m), *rest), (..., slice(m, None), *rest)

    def whole(a: Array, b: Array) -> Array:
        return np.concatenate([a, b], axis=-ndim)

    def bounds(law: AppliedLaw) -> tuple[Array, Array]:
        (low, high), (other_low, other_high) = first.bounds(law), second.bounds(law)
        return whole(low, other_low), whole(high, other_high)

    def along(law: AppliedLaw, beyond: bool) -> Callable[[Array], Array]:
        of_first, of_second = first.along(law, beyond), second.along(law, beyond)
        return lambda D: whole(of_first(D[top]), of_second(D[bottom]))

    return Curve(
        bounds,
        lambda law, D: whole(first.params(law, D[top]), second.params(law, D[bottom])),
        along,
        lambda N, D: whole(first.objective(N[top], D[top]), second.objective(N[bottom], D[bottom])),
        whole(first.guess, second.guess),
        lambda N, D: (N, D),
    )
