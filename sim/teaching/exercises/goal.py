"""Moving levers until every aim is met."""

import math
from collections import Counter
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field

from sim.catalogs.entry import Entry, Fault
from sim.engine.known_results import result_of
from sim.engine.output_table import OUTPUTS
from sim.engine.outputs import outputs
from sim.engine.scenario_law import applied_law
from sim.ground.errors import cut, did_you_mean
from sim.ground.typed import typed
from sim.inputs import TABLE
from sim.inputs.numbers import numbers
from sim.inputs.scenario import Scenario
from sim.teaching.exercises.levers import LeverAnswers, lever_words
from sim.teaching.exercises.passing import Passing
from sim.teaching.exercises.student_bars import student_bars
from sim.teaching.exercises.task import (
    Asked,
    Drawn,
    Feedback,
    Given,
    Mark,
    verdict_of,
)
from sim.teaching.expressions import LARGEST
from sim.teaching.names import Names
from sim.teaching.quotes import figure

RUNGS_TRIED = 45  # of each of two levers, the nearest ones, in the search for a way to a goal
Limit = Annotated[str, Field(max_length=300)]


class Aim(Entry):
    """An output that must get below or above a number: an expression or a plain one."""

    output: str
    below: Limit = ""
    above: Limit = ""

    def limit(self, names: Names) -> float | None:
        """The number that the output must pass; `None` where the model has no such number.

        Raises
        ------
        ValueError
            If it names nothing known.
        """
        text = self.below or self.above
        try:
            return typed(text).value
        except ValueError:
            return figure(text, names).value

    def passing(self, names: Names) -> Passing | None:
        """The aim with its number; `None` where the model has none."""
        limit = self.limit(names)
        return None if limit is None else Passing(self.output, bool(self.below), limit)

    def words(self, names: Names) -> str:
        """The aim in words: "Loss at most 2.0000"."""
        passing = self.passing(names)
        return f"{OUTPUTS[self.output].label} {passing.words if passing else 'of an unknown size'}"

    def meaningless(self, names: Names) -> Iterator[Fault]:
        """An output or a limit that means nothing."""
        if self.output not in OUTPUTS:
            near = did_you_mean(self.output, OUTPUTS) or "; see: python -m sim list outputs"
            yield Fault(("output",), f"{cut(self.output)} is no output{near}")
        if bool(self.below) == bool(self.above):
            yield Fault((), "give either below or above")
            return
        key = "below" if self.below else "above"
        try:
            limit = self.limit(names)
        except ValueError as error:
            yield Fault((key,), str(error))
            return
        if limit is None or not abs(limit) <= LARGEST:
            yield Fault((key,), "the model has no such number for this run")


class GoalTask(LeverAnswers):
    """Move the levers until every aim is met; `near` is the share by which one may still miss.

    Of a loss it is a share of what the aim leaves above the floor.
    """

    heading: ClassVar[str] = "Your task"
    is_open: ClassVar[bool] = True
    is_retried: ClassVar[bool] = True
    about_class: ClassVar[str] = "Students by how near they came to the goal."

    kind: Literal["goal"]
    board: bool = True
    aims: list[Aim] = Field(min_length=1, max_length=4)
    near: float = Field(0.05, gt=0, allow_inf_nan=False)
    feedback: Feedback

    def targets(self, asked: Asked) -> list[str]:
        """Each aim in words."""
        return [aim.words(asked.names) for aim in self.aims]

    def aims_passed(self, asked: Asked) -> tuple[Passing, ...]:
        """Each aim with its number."""
        return tuple(passing for aim in self.aims if (passing := aim.passing(asked.names)) is not None)

    def key_words(self, asked: Asked) -> str:
        """The aims, and one way to reach them."""
        one = self.way(asked)
        return "; ".join(self.targets(asked)) + (f". One way: {lever_words(asked, one)}" if one else "")

    def missed(self, run: Scenario, names: Names) -> float:
        """Largest share by which a run misses an aim; 0 or less where it meets all."""
        result = result_of(run)
        found = []
        for aim in self.aims:
            got, passing = result.values[aim.output], aim.passing(names)
            floor = result.loss_irreducible if OUTPUTS[aim.output].form == "loss" else 0.0
            found.append(math.inf if got is None or passing is None else float(passing.miss(got, floor)))
        return max(found)

    def way(self, asked: Asked) -> Scenario | None:
        """A run that meets the goal best, among rungs of the first two levers; `None` if none does."""
        names = asked.levers[:2]
        ladders = []
        for name in names:
            rungs = np.array(TABLE[name].rungs())
            near = np.abs(np.arange(len(rungs)) - np.searchsorted(rungs, getattr(asked.run, name)))
            ladders.append(rungs[np.argsort(near, kind="stable")[:RUNGS_TRIED]])
        meshes = [mesh.ravel() for mesh in np.meshgrid(*ladders, indexing="ij")]
        inputs = numbers(asked.run, **dict(zip(names, meshes, strict=True))).spread(len(meshes[0]))
        found = outputs(inputs, applied_law(inputs))
        worst = np.full(meshes[0].shape, -np.inf)
        for aim in self.aims:
            passing = aim.passing(asked.names)
            if passing is None:
                return None
            share = passing.miss(np.broadcast_to(np.asarray(found[aim.output], float), worst.shape))
            worst = np.fmax(worst, np.where(np.isnan(share), np.inf, share))
        best = int(np.argmin(worst))
        if not worst[best] <= 0:
            return None
        return asked.run.changed(**{name: float(mesh[best]) for name, mesh in zip(names, meshes, strict=True)})

    def _mark(self, asked: Asked, answer: str) -> Mark:
        yours = self.moved(asked, answer)
        names = asked.with_yours(yours)
        verdict = verdict_of(self.missed(yours, names), 0.0, self.near)
        said = self.feedback.said(verdict, names)
        return Mark(verdict, lever_words(asked, yours), "; ".join(self.targets(asked)), said)

    def _meaningless(self, asked: Asked) -> Iterator[Fault]:
        faults = list(self.feedback.meaningless(asked.with_yours(asked.run)))
        for i, aim in enumerate(self.aims):
            faults += [fault.below("aims", i) for fault in aim.meaningless(asked.names)]
        yield from faults
        if faults or not asked.levers:
            return
        if self.missed(asked.run, asked.names) <= 0:
            yield Fault(("aims",), "the run of the step meets the goal before anything is moved")
        elif self.way(asked) is None:
            yield Fault(("aims",), "no setting of the levers that we tried meets the goal")

    def drawn(self, asked: Asked, given: Given) -> Drawn:
        """A bar for each verdict."""
        names = {"right": "met", "near": "nearly", "far": "missed"}
        counts = Counter(mark.verdict for _, mark in given)
        values = [counts[verdict] for verdict in names]
        return student_bars(list(names.values()), values, [counts["right"], None, None], "Goal")
