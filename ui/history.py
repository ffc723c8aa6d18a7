"""Steps of a visit, for Undo and Redo."""

from sim import Scenario

MOST_STEPS = 30  # that can be undone; a class of two hundred keeps some 3 kB for each


def remembered(
    past: list[Scenario], future: list[Scenario], before: Scenario, after: Scenario
) -> tuple[list[Scenario], list[Scenario]]:
    """Past and future after a step. One to where the last began undoes it, by Undo or by Back.

    Parameters
    ----------
    past, future : list of Scenario
        Oldest first, and next one last.
    before, after : Scenario
        Of the step.
    """
    if after == before:
        return past, future
    if past and after == past[-1]:
        return past[:-1], [*future, before]
    if future and after == future[-1]:
        return [*past, before], future[:-1]
    return [*past, before][-MOST_STEPS:], []
