"""Answer keys of lessons in words, and whether a task means something and can be solved."""

from collections.abc import Iterator

import numpy as np

from sim.answers import PLACED_BY, place_of
from sim.errors import SimulationError
from sim.evaluate import numbers
from sim.exercises import (
    aims_words,
    distance,
    lever_words,
    limit_of,
    marked,
    missed,
    place_key,
    place_words,
    right_option,
    with_unit,
)
from sim.inputs import TABLE
from sim.lesson_file import ChoiceTask, GoalTask, NumberTask, Option, PlaceTask, Step, VoteTask
from sim.outputs import outputs
from sim.quoted import Scenarios, figure, filled
from sim.result import OUTPUTS
from sim.scenario import Scenario
from sim.seen import seen_law

RUNGS_TRIED = 45  # of each of two levers, the nearest ones, in the search for a way to a goal

Location = tuple[str | int, ...]


def way(step: Step, scenario: Scenario, scenarios: Scenarios) -> Scenario | None:
    """A run that meets the goal of the step best, among rungs of its first two levers; `None` if none does."""
    task = step.task
    assert isinstance(task, GoalTask)
    names = step.levers[:2]
    ladders = []
    for name in names:
        rungs = np.array(TABLE[name].rungs())
        near = np.abs(np.arange(len(rungs)) - np.searchsorted(rungs, getattr(scenario, name)))
        ladders.append(rungs[np.argsort(near, kind="stable")[:RUNGS_TRIED]])
    meshes = [mesh.ravel() for mesh in np.meshgrid(*ladders, indexing="ij")]
    inputs = numbers(scenario)
    for name, value in vars(inputs).items():
        if isinstance(value, float):
            setattr(inputs, name, np.full(meshes[0].shape, value))
    for name, mesh in zip(names, meshes, strict=True):
        setattr(inputs, name, mesh)
    found = outputs(inputs, seen_law(inputs))
    worst = np.full(meshes[0].shape, -np.inf)
    for aim in task.aims:
        limit = limit_of(aim.below or aim.above, scenarios).value
        got = np.broadcast_to(np.asarray(found[aim.output], float), worst.shape)
        if limit is None:
            return None
        share = (got - limit if aim.below else limit - got) / (abs(limit) or 1.0)
        worst = np.fmax(worst, np.where(np.isnan(share), np.inf, share))
    best = int(np.argmin(worst))
    if not worst[best] <= 0:
        return None
    return scenario.changed(**{name: float(mesh[best]) for name, mesh in zip(names, meshes, strict=True)})


def key_words(step: Step, scenario: Scenario, scenarios: Scenarios) -> str:
    """The key of a task in words; "" for a vote."""
    task = step.task
    if isinstance(task, NumberTask):
        return with_unit(figure(task.key, scenarios))
    if isinstance(task, ChoiceTask):
        return filled(task.options[right_option(task, scenarios)].text, scenarios)
    if isinstance(task, PlaceTask):
        N, D = place_key(task, scenarios)
        return place_words(N.text(), D.text())
    if isinstance(task, GoalTask):
        one = way(step, scenario, scenarios)
        return "; ".join(aims_words(task, scenarios)) + (f". One way: {lever_words(step, one)}" if one else "")
    return ""


def faults(step: Step, scenarios: Scenarios) -> Iterator[tuple[Location, str]]:
    """What of a task means nothing or cannot be solved, with its place in the step.

    Parameters
    ----------
    step : Step
        With a task or none.
    scenarios : mapping
        What its texts name; `step` is its own run.
    """
    task = step.task
    if task is None:
        return
    inside = {**scenarios, "yours": scenarios["step"]}
    words = {"answer": "?", "key": "?"} if not isinstance(task, (ChoiceTask, VoteTask, GoalTask)) else {}
    yield from _text_faults({"question": task.question, "reveal": task.reveal}, scenarios, {})
    try:
        if isinstance(task, (ChoiceTask, VoteTask)):
            yield from _option_faults(task, scenarios)
            return
        if isinstance(task, NumberTask):
            yield from _number_faults(task, scenarios, words)
        elif isinstance(task, PlaceTask):
            yield from _place_faults(task, step, scenarios)
        else:
            yield from _goal_faults(task, step, scenarios)
    except SimulationError as error:
        yield ("task",), str(error)
        return
    for place, reason in _text_faults(task.feedback.model_dump(), inside, words):
        yield ("task", "feedback", *place[1:]), reason


