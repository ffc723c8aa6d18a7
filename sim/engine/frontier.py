"""The best plans: least loss for a payment, least payment for a loss.

Both walk along one curve in log D (constant payment or constant loss) to the point
where the last dollar on parameters lowers the loss as much as the last dollar on
tokens. Payment may be dollars or FLOP: a `Spend` says which. Where text runs out the
curve may have two valleys, with synthetic text more: each is searched.
"""

from collections.abc import Callable

import numpy as np

from sim.engine.curves import AT_BOUND, D_HIGH, N_HIGH, Curve, beside, of_loss, of_payment
from sim.ground.arrays import Array, between
from sim.ground.roots import falling_root
from sim.laws.applied import AppliedLaw
from sim.program.cost import Spend, joined

BESIDE = 1e-12  # relative distance from the point where text runs out, at which the search begins
STRETCHES = 24  # pieces in which the search looks for valleys where there is synthetic text
LOOKS = 15  # at once beyond the end of the text, where no guess is near
NOISE = 1e-14  # relative difference of two gains that is rounding
ROUGH = 1e-6  # the same where a plan near the best one will do


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
    curve = of_payment(law, spend, T)
    return curve.possible(*_balance(law, spend, curve))


def cheapest(law: AppliedLaw, spend: Spend, L: Array) -> tuple[Array, Array]:
    """Parameters and tokens of least payment that reach a loss of at most L [nat/token].

    Returns
    -------
    N, D : array
        NaN where no plan in bounds reaches L.
    """
    curve = of_loss(law, spend, L)
    return curve.possible(*_balance(law, spend, curve))


def best_and_cheapest(
    law: AppliedLaw, best: Spend, T: Array, least: Spend, L: Array, n_rough: int = 0
) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """What `best_split` and `cheapest` tell of many payments and many losses, in one search.

    Parameters
    ----------
    law : AppliedLaw
        As the inputs see it.
    best, least : Spend
        Of the payments and of the losses, all along a first axis.
    T, L : array
        Payments, of shape (m, ...), and losses [nat/token], of shape (n, ...).
    n_rough : int
        Of so many losses, the last ones, the tokens may be off by some `ROUGH` of them: the cost by its square.

    Returns
    -------
    tuple of tuple of array
        N and D of the best splits, of shape (m, ...), and of the cheapest plans, of shape (n, ...).
    """
    split, loss = of_payment(law, best, T), of_loss(law, least, L)
    noise = np.repeat([NOISE, ROUGH], [len(T) + len(L) - n_rough, n_rough]).reshape(-1, *(1,) * (np.ndim(T) - 1))
    N, D = _balance(law, joined(best, least), beside(split, loss, len(T), np.ndim(T)), noise)
    return split.possible(N[: len(T)], D[: len(T)]), loss.possible(N[len(T) :], D[len(T) :])


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


def _balance(law: AppliedLaw, spend: Spend, curve: Curve, noise: Array = NOISE) -> tuple[Array, Array]:
    """D between the bounds at which both gains are equal and the objective least, and the N that follows.

    The guess is what it would be if only N D were paid for and nothing repeated. A law by which parameters
    lose value with repeats is never better than the one by which they keep it, and the same up to the end of
    the text: so that one is searched first, and the end and what lies beyond only where it repeats.
    """
    keeping, guess = law.keeping_params, curve.guess
    with np.errstate(all="ignore"):
        low, high = curve.bounds(keeping)
        edges = _edges(law, spend, np.log(low), np.log(high))
        stop = None if keeping is law else np.log(law.data.kink)
        D = between(_valleys(keeping, spend, curve.along(keeping, False), edges, guess, noise, stop), low, high)
        if keeping is not law and np.any(law.data.kink < D):
            if curve.in_reach is not None and not np.any(curve.in_reach(law)):
                nothing = np.full(D.shape[1:], np.nan)
                return nothing, nothing
            low, high = curve.bounds(law)
            first = between(np.minimum(D, law.data.kink), low, high)
            edges = np.maximum(_edges(law, spend, np.log(low), np.log(high)), np.log(law.data.kink) + BESIDE)
            edges = np.minimum(edges, np.log(high))
            repeating = _valleys(law.repeating, spend, curve.along(law, True), edges, guess, noise, looks=LOOKS)
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
    noise: Array,
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

    return np.exp(falling_root(advantage_of_tokens, edges[:-1], edges[1:], np.log(guess), noise, stop, looks))


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
