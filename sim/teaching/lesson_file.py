"""What a lesson file says: `presets/lessons/*.toml` is read into these models, and each says what means nothing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Union

from pydantic import Field

from sim.catalogs.entry import Entry, Fault
from sim.catalogs.grids import PLACE
from sim.catalogs.references import references
from sim.charts import charts
from sim.engine.known_results import result_of
from sim.ground.errors import allowed, cut, did_you_mean
from sim.inputs.levers import and_more, lever_names
from sim.inputs.scenario import Scenario
from sim.pages import board, first
from sim.teaching.exercises import Task, kinds
from sim.teaching.exercises.task import Asked, Earlier, Short, Text, key_fault
from sim.teaching.names import Names
from sim.teaching.own_texts import says, texts, typed_faults
from sim.teaching.quotes import figure, text_faults
from sim.teaching.scenarios import all_described, described, described_as_far, plain_run

SAID = ("open", "closed", "spread", "again", "both", "key")  # the states of a step in a live room
KEEP = "keep"  # the scenario of a step that goes on from the one before

if TYPE_CHECKING:
    AnyTask = Task
else:
    AnyTask = Annotated[Union[kinds()], Field(discriminator="kind")]  # noqa: UP007  of a tuple


class Step(Entry):
    """One step: its text, its run, what of the board is shown, and a task or none.

    Parameters
    ----------
    scenario : str or dict
        A name of the file's scenarios, inputs, or "keep".
    levers, locked : list of str
        Inputs shown as levers: those that move, and those that do not. The others are hidden.
    charts : list of str
        The charts in front, all of one page; none leaves the board out.
    view : str
        The open view of the first chart.
    numbers : list of str, optional
        Which of the page's headline numbers are shown; all by default.
    sentence : bool
        Whether the page's sentence is shown.
    notes : bool
        Whether the charts have their notes, their tables and their other views, and the board its remarks.
    say : dict
        In a live room what the teacher may say or do, by the state that the step is in.
    """

    title: Short
    text: Text
    scenario: str | dict[str, Any] = KEEP
    levers: list[str] = []
    locked: list[str] = []
    charts: list[str] = Field([], max_length=2)
    view: str = ""
    numbers: list[str] | None = None
    sentence: bool = True
    notes: bool = True
    say: dict[str, Short] = {}
    task: AnyTask | None = None

    @property
    def moved(self) -> tuple[str, ...]:
        """The levers that are numbers, which an answer may hold."""
        return tuple(name for name in self.levers if name != PLACE)

    def run(self, known: Mapping[str, Scenario], before: Scenario) -> Scenario:
        """The run of the step.

        Raises
        ------
        Fault
            If it is described by what there is not.
        """
        if isinstance(self.scenario, dict):
            return described(self.scenario, known)
        if self.scenario == KEEP:
            return before
        if self.scenario not in known:
            raise Fault((), f"there is no scenario {cut(self.scenario)}{allowed(self.scenario, [KEEP, *known])}")
        return known[self.scenario]

    def meaningless(self, asked: Asked) -> Iterator[Fault]:
        """What means nothing; of a task on the board only where that is sound."""
        yield from (Fault(("text",), reason) for reason in text_faults(self.text, asked.names))
        for name, line in self.say.items():
            if name not in SAID:
                yield Fault(("say", name), f"there is no state {cut(name)}{allowed(name, SAID)}")
            yield from (Fault(("say", name), reason) for reason in text_faults(line, asked.names))
        board = [*self._chart_faults(asked.run), *self._lever_faults(asked.run)]
        yield from board
        if self.task is not None and not (board and self.task.control == "board"):
            yield from (fault.below("task") for fault in self.task.meaningless(asked))

    def _chart_faults(self, scenario: Scenario) -> Iterator[Fault]:
        for i, name in enumerate(self.charts):
            if name not in charts():
                yield Fault(("charts", i), f"there is no chart {cut(name)}{allowed(name, charts())}")
                return
            if not charts()[name].applies(scenario):
                yield Fault(("charts", i), f"the chart “{name}” is not drawn for a run like this one")
        if len({charts()[name].page for name in self.charts}) > 1:
            yield Fault(("charts",), "the charts of a step must be of one page")
            return
        yield from self._number_faults(scenario)
        if not self.charts and (self.levers or self.locked or self.view):
            yield Fault(("charts",), "levers and a view need a chart: name one")
        if not self.charts and self.task is not None and self.task.board:
            yield Fault(("charts",), "this task is done on the board: name a chart")
        if self.charts and self.view:
            views = [view.name for view in charts()[self.charts[0]].views]
            if self.view not in views:
                chart = self.charts[0]
                yield Fault(("view",), f"the chart {chart} has no view {cut(self.view)}{allowed(self.view, views)}")

    def _number_faults(self, scenario: Scenario) -> Iterator[Fault]:
        """Numbers that the page of the charts does not have."""
        if not self.numbers:
            return
        if not self.charts:
            yield Fault(("numbers",), "numbers need a chart: name one")
            return
        there = [number.name for number in board(charts()[self.charts[0]].page).headlines(result_of(scenario))]
        for i, name in enumerate(self.numbers):
            if name not in there:
                page = charts()[self.charts[0]].page
                yield Fault(("numbers", i), f"the page {page} has no number {cut(name)}{allowed(name, there)}")

    def _lever_faults(self, scenario: Scenario) -> Iterator[Fault]:
        page = next((charts()[name].page for name in self.charts if name in charts()), first().path)
        levers = [*lever_names(), PLACE]
        rows = and_more(board(page).levers(scenario), scenario, lever_names())
        there = [*(row.name for row, derived in rows if not derived), PLACE]
        for key in ("levers", "locked"):
            for i, name in enumerate(getattr(self, key)):
                if name not in levers:
                    yield Fault((key, i), f"{cut(name)} is no lever{allowed(name, levers)}")
                elif key == "levers" and name not in there:
                    yield Fault(
                        (key, i),
                        f"“{name}” cannot be moved with the plan {scenario.plan}, which computes it",
                    )
        if self.task is not None and self.task.control == "board" and not self.moved:
            yield Fault(("levers",), "this task needs a lever that moves")


class Teacher(Entry):
    """The teacher's part."""

    message: Text
    watch: list[Short] = []
    mistakes: list[Short] = []
    discussion: list[Short] = []
    roles: dict[str, Short] = {}

    def meaningless(self, names: Names) -> Iterator[Fault]:
        """Numbers that mean nothing."""
        for reason in text_faults(self.message, names):
            yield Fault(("message",), reason)
        for name in ("watch", "mistakes", "discussion"):
            for i, line in enumerate(getattr(self, name)):
                yield from (Fault((name, i), reason) for reason in text_faults(line, names))
        for name, line in self.roles.items():
            yield from (Fault(("roles", name), reason) for reason in text_faults(line, names))


