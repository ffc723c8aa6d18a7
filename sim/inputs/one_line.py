"""Chips and days as people say them, in one line: "1,024 H100 for 60 days"."""

import re

from sim.catalogs.hardware import chips
from sim.ground.errors import SimulationError, cut
from sim.ground.typed import LONGEST, typed

EXAMPLE = "1,024 H100 for 60 days"
NAME = "chips and days"  # of what was typed, in messages
DAYS_OF = {"day": 1.0, "d": 1.0, "week": 7.0, "w": 7.0, "month": 365 / 12, "year": 365.0, "hour": 1 / 24, "h": 1 / 24}
_LINE = re.compile(
    r"(?P<number>\d[\d.,'’_ ]*(?:(?:k|m|thousand|million)\b)?)\s*(?:[x×]\s+)?(?P<chip>[a-z][\w .()/-]*?)\s*"
    r"(?:,|for|over|in|during|x|×|\s)\s*(?P<time>\d[\d.,]*)\s*(?P<unit>hours?|h|days?|d|weeks?|w|months?|years?)\.?",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"\d{1,3}(?:[.,'’_ ]\d{3})+")  # chips are whole, so that this can mean thousands alone
_FILLING = re.compile(r"\b(?:nvidia|amd|google|gpus?|chips?|accelerators?)\b")


def chips_and_days(text: str) -> dict[str, float | str]:
    """What a line says: the plan, the chip, how many of them, and the days.

    Parameters
    ----------
    text : str
        As typed.

    Raises
    ------
    SimulationError
        If it is no such line, or the chip is unknown or could be one of several.
    """
    shown = " ".join(text[: LONGEST + 1].split())
    found = _LINE.fullmatch(shown) if len(shown) <= LONGEST else None
    if found is None:
        raise SimulationError(NAME, cut(text), f'type a line such as "{EXAMPLE}"')
    number = found["number"].strip()
    if _GROUPED.fullmatch(number):
        number = re.sub(r"\D", "", number)
    try:
        n_chips, time = typed(number).value, typed(found["time"]).value
    except ValueError as error:
        raise SimulationError(NAME, cut(text), str(error)) from None
    assert n_chips is not None and time is not None  # each begins with a digit
    unit = found["unit"].lower()
    days = time * DAYS_OF[unit if unit in DAYS_OF else unit.removesuffix("s")]
    return {"plan": "chips_days", "hardware": _chip(found["chip"]), "n_chips": n_chips, "train_days": days}


def _chip(text: str) -> str:
    """Key of the chip that was meant."""
    entries = chips().entries
    wanted = _letters(_FILLING.sub("", text.lower()))
    for named in (lambda key: _letters(key) == wanted, lambda key: _letters(entries[key].label).endswith(wanted),
                  lambda key: wanted in _letters(entries[key].label) or _letters(key).startswith(wanted)):  # fmt: skip
        meant = [key for key in entries if wanted and named(key)]
        if len(meant) == 1:
            return meant[0]
        if meant:
            raise SimulationError("hardware", cut(text), f"that can be {' or '.join(meant)}: type one of these")
    raise SimulationError("hardware", cut(text), f"allowed are {', '.join(entries)}")


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())
