"""Moving the run to where it belongs on the landscape of parameters and tokens."""

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from sim.catalogs.entry import Fault
from sim.charts.drawing.style import REVEALS, axis, layout, line, point
from sim.engine.known_results import result_of
from sim.ground import units
from sim.ground.errors import SimulationError
from sim.inputs import TABLE
from sim.inputs.scenario import Scenario
from sim.teaching.answers import BETWEEN, number_in, taken, written
from sim.teaching.exercises.number import distance
from sim.teaching.exercises.task import (
    Asked,
    Control,
    Drawn,
    Feedback,
    Given,
    Mark,
    Short,
    Task,
    headed,
    key_fault,
    verdict_of,
)
from sim.teaching.names import Names
from sim.teaching.quotes import figure

DOUBLINGS = 5  # to either side in the table of a place
PLACED_BY = ("n_params", "n_tokens")  # the levers that move a run on the landscape


class PlaceTask(Task):
    """Move the run to where it belongs on the landscape; the tolerances are factors of both numbers."""

    heading: ClassVar[str] = "Your task"
    control: ClassVar[Control] = "board"
    about_class: ClassVar[str] = "Each point is a run, larger where more students chose it."
    about_key: ClassVar[str] = "Cross: the key. Box: counted as right."

    is_retried: ClassVar[bool] = True

    kind: Literal["place"]
    board: bool = True
    n_params: Short
    n_tokens: Short
    tolerance: float = Field(gt=1, allow_inf_nan=False)
    near: float = Field(gt=1, allow_inf_nan=False)
    feedback: Feedback

    def place(self, names: Names) -> tuple[float, float]:
        """Parameters and tokens of the place that is asked for, computed."""
        found = [figure(getattr(self, name), names).value for name in PLACED_BY]
        N, D = (value or 1.0 for value in found)  # a lesson whose key is unknown is not loaded
        return N, D

    def key_words(self, asked: Asked) -> str:
        """The place that is asked for."""
        return _words(*self.place(asked.names))

    def in_words(self, asked: Asked) -> tuple[list[str], list[list[str]]] | None:
        """Losses along the line on which the run can move, as coarse as the colors of the map show them."""
        lever = next(name for name in PLACED_BY if name in asked.levers)
        now = getattr(asked.run, lever)
        rows = []
        for doubled in range(-DOUBLINGS, DOUBLINGS + 1):
            try:
                run = result_of(asked.run.changed(**{lever: now * 2.0**doubled}))
            except SimulationError:
                continue
            rows.append([units.count(run.n_params), units.count(run.n_tokens), f"{run.loss:.2f}"])
        return ["Parameters", "Tokens", "Loss"], rows

    def committed(self, asked: Asked, text: str, run: Scenario) -> str:
        """Parameters and tokens of the run on the board."""
        result = result_of(run)
        return BETWEEN.join(written(value) for value in (result.n_params, result.n_tokens))

    def lever_values(self, asked: Asked, answer: str) -> dict[str, float]:
        """Parameters and tokens, as far as the step lets them move."""
        parts = answer.split(BETWEEN)
        if len(parts) != len(PLACED_BY) or min(map(number_in, parts)) <= 0:
            raise ValueError("parameters and tokens are needed")
        return taken({name: text for name, text in zip(PLACED_BY, parts, strict=True) if name in asked.levers})

    def _mark(self, asked: Asked, answer: str) -> Mark:
        yours = self.moved(asked, answer)
        run = result_of(yours)
        best_N, best_D = self.place(asked.with_yours(yours))
        N, D = run.n_params, run.n_tokens
        off = max(distance(N, best_N, "factor"), distance(D, best_D, "factor"))
        verdict = verdict_of(off, self.tolerance, self.near)
        own, key = _words(N, D), _words(best_N, best_D)
        names = asked.with_yours(yours).and_words(answer=own, key=key)
        # Low: on the side of too few parameters.
        return Mark(verdict, own, key, self.feedback.said(verdict, names, is_low=N * best_D < D * best_N))

    def _meaningless(self, asked: Asked) -> Iterator[Fault]:
        faults = list(self.feedback.meaningless(asked.with_yours(asked.run).and_words(answer="?", key="?")))
        faults += [fault for name in PLACED_BY if (fault := key_fault(getattr(self, name), asked.names, name))]
        free = [name for name in PLACED_BY if name in asked.levers]
        if not free:
            faults.append(Fault((), f"to place a run, one of the levers must be {' or '.join(PLACED_BY)}"))
        yield from faults
        if faults:
            return
        key = dict(zip(PLACED_BY, self.place(asked.names), strict=True))
        best = asked.run.changed(**{name: key[name] for name in free})
        if self.mark(asked, self.committed(asked, "", best)).verdict != "right":
            yield Fault((), "the levers of the step do not reach the place that the task asks for")

    def drawn(self, asked: Asked, given: Given) -> Drawn:
        """The runs of a class around the place that is asked for."""
        N, D = self.place(asked.names)
        heaps = Counter(tuple(map(float, answer.split(BETWEEN))) for answer, _ in given)
        x, y = [run[0] for run in heaps], [run[1] for run in heaps]
        t = self.tolerance
        decades = [
            [np.log10(min([key / t, *found])) - 0.4, np.log10(max([key * t, *found])) + 0.4]
            for key, found in ((N, x), (D, y))
        ]
        around = [N / t, N * t, N * t, N / t, N / t], [D / t, D / t, D * t, D * t, D / t]
        box = line(*around, "compute", 1, hoverinfo="skip", meta=REVEALS)
        sizes = [min(40.0, 8 * count**0.5) for count in heaps.values()]
        dots = {
            "type": "scatter", "mode": "markers", "x": x, "y": y,
            "customdata": [f"{units.count(n)} parameters, {units.count(d)} tokens: {heaps[n, d]}" for n, d in heaps],
            "hovertemplate": "%{customdata}<extra></extra>",
            "marker": {"size": sizes, "color": "@params/0.55", "line": {"color": "@paper", "width": 1}},
        }  # fmt: skip
        key = point(
            N,
            D,
            "key",
            "here",
            "top right",
            meta=REVEALS,
            marker={"symbol": "x-thin", "size": 12, "line": {"width": 3}},
        )
        key["marker"]["line"]["color"] = "@here"
        drawing = {
            "data": [box | {"fill": "toself", "fillcolor": "@compute/0.16"}, dots, key],
            "layout": layout(
                xaxis=axis("Parameters N", log=True, range=decades[0], dtick=1),
                yaxis=axis("Tokens D", log=True, range=decades[1], dtick=1),
            ),
        }
        places = Counter(mark.answer for _, mark in given)
        return drawing, ["Place", "Students"], [[words, str(count)] for words, count in places.most_common()]

    def columns(self, asked: Asked) -> list[str]:
        """Both levers."""
        return [headed(TABLE[name].label, TABLE[name].unit) for name in ("n_params", "n_tokens")]

    def cells(self, asked: Asked, answer: str) -> list[str]:
        """Parameters and tokens, as numbers."""
        return answer.split(BETWEEN) if answer else ["", ""]


def _words(n_params: float, n_tokens: float) -> str:
    """A place on the landscape in words."""
    return f"{units.count(n_params)} parameters, {units.count(n_tokens)} tokens"
