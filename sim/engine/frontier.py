"""The best plans: least loss for a payment, least payment for a loss.

Both walk along one curve in log D (constant payment or constant loss) to the point
where the last dollar on parameters lowers the loss as much as the last dollar on
tokens. Payment may be dollars or FLOP: a `Spend` says which. Where text runs out the
curve may have two valleys, with synthetic text more: each is searched.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from sim.ground.arrays import Array, between
from sim.ground.roots import falling_root
from sim.inputs import TABLE
from sim.laws.applied import AppliedLaw
from sim.program.cost import Spend

N_LOW, N_HIGH = TABLE["n_params"].low, TABLE["n_params"].high
PARAMS_ENDS = np.array([N_HIGH, N_LOW])
D_LOW, D_HIGH = TABLE["n_tokens"].low, TABLE["n_tokens"].high
BESIDE = 1e-12  # relative distance from the point where text runs out, at which the search begins
STRETCHES = 24  # pieces in which the search looks for valleys where there is synthetic text
LOOKS = 15  # at once beyond the end of the text, where no guess is near
NOISE = 1e-14  # relative difference of two gains that is rounding
SLACK = 1e-15  # of a loss that is reached up to rounding
AT_BOUND = 1e-9  # relative distance at which a plan counts as sitting at a bound


def gains(law: AppliedLaw, spend: Spend, N: Array, D: Array) -> tuple[Array, Array]:
    """Loss bought by the next unit of payment on parameters alone and on tokens alone.

    gain_params = -(dL/dN) / (dT/dN) at fixed D, gain_tokens = -(dL/dD) / (dT/dD) at
    fixed N [nat/token per USD or FLOP].
    """
    loss_by_N, loss_by_D = law.gradient(N, D)
    paid_by_N, paid_by_D = spend.gradient(N, D)
    return -loss_by_N / paid_by_N, -loss_by_D / paid_by_D


def best_split(law: AppliedLaw, spend: Spend, T: Array) -> tuple[Array, Array]:
    """Parameters and tokens of least loss for a payment of at most T.

    Returns
    -------
    N, D : array
        NaN where T is less than the smallest plan in bounds costs.
    """
    T = np.asarray(T, float)
    affordable = spend.varying(N_LOW, D_LOW) <= (T - spend.fixed) * (1 + AT_BOUND)

    low = between(spend.tokens_for(T, N_HIGH), D_LOW, D_HIGH)
    ends = low, between(spend.tokens_for(T, N_LOW), low, D_HIGH)

    def params(_: AppliedLaw, D: Array) -> Array:
        return between(spend.params_for(T, D), N_LOW, N_HIGH)

    with np.errstate(all="ignore"):  # what is nonsense is not used
        guess = law.frontier_tokens((T - spend.fixed) / spend.per_param_token)
    curve = Curve(lambda _: ends, params, lambda _, beyond: lambda D: params(law, D), law.without_wall.reducible)
    N, D = _balance(law, spend, curve, guess)
    return np.where(affordable, N, np.nan), np.where(affordable, D, np.nan)


def cheapest(law: AppliedLaw, spend: Spend, L: Array) -> tuple[Array, Array]:
    """Parameters and tokens of least payment that reach a loss of at most L [nat/token].

    Returns
    -------
    N, D : array
        NaN where no plan in bounds reaches L.
    """
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

    with np.errstate(all="ignore"):
        guess = law.frontier_tokens_for(L)
    N, D = _balance(law, spend, Curve(bounds, params, along, spend.varying, in_reach), guess)
    reachable = in_reach(law.keeping_params)
    if np.any(law.data.kink < D):
        reachable = reachable & in_reach(law)
    return np.where(reachable, N, np.nan), np.where(reachable, D, np.nan)


def _in_reach(law: AppliedLaw, L: Array) -> Array:
    """Whether a plan in bounds reaches the loss."""
    in_reach = law.params_for(L, D_HIGH) <= N_HIGH * (1 + AT_BOUND)
    if not law.discounts_params or np.all(in_reach):
        return in_reach
    return in_reach | (law.loss(N_HIGH, D_HIGH) <= L)


def gain_scale(law: AppliedLaw, spend: Spend, N: Array, D: Array) -> Array:
    """Loss bought by the next unit of payment at a best plan, -dL*/dT [nat/token per USD or FLOP].

    Inside the bounds both gains are equal. At a bound the better one counts among the
    levers that can still rise; NaN where none can.
    """
    gain_params, gain_tokens = gains(law, spend, N, D)
    return np.fmax(
        np.where(at_top(N, N_HIGH), np.nan, gain_params),
        np.where(at_top(D, D_HIGH), np.nan, gain_tokens),
    )


def at_top(x: Array, high: float) -> Array:
    """Whether a value sits at its upper bound."""
    return np.asarray(x) >= high * (1 - AT_BOUND)


def at_bound(x: Array, low: float, high: float) -> Array:
    """Whether a value sits at either bound."""
    return (np.asarray(x) <= low * (1 + AT_BOUND)) | at_top(x, high)


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
    in_reach : callable, optional
        Law -> whether there is any plan by it.
    """

    bounds: Callable[[AppliedLaw], tuple[Array, Array]]
    params: Callable[[AppliedLaw, Array], Array]
    along: Callable[[AppliedLaw, bool], Callable[[Array], Array]]
    objective: Callable[[Array, Array], Array]
    in_reach: Callable[[AppliedLaw], Array] | None = None


