"""A chart as a small picture: the lines, points and bars of its figure as an SVG that needs no script."""

import math
from html import escape
from typing import Any
from urllib.parse import quote

import numpy as np

from sim.charts.drawing.style import COLORS

WIDTH, HEIGHT, PAD = 132, 84, 6  # [px]
MOST_LINES = 8
MOST_POINTS = 48  # of a line: more are not seen


def thumbnail(chart: dict[str, Any]) -> str:
    """Address of the picture as data, for an `img`; it follows light and dark.

    Parameters
    ----------
    chart : dict
        As the board takes it; its open view counts.
    """
    patch: dict[str, Any] = next((view["layout"] for view in chart["views"] if view["name"] == chart["view"]), {})
    traces = [trace for trace in chart["figure"]["data"] if _is_seen(trace, chart["view"])]
    bars = [trace for trace in traces if trace.get("type") == "bar"]
    marks = _bars(bars[0]) if bars else _lines(traces, chart["figure"]["layout"], patch)
    dark = "".join(f".{name}{{color:{color}}}" for name, color in COLORS["dark"].items())
    light = "".join(f".{name}{{color:{color}}}" for name, color in COLORS["light"].items())
    style = f"{light}@media (prefers-color-scheme:dark){{{dark}}}"
    base = f'<path class="muted" d="M{PAD} {HEIGHT - PAD}H{WIDTH - PAD}" stroke="currentColor" opacity=".5"/>'
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f"<style>{style}</style>{base}{''.join(marks)}</svg>"
    )
    return f"data:image/svg+xml,{quote(svg, safe='')}"


def _is_seen(trace: dict[str, Any], view: str | None) -> bool:
    """Whether a trace is drawn in the open view, as the board does it."""
    own = (trace.get("meta") or {}).get("view")
    return own == view if own and view else trace.get("visible", True) is True


def _bars(trace: dict[str, Any]) -> list[str]:
    """Bars from the left, the longest across the picture."""
    lengths = [float(value or 0) for value in np.asarray(trace["x"], dtype=object)][:6]
    starts = [float(value or 0) for value in np.asarray(trace.get("base", [0] * len(lengths)), dtype=object)][:6]
    most = max((start + length for start, length in zip(starts, lengths, strict=True)), default=0) or 1.0
    colors = trace.get("marker", {}).get("color", "@muted")
    room = (HEIGHT - 2 * PAD) / max(1, len(lengths))
    scale = (WIDTH - 2 * PAD) / most
    return [
        f'<rect class="{_name(colors if isinstance(colors, str) else colors[i])}" x="{PAD + scale * start:.1f}" '
        f'y="{PAD + room * (i + 0.18):.1f}" width="{max(1, scale * length):.1f}" height="{0.64 * room:.1f}" '
        'fill="currentColor"/>'
        for i, (start, length) in enumerate(zip(starts, lengths, strict=True))
    ]


def _lines(traces: list[dict[str, Any]], layout: dict[str, Any], patch: dict[str, Any]) -> list[str]:
    """Lines and points on the first pair of axes, as the open view has them."""
    axes = [_axis(layout, patch, name) for name in ("xaxis", "yaxis")]
    drawn = []
    for trace in traces:
        own = trace.get("xaxis", "x") == "x" and trace.get("yaxis", "y") == "y" and "x" in trace and "y" in trace
        mode = trace.get("mode", "lines")
        if not own or trace.get("type") != "scatter" or not ("lines" in mode or "markers" in mode):
            continue
        x, y = (_placed(trace[key], axis) for key, axis in zip("xy", axes, strict=True))
        places = [
            (PAD + a * (WIDTH - 2 * PAD), HEIGHT - PAD - b * (HEIGHT - 2 * PAD)) for a, b in zip(x, y, strict=True)
        ]
        places = [(a, b) for a, b in places if math.isfinite(a + b) and 0 <= a <= WIDTH and 0 <= b <= HEIGHT]
        if "lines" in mode and len(places) > 1:
            places = places[:: math.ceil(len(places) / MOST_POINTS)] + places[-1:]
            path = "M" + "L".join(f"{a:.1f} {b:.1f}" for a, b in places)
            color = _name(trace.get("line", {}).get("color", "@muted"))
            drawn.append(f'<path class="{color}" d="{path}" fill="none" stroke="currentColor" stroke-width="2"/>')
        elif "markers" in mode:
            color = _name(trace.get("marker", {}).get("color", "@muted"))
            drawn += [
                f'<circle class="{color}" cx="{a:.1f}" cy="{b:.1f}" r="3" fill="currentColor"/>' for a, b in places[:4]
            ]
    return drawn[-MOST_LINES:]


def _axis(layout: dict[str, Any], patch: dict[str, Any], name: str) -> tuple[bool, list[float]]:
    """Whether an axis is logarithmic, and its range."""
    axis = layout.get(name, {})
    return patch.get(f"{name}.type", axis.get("type")) == "log", patch.get(f"{name}.range", axis.get("range")) or [0, 1]


def _placed(values: Any, axis: tuple[bool, list[float]]) -> np.ndarray:
    """Values as shares of an axis."""
    log, (low, high) = axis
    numbers = np.array([np.nan if value is None else float(value) for value in np.asarray(values, dtype=object)])
    with np.errstate(all="ignore"):
        return ((np.log10(numbers) if log else numbers) - low) / ((high - low) or 1.0)


def _name(color: Any) -> str:
    """Name of a color of ours, without its shade."""
    name = str(color).partition("/")[0].lstrip("@")
    return escape(name) if name in COLORS["light"] else "muted"
