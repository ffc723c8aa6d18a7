"""When a larger model that answers once is cheaper than one that answers often."""

from dataclasses import replace

import numpy as np

from sim.engine.curves import D_HIGH, N_HIGH, N_LOW
from sim.engine.post_training import post_trained
from sim.engine.solving import anchor, loss_for_pass
from sim.ground.arrays import Array, rows
from sim.ground.roots import falling_root
from sim.inputs.numbers import Numbers
from sim.laws.applied import AppliedLaw
from sim.program.cost import Spend, query_usd
from sim.tasks.accuracy import pass_at_1

Plans = tuple[Array, Array, Array]  # losses [nat/token], parameters and tokens, along a new first axis

# A smaller model is reached further by the same post-training, and may be as good at a loss so much higher, over the
# run's own above the floor. From there down to what any plan reaches so many places are looked at.
HIGHEST, LOOKS = 8.0, 32
AS_GOOD = 1e-9  # of a share that is solved
NEAREST = 1e-4  # relative distance from the least loss of any plan, where a search would drown in rounding


def rival_losses(inputs: Numbers, law: AppliedLaw, L: Array, right: Array) -> Array:
    """Losses at which models are looked for that answer once as well as this one with all its samples.

    Parameters
    ----------
    inputs, law
        A scenario as numbers and the law as it sees it.
    L, right : float or array
        Loss of the run [nat/token] and the share that its samples solve [0-1].

    Returns
    -------
    array
        One loss for each run along a new first axis; many with post-training, which gets the less far the larger a
        model is; none where one sample is drawn.
    """
    L = np.asarray(L)
    if np.all(np.equal(inputs.samples_per_query, 1.0)):
        return np.empty((0, *L.shape))
    if inputs.post_training == "off":
        return rows(L.shape, loss_for_pass(right, inputs))
    high, low = HIGHEST * (L - law.irreducible), law.reducible(N_HIGH, D_HIGH) * (1 + NEAREST)
    with np.errstate(invalid="ignore", divide="ignore"):
        return law.irreducible + np.geomspace(high, np.minimum(low, high), LOOKS)


def as_good(inputs: Numbers, law: AppliedLaw, rivals: Plans, right: Array) -> tuple[Array, Array] | None:
    """Parameters and tokens of the cheapest of them whose single answers are right so often.

    With post-training it lies between two that were looked at: there log D goes on in a straight line over the log of
    the reducible loss, as along any power law, N is what the loss then takes, and what is solved follows. It costs
    more than the cheapest by a share of the second order. NaN where none is as good, `None` where none was looked for.
    """
    L, N, D = rivals
    if not len(L):
        return None
    if inputs.post_training == "off":
        return N[0], D[0]
    with np.errstate(all="ignore"):
        log_x, log_D = np.log(L - law.irreducible), np.log(D)
        enough = _solved_once(inputs, L, N) >= right  # false where no plan reaches the loss
        first = np.argmax(enough, axis=0)[None]
        before = np.maximum(first - 1, 0)
        before = np.where(np.take_along_axis(np.isfinite(D), before, axis=0), before, first)

        def between(values: Array, share: Array) -> Array:
            start, end = (np.take_along_axis(values, place, axis=0)[0] for place in (before, first))
            return start + share * (end - start)

        def plan(share: Array) -> tuple[Array, Array, Array]:
            L, D = law.irreducible + np.exp(between(log_x, share)), np.exp(between(log_D, share))
            return L, np.clip(law.params_for(L, D), N_LOW, N_HIGH), D

        def too_few(share: Array) -> Array:
            L, N, _ = plan(share)
            return right - _solved_once(inputs, L, N)

        nothing = 0.0 * np.asarray(right)
        _, N, D = plan(falling_root(too_few, nothing, nothing + 1, noise=AS_GOOD))
    none = ~np.any(enough, axis=0)
    return np.where(none, np.nan, N), np.where(none, np.nan, D)


def _solved_once(inputs: Numbers, L: Array, N: Array) -> Array:
    """Share that one answer solves after the post-training of the inputs."""
    return post_trained(pass_at_1(L, *anchor(inputs)), N, inputs).share


def break_even_queries(
    inputs: Numbers, dollars: Spend, run: tuple[Array, Array], large: tuple[Array, Array] | None
) -> Array:
    """Queries from which on a larger model with one answer is cheaper than this one with k.

    (T_large - T_small) / (query_small - query_large), where the larger model is that of the least training
    cost whose single answers are as good; NaN where no number of queries makes the difference.

    Parameters
    ----------
    inputs, dollars
        A scenario as numbers and what its run costs.
    run, large : tuple of array
        Parameters and tokens of the run, and of the larger model; `None` where it is not asked for.
    """
    if large is None:
        return np.nan * np.asarray(run[0])
    training = trained_alone(dollars)
    dearer = training.varying(*large) - training.varying(*run)
    saved = query_usd(run[0], inputs) - query_usd(large[0], inputs.having(samples_per_query=1.0))
    crosses = (dearer > 0) & (saved > 0)
    return np.where(crosses, dearer / np.where(crosses, saved, 1.0), np.nan)


def trained_alone(dollars: Spend) -> Spend:
    """What a run costs without what is fixed and without serving: by this the larger model is the cheapest."""
    return replace(dollars, fixed=0.0, per_param=0.0)
