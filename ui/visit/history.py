"""Steps of a visit, for Undo and Redo."""

from dataclasses import dataclass

from sim import Scenario
from sim.engine.kept import Kept

MOST_STEPS = 30  # that can be undone; a class of two hundred keeps some 3 kB for each


@dataclass(frozen=True)
class Moment:
    """What Undo brings back: the run, and those that stand beside it."""

    scenario: Scenario
    kept: tuple[Kept, ...] = ()


def remembered(
    past: list[Moment], future: list[Moment], before: Moment, after: Moment
) -> tuple[list[Moment], list[Moment]]:
    """Past and future after a step. One to where the last began undoes it, by Undo or by Back.

    Parameters
    ----------
    past, future : list of Moment
        Oldest first, and next one last.
    before, after : Moment
        Of the step.
    """
    if after == before:
        return past, future
    if past and after == past[-1]:
        return past[:-1], [*future, before]
    if future and after == future[-1]:
        return [*past, before], future[:-1]
    return [*past, before][-MOST_STEPS:], []
