"""Progress and wall: better algorithms, and the hypothesis that returns shrink."""

import re
from typing import Annotated, Any, ClassVar

from sim.ground import units
from sim.ground.doubling import MONTHS_PER_YEAR, factor_after, months_to
from sim.ground.typed import typed
from sim.inputs.row import Group, Row

_TIME = re.compile(r"(?P<number>.*?)\s*(?:(?P<years>y|yrs?|years?)|months?|mos?)\.?", re.IGNORECASE | re.DOTALL)
MOST_MONTHS = 1e4  # of a typed time, beyond which no efficiency is in bounds
LONG_MONTHS = 36  # from there on a time is told in years


def _efficiency_of(text: str, inputs: Any) -> float | None:
    """Efficiency typed as a time: "2 years" of methods that double every so many months."""
    time = _TIME.fullmatch(text.strip())
    if time is None:
        return None
    try:
        number = typed(time["number"]).value
    except ValueError:  # the reader of numbers says what is wrong
        return None
    if number is None or abs(number) > MOST_MONTHS:
        return None
    return factor_after(number * (MONTHS_PER_YEAR if time["years"] else 1), inputs.doubling_months)


def _time_of(efficiency: float, inputs: Any) -> str:
    """An efficiency as the time in which methods reach it."""
    pace = f"methods that double every {units.plain(inputs.doubling_months)} months"
    if efficiency == 1:
        return f"Type a time too, such as 2 years, for {pace}."
    months = months_to(efficiency, inputs.doubling_months)
    size = abs(months)
    time = (
        units.counted(units.plain(size), "month")
        if size < LONG_MONTHS
        else f"{units.plain(size / MONTHS_PER_YEAR)} years"
    )
    return f"{'Minus ' if months < 0 else ''}{time} of {pace}."


class Progress(Group):
    """Better algorithms, and the hypothesis that returns shrink."""

    title: ClassVar[str] = "Progress and wall"

    efficiency: Annotated[
        float,
        Row(
            label="Efficiency",
            key="e",
            symbol="e",
            help="Compute-equivalent gain of better algorithms: at 2 the same loss needs half the compute.",
            source="ho2024",
            low=0.01,
            high=1e9,
            form="plain",
            color="compute",
            worth=_efficiency_of,
            beside=_time_of,
        ),
    ] = 1.0

    doubling_months: Annotated[
        float,
        Row(
            label="Methods double every",
            key="dm",
            unit="months",
            help="Time in which better algorithms double what a unit of compute is worth: the same loss then needs "
            "half of it. Ho et al. (2024): 8 months, 95 % interval 5 to 14. It is used where a time is, and changes "
            "no loss.",
            source="ho2024",
            low=1,
            high=240,
            form="plain",
            as_of="2023",
            color="money",
        ),
    ] = 8.0

    wall_flop: Annotated[
        float | None,
        Row(
            label="Wall at",
            key="wf",
            unit="FLOP",
            help="Compute from which on returns shrink, were there a wall. None: no wall.",
            source="next-dollar",
            low=1e18,
            high=1e32,
            form="flop",
            unlimited=True,
            illustrative=True,
            color="compute",
        ),
    ] = None

    wall_slope: Annotated[
        float,
        Row(
            label="Slope behind the wall",
            key="ws",
            symbol="w",
            help="Share of the slope of the reducible loss that is left behind the wall, in log-log. 1 is no wall.",
            source="next-dollar",
            low=0.05,
            high=1.0,
            scale="linear",
            steps=((0.05, 0.01),),
            form="plain",
            illustrative=True,
            color="compute",
        ),
    ] = 0.5

    runs_per_group: Annotated[
        float,
        Row(
            label="Runs in each group",
            key="rg",
            symbol="n",
            help="To tell a wall from none, two groups of runs are compared: as many in each.",
            source="next-dollar",
            low=1,
            high=1000,
            form="plain",
            illustrative=True,
            color="compute",
        ),
    ] = 3.0

    run_noise: Annotated[
        float,
        Row(
            label="Noise of a run",
            key="rn",
            symbol="s",
            unit="nat/token",
            help="Standard deviation of the loss among runs that differ in nothing but chance.",
            source="next-dollar",
            low=1e-5,
            high=1.0,
            form="plain",
            illustrative=True,
            color="compute",
        ),
    ] = 0.005
