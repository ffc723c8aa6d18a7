"""The traces of a figure on a canvas: each kind in one function, found by the name that Plotly gives it."""

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from PIL import Image
from scipy.ndimage import map_coordinates

from ui.server.cards.axes import Axis
from ui.server.cards.canvas import BOLD, FINER, PLAIN, Canvas, ink

Trace = Mapping[str, Any]
FAR = 40.0  # pixels outside of which a line is not followed
MOST_SPOTS = 2_000  # of a line
MARKS = {"top": "bottom", "middle": "middle", "bottom": "top"}  # where a text stands -> which side of it is there
SIDES = {"left": "right", "center": "center", "right": "left"}
HEAVY = "<b>"


def scatter(canvas: Canvas, trace: Trace, x: Axis, y: Axis, before: list[tuple[float, float]]) -> None:
    """Lines, areas, points and texts; `before` is the line of the trace before, for an area down to it."""
    spots = list(zip(x.places(trace.get("x", [])).tolist(), y.places(trace.get("y", [])).tolist(), strict=False))
    mode, opacity = str(trace.get("mode") or "lines"), float(trace.get("opacity", 1))
    known = [spot for spot in spots if math.isfinite(spot[0] + spot[1])]
    if trace.get("fill") == "tonexty" and before:
        canvas.area([*_clamped(known, x, y), *_clamped(before[::-1], x, y)], ink(trace.get("fillcolor"), opacity))
    elif trace.get("fill") in ("tozeroy", "toself"):
        canvas.area(_clamped(known, x, y), ink(trace.get("fillcolor"), opacity))
    line = trace.get("line") or {}
    width = float(line.get("width", 2))
    if "lines" in mode and width:
        for piece in _pieces(spots, x, y):
            canvas.line(piece, ink(line.get("color", "@muted"), opacity), width, str(line.get("dash") or ""))
    for i, spot in enumerate(spots[:MOST_SPOTS]):
        if not (math.isfinite(spot[0] + spot[1]) and _inside(spot, x, y)):
            continue
        marker = trace.get("marker") or {}
        if "markers" in mode:
            _dot(canvas, marker, i, spot, opacity)
        if "text" in mode and (text := _each(trace.get("text"), i, "")):
            size = float(_each(marker.get("size", 6), i, 6)) if "markers" in mode else 0.0
            _beside(canvas, trace, i, spot, text, size)
    before[:] = known


def bar(canvas: Canvas, trace: Trace, x: Axis, y: Axis, before: list[tuple[float, float]]) -> None:
    """Bars along one axis, with their texts."""
    across = trace.get("orientation") == "h"
    along, rows = (x, y) if across else (y, x)
    lengths = along.counted(trace.get("x" if across else "y", []))
    starts = along.counted(_full(trace.get("base"), len(lengths), 0.0))
    at = rows.counted(trace.get("y" if across else "x", []))
    marker = trace.get("marker") or {}
    for i, (start, length, row) in enumerate(zip(starts, lengths, at, strict=False)):
        if not math.isfinite(start + length + row):
            continue
        width = float(_each(trace.get("width"), i, 0.8) or 0.8)
        offset = _each(trace.get("offset"), i, None)
        near = row + (float(offset) if offset is not None else -width / 2)
        ends = _between(along, (start, start + length))
        sides = _between(rows, (near, near + width))
        a, b = ((ends[0], sides[0]), (ends[1], sides[1])) if across else ((sides[0], ends[0]), (sides[1], ends[1]))
        edge = marker.get("line") or {}
        canvas.box(
            a, b, ink(_each(marker.get("color", "@muted"), i, "@muted"), float(trace.get("opacity", 1))),
            ink(_each(edge.get("color"), i, "@muted/0")) if edge.get("width") else None, float(edge.get("width") or 0),
        )  # fmt: skip
        if text := _each(trace.get("text"), i, ""):
            _bar_text(canvas, trace, i, str(text), (a, b), across)


def _bar_text(canvas: Canvas, trace: Trace, i: int, text: str, corners: Any, across: bool) -> None:
    """The text of a bar: behind its end, or in it where the trace says so."""
    (x0, y0), (x1, y1) = corners
    font = trace.get("textfont") or {}
    size = float(_each(font.get("size", 13), i, 13))
    inside = _each(trace.get("textposition"), i, "outside") == "inside"
    color = ink(_each(font.get("color", "@paper" if inside else "@ink"), i, "@ink"))
    gap = 5 * canvas.unit
    weight = BOLD if HEAVY in text else PLAIN
    if inside:
        wide = canvas.measured(text, size, weight)[0]
        if wide < abs(x1 - x0):
            canvas.text(((x0 + x1) / 2, (y0 + y1) / 2), text, size, color, across="center", weight=weight)
    elif across:
        back = x1 < x0
        canvas.text((x1 - gap if back else x1 + gap, (y0 + y1) / 2), text, size, color,
                    across="right" if back else "left", weight=weight)  # fmt: skip
    else:
        canvas.text(((x0 + x1) / 2, y1 - gap if y1 <= y0 else y1 + gap), text, size, color,
                    across="center", down="bottom" if y1 <= y0 else "top", weight=weight)  # fmt: skip


