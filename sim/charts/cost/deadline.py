"""Time and memory: how long the run takes on how many chips, and from how many on it fits."""

from collections.abc import Sequence

import numpy as np

from sim.catalogs.hardware import chips
from sim.charts.chart import Figure, Place, RunChart, Table
from sim.charts.drawing.kept import kept_lines, kept_points
from sim.charts.drawing.style import SMALL, axis, layout, line, point
from sim.engine.kept_runs import KeptRun
from sim.engine.result import Result
from sim.ground import units
from sim.inputs.numbers import known
from sim.program.training import chips_for_deadline, wall_clock_days

DEADLINES = (30, 100, 365)
POINTS = 60
ENDS = np.array([1e-3, 1e12])  # chips at the ends of a line that is straight on these axes
RIGHT = 0.55  # share of the width from which on a label stands to the left
MARGIN = 0.7  # decades shown beyond what is marked


def least_chips(now: Result) -> float | None:
    """Chips whose memory holds weights, gradients and optimizer; `None` where it is unknown."""
    memory = chips().entries[now.scenario.hardware].memory
    return None if memory is None else max(1.0, float(np.ceil(now.training_memory_gb / memory.gb)))


def _marked(now: Result) -> list[float]:
    found = [max(chips_for_deadline(now.chip_hours, 100), 1.0)]
    return found + [x for x in (now.scenario.n_chips, least_chips(now)) if x is not None]


def _side(n: float, low: float, high: float) -> str:
    """Side of a falling line that has room for a label."""
    return "top right" if np.log10(n) < low + RIGHT * (high - low) else "bottom left"


class Deadline(RunChart):
    id = "deadline"
    places = (Place("cost", 5),)
    question = "How long does it take, and does it fit?"
    height = 400

    def subtitle(self, now: Result) -> str:
        return "Days of training against the number of chips. Dotted: memory for weights and optimizer."

    def figure(self, now: Result, others: Sequence[KeptRun]) -> Figure:
        before = [run for run in others if run.wall_clock_days is not None]
        marked = np.log10([*_marked(now), *(known(run.scenario.n_chips) for run in before)])
        low, high = float(marked.min()) - MARGIN, float(marked.max()) + MARGIN
        n = np.logspace(low, high, POINTS)
        days = wall_clock_days(now.chip_hours, n)
        shown = [days[-1], days[0], *(run.wall_clock_days for run in before)]
        y_low, y_high = float(np.log10(min(shown))), float(np.log10(max(shown)))
        traces = kept_lines(others, lambda run: (ENDS, wall_clock_days(run.chip_hours, ENDS)))
        traces += kept_points(
            before,
            lambda run: (known(run.scenario.n_chips), run.wall_clock_days),
            lambda run: "top right" if run.chip_hours >= now.chip_hours else "bottom left",
        )
        about = "%{x|count} chips<br>%{y|plain} days<extra></extra>"
        traces.append(line(n, days, "compute", 2.5, hovertemplate=about, name="Days"))
        fits = least_chips(now)
        if fits is not None:
            ends = [10 ** (y_low - 0.2), 10 ** (y_high + 0.2)]
            traces.append(line([fits, fits], ends, "muted", 1, line={"dash": "dot"}, hoverinfo="skip"))
            traces.append(
                {
                    "type": "scatter", "mode": "text", "x": [fits], "y": [10 ** (y_low - 0.1)],
                    "text": [f"\u00a0fits from {units.count(fits)} on\u00a0"],
                    "textfont": {"size": SMALL, "color": "@muted"},
                    "textposition": "middle right" if np.log10(fits) < (low + high) / 2 else "middle left",
                    "hoverinfo": "skip", "cliponaxis": False,
                }
            )  # fmt: skip
        needed = max(chips_for_deadline(now.chip_hours, 100), 1.0)
        chips_needed = units.counted(units.count(np.ceil(needed)), "chip")
        traces.append(
            point(
                needed, wall_clock_days(now.chip_hours, needed), f"100 days: {chips_needed}",
                "compute", _side(needed, low, high), hoverinfo="skip",
            )
        )  # fmt: skip
        if now.wall_clock_days is not None:
            side = _side(known(now.scenario.n_chips), low, high)
            traces.append(
                point(
                    known(now.scenario.n_chips),
                    now.wall_clock_days,
                    f"you: {units.with_unit(now.wall_clock_days, 'days')}",
                    "here",
                    side,
                    hoverinfo="skip",
                )
            )
        return {
            "data": traces,
            "layout": layout(
                xaxis=axis("Chips", log=True, range=[low, high], dtick=1),
                yaxis=axis("Days of training", log=True, range=[y_low - 0.2, y_high + 0.2], dtick=1),
            ),
        }

    def summary(self, now: Result) -> str:
        needed = units.counted(units.count(np.ceil(chips_for_deadline(now.chip_hours, 100))), "chip")
        words = f"The run takes {units.count(now.chip_hours)} chip-hours: 100 days on {needed}. "
        fits = least_chips(now)
        memory = f"Weights, gradients and optimizer take {units.with_unit(now.training_memory_gb, 'GB')}"
        return words + (
            f"{memory}." if fits is None else f"{memory}, the memory of {units.counted(units.count(fits), 'chip')}."
        )

    def table(self, now: Result) -> Table:
        fits = least_chips(now)
        rows = [
            [f"Chips for {days} days", units.count(max(1.0, np.ceil(chips_for_deadline(now.chip_hours, days))))]
            for days in DEADLINES
        ]
        rows += [
            ["Your chips", units.text(now.scenario.n_chips, "count")],
            ["Days on your chips", units.text(now.wall_clock_days, "plain")],
            ["Memory for training", units.with_unit(now.training_memory_gb, "GB")],
            ["Chips whose memory holds it", units.text(fits, "count")],
        ]
        return ["What", "How much"], rows

    def note(self, now: Result) -> str:
        return (
            "16 bytes per parameter: weights, gradients, Adam. Activations come on top. "
            "More chips change the days, not the cost, as long as utilization stays."
        )
