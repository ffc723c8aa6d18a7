"""Post-training: dollars of reinforcement learning on top of the base model, and what they buy."""

import re
from typing import Annotated, Any, ClassVar

from sim.catalogs.hardware import chips
from sim.catalogs.posttraining import CHIP, CHIP_HOUR_USD, hours_as_published, post_training_curves
from sim.ground import units
from sim.ground.typed import LONGEST, typed
from sim.inputs.row import Group, Row

_HOURS = re.compile(r"(?P<number>\d.*?)\s*(?P<chip>[a-z][a-z0-9]*)?[\s-]*(?:hours?|hrs?|h)\.?", re.IGNORECASE)
_ANY_CHIP = ("", "chip", "gpu")


def _usd_of(text: str) -> float | None:
    """Dollars of so many chip-hours: "10,000 h", "147K H800-hours"; `None` where the text says no hours."""
    shown = text.strip()
    found = _HOURS.fullmatch(shown) if len(shown) <= LONGEST else None
    if found is None:
        return None
    number, chip = found["number"], (found["chip"] or "").lower()
    if chip not in (*_ANY_CHIP, *chips().entries):  # a magnitude, as in 10K h
        number, chip = f"{number}{chip}", ""
    try:
        hours = typed(number).value
    except ValueError:  # the reader of numbers says what is wrong
        return None
    if hours is None:
        return None
    return CHIP_HOUR_USD * (hours_as_published(hours, chip) if chip in chips().entries and chip != CHIP else hours)


def _hours_of(usd: float, inputs: Any) -> str:
    """Dollars as chip-hours."""
    return f"{units.count(usd / CHIP_HOUR_USD)} GB200-hours. Hours can be typed too: 10K h, 147K H800-hours."


class PostTrained(Group):
    """Dollars of reinforcement learning on top of the base model, and what they buy."""

    title: ClassVar[str] = "Post-training"

    post_training: Annotated[
        str,
        Row(
            label="Post-training",
            key="rl",
            help="Whether the model goes on with reinforcement learning after it has read its text. The law and the "
            "loss know nothing of it: it raises the share of the problems that one answer solves.",
            source="next-dollar",
            options=lambda: {"off": "Off: the base model alone", "on": "On: reinforcement learning too"},
        ),
    ] = "off"

    post_training_usd: Annotated[
        float,
        Row(
            label="Money for it",
            key="ptu",
            symbol="R",
            unit="USD",
            help="Dollars of reinforcement learning, or hours of chips, at $8.20 for an hour of a GB200. DeepSeek-R1 "
            "took 147,000 hours of H800, $294,000 at its own price.",
            source="next-dollar",
            low=1.0,
            high=1e12,
            form="usd",
            illustrative=True,
            color="inference",
            marks=((2.94e5, "R1"), (1e8, "$100M")),
            reads=_usd_of,
            beside=_hours_of,
        ),
    ] = 1e5

    post_training_curve: Annotated[
        str,
        Row(
            label="Curve",
            key="ptc",
            help="Published constants of one model (Khatri et al., 2025), or those carried over to any size, which is "
            "illustrative.",
            source="khatri2025",
            options=lambda: {key: curve.label for key, curve in post_training_curves().entries.items()},
        ),
    ] = "carried-over"

    post_training_headroom: Annotated[
        float | None,
        Row(
            label="Errors it can remove",
            key="pth",
            symbol="h",
            help="Share of the base model's errors that no amount of it gets beyond: 0.35 to 0.65 if the published "
            "models began at 30 %. None takes the curve's own.",
            source="next-dollar",
            low=0.01,
            high=0.99,
            scale="linear",
            steps=((0.01, 0.01),),
            form="percent",
            illustrative=True,
            color="inference",
        ),
    ] = None

    generation_tokens: Annotated[
        float,
        Row(
            label="Answers while learning",
            key="gt",
            unit="tokens",
            help="Length of the answers in reinforcement learning. Longer ones take more hours to the same share of "
            "the way; published are 14,000 and 32,000. A published curve has its own.",
            source="khatri2025",
            low=100.0,
            high=1e7,
            color="inference",
        ),
    ] = 14_000.0
