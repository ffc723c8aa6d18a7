"""Marking the tasks of lessons: what is said to an answer. Every key is computed."""

import math
from dataclasses import dataclass

from sim import units
from sim.answers import LETTERS, checked, moved
from sim.figures import Number, result_of
from sim.inputs import TABLE
from sim.lesson_file import ChoiceTask, GoalTask, NumberTask, PlaceTask, Step, VoteTask
from sim.quoted import Scenarios, figure, filled, holds
from sim.result import OUTPUTS, Result
from sim.scenario import Scenario

VERDICTS = {"right": "Right", "near": "Near", "far": "Not this time", "vote": "Noted"}


@dataclass(frozen=True)
class Mark:
    """What becomes of an answer.

    Parameters
    ----------
    verdict : {"right", "near", "far", "vote"}
    answer, key : str
        As people read them; the key of a vote is "".
    text : str
        What is said to whoever gave it, as Markdown.
    """

    verdict: str
    answer: str
    key: str
    text: str


def right_option(task: ChoiceTask, scenarios: Scenarios) -> int:
    """Place of the right option, computed.

    Raises
    ------
    ValueError
        If none or more than one is right.
    """
    if task.pick:
        values = [figure(option.figure, scenarios).value for option in task.options]
        known = [math.inf if value is None else value for value in values]  # out of reach costs most
        wanted = min(known) if task.pick == "least" else max(known)
        right = [i for i, value in enumerate(known) if value == wanted]
    else:
        right = [i for i, option in enumerate(task.options) if option.when and holds(option.when, scenarios)]
    if len(right) != 1:
        raise ValueError(f"exactly one option must be right; by the model {len(right) or 'none'} are")
    return right[0]


def place_key(task: PlaceTask, scenarios: Scenarios) -> tuple[Number, Number]:
    """Parameters and tokens of the place that the task asks for."""
    return figure(task.n_params, scenarios), figure(task.n_tokens, scenarios)


def missed(task: GoalTask, scenarios: Scenarios) -> float:
    """Largest share by which the run `yours` misses an aim; 0 or less where it meets all."""
    shares = []
    for aim in task.aims:
        got = figure(f"yours.{aim.output}", scenarios).value
        limit = limit_of(aim.below or aim.above, scenarios).value
        if got is None or limit is None:
            return math.inf
        scale = abs(limit) or 1.0
        shares.append(((got - limit) if aim.below else (limit - got)) / scale)
    return max(shares)


def limit_of(text: str, scenarios: Scenarios) -> Number:
    """The number that an aim must pass: a plain one, or a figure."""
    try:
        value = units.number(text)
    except ValueError:
        return figure(text, scenarios)
    return Number(value, "plain", "")


def aims_words(task: GoalTask, scenarios: Scenarios) -> list[str]:
    """Each aim in words: "Loss at most 2.0000"."""
    words = []
    for aim in task.aims:
        about = OUTPUTS[aim.output]
        limit = units.text(limit_of(aim.below or aim.above, scenarios).value, about.form)
        unit = f" {about.unit}" if about.unit and about.form != "usd" else ""
        words.append(f"{about.label} {'at most' if aim.below else 'at least'} {limit}{unit}")
    return words


def lever_words(step: Step, scenario: Scenario) -> str:
    """The levers of a step as they stand."""
    rows = [TABLE[name] for name in step.levers]
    return ", ".join(f"{row.label.lower()} {units.text(getattr(scenario, row.name), row.form)}" for row in rows)


def with_unit(found: Number) -> str:
    """A figure as people read it, with its unit."""
    unit = f" {found.unit}" if found.unit and found.form != "usd" else ""
    return found.text() + unit


def marked(step: Step, scenario: Scenario, scenarios: Scenarios, answer: str) -> Mark:
    """The mark of an answer.

    Parameters
    ----------
    step : Step
        With a task.
    scenario : Scenario
        The run of the step.
    scenarios : mapping
        What its texts name.
    answer : str
        As it stands in a link.

    Raises
    ------
    ValueError
        If the answer is none for this task.
    """
    checked(step, scenario, answer)
    task = step.task
    if isinstance(task, (ChoiceTask, VoteTask)):
        return _chosen(task, scenarios, LETTERS.index(answer))
    if isinstance(task, NumberTask):
        return _predicted(task, scenarios, float(answer))
    yours = moved(step, scenario, answer)
    inside = {**scenarios, "yours": yours}
    if isinstance(task, PlaceTask):
        return _placed(task, inside, result_of(yours))
    assert isinstance(task, GoalTask)
    miss = missed(task, inside)
    verdict = "right" if miss <= 0 else "near" if miss <= task.near else "far"
    text = filled(getattr(task.feedback, verdict), inside)
    return Mark(verdict, lever_words(step, yours), "; ".join(aims_words(task, scenarios)), text)


def _chosen(task: ChoiceTask | VoteTask, scenarios: Scenarios, chosen: int) -> Mark:
    option = task.options[chosen]
    words, text = filled(option.text, scenarios), filled(option.feedback, scenarios)
    if isinstance(task, VoteTask):
        return Mark("vote", words, "", text)
    right = right_option(task, scenarios)
    verdict = "right" if chosen == right else "near" if option.near else "far"
    return Mark(verdict, words, filled(task.options[right].text, scenarios), text)


def _predicted(task: NumberTask, scenarios: Scenarios, value: float) -> Mark:
    key = figure(task.key, scenarios)
    assert key.value is not None  # a lesson whose key is unknown is not loaded
    off = distance(value, key.value, task.scale)
    verdict = "right" if off <= task.tolerance else "near" if off <= task.near else "far"
    own = Number(value, key.form, key.unit)
    words = {"answer": own.text(), "key": key.text()}
    text = filled(getattr(task.feedback, verdict), scenarios, words)
    if verdict != "right":
        side = task.feedback.low if value < key.value else task.feedback.high
        text = " ".join(part for part in (text, filled(side, scenarios, words)) if part)
        for slip in task.slips:
            at = figure(slip.figure, scenarios).value
            if at is not None and distance(value, at, task.scale) <= task.tolerance:
                text = filled(slip.text, scenarios, words)
                break
    return Mark(verdict, with_unit(own), with_unit(key), text)


def distance(value: float, key: float, scale: str) -> float:
    """How far a number is from the key: a share of it, a factor, or in its own unit."""
    if scale == "absolute":
        return abs(value - key)
    if scale == "factor":
        return max(value / key, key / value) if value > 0 and key > 0 else math.inf
    return abs(value - key) / abs(key) if key else math.inf


def _placed(task: PlaceTask, scenarios: Scenarios, run: Result) -> Mark:
    best_N, best_D = place_key(task, scenarios)
    assert best_N.value is not None and best_D.value is not None
    N, D = run.n_params, run.n_tokens
    off = max(distance(N, best_N.value, "factor"), distance(D, best_D.value, "factor"))
    verdict = "right" if off <= task.tolerance else "near" if off <= task.near else "far"
    own, key = (place_words(*pair) for pair in ((units.count(N), units.count(D)), (best_N.text(), best_D.text())))
    words = {"answer": own, "key": key}
    text = filled(getattr(task.feedback, verdict), scenarios, words)
    if verdict != "right":
        # On the side of too few parameters, or of too many.
        side = task.feedback.low if N * best_D.value < D * best_N.value else task.feedback.high
        text = " ".join(part for part in (text, filled(side, scenarios, words)) if part)
    return Mark(verdict, own, key, text)


def place_words(n_params: str, n_tokens: str) -> str:
    """A place on the landscape in words."""
    return f"{n_params} parameters, {n_tokens} tokens"
