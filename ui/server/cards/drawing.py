"""A figure on a canvas: its axes, their numbers and titles, its traces, its notes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ui.server.cards.axes import Axis, axis
from ui.server.cards.canvas import BOLD, PLAIN, Canvas, ink
from ui.server.cards.marks import HEAVY, KINDS

GAP = 6.0  # between an axis and its numbers [units]
TICK = 12.0  # size of the numbers of an axis [units]
MOST_LEFT = 0.42  # of the width, that the numbers of the upright axis may take
Figure = Mapping[str, Any]
Box = tuple[float, float, float, float]  # left, top, right, bottom [px]


def patched(layout: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """A layout with the dotted keys of a view set."""
    found = dict(layout)
    for path, value in patch.items():
        name, _, rest = path.partition(".")
        inner = found.get(name)
        known = inner if isinstance(inner, Mapping) else {}
        if rest:
            found[name] = patched(known, {rest: value})
        else:
            found[name] = {**known, **value} if isinstance(value, Mapping) else value
    return found


def draw(canvas: Canvas, figure: Figure, box: Box) -> None:
    """Draw a figure into a box."""
    layout = figure.get("layout", {})
    traces = [trace for trace in figure.get("data", []) if trace.get("visible", True) is True]
    if layout.get("barmode") in ("stack", "relative"):
        traces = stacked(traces)
    pairs = dict.fromkeys((trace.get("xaxis", "x"), trace.get("yaxis", "y")) for trace in traces) or {("x", "y"): None}
    axes = _axes(layout, traces, [name for pair in pairs for name in pair])
    inner = _inner(canvas, axes, box)
    placed = {name: _placed(one, name, inner) for name, one in axes.items()}
    for shape in layout.get("shapes") or []:
        _shape(canvas, shape, placed, inner)
    for name, one in placed.items():
        _beside(canvas, one, name, placed, inner)
    before: dict[Any, list[tuple[float, float]]] = {pair: [] for pair in pairs}
    for trace in traces:
        pair = trace.get("xaxis", "x"), trace.get("yaxis", "y")
        kind = KINDS.get(str(trace.get("type", "scatter")))
        if kind is not None:
            kind(canvas, trace, placed[pair[0]], placed[pair[1]], before[pair])
    for note in layout.get("annotations") or []:
        _note(canvas, note, placed, inner)


def stacked(traces: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The traces with each bar on the ends of those before it."""
    ends: dict[Any, float] = {}
    found = []
    for trace in traces:
        if trace.get("type") == "bar" and trace.get("base") is None:
            long, row = ("x", "y") if trace.get("orientation") == "h" else ("y", "x")
            lengths, rows = ([*trace.get(name, [])] for name in (long, row))
            trace = {**trace, "base": [ends.get(name, 0.0) for name in rows]}
            ends |= {
                name: ends.get(name, 0.0) + float(length or 0) for name, length in zip(rows, lengths, strict=False)
            }
        found.append(trace)
    return found


def _axes(layout: Mapping[str, Any], traces: list[Any], names: list[str]) -> dict[str, Axis]:
    found = {}
    for name in dict.fromkeys(names):
        said = layout.get(f"{name[0]}axis{name[1:]}") or {}
        values = [
            trace[name[0]] for trace in traces if trace.get(f"{name[0]}axis", name[0]) == name and name[0] in trace
        ]
        found[name] = axis(said, values)
    return found


def _inner(canvas: Canvas, axes: Mapping[str, Axis], box: Box) -> Box:
    """The box without the room for the numbers and titles of its axes."""
    left, top, right, bottom = box
    unit = canvas.unit

    def widest(side: str) -> float:
        texts = [
            canvas.measured(text, TICK, _weight(text))[0]
            for name, one in axes.items()
            if name[0] == "y" and one.shown and (one.said.get("side") == "right") == (side == "right")
            for _, text in one.ticks()
        ]
        return max(texts, default=0.0)

    titled = any(name[0] == "y" and one.shown and _title(one) for name, one in axes.items())
    labels = widest("left")
    left += min(
        labels + (GAP * unit if labels else 0) + (TICK * 1.7 * unit if titled else 0), MOST_LEFT * (right - left)
    )
    right -= widest("right") + 2 * GAP * unit
    flat = [one for name, one in axes.items() if name[0] == "x" and one.shown]
    if any(one.said.get("side") == "top" for one in flat):
        top += TICK * 7 * unit
    elif flat:
        bottom -= (TICK * 1.3 + GAP + (TICK * 1.5 if any(map(_title, flat)) else 0)) * unit
    return left, top + 4 * unit, right, bottom


def _placed(one: Axis, name: str, inner: Box) -> Axis:
    """The axis on its part of the box."""
    first, last = one.said.get("domain") or (0, 1)
    left, top, right, bottom = inner
    if name[0] == "x":
        return replace(one, start=left + first * (right - left), end=left + last * (right - left))
    return replace(one, start=bottom - first * (bottom - top), end=bottom - last * (bottom - top))


