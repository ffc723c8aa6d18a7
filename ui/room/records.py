"""A room and a seat as they are kept."""

import json
from dataclasses import dataclass
from typing import Any

from sim.room.ballots import Ballot
from sim.room.state import State, state_of


@dataclass(frozen=True)
class Kept:
    """A room as it is kept.

    Parameters
    ----------
    id : int
    code, lesson, digest : str
    state : State
    version : int
        Counts who came in and what was answered.
    seed : str
        Of the game that `lesson` names then; "" of a lesson.
    asked : str
        The questions that were asked from boards, as JSON.
    """

    id: int
    code: str
    lesson: str
    digest: str
    state: State
    version: int
    seed: str = ""
    asked: str = "[]"


@dataclass(frozen=True)
class Sitting:
    """A seat: its number, its animal, its answers, the steps whose key it saw in free pace, its team in a game."""

    id: int
    label: str
    ballot: Ballot
    told: tuple[int, ...]
    team: str = ""


def kept_of(row: Any) -> Kept:
    """The room of a row."""
    return Kept(
        row.id, row.code, row.lesson, row.digest, state_of(json.loads(row.state)), row.version, row.seed, row.asked
    )


def steps_of(text: str) -> tuple[int, ...]:
    """The steps that a text of `Sitting.told` names."""
    return tuple(map(int, filter(None, text.split(","))))
