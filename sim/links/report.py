"""A scenario and all its results as data: what the command line prints and what a link gives to other programs."""

from datetime import date
from typing import Any

from sim.engine.notes import notes
from sim.engine.result import Result
from sim.version import MODEL_VERSION


def report(result: Result, today: date) -> dict[str, Any]:
    """Inputs, outputs and remarks; an unknown number is `None`.

    Parameters
    ----------
    result : Result
        Of one scenario.
    today : date
        From which the age of a price counts.
    """
    return {
        "scenario": result.scenario.model_dump(),
        "result": dict(result.values),
        "notes": [{"code": note.code, "text": note.text} for note in notes(result, today)],
        "model_version": MODEL_VERSION,
    }
