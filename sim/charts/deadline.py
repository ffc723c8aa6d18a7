"""Time and memory: how long the run takes on how many chips, and from how many on it fits."""

from typing import Any

import numpy as np

from sim import units
from sim.charts.chart import Chart, Results
from sim.charts.pinned import beside, told
from sim.charts.style import SMALL, axis, layout, line, pinned_point, point
from sim.hardware import chips
from sim.result import Result
from sim.training import chips_for_deadline, wall_clock_days

DEADLINES = (30, 100, 365)
POINTS = 60
RIGHT = 0.55  # share of the width from which on a label stands to the left
MARGIN = 0.7  # decades shown beyond what is marked


def least_chips(now: Result) -> float | None:
    """Chips whose memory holds weights, gradients and optimizer; `None` where it is unknown."""
    memory = chips().entries[now.scenario.hardware].memory
    return None if memory is None else max(1.0, float(np.ceil(now.training_memory_gb / memory.gb)))


def _marked(now: Result) -> list[float]:
    found = [max(chips_for_deadline(now.chip_hours, 100), 1.0)]
    return found + [x for x in (now.scenario.n_chips, least_chips(now)) if x is not None]


def _figure(results: Results) -> dict[str, Any]:
    now = results[0]
    before = [pinned for pinned in results[1:] if pinned.wall_clock_days is not None]
    marked = np.log10([*_marked(now), *(pinned.scenario.n_chips for pinned in before)])
    low, high = float(marked.min()) - MARGIN, float(marked.max()) + MARGIN
    n = np.logspace(low, high, POINTS)
    days = wall_clock_days(now.chip_hours, n)
    shown = [days[-1], days[0], *(pinned.wall_clock_days for pinned in before)]
    y_low, y_high = float(np.log10(min(shown))), float(np.log10(max(shown)))
    traces = [
        line(n, wall_clock_days(pinned.chip_hours, n), "muted", 1.5, line={"dash": "dash"}, hoverinfo="skip")
        for pinned in results[1:]
    ]
    traces += [
        pinned_point(
            pinned.scenario.n_chips,
            pinned.wall_clock_days,
            "top right" if pinned.chip_hours >= now.chip_hours else "bottom left",
        )
        for pinned in before
    ]
    traces += [line(n, days, "compute", 2.5, hovertemplate="%{x:.3s} chips<br>%{y:.3s} days<extra></extra>")]
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
        side = _side(now.scenario.n_chips, low, high)
        traces.append(
            point(
                now.scenario.n_chips,
                now.wall_clock_days,
                f"you: {units.plain(now.wall_clock_days)} days",
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


def _side(n: float, low: float, high: float) -> str:
    """Side of a falling line that has room for a label."""
    return "top right" if np.log10(n) < low + RIGHT * (high - low) else "bottom left"


def _summary(results: Results) -> str:
    now = results[0]
    needed = units.counted(units.count(np.ceil(chips_for_deadline(now.chip_hours, 100))), "chip")
    words = f"The run takes {units.count(now.chip_hours)} chip-hours: 100 days on {needed}. "
    fits = least_chips(now)
    memory = f"Weights, gradients and optimizer take {units.count(now.training_memory_gb)} GB"
    return words + (
        f"{memory}." if fits is None else f"{memory}, the memory of {units.counted(units.count(fits), 'chip')}."
    )


def _table(results: Results) -> tuple[list[str], list[list[str]]]:
    now = results[0]
    fits = least_chips(now)
    rows = [
        [f"Chips for {days} days", units.count(max(1.0, np.ceil(chips_for_deadline(now.chip_hours, days))))]
        for days in DEADLINES
    ]
    rows += [
        ["Your chips", units.text(now.scenario.n_chips, "count")],
        ["Days on your chips", units.text(now.wall_clock_days, "plain")],
        ["Memory for training", f"{units.count(now.training_memory_gb)} GB"],
        ["Chips whose memory holds it", units.text(fits, "count")],
    ]
    return ["What", "How much"], rows


CHART = Chart(
    id="deadline",
    page="cost",
    order=5,
    question="How long does it take, and does it fit?",
    subtitle=lambda results: "Days of training against the number of chips. Dotted: memory for weights and optimizer.",
    figure=_figure,
    summary=told(_summary),
    table=beside(_table),
    note=lambda results: (
        "16 bytes per parameter: weights, gradients, Adam. Activations come on top. "
        "More chips change the days, not the cost, as long as utilization stays."
    ),
    height=400,
)