def heatmap(canvas: Canvas, trace: Trace, x: Axis, y: Axis, before: list[tuple[float, float]]) -> None:
    """Boxes of a table, with their texts."""
    grid = np.asarray(trace["z"], float)
    colors, (low, high) = _colors(trace), _limits(trace, grid)
    gap = float(trace.get("xgap", 0)) * canvas.unit / 2
    font = trace.get("textfont") or {}
    for (row, column), value in np.ndenumerate(grid):
        if not math.isfinite(value):
            continue
        x0, x1 = _between(x, (column - 0.5, column + 0.5))
        y0, y1 = _between(y, (row - 0.5, row + 0.5))
        (x0, x1), (y0, y1) = sorted((x0, x1)), sorted((y0, y1))
        color = colors[round(255 * min(1.0, max(0.0, (value - low) / (high - low))))]
        canvas.box((x0 + gap, y0 + gap), (x1 - gap, y1 - gap), (*map(int, color), 255))  # type: ignore[arg-type]
        text = _each(_each(trace.get("text"), row, []), column, "")
        if text and trace.get("texttemplate"):
            canvas.text(((x0 + x1) / 2, (y0 + y1) / 2), text, min(float(font.get("size", 12)), (y1 - y0) / canvas.unit),
                        ink(font.get("color", "@ink")), across="center")  # fmt: skip


def contour(canvas: Canvas, trace: Trace, x: Axis, y: Axis, before: list[tuple[float, float]]) -> None:
    """A surface in colors, with lines of equal height: each pixel is looked up in the grid."""
    grid = np.asarray(trace["z"], float)
    wide, high = (round(abs(axis.end - axis.start) * FINER) for axis in (x, y))
    left, top = (min(axis.start, axis.end) * FINER for axis in (x, y))
    across, down = left + np.arange(wide) + 0.5, top + np.arange(high) + 0.5
    columns = _indices(x.places(trace["x"]) * FINER, across)
    rows = _indices(y.places(trace["y"]) * FINER, down)
    seen = map_coordinates(grid, np.meshgrid(rows, columns, indexing="ij"), order=1, mode="constant", cval=np.nan)
    low, top_value = _limits(trace, grid)
    known = np.isfinite(seen)
    with np.errstate(invalid="ignore"):
        shades = np.clip(np.nan_to_num((seen - low) / (top_value - low)), 0, 1)
        picture = _colors(trace)[np.rint(255 * shades).astype(np.uint8)]
        levels = trace.get("contours") or {}
        step = np.floor((np.clip(seen, levels["start"], levels["end"]) - levels["start"]) / (levels["size"] or 1.0))
    edge = np.zeros_like(known)
    thick = max(1, round(float((trace.get("line") or {}).get("width", 1)) * canvas.scale))
    for shift in range(1, thick + 1):
        edge[:, shift:] |= step[:, shift:] != step[:, :-shift]
        edge[shift:, :] |= step[shift:, :] != step[:-shift, :]
    red, green, blue, alpha = ink((trace.get("line") or {}).get("color", "@ink/0.4"))
    drawn = edge & known
    picture[drawn] = picture[drawn] + (np.array([red, green, blue]) - picture[drawn]) * (alpha / 255)
    mask = Image.fromarray((255 * known).astype(np.uint8))
    canvas.image.paste(Image.fromarray(picture.astype(np.uint8)), (round(left), round(top)), mask)


KINDS: Mapping[str, Callable[..., None]] = {"scatter": scatter, "bar": bar, "heatmap": heatmap, "contour": contour}


