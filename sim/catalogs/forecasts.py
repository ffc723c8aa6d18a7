"""Forecasts that were published before their outcome was known, and what came: one file each in `presets/forecasts`."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from sim.catalogs.entry import Entry, Fault, reader
from sim.catalogs.folder import Folder
from sim.catalogs.references import Status, references
from sim.ground.errors import cut, did_you_mean

DATE = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"  # as exact as it is known
OPEN = "9"  # in the place of the date of an outcome that is yet to come: after all of them
APART = 1.15  # factor between a stated reach and that of the compute from which on they contradict each other


class Interval(Entry):
    """An interval that was given with a forecast.

    Parameters
    ----------
    level : float
        How often it was said to hold [-].
    low, high : float, optional
        Its ends, where they were published.
    held : bool, optional
        Whether the outcome lies inside, where its ends do not tell; absent where nobody can say.
    """

    level: float = Field(gt=0, lt=1)
    low: float | None = Field(None, allow_inf_nan=False)
    high: float | None = Field(None, allow_inf_nan=False)
    held: bool | None = None

    def faults(self) -> Iterator[Fault]:
        """Half an interval, one that is upside down."""
        if (self.low is None) != (self.high is None):
            missing = "low" if self.low is None else "high"
            yield Fault((), f"it needs the key {missing}: an interval has two ends or none")
        elif self.low is not None and self.high is not None and self.low >= self.high:
            yield Fault(("low",), f"got “{self.low:g}”; it must lie below high, {self.high:g}")


class Forecast(Entry):
    """One forecast.

    Parameters
    ----------
    who, of, number : str
        Who made it, of which run or event, and which number.
    kind : str
        What the number is: the loss of a run, what a model solves, or the best that anybody's model will do.
    made, came : str
        When it was made, or else published, and when its outcome was, as exactly as known; none yet while it is open.
    fitted_flop, run_flop : float, optional
        Compute of the largest run behind it, and of the run that it is of [FLOP].
    reach : float, optional
        How many times beyond the compute behind it that run lies, where only that was said [-].
    predicted, outcome : float, optional
        Both in `unit`, where they were published.
    error : float, optional
        How far off it was, as a share of the outcome, where only that was published [-].
    failed : bool
        Whether it broke down without a number.
    what_came : str
        The outcome in a sentence.
    """

    who: str = Field(min_length=1)
    of: str = Field(min_length=1)
    number: str = Field(min_length=1)
    kind: Literal["loss", "task", "record"]
    made: str = Field(pattern=DATE)
    came: str | None = Field(None, pattern=DATE)
    fitted_flop: float | None = Field(None, gt=0, allow_inf_nan=False)
    run_flop: float | None = Field(None, gt=0, allow_inf_nan=False)
    reach: float | None = Field(None, gt=1, allow_inf_nan=False)
    unit: str = ""
    predicted: float | None = Field(None, allow_inf_nan=False)
    outcome: float | None = Field(None, allow_inf_nan=False)
    error: float | None = Field(None, ge=0, allow_inf_nan=False)
    interval: Interval | None = None
    failed: bool = False
    what_came: str = Field(min_length=1)
    source: str
    status: Status
    note: str = ""

    def faults(self) -> Iterator[Fault]:
        """Contradictions, and what says twice what one number says."""
        if self.source not in (known := references()):
            yield Fault(("source",), f"there is no source {cut(self.source)}{did_you_mean(self.source, known)}")
        yield from self._faults_of_outcome()
        if self.predicted is not None and self.outcome is not None and self.error is not None:
            yield Fault(("error",), "leave it out: it follows from predicted and outcome")
        if self.outcome == 0:
            yield Fault(("outcome",), "got “0”; an error is a share of it, so that it must not be zero")
        of_flop = _factor(self.run_flop, self.fitted_flop)
        if of_flop is not None and of_flop <= 1:
            yield Fault(("run_flop",), f"got “{self.run_flop:g}”; allowed is above fitted_flop, {self.fitted_flop:g}")
        elif of_flop is not None and self.reach is not None and not 1 / APART < of_flop / self.reach < APART:
            yield Fault(("reach",), f"got “{self.reach:g}”; run_flop over fitted_flop is {of_flop:.3g}")
        for fault in self._faults_of_interval():
            yield fault.below("interval")

    def _faults_of_outcome(self) -> Iterator[Fault]:
        told = {"outcome": self.outcome, "error": self.error, "failed": self.failed or None}
        if self.came is None:
            yield from (
                Fault((key,), "it needs the key came beside it") for key, value in told.items() if value is not None
            )
        elif self.came[: len(self.made)] < self.made[: len(self.came)]:
            yield Fault(("came",), f"got “{self.came}”; it was made on {self.made}, and a forecast comes before")

    def _faults_of_interval(self) -> Iterator[Fault]:
        if self.interval is None:
            return
        yield from self.interval.faults()
        low, high = self.interval.low, self.interval.high
        if low is None or high is None or low >= high:
            return
        if self.predicted is not None and not low <= self.predicted <= high:
            yield Fault((), f"what was predicted, {self.predicted:g}, must lie inside {low:g} to {high:g}")
        if self.outcome is not None and self.interval.held is not None:
            yield Fault(("held",), "leave it out: it follows from low, high and outcome")

    @property
    def beyond(self) -> float | None:
        """How many times beyond the compute behind it the run lies; `None` where that means nothing or is unknown."""
        return self.reach if self.reach is not None else _factor(self.run_flop, self.fitted_flop)

    @property
    def off(self) -> float | None:
        """How far off it was, as a share of the outcome [-]; `None` where no number was published."""
        if self.predicted is None or self.outcome is None:
            return self.error
        return abs(self.predicted / self.outcome - 1)

    @property
    def held(self) -> bool | None:
        """Whether the outcome lies inside its interval; `None` without one, or where nobody can say."""
        if self.interval is None:
            return None
        low, high = self.interval.low, self.interval.high
        if self.outcome is None or low is None or high is None:
            return self.interval.held
        return low <= self.outcome <= high


def _factor(large: float | None, small: float | None) -> float | None:
    return None if large is None or small is None else large / small


forecasts = Folder(
    "forecasts",
    reader(Forecast),
    lambda one: f"{one.who}: {one.number} of {one.of}",
    pages=("forecasts",),
    order=lambda name, one: (one.came or OPEN, name),
)
