"""The kinds of tasks of lessons: one class each, found by scanning this folder.

A class says what a file gives for such a task, what an answer is and how it is marked, which key is
right, what in a file means nothing, and how the answers of a class are drawn.
"""

import importlib
import inspect
import pkgutil
from functools import cache

from sim.teaching.exercises.task import Mark, Task


@cache
def kinds() -> tuple[type[Task], ...]:
    """Every kind of task, by its name in files."""
    modules = [importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__)]
    found = {
        one
        for module in modules
        for one in vars(module).values()
        if inspect.isclass(one) and issubclass(one, Task) and "kind" in one.model_fields
    }
    return tuple(sorted(found, key=lambda one: one.__name__))


__all__ = ["Mark", "Task", "kinds"]