def _balance(law: AppliedLaw, spend: Spend, curve: Curve, guess: Array) -> tuple[Array, Array]:
    """D between the bounds at which both gains are equal and the objective least, and the N that follows.

    The guess is what it would be if only N D were paid for and nothing repeated. A law by which parameters
    lose value with repeats is never better than the one by which they keep it, and the same up to the end of
    the text: so that one is searched first, and the end and what lies beyond only where it repeats.
    """
    keeping = law.keeping_params
    with np.errstate(all="ignore"):
        low, high = curve.bounds(keeping)
        edges = _edges(law, spend, np.log(low), np.log(high))
        stop = None if keeping is law else np.log(law.data.kink)
        D = between(_valleys(keeping, spend, curve.along(keeping, False), edges, guess, stop), low, high)
        if keeping is not law and np.any(law.data.kink < D):
            if curve.in_reach is not None and not np.any(curve.in_reach(law)):
                nothing = np.full(D.shape[1:], np.nan)
                return nothing, nothing
            low, high = curve.bounds(law)
            first = between(np.minimum(D, law.data.kink), low, high)
            edges = np.maximum(_edges(law, spend, np.log(low), np.log(high)), np.log(law.data.kink) + BESIDE)
            edges = np.minimum(edges, np.log(high))
            repeating = _valleys(law.repeating, spend, curve.along(law, True), edges, guess, looks=LOOKS)
            D = np.concatenate([first, between(repeating, low, high)])
        N = np.broadcast_to(curve.params(law, D), D.shape)
        if len(D) == 1:
            return N[0], D[0]
        reached = curve.objective(N, D)
    best = np.argmin(np.where(np.isnan(reached), np.inf, reached), axis=0)[None]
    return np.take_along_axis(N, best, axis=0)[0], np.take_along_axis(D, best, axis=0)[0]


def _valleys(
    law: AppliedLaw,
    spend: Spend,
    params: Callable[[Array], Array],
    edges: Array,
    guess: Array,
    stop: Array | None = None,
    looks: int = 0,
) -> Array:
    """D of equal gains in each stretch between the edges [log of tokens], shape (m, ...); any beyond `stop`."""
    law = law.without_wall

    def advantage_of_tokens(log_D: Array) -> Array:
        D = np.exp(log_D)
        gain_params, gain_tokens = gains(law, spend, params(D), D)
        # Where repeats and excess parameters are both worth less than a float can say, none is better.
        nothing = (gain_params == 0) & (gain_tokens == 0)
        return np.where(nothing, 0.0, np.log(gain_tokens / gain_params))

    return np.exp(falling_root(advantage_of_tokens, edges[:-1], edges[1:], np.log(guess), NOISE, stop, looks))


def _edges(law: AppliedLaw, spend: Spend, low: Array, high: Array) -> Array:
    """Ends of the stretches of log D, low to high, each of which has one valley; shape (m + 1, ...)."""
    low, high = np.broadcast_arrays(low, high)
    ends = [low, high]
    synthetic = bool(np.any(law.data.synthetic_worth > 0))
    if synthetic or spend.has_kink or law.owns_repetition:
        kink = np.log(law.data.kink)
        ends += [between(kink - BESIDE, low, high), between(kink + BESIDE, low, high)]
    if synthetic:
        ends += [low + share * (high - low) for share in np.linspace(0, 1, STRETCHES + 1)[1:-1]]
    return np.sort(np.array(ends), axis=0) if len(ends) > 2 else np.array(ends)