def _beside(canvas: Canvas, one: Axis, name: str, placed: Mapping[str, Axis], inner: Box) -> None:
    """Grid, numbers and title of an axis."""
    if not one.shown:
        return
    other = placed.get(str(one.said.get("anchor"))) or next(
        (found for key, found in placed.items() if key[0] != name[0]), one
    )
    low, high = sorted((other.start, other.end))
    upright, opposite = name[0] == "y", one.said.get("side") in ("right", "top")
    gap, color = GAP * canvas.unit, ink("@muted")
    grid = one.said.get("showgrid", True) and not one.names and not one.said.get("overlaying")
    for at, text in one.ticks():
        if upright:
            if grid:
                canvas.line([(low, at), (high, at)], ink("@grid"), 1)
            spot = (high + gap, at) if opposite else (low - gap, at)
            canvas.text(spot, text, TICK, color, across="left" if opposite else "right", weight=_weight(text))
        else:
            if grid:
                for part in _uprights(placed):
                    canvas.line([(at, part[0]), (at, part[1])], ink("@grid"), 1)
            if opposite:
                half = canvas.measured(text, TICK)[0] / 2
                canvas.text((at, low - gap - half), text, TICK, color, turned=True)
            else:
                canvas.text((at, high + gap), text, TICK, color, across="center", down="top", weight=_weight(text))
    if title := _title(one):
        middle = (one.start + one.end) / 2
        if upright:
            wide = max((canvas.measured(text, TICK)[0] for _, text in one.ticks()), default=0.0)
            canvas.text((low - wide - gap - TICK * canvas.unit, middle), title, TICK, color, turned=True)
        elif not opposite:
            canvas.text(
                (middle, inner[3] + gap + TICK * 1.4 * canvas.unit), title, TICK, color, across="center", down="top"
            )


def _uprights(placed: Mapping[str, Axis]) -> list[tuple[float, float]]:
    return list(dict.fromkeys((one.start, one.end) for name, one in placed.items() if name[0] == "y"))


def _title(one: Axis) -> str:
    title = one.said.get("title") or ""
    return str(title.get("text") or "") if isinstance(title, Mapping) else str(title)


def _weight(text: Any) -> int:
    return BOLD if HEAVY in str(text) else PLAIN


def _at(value: Any, ref: str, placed: Mapping[str, Axis], inner: Box) -> float:
    """Pixel of a place that is a share of the picture or a value of an axis."""
    if ref == "paper" or ref not in placed:
        first, last = (inner[0], inner[2]) if ref != "paper-y" else (inner[3], inner[1])
        return first + float(value) * (last - first)
    found = float(placed[ref].places([value])[0]) if not placed[ref].log else None
    one = placed[ref]
    if found is None:  # a place on a log axis is given as an exponent
        found = one.start + (float(value) - one.low) / ((one.high - one.low) or 1.0) * (one.end - one.start)
    return found


def _spot(said: Mapping[str, Any], x: str, y: str, placed: Mapping[str, Axis], inner: Box) -> tuple[float, float]:
    across, down = str(said.get("xref", "x")), str(said.get("yref", "y"))
    return (
        _at(said.get(x, 0), across, placed, inner),
        _at(said.get(y, 0), "paper-y" if down == "paper" else down, placed, inner),
    )


def _shape(canvas: Canvas, shape: Mapping[str, Any], placed: Mapping[str, Axis], inner: Box) -> None:
    a, b = _spot(shape, "x0", "y0", placed, inner), _spot(shape, "x1", "y1", placed, inner)
    edge = shape.get("line") or {}
    width = float(edge.get("width", 1))
    if shape.get("type") == "line":
        canvas.line([a, b], ink(edge.get("color", "@muted")), width, str(edge.get("dash") or ""))
    elif shape.get("fillcolor"):
        canvas.box(a, b, ink(shape["fillcolor"]), ink(edge.get("color")) if width else None, width)


def _note(canvas: Canvas, note: Mapping[str, Any], placed: Mapping[str, Axis], inner: Box) -> None:
    text, font = note.get("text") or "", note.get("font") or {}
    x, y = _spot(note, "x", "y", placed, inner)
    across, down = str(note.get("xanchor", "center")), str(note.get("yanchor", "middle"))
    canvas.text(
        (x + float(note.get("xshift") or 0) * canvas.unit, y - float(note.get("yshift") or 0) * canvas.unit), text,
        float(font.get("size", 13)), ink(font.get("color", "@ink")), weight=_weight(text),
        across=across if across in ("left", "center", "right") else "center",
        down=down if down in ("top", "middle", "bottom") else "middle",
    )  # fmt: skip
