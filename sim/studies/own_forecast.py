"""A visitor's own forecast of a number of a run, before it is in a link: what it has, and what it must be."""

import math
from dataclasses import dataclass
from datetime import date, timedelta

from sim.ground.errors import allowed, cut

NUMBERS = ("loss", "cost_total_usd", "chip_hours", "wall_clock_days", "energy_mwh", "capability_index")
LEVELS = (50, 80, 90, 95)  # [%]
LARGEST = 1e30
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class OwnForecast:
    """A forecast of one number of a run, with an interval.

    Parameters
    ----------
    number : str
        One of `NUMBERS`, names of outputs, in whose unit all the rest is.
    made : date
        When it was made.
    value, low, high : float
        What is expected, and between which ends the outcome will lie.
    level : int
        In so many cases of 100.
    outcome : float, optional
        What came.
    """

    number: str
    made: date
    value: float
    low: float
    high: float
    level: int
    outcome: float | None = None


def checked(forecast: OwnForecast, today: date) -> OwnForecast:
    """The same forecast.

    Raises
    ------
    ValueError
        If it cannot be one, in a sentence.
    """
    if forecast.number not in NUMBERS:
        raise ValueError(f"There is no number {cut(forecast.number)}{allowed(forecast.number, NUMBERS)}")
    if forecast.level not in LEVELS:
        raise ValueError(f"Got {forecast.level} %; allowed are {', '.join(map(str, LEVELS))} %")
    named = {"forecast": forecast.value, "lower end": forecast.low, "upper end": forecast.high}
    if forecast.outcome is not None:
        named["outcome"] = forecast.outcome
    for name, number in named.items():
        if not (math.isfinite(number) and 0 < number <= LARGEST):
            raise ValueError(f"The {name} is {number:g}; allowed is a number above 0")
    if not forecast.low < forecast.high:
        raise ValueError(f"The lower end, {forecast.low:g}, must lie below the upper end, {forecast.high:g}")
    if not forecast.low <= forecast.value <= forecast.high:
        raise ValueError(
            f"The forecast, {forecast.value:g}, must lie inside its interval, {forecast.low:g} to {forecast.high:g}"
        )
    if forecast.made > today + A_DAY:  # it may have been made where the day begins earlier
        raise ValueError(f"The forecast is of {forecast.made.isoformat()}, which is yet to come")
    return forecast
