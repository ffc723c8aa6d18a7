"""How many problems a scenario solves: from a loss over post-training and samples to the share that is right."""

from dataclasses import dataclass

import numpy as np

from sim.engine.post_training import post_trained
from sim.ground.arrays import Array
from sim.inputs.numbers import Numbers
from sim.tasks.accuracy import choice_error, choice_slope, half_loss, pass_at_1, pass_slope
from sim.tasks.sampling import Draws, accuracy, draws

CERTAIN = 1e-12  # distance from 0 and 1 at which a share of solved problems says nothing of the loss


@dataclass(frozen=True)
class Solved:
    """Share of the problems that a model solves, and how it grows.

    Parameters
    ----------
    base, pass_at_1, accuracy : array
        With one answer of the base model, with one after post-training, and with all samples [0-1].
    by_loss : array
        Change of the accuracy with the loss [per nat].
    by_log_params, by_log_hours : array
        Change with the logarithms of the parameters, at the same loss, and of the hours of post-training.
    drawn : Draws, optional
        All that is known of the samples, of the anchor where the loss is unknown; none where tasks are multiple choice.
    """

    base: Array
    pass_at_1: Array
    accuracy: Array
    by_loss: Array
    by_log_params: Array = 0.0
    by_log_hours: Array = 0.0
    drawn: Draws | None = None


def solved(L: Array, N: Array, inputs: Numbers) -> Solved:
    """Share of the problems solved with one answer, with all samples, and the slopes of the latter.

    Parameters
    ----------
    L, N : float or array
        Loss [nat/token] and parameters; these count for post-training alone, and not for multiple choice.
    inputs : namespace
        Task kind (not `none`), anchor, post-training, samples and verifier of a scenario.
    """
    if inputs.task_kind == "choice":
        right = 1 - choice_error(L)
        return Solved(right, right, right, -choice_slope(L))
    # An infeasible plan of a sweep has no loss: it goes through as the anchor and comes out as unknown.
    known = np.isfinite(L)
    usable, k = np.where(known, L, inputs.task_anchor_loss), inputs.samples_per_query
    m = base = pass_at_1(usable, *anchor(inputs))
    by_loss = pass_slope(usable, *anchor(inputs))
    after = post_trained(base, np.where(known, N, 1.0), inputs) if inputs.post_training == "on" else None
    if after is not None:
        m, by_loss = after.share, after.by_base * by_loss
    drawn = draws(m, *sampling(k, inputs))
    by_mean = drawn.by_mean

    def or_unknown(x: Array) -> Array:
        return np.where(known, x, np.nan)

    base, m, right, by_loss = map(or_unknown, (base, m, drawn.accuracy, by_mean * by_loss))
    if after is None:
        return Solved(base, m, right, by_loss, drawn=drawn)
    by_params, by_hours = (or_unknown(by_mean * x) for x in (after.by_log_params, after.by_log_hours))
    return Solved(base, m, right, by_loss, by_params, by_hours, drawn)


def accuracy_with(k: Array, L: Array, N: Array, inputs: Numbers) -> Array:
    """Share of the problems solved with k samples by a model of loss L and N parameters [0-1]; NaN where L is."""
    known = np.isfinite(L)
    m = pass_at_1(np.where(known, L, inputs.task_anchor_loss), *anchor(inputs))
    if inputs.post_training == "on":
        m = post_trained(m, np.where(known, N, 1.0), inputs).share
    return np.where(known, accuracy(m, *sampling(k, inputs)), np.nan)


def anchor(inputs: Numbers) -> tuple[Array, Array, Array]:
    """Loss, share solved and slope that `sim.tasks.accuracy` takes."""
    return inputs.task_anchor_loss, inputs.task_anchor_pass, inputs.task_slope


def sampling(k: Array, inputs: Numbers) -> tuple[Array, Array, Array, Array]:
    """What `sim.tasks.sampling` takes after the mean: exponent, samples, right and wrong answers accepted."""
    return inputs.task_exponent, k, inputs.verifier_true_accept, inputs.verifier_false_accept


def loss_for_pass(m: Array, inputs: Numbers) -> Array:
    """Loss at which one answer solves a share m of the problems [nat/token]; NaN at 0 and at 1.

    The inverse of `sim.tasks.accuracy.pass_at_1`: L = L_half + ln(1/m - 1) / slope.
    """
    inside = (np.asarray(m) > CERTAIN) & (np.asarray(m) < 1 - CERTAIN)
    odds = 1 / np.where(inside, m, 0.5) - 1
    middle = half_loss(inputs.task_anchor_loss, inputs.task_anchor_pass, inputs.task_slope)
    return np.where(inside, middle + np.log(odds) / inputs.task_slope, np.nan)
