"""Both worlds of the wall, and when one could tell."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from sim import units
from sim.charts.chart import Chart, Results, View
from sim.charts.style import SMALL, axis, layout, line, point
from sim.result import Result
from sim.ruler import ruler
from sim.scenario import Scenario
from sim.worlds import C_HIGH, Worlds, could_tell, separation, worlds

TABLE_RUNS, TABLE_NOISE = (1, 3, 10), (0.001, 0.005, 0.02)  # beside what is set; ours [next-dollar]


@lru_cache(maxsize=8)
def _worlds(scenario: Scenario) -> Worlds:
    return worlds(scenario)


def _told(now: Result) -> float | None:
    """Compute at which the groups that are set differ visibly [FLOP]."""
    return could_tell(_worlds(now.scenario), now.scenario.runs_per_group, now.scenario.run_noise)


def _figure(results: Results) -> dict[str, Any]:
    now = results[0]
    both = _worlds(now.scenario)
    shown = both.C <= 1e30
    C, without, behind = both.C[shown], both.without[shown], both.behind[shown]
    told = _told(now)
    top = max(float(np.nanmax(without[both.C[shown] >= 1e20])), now.loss)
    low = float(np.nanmin(without))
    pad = 0.08 * (top - low)
    traces = [
        line(C, behind, "money", 3, hovertemplate="%{x:.1e} FLOP<br>wall: %{y:.4f}<extra></extra>"),
        line(C, without, "compute", 3, hovertemplate="%{x:.1e} FLOP<br>no wall: %{y:.4f}<extra></extra>"),
        {
            "type": "scatter", "mode": "text", "x": [C[-1]] * 2, "y": [float(behind[-1]), float(without[-1])],
            "text": ["with a wall", "without"], "textposition": ["top right", "bottom right"],
            "textfont": {"size": SMALL, "color": ["@money", "@compute"]}, "hoverinfo": "skip", "cliponaxis": False,
        },
        line([both.wall_flop] * 2, [low - pad, top + pad], "muted", 1, line={"dash": "dot"}, hoverinfo="skip"),
    ]  # fmt: skip
    if told is not None and told <= C[-1]:
        y = float(np.interp(np.log(told), np.log(C), behind))
        traces.append(point(told, y, "you could tell", "money", "top right", hoverinfo="skip"))
    traces.append(_here(now))
    left = min(20.0, float(np.log10(now.train_flop)) - 0.5)
    return {
        "data": traces,
        "layout": layout(
            xaxis=axis("Training compute, FLOP", log=True, range=[left, 32.5], dtick=2),
            yaxis=axis("Loss, nat/token", range=[low - pad, top + pad], tickformat=".2f", nticks=6),
        ),
    }


def _here(now: Result) -> dict[str, Any]:
    return point(now.train_flop, now.loss, "you are here", "here", "top right", hoverinfo="skip")


def _figures(window: Results, many: Sequence[Results]) -> list[dict[str, Any]]:
    """Both worlds are those of the law, not of the run: only the point moves."""
    lines = _figure(window)["data"][:-1]
    return [{"data": [*lines, _here(results[0])]} for results in many]


def _linear(results: Results) -> dict[str, Any]:
    both = _worlds(results[0].scenario)
    right = 4 * max(results[0].train_flop, both.wall_flop)
    L = both.without[(right >= both.C) & (right / 200 <= both.C)]
    low, high = float(np.nanmin(L)), max(float(np.nanmax(L)), results[0].loss)
    pad = 0.1 * (high - low)
    return {
        "xaxis.type": "linear",
        "xaxis.range": [0, right],
        "xaxis.dtick": None,
        "yaxis.range": [low - pad, high + pad],
    }


def _when(flop: float | None) -> str:
    return "never within 1e32 FLOP" if flop is None else f"from {units.scientific(flop)} FLOP on"


def _summary(results: Results) -> str:
    scenario = results[0].scenario
    both, told = _worlds(scenario), _told(results[0])
    n, s = scenario.runs_per_group, scenario.run_noise
    gap = float(separation(n, s))
    if told is None:
        found = f"the two worlds never differ by that within {units.scientific(C_HIGH)} FLOP"
    else:
        found = (
            f"that takes {units.scientific(told)} FLOP, {units.times(told / both.wall_flop)} the compute of the wall"
        )
    groups = "Two runs" if n == 1 else f"Two groups of {units.plain(n)} runs"
    return f"{groups} with a noise of {units.plain(s)} nat show a difference of {units.plain(gap)} nat: {found}."


def _table(results: Results) -> tuple[list[str], list[list[str]]]:
    scenario = results[0].scenario
    both, own = _worlds(scenario), (scenario.runs_per_group, scenario.run_noise)
    pairs = dict.fromkeys([own, *((n, s) for s in TABLE_NOISE for n in TABLE_RUNS)])
    rows = [
        [units.plain(n), units.plain(s), units.plain(float(separation(n, s))), _when(could_tell(both, n, s))]
        for n, s in pairs
    ]
    return ["Runs in each group", "Noise of a run, nat", "Difference that shows, nat", "You could tell"], rows


def _subtitle(results: Results) -> str:
    both = _worlds(results[0].scenario)
    slope = units.plain(results[0].scenario.wall_slope)
    whose = "" if both.is_set else " as an example, since none is set"
    return f"Least loss with a wall at {units.scientific(both.wall_flop)} FLOP{whose}, slope {slope} behind it."


CHART = Chart(
    id="laws-worlds",
    page="laws",
    order=6,
    question="Is there a wall, and when could you tell?",
    subtitle=_subtitle,
    figure=_figure,
    figures=_figures,
    summary=_summary,
    table=_table,
    views=(View("log", "Log", lambda results: {}), View("linear", "Linear", _linear)),
    note=lambda results: (
        "The wall is a hypothesis: behind it returns shrink, and every best plan stays the same. A linear axis makes "
        f"any law look like a wall. Runs and their noise are set below. {ruler(results[0])}"
    ),
    height=400,
)
