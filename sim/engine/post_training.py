"""What post-training does to the share of problems that one answer solves, and how that depends on the levers."""

from dataclasses import dataclass

import numpy as np

from sim.catalogs.posttraining import PostTraining, post_training_curves
from sim.ground.arrays import Array
from sim.inputs.numbers import Numbers, known
from sim.program.post_training import post_training_hours
from sim.tasks.posttraining import ceiling_of, middle_for, pass_after, share_gone


@dataclass(frozen=True)
class Trained:
    """The share that one answer solves after post-training, and its slopes.

    Parameters
    ----------
    share, ceiling : array
        Solved after it, and with any amount of it [0-1].
    by_base : array
        Change with the share that the base model solves.
    by_log_hours, by_log_params : array
        Change with the logarithms of its chip-hours and of the parameters, at a base model of the same share.
    """

    share: Array
    ceiling: Array
    by_base: Array
    by_log_hours: Array
    by_log_params: Array


def curve_of(inputs: Numbers) -> PostTraining:
    """The curve that the inputs choose."""
    return post_training_curves().entries[inputs.post_training_curve]


def middle_hours(N: Array, inputs: Numbers) -> Array:
    """Chip-hours at which half of the way is gone [GB200-hours]."""
    curve = curve_of(inputs)
    return middle_for(
        N * inputs.active_fraction, inputs.generation_tokens, curve.middle_hours, curve.n_active,
        curve.generation_tokens, curve.size_exponent, curve.length_exponent,
    )  # fmt: skip


def post_trained(p0: Array, N: Array, inputs: Numbers, steepness: Array | None = None) -> Trained:
    """What a base model of N parameters that solves the share p0 becomes; inputs with post-training on."""
    curve = curve_of(inputs)
    B = curve.steepness if steepness is None else steepness
    gone = share_gone(post_training_hours(inputs), middle_hours(N, inputs), B)
    h, has_headroom = _headroom(inputs)
    ceiling = np.where(has_headroom, ceiling_of(p0, h), np.maximum(curve.ceiling or 0.0, p0))
    way = ceiling - p0
    by_base = np.where(has_headroom, 1 - h * gone, np.where(way > 0, 1 - gone, 1.0))
    by_log_hours = way * B * gone * (1 - gone)
    return Trained(pass_after(p0, ceiling, gone), ceiling, by_base, by_log_hours, -curve.size_exponent * by_log_hours)


def _headroom(inputs: Numbers) -> tuple[Array, Array]:
    """Share of the errors that can be removed, as typed or as the curve has it, and whether there is one."""
    typed, own = known(inputs.post_training_headroom), curve_of(inputs).headroom
    h = np.where(np.isnan(typed), 0.0 if own is None else own, typed)
    return h, ~np.isnan(typed) | (own is not None)
