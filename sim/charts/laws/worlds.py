"""Both worlds of the wall, and when one could tell."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from sim.charts.chart import Figure, LoneChart, Place, Table, View
from sim.charts.drawing.style import SMALL, axis, layout, line, point
from sim.engine.result import Result
from sim.ground import units
from sim.inputs.scenario import Scenario
from sim.studies.worlds import C_HIGH, Worlds, could_tell, separation, worlds
from sim.words.ruler import ruler

NAME_OFF = 6  # px between a line and its name
TABLE_RUNS, TABLE_NOISE = (1, 3, 10), (0.001, 0.005, 0.02)  # beside what is set; ours [next-dollar]


@lru_cache(maxsize=64)
def _worlds(scenario: Scenario) -> Worlds:
    return worlds(scenario)


def _told(now: Result) -> float | None:
    """Compute at which the groups that are set differ visibly [FLOP]."""
    return could_tell(_worlds(now.scenario), now.scenario.runs_per_group, now.scenario.run_noise)


def _here(now: Result) -> dict[str, Any]:
    return point(now.train_flop, now.loss, "you are here", "here", "top right", hoverinfo="skip")


def _linear(now: Result) -> dict[str, Any]:
    both = _worlds(now.scenario)
    right = 4 * max(now.train_flop, both.wall_flop)
    L = both.without[(right >= both.C) & (right / 200 <= both.C)]
    low, high = float(np.nanmin(L)), max(float(np.nanmax(L)), now.loss)
    pad = 0.1 * (high - low)
    return {
        "xaxis.type": "linear",
        "xaxis.range": [0, right],
        "xaxis.dtick": None,
        "yaxis.range": [low - pad, high + pad],
        "annotations": _names(both, right),
    }


def _names(both: Worlds, right: float) -> list[dict[str, Any]]:
    """Names at the right edge of a linear axis, each on the free side of its line."""
    sides = (("with a wall", both.behind, "bottom", "money"), ("without", both.without, "top", "compute"))
    return [
        {
            "text": text, "x": right, "y": float(np.interp(right, both.C, L)), "xanchor": "right", "yanchor": side,
            "yshift": NAME_OFF if side == "bottom" else -NAME_OFF, "showarrow": False,
            "font": {"size": SMALL, "color": f"@{color}"},
        }
        for text, L, side, color in sides
    ]  # fmt: skip


def _when(flop: float | None) -> str:
    return "never within 1e32 FLOP" if flop is None else f"from {units.scientific(flop)} FLOP on"


class BothWorlds(LoneChart):
    id = "laws-worlds"
    places = (Place("laws", 7),)
    question = "Is there a wall, and when could you tell?"
    views = (View("log", "Log"), View("linear", "Linear"))
    controls = ("wall_flop", "wall_slope")
    height = 400

    def subtitle(self, now: Result) -> str:
        both = _worlds(now.scenario)
        slope = units.plain(now.scenario.wall_slope)
        whose = "" if both.is_set else " as an example, since none is set"
        return f"Least loss with a wall at {units.scientific(both.wall_flop)} FLOP{whose}, slope {slope} behind it."

    def figure(self, now: Result, others: Sequence[Result]) -> Figure:
        both = _worlds(now.scenario)
        shown = both.C <= 1e30
        C, without, behind = both.C[shown], both.without[shown], both.behind[shown]
        told = _told(now)
        top = max(float(np.nanmax(without[both.C[shown] >= 1e20])), now.loss)
        low = float(np.nanmin(without))
        pad = 0.08 * (top - low)
        traces = [
            line(C, behind, "money", 3, hovertemplate="%{x|flop} FLOP<br>wall: %{y|loss}<extra></extra>", name="Wall"),
            line(C, without, "compute", 3, name="No wall",
                 hovertemplate="%{x|flop} FLOP<br>no wall: %{y|loss}<extra></extra>"),
            {
                "type": "scatter", "mode": "text", "x": [C[-1]] * 2, "y": [float(behind[-1]), float(without[-1])],
                "text": ["with a wall", "without"], "textposition": ["top right", "bottom right"],
                "textfont": {"size": SMALL, "color": ["@money", "@compute"]}, "hoverinfo": "skip", "cliponaxis": False,
            },
            line([both.wall_flop] * 2, [low - pad, top + pad], "muted", 1, line={"dash": "dot"}, hoverinfo="skip"),
        ]  # fmt: skip
        seen = told if told is not None and told <= C[-1] else np.nan
        y = float(np.interp(np.log(seen), np.log(C), behind))
        traces.append(point(seen, y, "you could tell", "money", "top right", hoverinfo="skip"))
        traces.append(_here(now))
        left = min(20.0, float(np.log10(now.train_flop)) - 0.5)
        return {
            "data": traces,
            "layout": layout(
                xaxis=axis("Training compute, FLOP", log=True, range=[left, 32.5], dtick=2),
                yaxis=axis("Loss, nat/token", range=[low - pad, top + pad], tickformat=".2f", nticks=6),
            ),
        }

    def view_layout(self, view: str, now: Result, others: Sequence[Result]) -> dict[str, Any]:
        return _linear(now) if view == "linear" else {}

    def figures(self, window: Result, many: Sequence[Result], others: Sequence[Result]) -> list[Figure]:
        """Both worlds are those of the law, not of the run: only the point moves, unless the wall itself does."""

        def wall(result: Result) -> tuple[float | None, float]:
            return result.scenario.wall_flop, result.scenario.wall_slope

        lines = self.figure(window, others)["data"][:-1]
        return [
            {"data": [*lines, _here(now)]} if wall(now) == wall(window) else self.figure(now, others) for now in many
        ]

    def summary(self, now: Result) -> str:
        scenario = now.scenario
        both, told = _worlds(scenario), _told(now)
        n, s = scenario.runs_per_group, scenario.run_noise
        gap = float(separation(n, s))
        if told is None:
            found = f"the two worlds never differ by that within {units.scientific(C_HIGH)} FLOP"
        else:
            times = units.times(told / both.wall_flop)
            found = f"that takes {units.scientific(told)} FLOP, {times} the compute of the wall"
        groups = "Two runs" if n == 1 else f"Two groups of {units.plain(n)} runs"
        return f"{groups} with a noise of {units.plain(s)} nat show a difference of {units.plain(gap)} nat: {found}."

    def table(self, now: Result) -> Table:
        scenario = now.scenario
        both, own = _worlds(scenario), (scenario.runs_per_group, scenario.run_noise)
        pairs = dict.fromkeys([own, *((n, s) for s in TABLE_NOISE for n in TABLE_RUNS)])
        rows = [
            [units.plain(n), units.plain(s), units.plain(float(separation(n, s))), _when(could_tell(both, n, s))]
            for n, s in pairs
        ]
        return ["Runs in each group", "Noise of a run, nat", "Difference that shows, nat", "You could tell"], rows

    def note(self, now: Result) -> str:
        return (
            "The wall is a hypothesis: behind it returns shrink, and every best plan stays the same. A linear axis "
            "makes "
            f"any law look like a wall. Runs and their noise are set below. {ruler(now)}"
        )
