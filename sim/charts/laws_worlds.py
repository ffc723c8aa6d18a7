"""Both worlds of the wall, and when one could tell."""

from functools import lru_cache
from typing import Any

import numpy as np

from sim import units
from sim.charts.chart import Chart, Results, View
from sim.charts.style import SMALL, axis, layout, line, point
from sim.ruler import ruler
from sim.scenario import Scenario
from sim.worlds import C_HIGH, Worlds, could_tell, separation, worlds

N_RUNS, NOISE = 3, 0.005  # runs in each group, and their spread [nat/token]; ours [next-dollar]
TABLE_RUNS, TABLE_NOISE = (1, 3, 10), (0.001, 0.005, 0.02)


@lru_cache(maxsize=8)
def _worlds(scenario: Scenario) -> Worlds:
    return worlds(scenario)


def _figure(results: Results) -> dict[str, Any]:
    now = results[0]
    both = _worlds(now.scenario)
    shown = both.C <= 1e30
    C, without, behind = both.C[shown], both.without[shown], both.behind[shown]
    told = could_tell(both, N_RUNS, NOISE)
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
    traces.append(point(now.train_flop, now.loss, "you are here", "here", "top right", hoverinfo="skip"))
    left = min(20.0, float(np.log10(now.train_flop)) - 0.5)
    return {
        "data": traces,
        "layout": layout(
            xaxis=axis("Training compute, FLOP", log=True, range=[left, 32.5], dtick=2),
            yaxis=axis("Loss, nat/token", range=[low - pad, top + pad], tickformat=".2f", nticks=6),
        ),
    }


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
    both = _worlds(results[0].scenario)
    told = could_tell(both, N_RUNS, NOISE)
    gap = float(separation(N_RUNS, NOISE))
    if told is None:
        found = f"the two worlds never differ by that within {units.scientific(C_HIGH)} FLOP"
    else:
        found = (
            f"that takes {units.scientific(told)} FLOP, {units.times(told / both.wall_flop)} the compute of the wall"
        )
    return f"Two groups of {N_RUNS} runs with a noise of {NOISE} nat show a difference of {gap:.4f} nat: {found}."


def _table(results: Results) -> tuple[list[str], list[list[str]]]:
    both = _worlds(results[0].scenario)
    rows = [
        [str(n), str(s), f"{float(separation(n, s)):.4f}", _when(could_tell(both, n, s))]
        for s in TABLE_NOISE
        for n in TABLE_RUNS
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
    summary=_summary,
    table=_table,
    views=(View("log", "Log", lambda results: {}), View("linear", "Linear", _linear)),
    note=lambda results: (
        "The wall is a hypothesis: behind it returns shrink, and every best plan stays the same. A linear axis makes "
        f"any law look like a wall. {ruler(results[0])}"
    ),
    height=400,
)