def _text_faults(texts: dict[str, str], scenarios: Scenarios, words: dict[str, str]) -> Iterator[tuple[Location, str]]:
    for name, text in texts.items():
        try:
            filled(text, scenarios, words)
        except ValueError as error:
            yield ("task", name), str(error)


def _option_faults(task: ChoiceTask | VoteTask, scenarios: Scenarios) -> Iterator[tuple[Location, str]]:
    for i, option in enumerate(task.options):
        for _, reason in _text_faults({"text": option.text, "feedback": option.feedback}, scenarios, {}):
            yield ("task", "options", i), reason
        if _marked_by(option) and isinstance(task, VoteTask):
            yield ("task", "options", i), "no option of a vote is right: leave out when and figure"
    if isinstance(task, VoteTask):
        return
    if task.pick and not all(option.figure for option in task.options):
        yield ("task", "pick"), "every option needs a figure to pick from"
        return
    try:
        right_option(task, scenarios)
    except ValueError as error:
        yield ("task", "options"), str(error)


def _marked_by(option: Option) -> bool:
    return bool(option.when or option.figure or option.near)


def _number_faults(task: NumberTask, scenarios: Scenarios, words: dict[str, str]) -> Iterator[tuple[Location, str]]:
    try:
        key = figure(task.key, scenarios)
    except ValueError as error:
        yield ("task", "key"), str(error)
        return
    if key.value is None:
        yield ("task", "key"), "the model has no such number for this run"
        return
    if task.near < task.tolerance or (task.scale == "factor" and task.tolerance < 1):
        yield ("task", "near"), "near must not be less than tolerance, and a factor not less than 1"
    for i, slip in enumerate(task.slips):
        try:
            at = figure(slip.figure, scenarios).value
            filled(slip.text, scenarios, words)
        except ValueError as error:
            yield ("task", "slips", i), str(error)
            continue
        if at is None or distance(at, key.value, task.scale) <= task.tolerance:
            yield ("task", "slips", i), "this slip is unknown, or would be marked right"


def _place_faults(task: PlaceTask, step: Step, scenarios: Scenarios) -> Iterator[tuple[Location, str]]:
    for name in PLACED_BY:
        try:
            value = figure(getattr(task, name), scenarios).value
        except ValueError as error:
            yield ("task", name), str(error)
            return
        if value is None:
            yield ("task", name), "the model has no such number for this run"
            return
    free = [name for name in PLACED_BY if name in step.levers]
    if not free:
        yield ("levers",), f"to place a run, one of the levers must be {' or '.join(PLACED_BY)}"
        return
    best = scenarios["step"].changed(**{name: figure(getattr(task, name), scenarios).value for name in free})
    if marked(step, scenarios["step"], scenarios, place_of(best)).verdict != "right":
        yield ("task",), "the levers of the step do not reach the place that the task asks for"


def _goal_faults(task: GoalTask, step: Step, scenarios: Scenarios) -> Iterator[tuple[Location, str]]:
    for i, aim in enumerate(task.aims):
        if aim.output not in OUTPUTS:
            yield ("task", "aims", i), f"“{aim.output}” is no output; see: python -m sim list outputs"
            return
        if bool(aim.below) == bool(aim.above):
            yield ("task", "aims", i), "give either below or above"
            return
        try:
            limit_of(aim.below or aim.above, scenarios)
        except ValueError as error:
            yield ("task", "aims", i), str(error)
            return
    if not step.levers:
        return
    if missed(task, {**scenarios, "yours": scenarios["step"]}) <= 0:
        yield ("task", "aims"), "the run of the step meets the goal before anything is moved"
    elif way(step, scenarios["step"], scenarios) is None:
        yield ("task", "aims"), "no setting of the levers that we tried meets the goal"
