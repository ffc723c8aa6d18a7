"""What failures cost a long run on many chips."""

import numpy as np

from sim.ground.arrays import Array

# 419 unexpected stops in 54 days on 16,384 chips: Llama Team (2024), section 3.3.4 [llama3], secondary source.
LLAMA_STOPS, LLAMA_DAYS, LLAMA_CHIPS = 419, 54, 16_384
CHIP_MTBF_HOURS = 24 * LLAMA_DAYS * LLAMA_CHIPS / LLAMA_STOPS  # 50,700 h between failures of one chip
CHECKPOINT_EVERY_HOURS = 0.5  # ours [next-dollar]
CHECKPOINT_HOURS = 1 / 60  # time that the run stands still to write one; ours [next-dollar]
RESTART_HOURS = 0.25  # ours [next-dollar]
LARGEST = 700.0  # exponent beyond which a float ends


def failure_overhead(
    n_chips: Array,
    chip_mtbf_hours: Array,
    checkpoint_every_hours: Array,
    checkpoint_hours: Array,
    restart_hours: Array,
) -> Array:
    """Time lost to failures, restarts and checkpoints over the time of a run without any [-].

    M e^(R/M) (e^((t + d)/M) - 1) / t - 1 with M = chip MTBF / chips: failures at random, a run
    that one failed chip stops, work since the last checkpoint lost; Daly (2006), equation 20 [daly2006].

    Parameters
    ----------
    n_chips : float or array
        Chips of the run.
    chip_mtbf_hours : float or array
        Mean time between failures of one chip [h].
    checkpoint_every_hours : float or array
        Work between two checkpoints, t [h].
    checkpoint_hours : float or array
        Time to write one, d [h].
    restart_hours : float or array
        Time to start again after a failure, R [h].

    Returns
    -------
    float or array
        Infinite where failures come faster than any checkpoint is reached.
    """
    M = np.asarray(chip_mtbf_hours / n_chips, float)
    t, d, R = checkpoint_every_hours, checkpoint_hours, restart_hours
    exponent = (t + d + R) / M
    restarting = np.minimum(R / M, LARGEST)
    # e^(R/M) (e^((t+d)/M) - 1), with small differences kept and nothing beyond a float.
    grown = np.exp(restarting) * np.expm1(np.minimum((t + d) / M, LARGEST - restarting))
    return np.where(exponent >= LARGEST, np.inf, M / t * grown - 1)


def best_interval_hours(chip_mtbf_hours: Array, n_chips: Array, checkpoint_hours: Array) -> Array:
    """Work between checkpoints that loses least, to first order: sqrt(2 d M) - d [h].

    Daly (2006), section 2 [daly2006]; at least a tenth of the time to write one.
    """
    M = chip_mtbf_hours / n_chips
    return np.maximum(np.sqrt(2 * checkpoint_hours * M) - checkpoint_hours, checkpoint_hours / 10)
