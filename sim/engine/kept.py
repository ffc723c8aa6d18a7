"""Runs that are kept beside the one that is shown: each has a letter, and a name that can be typed."""

from dataclasses import dataclass, replace

from sim.ground.errors import cut
from sim.inputs.scenario import Scenario

MARKS = ("A", "B", "C")  # of the runs beside the current one, four in all
MOST_LETTERS = 40  # of a name
NAME = f"a name is plain text of at most {MOST_LETTERS} letters, without < and >"


@dataclass(frozen=True)
class Kept:
    """A run that was kept.

    Parameters
    ----------
    mark : str
        One of `MARKS`.
    scenario : Scenario
        Its inputs.
    name : str
        As it was typed; none: see `KeptRun`.
    """

    mark: str
    scenario: Scenario
    name: str = ""


def left_out(mark: str, why: str) -> str:
    """Why a run of a link or a file is not kept."""
    return f"Run {mark} was left out: {why}."


def with_one_more(kept: tuple[Kept, ...], scenario: Scenario, name: str = "") -> tuple[Kept, ...]:
    """The kept runs with another, under the first letter that is free; the same where none is."""
    free = [mark for mark in MARKS if all(one.mark != mark for one in kept)]
    if not free:
        return kept
    return tuple(sorted([*kept, Kept(free[0], scenario, name)], key=lambda one: one.mark))


def renamed(kept: tuple[Kept, ...], mark: str, name: str) -> tuple[Kept, ...]:
    """The kept runs, one of them with another name, which was checked."""
    return tuple(replace(one, name=name) if one.mark == mark else one for one in kept)


def dropped(kept: tuple[Kept, ...], mark: str) -> tuple[Kept, ...]:
    """The kept runs without one."""
    return tuple(one for one in kept if one.mark != mark)


def checked_name(text: str) -> str:
    """A name as it is kept, in one line.

    Raises
    ------
    ValueError
        If it is no plain text, or too long.
    """
    name = " ".join(text.split())
    if len(name) > MOST_LETTERS or not name.isprintable() or "<" in name or ">" in name:
        raise ValueError(f"{cut(name)} is no name; {NAME}")
    return name
