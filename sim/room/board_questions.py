"""Questions that a teacher asks from any board: each becomes a step behind those of the room's lesson.

What is asked is made of what the board has: its run, its levers, its numbers, its chart. Nobody types a text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any, Literal

from pydantic import Field, ValidationError

from sim.catalogs.entry import Entry
from sim.charts import charts_of
from sim.charts.chart import Chart
from sim.engine.known_results import result_of
from sim.engine.output_table import OUTPUTS
from sim.engine.result import Result
from sim.ground import units
from sim.ground.errors import SimulationError
from sim.inputs import TABLE
from sim.inputs.plan import GIVEN
from sim.inputs.scenario import Scenario
from sim.links.share import Opened, link, opened
from sim.pages import Board, pages
from sim.room.class_dots import read_by
from sim.room.state import Refused
from sim.teaching.lesson_file import Step
from sim.teaching.lessons import Lesson, loaded

MOST = 12  # questions of one room
MOST_LEVERS = 3
NAME = "board"  # of the lesson of a room that was opened from a board
STEP = "asked{}"  # scenario of a question, counted from 1
BOARD = """
title = "Questions of the board"
minutes = 10
level = "Any"
goal = "What a class expects of a run, and what the model says."
[teacher]
message = "Ask before you move a lever."
[[steps]]
title = "Questions of the board"
text = "Your teacher asks from the board. Wait for the first question."
"""
GAINS = {"n_params": "gain_params", "n_tokens": "gain_tokens", "unique_tokens": "gain_unique_data"}
SIDES = {
    "train": ("Would you train this run as it stands?", ("Yes", "No", "I do not know yet")),
    "believe": ("Do you believe this number?", ("Yes", "Yes, within a factor of two", "No")),
    "letters": ("Your teacher says what the letters stand for. Take a side.", ("A", "B", "C", "D")),
}
KEPT = "asked{}_{}"
FEEDBACK = {
    "right": "That is what the model says.", "near": "Near what the model says.", "far": "The model says otherwise.",
}  # fmt: skip


class Question(Entry):
    """A question as it is kept.

    Parameters
    ----------
    kind : str
    page : str
        Path of the board.
    query : str
        The link of its run.
    levers : list of str
        Of "levers": what is to be set.
    output : str
        Of "number" and "interval", and of a "choice" between kept runs: what is asked for.
    side : str
        Of "vote": one of `SIDES`.
    """

    kind: Literal["levers", "number", "interval", "choice", "vote"]
    page: str = Field(max_length=20)
    query: str = Field(max_length=1_200)
    levers: list[str] = Field([], max_length=MOST_LEVERS)
    output: str = Field("", max_length=40)
    side: str = Field("", max_length=20)

    @cached_property
    def opened(self) -> Opened:
        """What its link says."""
        return opened(self.query)


@dataclass(frozen=True)
class AskedLesson(Lesson):
    """A lesson with the questions of a room behind its steps."""

    base: Lesson | None = None
    questions: tuple[Question, ...] = ()

    @cached_property
    def known(self) -> Mapping[str, Scenario]:
        """The scenarios that it names, and those of the questions with the runs kept beside them."""
        assert self.base is not None
        found = dict(self.base.known)
        for i, question in enumerate(self.questions, start=1):
            found[STEP.format(i)] = question.opened.scenario
            found |= {KEPT.format(i, one.mark): one.scenario for one in question.opened.kept}
        return found


def read(data: Mapping[str, Any]) -> Question:
    """A question as it was sent, its link without the names and notes that anybody typed. Raises `Refused`."""
    try:
        found = Question.model_validate(data)
    except ValidationError:
        raise Refused("That is no question of a board. Open the page anew and ask again.") from None
    run = found.opened
    plain = link(run.scenario, beside=[replace(one, name="") for one in run.kept])
    return Question(**{**found.model_dump(), "query": plain})


@cache
def base_of_board() -> Lesson:
    """The lesson of a room that was opened from a board."""
    return loaded(BOARD, f"{NAME}.toml")


def with_questions(lesson: Lesson, questions: Sequence[Question]) -> Lesson:
    """The lesson with questions behind its steps.

    Raises
    ------
    Refused
        If a question means nothing.
    """
    if not questions:
        return lesson
    steps = [step(question, i) for i, question in enumerate(questions, start=1)]
    file = lesson.file.model_copy(update={"steps": [*lesson.file.steps, *steps]})
    asked = AskedLesson(lesson.name, file, lesson, tuple(questions))
    index = len(file.steps) - 1
    fault = next(iter(file.steps[index].meaningless(asked.asked(index))), None)
    if fault is not None:
        raise Refused(f"This cannot be asked of this run: {fault}.")
    return asked


def whole(lesson: Lesson) -> Lesson:
    """The lesson as its file has it, without the questions of a room: what a hand-in is of."""
    return lesson.base if isinstance(lesson, AskedLesson) and lesson.base is not None else lesson


def step(question: Question, number: int) -> Step:
    """The step that asks a question, counted from 1. Raises `Refused`."""
    page = pages().get(question.page)
    if not isinstance(page, Board):
        raise Refused("There is no such board.")
    try:
        now = result_of(question.opened.scenario)
    except SimulationError as error:
        raise Refused(f"This run is not possible: {error}.") from None
    chart = _chart(page, now, question)
    return Step.model_validate(
        {
            "title": page.question, "text": _about(now.scenario), "scenario": STEP.format(number),
            "levers": question.levers if question.kind == "levers" else [], "charts": [chart.id] if chart else [],
            "sentence": False, "notes": False, "task": _task(question, number, now),
        }
    )  # fmt: skip


def _about(scenario: Scenario) -> str:
    """What of the run is given, which tells nothing that follows from it."""
    given = [TABLE[name] for name in GIVEN[scenario.plan]]
    parts = []
    for row in given:
        unit = row.unit if row.form != "usd" and row.unit != row.label.lower() else ""
        parts.append(f"{row.label.lower()} {units.text(getattr(scenario, row.name), row.form)} {unit}".strip())
    return f"The run: {', '.join(parts)}."


def _chart(page: Board, now: Result, question: Question) -> Chart | None:
    """The chart of a page on which the answers have a place; without one its first."""
    there = [chart for chart in charts_of(page.path) if chart.applies(now.scenario) and chart.why_empty(now) is None]
    names = set(question.levers if question.kind == "levers" else [question.output])
    if names & {"n_params", "n_tokens", "train_flop", "budget_usd"}:
        names |= {"n_params", "n_tokens", "train_flop", "loss"}  # they move a run on every chart of these
    placed = [chart for chart in there if names & read_by(chart, now.scenario)]
    return next(iter(placed or there), None)


def _task(question: Question, number: int, now: Result) -> dict[str, Any]:
    name = STEP.format(number)
    match question.kind:
        case "levers":
            return {"kind": "levers", "question": "Where would you set these levers?"}
        case "vote":
            if question.side not in SIDES:
                raise Refused("There is no such vote.")
            text, sides = SIDES[question.side]
            return {"kind": "vote", "question": text, "options": [{"text": side} for side in sides]}
        case "choice":
            return _choice(question, number, now)
    if question.output not in OUTPUTS or question.output in GIVEN[now.scenario.plan]:
        raise Refused("There is no such number to ask for.")
    row, key = OUTPUTS[question.output], f"{name}.{question.output}"
    is_loss = row.form == "loss"
    task = {"kind": question.kind, "key": key, "feedback": FEEDBACK, "reveal": f"{row.label}: {{{key}}} {row.unit}."}
    if question.kind == "number":
        how = {"scale": "absolute", "tolerance": 0.01, "near": 0.05} if is_loss else {"tolerance": 0.05, "near": 0.5}
        return {**task, **how, "question": f"{row.label}: which number do you expect?"}
    how = (
        {"scale": "absolute", "near": 0.05, "widest": 0.5} if is_loss else {"scale": "factor", "near": 3, "widest": 100}
    )
    ends = "Between which two numbers does it lie, so that you are 80 % sure?"
    return {**task, **how, "question": f"{row.label}. {ends}"}


def _choice(question: Question, number: int, now: Result) -> dict[str, Any]:
    """Which of the runs beside each other is best, or with one run alone which lever is."""
    kept = question.opened.kept
    if kept:
        row = OUTPUTS.get(question.output or "loss")
        if row is None:
            raise Refused("There is no such number to compare by.")
        runs = [
            ("This run", STEP.format(number)),
            *((f"Run {one.mark}", KEPT.format(number, one.mark)) for one in kept),
        ]
        options = [{"text": text, "figure": f"{run}.{row.name}"} for text, run in runs]
        return {"kind": "choice", "question": f"{row.label}: which run has the least?", "pick": "least",
                "options": options}  # fmt: skip
    name = STEP.format(number)
    options = [
        {"text": TABLE[lever].label, "figure": f"{name}.{gain}"}
        for lever, gain in GAINS.items() if now.values[gain] is not None
    ]  # fmt: skip
    if len(options) < 2:
        raise Refused("This run has fewer than two levers to choose from.")
    return {"kind": "choice", "question": "On which lever does the next dollar remove most loss?", "pick": "most",
            "options": options}  # fmt: skip
