"""What a readout does with training compute: at one date, and along the frontier."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.charts.chart import Figure, Place, RunChart, Table
from sim.charts.drawing.kept import kept_points
from sim.charts.drawing.style import SMALL, axis, layout, line, point
from sim.engine.capability import read_as, total_flop
from sim.engine.kept_runs import KeptRun
from sim.engine.result import Result
from sim.ground import units
from sim.inputs.numbers import numbers
from sim.inputs.readout import HORIZON, INDEX, LOSS
from sim.inputs.scenario import Scenario
from sim.studies.readout import MEASURED, curve
from sim.tasks.capability import PER_TENFOLD, RESIDUAL
from sim.words.readout import (
    CAVEAT,
    MOST_IS_TIME,
    WHY_TIME,
    band_in_words,
    checks,
    name_of,
    now_in_words,
    value_in_words,
)

DECADES, POINTS = (22.0, 28.0), 61
TABLE_FLOP = (1e23, 1e24, 1e25, 1e26, 1e27)
PERCENT = 100.0


def _scale(readout: str) -> float:
    return 1.0 if readout in (INDEX, HORIZON) else PERCENT


class Capability(RunChart):
    id = "capability"
    places = (Place("plan", 4), Place("home", 8, id="capability-home"))
    question = "What does more compute do to it?"
    wide = True

    def applies(self, scenario: Scenario) -> bool:
        return scenario.readout != LOSS

    def why_empty(self, now: Result) -> str | None:
        return "The readout is the loss." if now.scenario.readout == LOSS else None

    def subtitle(self, now: Result) -> str:
        unit = {INDEX: "points", HORIZON: "minutes"}.get(now.scenario.readout, "% solved")
        return (
            f"{name_of(now.scenario.readout)}, {unit}, against training compute. Green: models of "
            f"{units.exact(now.scenario.readout_year, 'plain')}, by compute alone; gray: along the frontier, with the "
            "years. Shades: one standard deviation."
        )

    def figure(self, now: Result, others: Sequence[KeptRun]) -> Figure:
        readout, scale = now.scenario.readout, _scale(now.scenario.readout)
        C = np.logspace(*DECADES, POINTS)
        at_date = [scale * x for x in curve(now, C, along_frontier=False)]
        frontier = [scale * x for x in curve(now, C, along_frontier=True)]
        here = float(total_flop(now.train_flop, numbers(now.scenario)))
        measured = [float(scale * read_as(readout, np.asarray(model.index))) for model in MEASURED]
        traces = [
            *_shaded(C, frontier, "muted", 0.10),
            *_shaded(C, at_date, "compute", 0.15),
            {
                "type": "scatter", "mode": "markers+text", "x": [model.train_flop for model in MEASURED], "y": measured,
                "text": [model.name for model in MEASURED], "textposition": "top center",
                "textfont": {"size": SMALL, "color": "@muted"}, "marker": {"color": "@muted", "size": 6},
                "hovertemplate": "%{text}, measured<br>%{y:.3s}<extra></extra>",
            },
            *kept_points(others, lambda run: (float(total_flop(run.train_flop, numbers(run.scenario))),
                                              float(scale * read_as(readout, run.capability_index)))),
            point(here, float(scale * now.readout_value), "you are here", "here", "bottom right", hoverinfo="skip"),
        ]  # fmt: skip
        low, high = DECADES
        low, high = min(low, np.log10(here) - 0.5), max(high, np.log10(here) + 0.5)
        shown: dict[str, Any] = {"nticks": 6}
        if readout not in (INDEX, HORIZON):
            shown["range"] = [0, 100]
        title = {INDEX: "Index", HORIZON: "Minutes of a person"}.get(readout, "Solved, %")
        return {
            "data": traces,
            "layout": layout(
                xaxis=axis("Training compute, FLOP", log=True, range=[low, high], dtick=1),
                yaxis=axis(title, log=readout == HORIZON, **shown),
            ),
        }

    def summary(self, now: Result) -> str:
        value, band = now_in_words(now)
        return (
            f"{name_of(now.scenario.readout)}: {value} ({band}) for {units.scientific(now.train_flop)} FLOP in "
            f"{units.exact(now.scenario.readout_year, 'plain')}. Ten times the compute alone is {PER_TENFOLD} points "
            f"of the index; any model is {RESIDUAL} points off by chance, one standard deviation."
        )

    def table(self, now: Result) -> Table:
        readout = now.scenario.readout
        C = np.array(TABLE_FLOP)
        both = [curve(now, C, along_frontier=there) for there in (False, True)]
        rows = [
            [units.scientific(flop), *(
                f"{value_in_words(readout, float(v[i]))} "
                f"({band_in_words(readout, float(low[i]), float(high[i]))})"
                for v, low, high in both
            )]
            for i, flop in enumerate(TABLE_FLOP)
        ]  # fmt: skip
        for model in MEASURED:
            rows.append(
                [f"{model.name}, index", f"predicted {units.plain(model.predicted, 4)} (±{RESIDUAL})",
                 f"measured {units.plain(model.index, 4)}"]
            )  # fmt: skip
        return ["Training compute", f"In {units.exact(now.scenario.readout_year, 'plain')}", "Along the frontier"], rows

    def note(self, now: Result) -> str:
        return (
            f"{CAVEAT} Published: the benchmarks and the indices of models (Epoch AI, August 2026; gray points) and "
            f"METR’s lengths of tasks. Ours: both regressions. {MOST_IS_TIME} {WHY_TIME} {checks()}"
        )


def _shaded(x: Any, ends: Sequence[Any], color: str, opacity: float) -> list[dict[str, Any]]:
    """A line with its band."""
    middle, low, high = ends
    edge = {"color": f"@{color}/0", "width": 0}
    return [
        line(x, high, color, 0, line=edge, hoverinfo="skip"),
        line(x, low, color, 0, line=edge, fill="tonexty", fillcolor=f"@{color}/{opacity}", hoverinfo="skip"),
        line(x, middle, color, 2, hovertemplate="%{x:.3s} FLOP<br>%{y:.3s}<extra></extra>"),
    ]
