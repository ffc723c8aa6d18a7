"""Answers to the tasks of lessons, as short texts that stand in a link.

A number ("19.5"), the letter of an option ("b"), parameters and tokens ("7e10~1.4e12"),
or levers by their keys ("n~7e10~d~1.4e12").
"""

import math

from sim import units
from sim.errors import SimulationError
from sim.figures import result_of
from sim.inputs import BY_KEY, TABLE
from sim.lesson_file import ChoiceTask, GoalTask, NumberTask, PlaceTask, Step, VoteTask
from sim.quoted import Scenarios, figure
from sim.scenario import Scenario

BETWEEN = "~"  # between the parts of an answer; not escaped in a link
LETTERS = "abcdefgh"
LONGEST = 120  # characters of an answer
LARGEST = 1e300
PLACED_BY = ("n_params", "n_tokens")  # the levers that move a run on the landscape


def written(value: float) -> str:
    """Number of an answer in a link: six digits."""
    return f"{value:.6g}".replace("e+", "e")


def number_typed(task: NumberTask, text: str, scenarios: Scenarios) -> str:
    """Answer of a text that a person typed: "37" is read as per cent where the key is a share.

    Raises
    ------
    ValueError
        If it is no number.
    """
    try:
        value = units.number(text) if len(text) <= LONGEST else None
    except ValueError:  # its reason speaks of inputs, which may be none
        value = None
    if value is None or not math.isfinite(value):
        raise ValueError("write a number such as 20, 1.5, 70B or 3.1e23")
    if task.scale == "factor" and value <= 0:
        raise ValueError("a number above 0 is needed")
    if figure(task.key, scenarios).form == "percent" and "%" not in text:
        value /= 100
    return written(value)


def place_of(scenario: Scenario) -> str:
    """Answer that a run is: its parameters and tokens."""
    result = result_of(scenario)
    return BETWEEN.join(written(value) for value in (result.n_params, result.n_tokens))


def levers_of(scenario: Scenario, names: list[str]) -> str:
    """Answer that the values of levers are."""
    parts = [(TABLE[name].key, getattr(scenario, name)) for name in names]
    if any(value is None for _, value in parts):
        raise ValueError("every lever needs a number")
    return BETWEEN.join(f"{key}{BETWEEN}{written(value)}" for key, value in parts)


def lever_values(step: Step, answer: str) -> dict[str, float]:
    """The numbers that the answer to a place or a goal gives the levers of the step; none for other tasks.

    Raises
    ------
    ValueError
        If the answer is none, or moves what the step does not let move.
    """
    texts: dict[str, str] = {}
    parts = answer.split(BETWEEN)
    if isinstance(step.task, PlaceTask):
        if len(parts) != len(PLACED_BY) or min(map(_number, parts)) <= 0:
            raise ValueError("parameters and tokens are needed")
        texts = {name: text for name, text in zip(PLACED_BY, parts, strict=True) if name in step.levers}
    elif isinstance(step.task, GoalTask):
        if len(parts) != 2 * len(step.levers):
            raise ValueError(f"{len(step.levers)} levers are needed")
        texts = {
            BY_KEY[key].name if key in BY_KEY else "": text for key, text in zip(parts[::2], parts[1::2], strict=True)
        }
        if set(texts) != set(step.levers):
            raise ValueError("it moves a lever that the step does not have")
    found = {}
    for name, text in texts.items():
        try:
            value = TABLE[name].check(text)
        except ValueError as error:
            raise ValueError(f"{TABLE[name].label}: {error}") from None
        if not isinstance(value, float):
            raise ValueError(f"{TABLE[name].label}: a number is needed")
        found[name] = value
    return found


def moved(step: Step, scenario: Scenario, answer: str) -> Scenario:
    """The run of a step as the answer to its task leaves it.

    Raises
    ------
    ValueError
        If the answer is none, moves what the step does not let move, or cannot be.
    """
    values = lever_values(step, answer)
    if not values:
        return scenario
    try:
        after = scenario.changed(**values)
        result_of(after)
    except SimulationError as error:
        raise ValueError(str(error)) from None
    return after


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise ValueError("a number is needed") from None
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise ValueError("a finite number is needed")
    return value


def checked(step: Step, scenario: Scenario, answer: str) -> str:
    """The answer, if it is one for the task of the step.

    Raises
    ------
    ValueError
        With the reason why it is none.
    """
    if len(answer) > LONGEST or not answer.isascii():
        raise ValueError("it is not an answer")
    task = step.task
    if isinstance(task, NumberTask):
        _number(answer)
    elif isinstance(task, (ChoiceTask, VoteTask)):
        if len(answer) != 1 or answer not in LETTERS[: len(task.options)]:
            raise ValueError(f"a letter from a to {LETTERS[len(task.options) - 1]} is needed")
    else:
        moved(step, scenario, answer)
    return answer
