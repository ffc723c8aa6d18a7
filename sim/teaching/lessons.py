"""The lessons: one file each in `presets/lessons`, with every number computed.

A file that cannot be used is named with its line and key, and harms none of the others.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from sim.catalogs.entry import entry
from sim.catalogs.folder import Folder
from sim.inputs.scenario import Scenario
from sim.teaching.exercises import Mark, Task
from sim.teaching.exercises.task import Asked
from sim.teaching.lesson_file import LessonFile
from sim.teaching.names import Names
from sim.teaching.quotes import filled


@dataclass(frozen=True)
class Lesson:
    """A lesson with its scenarios.

    Parameters
    ----------
    name : str
        Of its file, and in links.
    file : LessonFile
        What it says.
    """

    name: str
    file: LessonFile

    @cached_property
    def known(self) -> Mapping[str, Scenario]:
        """The scenarios that it names."""
        return self.file.known()

    @cached_property
    def runs(self) -> tuple[Scenario, ...]:
        """The run of each step; a step that keeps has that of the one before."""
        return self.file.runs(self.known)

    @property
    def order(self) -> int:
        """Place in the list."""
        return self.file.order

    @property
    def tasks(self) -> list[int]:
        """The steps that have a task."""
        return [i for i, step in enumerate(self.file.steps) if step.task is not None]

    def asked(self, step: int) -> Asked:
        """What the texts and the task of a step are about: the lesson's scenarios and its own run, `step`."""
        return self.file.asked(step, self.known, self.runs)

    def text(self, step: int, text: str) -> str:
        """A text of a step with its numbers."""
        return filled(text, self.asked(step).names)

    def teacher_text(self, text: str) -> str:
        """A text of the teacher's part with its numbers."""
        return filled(text, Names(self.known))

    def task(self, number: int) -> tuple[Task, Asked]:
        """A task, counted from 0, and what it is asked about."""
        place = self.tasks[number]
        found = self.file.steps[place].task
        assert found is not None  # as `tasks` says
        return found, self.asked(place)

    def mark(self, number: int, answer: str) -> Mark:
        """Mark of the answer to a task, counted from 0.

        Raises
        ------
        ValueError
            If the answer is none.
        """
        task, asked = self.task(number)
        return task.mark(asked, answer)


def loaded(text: str, file: str = "lesson.toml") -> Lesson:
    """A lesson from the text of a file.

    Raises
    ------
    Unusable
        With the line and the key of what means nothing.
    """
    return Lesson(PurePath(file).stem, entry(text, file, LessonFile))


lessons = Folder(
    "lessons", loaded, lambda lesson: f"{lesson.file.title} ({lesson.file.minutes} minutes; {lesson.file.level})",
    pages=("lessons",), in_links=True, is_live=True,
)  # fmt: skip
