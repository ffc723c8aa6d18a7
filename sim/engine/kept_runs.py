"""Results of the runs that are kept beside the one that is shown, as charts, words and tables take them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sim.engine.kept import MARKS, Kept, left_out
from sim.engine.known_results import result_of
from sim.engine.presets import preset_of, presets
from sim.engine.result import Result
from sim.ground import units
from sim.ground.errors import SimulationError


@dataclass(frozen=True, eq=False)
class KeptRun(Result):
    """The result of a run that stands beside the current one, as charts and words take it.

    Parameters
    ----------
    mark : str
        What stands at it in a chart: its letter.
    name : str
        As it was typed; else the title of the model or plan that it is; else its size, "70B on 1.4T".
    place : int
        Which of the few colors, shapes and dashes it is drawn in.
    """

    mark: str = MARKS[0]
    name: str = ""
    place: int = 0

    # One that stands still is known by itself: what was drawn of it is found again without a look at its values.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @property
    def said(self) -> str:
        """Letter and name, as a sentence has it."""
        return f"{self.mark} ({self.name})" if self.name else self.mark


def as_kept(result: Result, mark: str = MARKS[0], name: str = "", place: int = 0) -> KeptRun:
    """A result as one that stands beside another."""
    return KeptRun(result.scenario, result.values, mark, name, place)


@lru_cache(maxsize=256)
def results_of(kept: tuple[Kept, ...]) -> tuple[KeptRun, ...]:
    """Results of kept runs, computed once: they stand still while a lever moves.

    Raises
    ------
    SimulationError
        If the plan of one is infeasible.
    """
    found = ((one, result_of(one.scenario)) for one in kept)
    return tuple(
        as_kept(result, one.mark, one.name or _known_as(result), MARKS.index(one.mark)) for one, result in found
    )


def feasible(kept: Sequence[Kept]) -> tuple[tuple[Kept, ...], list[str]]:
    """Those of the runs that can be, and a sentence for each that cannot."""
    can, notices = [], []
    for one in kept:
        try:
            results_of((one,))
        except SimulationError as error:
            notices.append(left_out(one.mark, f"its plan is not possible; {error.allowed}"))
        else:
            can.append(one)
    return tuple(can), notices


def _known_as(result: Result) -> str:
    preset = preset_of(result.scenario)
    if preset is not None:
        return presets().entries[preset].title
    return f"{units.count(result.n_params)} on {units.count(result.n_tokens)}"
