"""Post-training in chip-hours, energy and compute."""

import math

from sim.catalogs.hardware import chips
from sim.catalogs.posttraining import CHIP, CHIP_HOUR_USD, PEAK_FLOP_PER_HOUR
from sim.ground.arrays import Array
from sim.inputs.numbers import Numbers
from sim.program.footprint import kwh

# 1.83e23 FLOP of DeepSeek-R1's reinforcement learning, by Epoch AI, over 147,000 H800-hours at their BF16 peak of
# 989.4e12 [epoch-models-2026], [deepseek-r1]: most of the time text is generated, which uses chips badly.
FLOP_SHARE = 1.83e23 / (147e3 * 3600 * 989.4e12)


def post_training_hours(inputs: Numbers) -> Array:
    """Chip-hours that the money pays for [GB200-hours]; 0 where there is no post-training."""
    return inputs.post_training_usd / CHIP_HOUR_USD if inputs.post_training == "on" else 0.0


def post_training_kwh(inputs: Numbers) -> Array:
    """Energy of the servers [kWh]; 0 where there is no post-training, NaN where the power is unknown."""
    if inputs.post_training == "off":
        return 0.0
    chip = chips().entries.get(CHIP)
    watts = chip.watts if chip is not None else None
    return kwh(post_training_hours(inputs), math.nan if watts is None else watts)


def post_training_flop(inputs: Numbers) -> Array:
    """Compute of post-training [FLOP]: what R1's hours did, as a share of their peak."""
    return post_training_hours(inputs) * PEAK_FLOP_PER_HOUR * FLOP_SHARE