class LessonFile(Entry):
    """One lesson as its file says it; `typed` are the numbers that stand in its texts as they are, and why."""

    title: Annotated[str, Field(min_length=1, max_length=80)]
    minutes: int = Field(ge=1, le=180)
    level: Annotated[str, Field(min_length=1, max_length=120)]
    goal: Short
    order: int = 1000
    sources: list[str] = []
    typed: dict[str, Short] = {}
    scenarios: dict[str, dict[str, Any]] = {}
    teacher: Teacher
    steps: list[Step] = Field(min_length=1, max_length=20)

    def known(self) -> dict[str, Scenario]:
        """The scenarios that it names.

        Raises
        ------
        Fault
            If one cannot be.
        """
        try:
            return all_described(self.scenarios)
        except Fault as fault:
            raise fault.below("scenarios") from None

    def runs(self, known: Mapping[str, Scenario]) -> tuple[Scenario, ...]:
        """The run of each step; a step that keeps has that of the one before.

        Raises
        ------
        Fault
            If one cannot be.
        """
        runs: list[Scenario] = []
        for i, step in enumerate(self.steps):
            try:
                runs.append(step.run(known, runs[-1] if runs else plain_run()))
            except Fault as fault:
                raise fault.below("steps", i, "scenario") from None
        return tuple(runs)

    def asked(self, index: int, known: Mapping[str, Scenario], runs: Sequence[Scenario]) -> Asked:
        """What the texts and the task of a step are about: the lesson's scenarios and its own run, `step`."""
        step, run = self.steps[index], runs[index]
        of = step.task.repeats if step.task is not None else None
        repeated = self.steps[of - 1].task if of is not None and of <= index else None
        earlier = (
            Earlier(repeated, self.asked(of - 1, known, runs)) if of is not None and repeated is not None else None
        )
        return Asked(Names({**known, "step": run}), run, step.moved, earlier)

    def faults(self) -> Iterator[Fault]:
        """What is well formed and means nothing, or cannot be solved."""
        for i, key in enumerate(self.sources):
            if key not in references():
                near = did_you_mean(key, references())
                yield Fault(("sources", i), f"{cut(key)} is no key of presets/references.toml{near}")
        yield from typed_faults(list(texts(self)), self.typed)
        known, broken = described_as_far(self.scenarios)
        yield from (fault.below("scenarios") for fault in broken)
        try:
            runs = self.runs(known)
        except Fault as fault:
            yield fault
            broken = [*broken, fault]
        if broken:  # what follows from them is not told, what stands beside them is
            yield from self._unknown_in_texts(known)
            return
        yield from (fault.below("teacher") for fault in self.teacher.meaningless(Names(known)))
        for i, step in enumerate(self.steps):
            asked = self.asked(i, known, runs)
            yield from (fault.below("steps", i) for fault in step.meaningless(asked))
        yield from self._told_keys(known, runs)

    def _unknown_in_texts(self, known: Mapping[str, Scenario]) -> Iterator[Fault]:
        """Braces of all texts that name nothing."""
        names = Names({**known, "step": plain_run(), "yours": plain_run()}).and_words(answer="?", key="?")
        for place, text in texts(self):
            yield from (Fault(place, reason) for reason in text_faults(text, names))

    def _told_keys(self, known: Mapping[str, Scenario], runs: Sequence[Scenario]) -> Iterator[Fault]:
        """Texts that say the number of a key before it is asked for."""
        for i, step in enumerate(self.steps):
            names = Names({**known, "step": runs[i]})
            expression = getattr(step.task, "key", "")
            if not isinstance(expression, str) or not expression or key_fault(expression, names, "key"):
                continue
            key = figure(expression, names).value or 0.0
            for j, earlier in enumerate(self.steps[: i + 1]):
                names = Names({**known, "step": runs[j]})
                for place, text in texts(earlier):
                    in_task = place[:1] == ("task",) and place[1] != "question"
                    after = i == j and (in_task or place == ("say", "key"))
                    if not after and (shown := says(text, names, key)):
                        yield Fault(
                            ("steps", j, *place), f"{shown} says the key of step {i + 1} before it is asked for"
                        )
