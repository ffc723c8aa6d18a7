"""Inputs as they stand in a link: those that say something, each to every digit."""

from typing import Any

from sim.inputs import TABLE
from sim.inputs.scenario import Scenario
from sim.inputs.text import NOTHING
from sim.links.schemas import NEWEST, frozen_defaults


def stated(scenario: Scenario) -> dict[str, float | str | None]:
    """Inputs that differ from the defaults, and what a chosen chip implied on the day.

    What a catalog implies is written out, so that a later catalog does not change it.
    """
    different = scenario.differences(frozen_defaults(NEWEST))
    return {
        name: value
        for name, value in scenario.model_dump().items()
        if name in different or TABLE[name].is_number and any(cause in different for cause in TABLE[name].follows)
    }


def written(value: Any) -> str:
    """Value as it stands in a link: every digit, in the shorter of plain and scientific."""
    if value is None:
        return NOTHING
    return value if isinstance(value, str) else shortest(repr(value))


def shortest(number: str) -> str:
    """Shortest decimal text of the same digits."""
    mantissa, _, exponent = number.lower().partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    power = int(exponent or 0) - len(fraction)
    stripped = digits.rstrip("0") or "0"
    power += len(digits) - len(stripped) if digits else 0
    first = power + len(stripped) - 1
    scientific = f"{stripped[0]}{'.' + stripped[1:] if len(stripped) > 1 else ''}{f'e{first}' if first else ''}"
    if power >= 0:
        plain = stripped + "0" * power
    elif -power < len(stripped):
        plain = f"{stripped[:power]}.{stripped[power:]}"
    else:
        plain = f"0.{'0' * (-power - len(stripped))}{stripped}"
    return min(plain, scientific, key=len)
