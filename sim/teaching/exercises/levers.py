"""Setting levers: where an answer is the run that they leave; and the open question where one would set them."""

from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from sim.catalogs.entry import Fault
from sim.charts.drawing.style import axis, layout
from sim.ground import units
from sim.inputs import BY_KEY, TABLE
from sim.inputs.scenario import Scenario
from sim.teaching.answers import BETWEEN, taken, written
from sim.teaching.exercises.task import Asked, Control, Drawn, Given, Mark, Task, headed

DECADES = 20  # times from the least to the largest setting from which on an axis has decades


class LeverAnswers(Task):
    """A task whose answer is where the levers of the step stand."""

    control: ClassVar[Control] = "board"

    def committed(self, asked: Asked, text: str, run: Scenario) -> str:
        """The levers of the step as they stand."""
        parts = [(TABLE[name].key, getattr(run, name)) for name in asked.levers]
        if any(value is None for _, value in parts):
            raise ValueError("every lever needs a number")
        return BETWEEN.join(f"{key}{BETWEEN}{written(value)}" for key, value in parts)

    def lever_values(self, asked: Asked, answer: str) -> dict[str, float]:
        """The value of each lever of the step."""
        parts = answer.split(BETWEEN)
        if len(parts) != 2 * len(asked.levers):
            raise ValueError(f"{len(asked.levers)} levers are needed")
        pairs = zip(parts[::2], parts[1::2], strict=True)
        texts = {BY_KEY[key].name if key in BY_KEY else "": text for key, text in pairs}
        if set(texts) != set(asked.levers):
            raise ValueError("it moves a lever that the step does not have")
        return taken(texts)

    def columns(self, asked: Asked) -> list[str]:
        """A column for each lever."""
        return [headed(TABLE[name].label, TABLE[name].unit) for name in asked.levers]

    def cells(self, asked: Asked, answer: str) -> list[str]:
        """The levers of the run that was committed, as numbers."""
        run = self.moved(asked, answer) if answer else None
        return [f"{getattr(run, name):.6g}" if run is not None else "" for name in asked.levers]


class LeversTask(LeverAnswers):
    """Set the levers where one would; no setting is right."""

    heading: ClassVar[str] = "Your setting"
    about_class: ClassVar[str] = "Each point is a setting of the first two levers."

    kind: Literal["levers"]
    board: bool = True

    def key_words(self, asked: Asked) -> str:
        """None is right."""
        return ""

    def _mark(self, asked: Asked, answer: str) -> Mark:
        return Mark("vote", lever_words(asked, self.moved(asked, answer)), "", "")

    def _meaningless(self, asked: Asked) -> Iterator[Fault]:
        if not asked.levers:
            yield Fault((), "there is no lever to set: name some in the step")

    def drawn(self, asked: Asked, given: Given) -> Drawn:
        """A dot for each setting; of one lever beside the number of the student."""
        rows = [[float(cell) for cell in self.cells(asked, answer)] for answer, _ in given]
        heads = self.columns(asked)
        y = [row[1] if len(row) > 1 else float(i + 1) for i, row in enumerate(rows)]
        dots: dict[str, Any] = {
            "type": "scatter", "mode": "markers", "x": [row[0] for row in rows], "y": y, "hoverinfo": "skip",
            "marker": {"size": 12, "color": "@params/0.55", "line": {"color": "@paper", "width": 1}},
        }  # fmt: skip
        log_x, log_y = (bool(of) and min(of) > 0 and max(of) > DECADES * min(of) for of in (dots["x"], y))
        second = heads[1] if len(heads) > 1 else "Student"
        drawing = {
            "data": [dots],
            "layout": layout(xaxis=axis(heads[0], log=log_x), yaxis=axis(second, log=len(heads) > 1 and log_y)),
        }
        return drawing, heads, [self.cells(asked, answer) for answer, _ in given]


def lever_words(asked: Asked, scenario: Scenario) -> str:
    """The levers of a step as they stand."""
    rows = [TABLE[name] for name in asked.levers]
    return ", ".join(f"{row.label.lower()} {units.text(getattr(scenario, row.name), row.form)}" for row in rows)
