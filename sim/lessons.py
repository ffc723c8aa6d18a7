"""The lessons: one file each in `presets/lessons`, checked and with every number computed.

A file that cannot be used is named with its line and key, and harms none of the others.
The folder is read anew when a file in it changes.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.answer_keys import faults
from sim.catalog import PRESETS, Catalog
from sim.charts import charts
from sim.errors import SimulationError
from sim.figures import result_of
from sim.inputs import TABLE
from sim.inputs.plan import GIVEN
from sim.lesson_file import KEEP, LessonFile, Step
from sim.presets import presets
from sim.quoted import figure, filled
from sim.references import references
from sim.scenario import Scenario
from sim.toml_lines import syntax, where

FOLDER = PRESETS / "lessons"
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
MAX_BYTES = 200_000
MOST_CHARACTERS = 30  # of the name of a scenario
RESERVED = ("step", "yours", "answer", "key")

Location = tuple[str | int, ...]


class Fault(ValueError):
    """Something in a lesson that means nothing, with where it stands; nowhere where the reason says so itself."""

    def __init__(self, location: Location, reason: str):
        super().__init__(reason)
        self.location = location


@dataclass(frozen=True)
class Lesson:
    """A lesson with its scenarios.

    Parameters
    ----------
    name : str
        Of its file, and in links.
    file : LessonFile
        What it says.
    known : mapping
        The scenarios that it names.
    runs : tuple of Scenario
        That of each step; a step that keeps has that of the one before.
    """

    name: str
    file: LessonFile
    known: Mapping[str, Scenario] = field(default_factory=dict)
    runs: tuple[Scenario, ...] = ()

    def scenarios(self, step: int) -> dict[str, Scenario]:
        """What the texts of a step can name: the lesson's scenarios and its own run, `step`."""
        return {**self.known, "step": self.runs[step]}

    def text(self, step: int, text: str) -> str:
        """A text of a step with its numbers."""
        return filled(text, self.scenarios(step))

    @property
    def tasks(self) -> list[int]:
        """The steps that have a task."""
        return [i for i, step in enumerate(self.file.steps) if step.task is not None]


def lessons(folder: Path = FOLDER) -> Catalog[Lesson]:
    """All lessons by file name, in their own order, and what was wrong with the files left out."""
    paths = sorted(folder.glob("*.toml"))
    return _read(tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in paths))


@lru_cache(maxsize=8)
def _read(files: tuple[tuple[Path, int, int], ...]) -> Catalog[Lesson]:
    entries: dict[str, Lesson] = {}
    problems: list[str] = []
    for path, _, size in files:
        try:
            if size > MAX_BYTES:
                raise Fault((), f"it has {size:,} bytes; a lesson has at most {MAX_BYTES:,}")
            entries[path.stem] = loaded(path.read_text(encoding="utf-8"), path.stem)
        except (Fault, OSError, UnicodeDecodeError) as error:
            location = error.location if isinstance(error, Fault) else ()
            at = f"{where(path.read_text(encoding='utf-8'), location)}: " if location else ""
            problems.append(f"lessons/{path.name}, {at}{error}")
    ordered = sorted(entries.items(), key=lambda item: (item[1].file.order, item[0]))
    return Catalog(dict(ordered), problems)


def loaded(text: str, name: str = "lesson") -> Lesson:
    """A lesson from the text of a file.

    Raises
    ------
    Fault
        With the location of the first thing in it that means nothing.
    """
    if not NAME.fullmatch(name):
        raise Fault((), "name the file with small letters, digits and hyphens, at most 40: the name stands in links")
    try:
        file = LessonFile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise Fault((), syntax(text, str(error))) from None
    except RecursionError:
        raise Fault((), "it is nested too deeply") from None
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False)
        # A misspelled key is two complaints, of a key too many and of one too few: the first says where.
        first = next((one for one in found if one["type"] == "extra_forbidden"), found[0])
        loc = first["loc"]
        # The validation names the kind of a task or scenario as a part of its own; the file does not.
        ours = tuple(part for i, part in enumerate(loc) if not (i and loc[i - 1] in ("task", "scenario")))
        raise Fault(ours, first["msg"]) from None
    known = _named(file.scenarios)
    runs: list[Scenario] = []
    for i, step in enumerate(file.steps):
        runs.append(_run(step, known, runs, ("steps", i, "scenario")))
    lesson = Lesson(name, file, known, tuple(runs))
    for location, reason in _faults(lesson):
        raise Fault(location, reason)
    return lesson


