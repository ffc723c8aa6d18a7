"""Dense or experts at the same serving cost: what a mixture is worth, by several rules."""

from collections.abc import Sequence

import numpy as np

from sim.charts.chart import Figure, LoneChart, Place, Table
from sim.charts.drawing.style import SMALL, axis, layout, line
from sim.engine.result import Result
from sim.ground import units
from sim.laws.mixtures import GRANULARITY
from sim.studies.experts import worth

POINTS, MOST = 49, 128.0
COLORS = ("muted", "params", "tokens", "compute")
TABLE_EXPERTS = (1, 2, 4, 8, 16, 32, 64)


def _times(x: float) -> str:
    return units.times(float(x), 3) if np.isfinite(x) else "out of reach"


def _active(now: Result) -> float:
    return float(now.n_params * now.scenario.active_fraction)


class DenseOrExperts(LoneChart):
    id = "experts"
    places = (Place("laws", 12),)
    question = "Dense or experts at the same serving cost?"

    def subtitle(self, now: Result) -> str:
        return (
            f"Dense parameters as good on as much text, over the {units.count(_active(now))} that are active, against "
            "the experts for each active one."
        )

    def figure(self, now: Result, others: Sequence[Result]) -> Figure:
        E = np.geomspace(1.0, MOST, POINTS)
        found = worth(E, _active(now), now.n_tokens, now.train_flop)
        traces = [
            line(E, y, color, 2, name=name, showlegend=True, hovertemplate=f"{name}: %{{y:.2f}}x<extra></extra>")
            for (name, y), color in zip(found.items(), COLORS, strict=True)
        ]
        return {
            "data": traces,
            "layout": layout(
                showlegend=True,
                legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": SMALL}},
                xaxis=axis("Experts for each active one", log=True, range=[0, float(np.log10(MOST))],
                           tickvals=[1, 2, 4, 8, 16, 32, 64, 128]),
                yaxis=axis("Worth, times the active parameters", log=True, tickvals=[1, 2, 3, 5, 10, 20]),
            ),
        }  # fmt: skip

    def summary(self, now: Result) -> str:
        found = worth(np.array([8.0]), _active(now), now.n_tokens, now.train_flop)
        said = ", ".join(f"{name} {_times(value[0])}" for name, value in found.items())
        values = [float(value[0]) for value in found.values() if np.isfinite(value[0])]
        return (
            f"Eight experts for each active one, at the same cost of an answer: {said}. "
            f"The rules differ by a factor of {units.plain(max(values) / min(values), 2)}."
        )

    def table(self, now: Result) -> Table:
        E = np.array(TABLE_EXPERTS, float)
        found = worth(E, _active(now), now.n_tokens, now.train_flop)
        rows = [
            [str(experts), *(_times(values[i]) for values in found.values())] for i, experts in enumerate(TABLE_EXPERTS)
        ]
        return ["Experts", *found], rows

    def note(self, now: Result) -> str:
        return (
            "Published: Ludziejewski et al. (2025) and Clark et al. (2022) speak of parameters, Tian et al. (2025) of "
            f"compute, at a granularity of {units.plain(GRANULARITY)}. Rule of thumb: sqrt(all x active), by which the "
            "other laws here see a mixture. All experts fill memory; attention is left out."
        )
