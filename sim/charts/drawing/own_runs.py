"""Pictures of a fit of one's own runs: where it misses, what it rests on, and what pilots would leave unknown."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.charts.drawing.style import COLORS, SMALL, axis, layout, line
from sim.ground import units
from sim.studies.own_runs import OwnRuns
from sim.studies.pilots import Study

PERCENT = 100
PANELS = 6
WIDE, HIGH, GAP_X, GAP_Y = 2, 3, 0.12, 0.1  # panels in a row and a column, and room between them
HEIGHT, CURVE_HEIGHT = 760, 280  # [px]
MARGIN = {"l": 64, "r": 16, "t": 8, "b": 52}  # [px]
CLEAR = {"paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)"}
ON = {"size": 9, "color": "@compute", "line": {"color": "@paper", "width": 1}}
OFF = {"size": 9, "color": "@paper", "line": {"color": "@ink", "width": 1.5}}
OUTLIER = {"size": 11, "color": "@kept-2", "symbol": "diamond", "line": {"color": "@paper", "width": 1}}


def colored(figure: Any, theme: str) -> Any:
    """A figure with the colors of a theme in the place of their names."""
    if isinstance(figure, dict):
        return {key: colored(value, theme) for key, value in figure.items()}
    if isinstance(figure, list):
        return [colored(value, theme) for value in figure]
    if isinstance(figure, str) and figure.startswith("@"):
        name, _, share = figure[1:].partition("/")
        red, green, blue = (int(COLORS[theme][name][i : i + 2], 16) for i in (1, 3, 5))
        return f"rgba({red},{green},{blue},{share or 1})"
    return figure


def diagnosis_figure(own: OwnRuns) -> dict[str, Any]:
    """Six panels: residuals against N, D, C and D/N, leverage, and the largest runs predicted from the others."""
    table, missed = own.table, PERCENT * np.expm1(own.residuals)
    against = (
        ("Parameters", table.n_params),
        ("Tokens", table.n_tokens),
        ("Compute, FLOP", table.train_flop),
        ("Tokens per parameter", table.n_tokens / table.n_params),
    )
    traces: list[dict[str, Any]] = []
    for panel, (_, x) in enumerate(against, start=1):
        traces += _runs(own, x, missed, panel)
    leverage = np.full(len(table), np.nan)
    leverage[own.places] = own.shown.diagnosis.leverage
    traces += _runs(own, table.train_flop, leverage, 5)
    traces += _largest(own, 6)
    out = own.shown.diagnosis.largest_out
    largest = table.train_flop if out is None else own.shown.fit.table.train_flop[out.places]
    xs = (*(x for _, x in against), table.train_flop, largest)
    axes: dict[str, Any] = {}
    titles = (*(name for name, _ in against), "Compute, FLOP", "Compute, FLOP")
    beside = ("Off the fit, %",) * 4 + ("Leverage", "Largest runs, predicted, %")
    for panel in range(1, PANELS + 1):
        axes |= _axes(panel, titles[panel - 1], beside[panel - 1], xs[panel - 1])
    return {"data": traces, "layout": layout(height=HEIGHT, margin=MARGIN, **CLEAR, **axes)}


def _runs(own: OwnRuns, x: np.ndarray, y: np.ndarray, panel: int) -> list[dict[str, Any]]:
    """All runs in a panel: those that are fitted, outliers, those that are switched off."""
    is_outlier = np.zeros(len(own.table), bool)
    is_outlier[own.named] = True
    kinds = (
        ("Fitted", own.is_on & ~is_outlier, ON),
        ("Outlier", own.is_on & is_outlier, OUTLIER),
        ("Off", ~own.is_on, OFF),
    )
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": name,
            "x": x[which].tolist(),
            "y": [None if np.isnan(value) else value for value in y[which].tolist()],
            "customdata": np.flatnonzero(which).tolist(),
            "text": [f"line {own.table.lines[place]}" for place in np.flatnonzero(which)],
            "hovertemplate": "%{text}<br>%{x:.3~g}: %{y:.3~g}<extra></extra>",
            "marker": marker,
            "xaxis": f"x{panel}",
            "yaxis": f"y{panel}",
        }
        for name, which, marker in kinds
        if np.any(which)
    ]


def _largest(own: OwnRuns, panel: int) -> list[dict[str, Any]]:
    """The largest runs over what a fit of the others predicts, with its 80 % band."""
    out = own.shown.diagnosis.largest_out
    if out is None:
        return []
    table = own.shown.fit.table.some(out.places)
    on = {"xaxis": f"x{panel}", "yaxis": f"y{panel}"}
    traces = [
        line([C, C], [PERCENT * (low / middle - 1), PERCENT * (high / middle - 1)], "compute", 5, opacity=0.35,
             hoverinfo="skip") | on
        for C, low, high, middle in zip(table.train_flop, out.low, out.high, out.predicted, strict=True)
    ]  # fmt: skip
    off = (PERCENT * (table.loss / out.predicted - 1)).tolist()
    text = [f"line {line}" for line in table.lines]
    about = "%{text}<br>%{y:.3~g} % off what was predicted<extra></extra>"
    mark = {"type": "scatter", "mode": "markers", "x": table.train_flop.tolist(), "y": off, "text": text}
    return [*traces, mark | on | {"marker": ON, "hovertemplate": about, "customdata": own.places[out.places].tolist()}]


def _ticks(x: np.ndarray) -> dict[str, Any]:
    """Powers of ten where there are two of them, a few numbers else."""
    return {"dtick": 1} if np.log10(x.max() / x.min()) >= 2 else {"nticks": 4, "exponentformat": "e"}


def _axes(panel: int, title: str, beside: str, x: np.ndarray) -> dict[str, Any]:
    row, column = divmod(panel - 1, WIDE)
    wide, high = (1 - GAP_X * (WIDE - 1)) / WIDE, (1 - GAP_Y * (HIGH - 1)) / HIGH
    left, top = column * (wide + GAP_X), 1 - row * (high + GAP_Y)
    across = axis(title, log=True, domain=[left, min(left + wide, 1.0)], anchor=f"y{panel}", **_ticks(x))
    up = axis(beside, domain=[max(top - high, 0.0), top], anchor=f"x{panel}", nticks=5)
    return {f"xaxis{panel}": across | {"automargin": False}, f"yaxis{panel}": up | {"automargin": False}}


def curve_figure(found: Study) -> dict[str, Any]:
    """What the best pilots for each sum leave of the expected overspend."""
    curve = found.curve
    cost, left = [one.cost_usd for one in curve], [one.left.usd for one in curve]
    return {
        "data": [
            line([*cost[:1], *cost[-1:]], [found.now.usd] * 2, "muted", 1.5, line={"dash": "dot"}, hoverinfo="skip"),
            line(cost, left, "compute", 2.5, mode="lines+markers", text=_told(cost, left),
                 hovertemplate="%{text}<extra></extra>"),
            line(cost, cost, "money", 1.5, hoverinfo="skip"),
        ],
        "layout": layout(
            height=CURVE_HEIGHT,
            xaxis=axis("Spent on pilots, USD", log=True, dtick=1),
            yaxis=axis("USD", log=True, dtick=1),
            **CLEAR,
            annotations=[_label(cost[-1], left[-1], "overspend left", "compute", "bottom"),
                         _label(cost[0], found.now.usd, "as things stand", "muted", "bottom", "left"),
                         _label(cost[-1], cost[-1], "the pilots themselves", "money", "top")],
        ),
    }  # fmt: skip


def _told(cost: Sequence[float], left: Sequence[float]) -> list[str]:
    return [f"{units.dollars(a)} of pilots leave {units.dollars(b)}" for a, b in zip(cost, left, strict=True)]


def _label(x: float, y: float, text: str, color: str, above: str, side: str = "right") -> dict[str, Any]:
    return {"x": float(np.log10(x)), "y": float(np.log10(max(y, 1e-9))), "text": text, "showarrow": False,
            "xanchor": side, "yanchor": above, "font": {"size": SMALL, "color": f"@{color}"}}  # fmt: skip