def _named(described: Mapping[str, Mapping[str, Any]]) -> dict[str, Scenario]:
    known: dict[str, Scenario] = {}
    for name, inputs in described.items():
        at = ("scenarios", name)
        if name in RESERVED or not name.isidentifier() or len(name) > MOST_CHARACTERS:
            raise Fault(at, f"name it with letters, digits and _; not {', '.join(RESERVED)}")
        known[name] = _built(inputs, known, at)
    return known


def _run(step: Step, known: Mapping[str, Scenario], before: list[Scenario], at: Location) -> Scenario:
    if isinstance(step.scenario, dict):
        return _built(step.scenario, known, at)
    if step.scenario == KEEP:
        return before[-1] if before else Scenario()
    if step.scenario not in known:
        raise Fault(at, f"there is no scenario “{step.scenario}”; known are {KEEP}, {', '.join(known)}")
    return known[step.scenario]


def _built(inputs: Mapping[str, Any], known: Mapping[str, Scenario], at: Location) -> Scenario:
    """A scenario from inputs; `from` names one to start from, "= big.loss" is computed."""
    given = dict(inputs)
    start = str(given.pop("from", ""))
    base = known.get(start) or (presets().entries[start].scenario if start in presets().entries else None)
    if start and base is None:
        raise Fault((*at, "from"), f"there is no scenario or preset “{start}” above this one")
    for name, value in given.items():
        if isinstance(value, str) and value.startswith("="):
            try:
                given[name] = figure(value[1:], known).value
            except ValueError as error:
                raise Fault((*at, name), str(error)) from None
    try:
        scenario = base.changed(**given) if base else Scenario(**given)
        result_of(scenario)
    except SimulationError as error:
        raise Fault((*at, error.name), str(error)) from None
    return scenario


def _faults(lesson: Lesson) -> Iterator[tuple[Location, str]]:
    """Everything that means nothing, with its place."""
    for i, key in enumerate(lesson.file.sources):
        if key not in references():
            yield ("sources", i), f"“{key}” is no key of presets/references.toml"
    for name, lines in lesson.file.teacher.model_dump().items():
        for line in [lines] if isinstance(lines, str) else lines.values() if isinstance(lines, dict) else lines:
            try:
                filled(line, lesson.known)
            except ValueError as error:
                yield ("teacher", name), str(error)
    for i, step in enumerate(lesson.file.steps):
        at = ("steps", i)
        for part, reason in (*_board_faults(step, lesson.runs[i]), *faults(step, lesson.scenarios(i))):
            yield (*at, *part), reason
        try:
            lesson.text(i, step.text)
        except ValueError as error:
            yield (*at, "text"), str(error)


def _board_faults(step: Step, scenario: Scenario) -> Iterator[tuple[Location, str]]:
    pages = {charts()[name].page for name in step.charts if name in charts()}
    for name in step.charts:
        if name not in charts():
            yield ("charts",), f"there is no chart “{name}”; known are {', '.join(charts())}"
            return
        if not charts()[name].applies(scenario):
            yield ("charts",), f"the chart “{name}” is not drawn for a run like this one"
    if len(pages) > 1:
        yield ("charts",), "the charts of a step must be of one page"
    page = min(pages, default="home")
    paid = "owned" if scenario.price_basis == "owned" else "rented"
    planned = {name for given in GIVEN.values() for name in given}
    there = [
        row.name
        for row in TABLE.values()
        if row.lever
        and row.name in GIVEN[scenario.plan]
        or row.lever in ("always", paid)
        and page in row.pages
        and row.name not in planned
    ]
    for key in ("levers", "locked"):
        for name in getattr(step, key):
            if name not in TABLE or not TABLE[name].lever:
                known = ", ".join(row.name for row in TABLE.values() if row.lever)
                yield (key,), f"“{name}” is no lever; levers are {known}"
            elif key == "levers" and name not in there:
                yield (
                    (key,),
                    f"“{name}” cannot be moved on the page {page} with the plan {scenario.plan}; "
                    f"levers there are {', '.join(there)}",
                )
    if (step.levers or step.locked or step.view) and not step.charts:
        yield ("charts",), "levers and a view need a chart: name one"
    if step.view and step.view not in [view.name for view in charts()[step.charts[0]].views]:
        yield ("view",), f"the chart {step.charts[0]} has no view “{step.view}”"
    if step.task and step.task.board and not step.charts:
        yield ("charts",), "this task is done on the board: name a chart"
    if step.task and step.task.kind in ("place", "goal") and not step.levers:
        yield ("levers",), "this task needs a lever that moves"