def _indices(known: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Where pixels stand in a row of the grid; -1, which is outside, beyond its ends."""
    order = np.argsort(known)
    return np.interp(wanted, known[order], np.arange(len(known))[order], left=-1, right=-1)


def _limits(trace: Trace, grid: np.ndarray) -> tuple[float, float]:
    """The heights of the first and the last color."""
    levels = trace.get("contours") or {}
    low, high = trace.get("zmin"), trace.get("zmax")
    known = grid[np.isfinite(grid)]
    ends = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    a = float(low if low is not None else levels.get("start", ends[0]))
    b = float(high if high is not None else levels.get("end", ends[1]))
    return (a, b) if b > a else (a, a + 1.0)


def _colors(trace: Trace) -> np.ndarray:
    """256 colors of a scale on paper."""
    scale = trace.get("colorscale") or [[0, "@muted/0.1"], [1, "@muted"]]
    paper = np.array(ink("@paper")[:3], float)
    stops = []
    for _, color in scale:
        *rgb, alpha = ink(color)
        stops.append(paper + (np.array(rgb, float) - paper) * alpha / 255)
    at = [float(place) for place, _ in scale]
    return np.stack([np.interp(np.linspace(0, 1, 256), at, [stop[i] for stop in stops]) for i in range(3)], axis=1)


def _dot(canvas: Canvas, marker: Trace, i: int, spot: tuple[float, float], opacity: float) -> None:
    edge = marker.get("line") or {}
    seen = opacity * float(_each(marker.get("opacity", 1), i, 1))
    if seen:
        canvas.dot(
            spot, float(_each(marker.get("size", 6), i, 6)),
            ink(_each(marker.get("color", "@muted"), i, "@muted"), seen),
            ink(_each(edge.get("color", "@paper"), i, "@paper"), seen), float(_each(edge.get("width", 0), i, 0)),
            str(_each(marker.get("symbol", "circle"), i, "circle")),
        )  # fmt: skip


def _beside(canvas: Canvas, trace: Trace, i: int, spot: tuple[float, float], text: Any, size: float) -> None:
    """The text of a point, on the side that the trace says, pulled back into the picture."""
    font = trace.get("textfont") or {}
    down, _, across = str(_each(trace.get("textposition"), i, "middle center")).partition(" ")
    gap = (size / 2 + 3) * canvas.unit
    step = {"left": -1, "center": 0, "right": 1}.get(across, 0), {"top": -1, "middle": 0, "bottom": 1}.get(down, 0)
    letters = float(_each(font.get("size", 13), i, 13))
    wide = canvas.measured(text, letters)[0]
    x = spot[0] + step[0] * gap * (0.7 if step[1] else 1)
    left = x - wide * {-1: 1.0, 0: 0.5, 1: 0.0}[step[0]]
    x += min(0.0, canvas.size[0] - 12 - left - wide) + max(0.0, 12 - left)
    canvas.text(
        (x, spot[1] + step[1] * gap * (0.7 if step[0] else 1)), text, letters,
        ink(_each(font.get("color", "@ink"), i, "@ink"), float(trace.get("opacity", 1))),
        across=SIDES.get(across, "center"), down=MARKS.get(down, "middle"),
        weight=BOLD if HEAVY in str(text) else PLAIN, halo="shadow" in font,
    )  # fmt: skip


def _each(value: Any, i: int, otherwise: Any) -> Any:
    """The value of one point, where a trace may have one for all."""
    if value is None or isinstance(value, (str, bytes, Mapping)) or not hasattr(value, "__getitem__"):
        return otherwise if value is None else value
    return value[i] if i < len(value) else otherwise


def _full(value: Any, length: int, otherwise: float) -> list[Any]:
    return [_each(value, i, otherwise) for i in range(length)]


def _between(axis: Axis, ends: tuple[float, float]) -> tuple[float, float]:
    """Pixels of two counted values, kept within the axis."""
    span = (axis.high - axis.low) or 1.0
    low, high = sorted((axis.start, axis.end))
    a, b = (axis.start + (end - axis.low) / span * (axis.end - axis.start) for end in ends)
    return min(max(a, low), high), min(max(b, low), high)


def _inside(spot: tuple[float, float], x: Axis, y: Axis) -> bool:
    return all(
        min(axis.start, axis.end) - 2 <= value <= max(axis.start, axis.end) + 2
        for value, axis in zip(spot, (x, y), strict=True)
    )


def _clamped(spots: list[tuple[float, float]], x: Axis, y: Axis) -> list[tuple[float, float]]:
    """An area within the axes."""
    (left, right), (top, low) = sorted((x.start, x.end)), sorted((y.start, y.end))
    return [(min(max(a, left), right), min(max(b, top), low)) for a, b in spots]


def _pieces(spots: list[tuple[float, float]], x: Axis, y: Axis) -> Iterator[list[tuple[float, float]]]:
    """What of a line is seen: parts of it between its gaps, cut at the edges of the axes."""
    (left, right), (top, low) = sorted((x.start, x.end)), sorted((y.start, y.end))
    piece: list[tuple[float, float]] = []
    for a, b in zip(spots, spots[1:], strict=False):
        cut = clipped(a, b, (left, top, right, low)) if math.isfinite(sum(a) + sum(b)) else None
        if cut is None:
            if len(piece) > 1:
                yield piece
            piece = []
            continue
        if not piece or piece[-1] != cut[0]:
            if len(piece) > 1:
                yield piece
            piece = [cut[0]]
        piece.append(cut[1])
    if len(piece) > 1:
        yield piece


def clipped(
    a: tuple[float, float], b: tuple[float, float], edges: tuple[float, float, float, float]
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """The part of a stretch that lies within edges (left, top, right, bottom), as Liang and Barsky cut it."""
    begin, end = 0.0, 1.0
    dx, dy = b[0] - a[0], b[1] - a[1]
    for step, room in ((-dx, a[0] - edges[0]), (dx, edges[2] - a[0]), (-dy, a[1] - edges[1]), (dy, edges[3] - a[1])):
        if step == 0:
            if room < 0:
                return None
            continue
        at = room / step
        begin, end = (max(begin, at), end) if step < 0 else (begin, min(end, at))
    if begin > end:
        return None
    return (a[0] + begin * dx, a[1] + begin * dy) if begin else a, (a[0] + end * dx, a[1] + end * dy) if end < 1 else b
