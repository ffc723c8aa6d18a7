"""From a loss to the share of problems that one answer solves.

A law gives a loss; what a model can do is another question. Both bridges here hold for the
problems that they were set by, and for no others.
"""

import numpy as np

from sim.ground.arrays import Array

# Average error of 17 multiple-choice tasks against the loss on C4: Gadre et al. (2024), equation 5,
# by a run of their own code again [gadre2024]. The loss is that of their tokenizer and data.
CHOICE_WORST, CHOICE_DEPTH, CHOICE_RATE = 0.8497, 2.0789, 0.7561
LARGEST_LOSS = 900.0  # [nat/token] beyond which e to minus the loss does not fit a float


def choice_error(L: Array) -> Array:
    """Average error of multiple-choice tasks, 0.8497 - 2.0789 exp(-0.7561 L), kept within 0 and 1.

    Gadre et al. (2024), equation 5, 17 tasks, C4 [gadre2024].

    Parameters
    ----------
    L : float or array
        Loss [nat/token], which is not that of their tokenizer: the level is borrowed.
    """
    return np.clip(_choice_error(L), 0.0, 1.0)


def choice_slope(L: Array) -> Array:
    """d error / dL of multiple-choice tasks [per nat/token]; 0 where the error is held at 0 or 1."""
    error = _choice_error(L)
    inside = (error > 0) & (error < 1)
    return np.where(inside, CHOICE_RATE * (CHOICE_WORST - error), 0.0)


def _choice_error(L: Array) -> Array:
    return CHOICE_WORST - CHOICE_DEPTH * np.exp(-CHOICE_RATE * np.minimum(L, LARGEST_LOSS))


def half_loss(anchor_loss: Array, anchor_pass: Array, slope: Array) -> Array:
    """Loss at which half of the problems are solved with one answer [nat/token].

    It is set by an anchor: a model with `anchor_loss` solves the share `anchor_pass`.

    Parameters
    ----------
    anchor_loss : float or array
        Loss of the anchor [nat/token].
    anchor_pass : float or array
        Share that it solves [above 0, below 1].
    slope : float or array
        How fast the logarithm of the odds falls with the loss [per nat/token].
    """
    return anchor_loss + np.log(anchor_pass / (1 - anchor_pass)) / slope


def pass_at_1(L: Array, anchor_loss: Array, anchor_pass: Array, slope: Array) -> Array:
    """Share of problems that one answer solves, 1 / (1 + exp(slope (L - L_half))) [0-1].

    The form is that of Llama Team (2024), section 3.2.1 [llama3]; the constants are the anchor's.

    Parameters
    ----------
    L : float or array
        Loss [nat/token].
    anchor_loss, anchor_pass, slope : float or array
        As for `half_loss`.
    """
    return np.exp(-np.logaddexp(0.0, slope * (L - half_loss(anchor_loss, anchor_pass, slope))))


def pass_slope(L: Array, anchor_loss: Array, anchor_pass: Array, slope: Array) -> Array:
    """d pass@1 / dL [per nat/token], never positive; arguments as for `pass_at_1`."""
    m = pass_at_1(L, anchor_loss, anchor_pass, slope)
    return -slope * m * (1 - m)
