"""Training compute and the chip time that it takes."""

from sim.ground.arrays import Array
from sim.ground.flop import FLOP_PER_PARAM_TOKEN

SECONDS_PER_HOUR = 3600
HOURS_PER_DAY = 24
# Weights and gradients in 16 bits; weights and Adam's two moments in 32 bits:
# 2 + 2 + 4 + 4 + 4, Rajbhandari et al. (2020), section 3.1 [rajbhandari2020].
BYTES_PER_PARAM = 16
BYTES_PER_GB = 1e9


def train_flop(N: Array, D: Array, active_fraction: Array = 1.0) -> Array:
    """Compute of a training run, C = 6 N_active D [FLOP]; Kaplan et al. (2020), section 2.1 [kaplan2020].

    Parameters
    ----------
    N : float or array
        All parameters [-].
    D : float or array
        Tokens seen [-].
    active_fraction : float or array
        Share of the parameters that one token uses [0-1].
    """
    return FLOP_PER_PARAM_TOKEN * active_fraction * N * D


def chip_hours(C: Array, mfu: Array, peak_flop_per_s: Array, failure_overhead: Array = 0.0) -> Array:
    """Chip-hours of C FLOP: C (1 + failure overhead) / (mfu x peak) / 3600 [h].

    Parameters
    ----------
    C : float or array
        Compute [FLOP].
    mfu : float or array
        Model FLOP utilization against the dense BF16 peak [0-1].
    peak_flop_per_s : float or array
        Dense BF16 peak of one chip [FLOP/s].
    failure_overhead : float or array
        Time lost to failures over the time without any [-].
    """
    return C * (1 + failure_overhead) / (mfu * peak_flop_per_s) / SECONDS_PER_HOUR


def wall_clock_days(hours: Array, n_chips: Array) -> Array:
    """Days that the chip-hours [h] take on that many chips."""
    return hours / n_chips / HOURS_PER_DAY


def chip_hours_in(days: Array, n_chips: Array) -> Array:
    """Chip-hours that so many chips have in so many days [h]."""
    return n_chips * days * HOURS_PER_DAY


def training_memory_gb(N: Array) -> Array:
    """Memory for weights, gradients and optimizer [GB], spread over the chips; activations come on top.

    Rajbhandari et al. (2020), section 3.1 [rajbhandari2020]. All N parameters count, idle experts included.
    """
    return BYTES_PER_PARAM * N / BYTES_PER_GB


def chips_for_deadline(hours: Array, days: Array) -> Array:
    """Chips that finish the chip-hours [h] within so many days."""
    return hours / (days * HOURS_PER_DAY)
