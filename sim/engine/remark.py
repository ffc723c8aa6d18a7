"""What a remark on a result is: a condition with its sentences, and how much it weighs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sim.engine.result import Result


class Weight(StrEnum):
    """How much a remark weighs: something to know, something to mind, or a run that cannot be had like this."""

    NOTE = "note"
    CAUTION = "caution"
    ALARM = "alarm"


@dataclass(frozen=True)
class Remark:
    """A remark that may apply to a result.

    Parameters
    ----------
    says : callable
        (result, today or `None`) -> its sentences; none where it does not apply.
    weight : Weight
        Above a note it is also said right below the numbers, in short.
    brief : callable, optional
        Result -> all its sentences in one short one; "" where it weighs no more than a note after all.
    """

    says: Callable[[Result, date | None], Iterator[str]]
    weight: Weight = Weight.NOTE
    brief: Callable[[Result], str] | None = None


def remark(
    says: Callable[[Result], Iterator[str]], weight: Weight = Weight.NOTE, brief: Callable[[Result], str] | None = None
) -> Remark:
    """A remark on which the day has no say."""
    return Remark(lambda result, today: says(result), weight, brief)
