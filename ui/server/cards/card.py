"""The card of a link: its sentence, a chart, and where it comes from, as a PNG."""

import io
from collections.abc import Sequence
from typing import Any

from ui.server.cards.canvas import BOLD, Canvas, ink
from ui.server.cards.drawing import Figure, draw, patched

SIZE = (1200, 630)  # [px], what platforms ask for
SIDE, TOP, FOOT = 56, 40, 34  # [px]
CHART_UNIT = 1.55  # pixels of a unit of a chart: its letters are read in a small preview
MOST_LINES = 3


def card(title: str, question: str, figure: Figure | None, patch: dict[str, Any], foot: str, brand: str) -> bytes:
    """A card as PNG.

    Parameters
    ----------
    title, question, foot, brand : str
        The sentence in large letters, the title of the chart, the line below it, and whose it is.
    figure, patch : dict or None, dict
        The chart and the layout of its open view; without one the sentence stands alone.
    """
    canvas = Canvas(*SIZE)
    width, height = SIZE
    canvas.box((0, 0), (10, height), ink("@compute"))
    canvas.text((SIDE, TOP), brand, 24, ink("@muted"), weight=BOLD)
    large = 54 if figure is None else 38 if len(title) < 110 else 33
    y = TOP + 30.0
    for line in wrapped(canvas, title, large, width - 2 * SIDE, 5 if figure is None else MOST_LINES):
        canvas.text((SIDE, y), line, large, ink("@ink"), down="top", weight=BOLD, family="Serif")
        y += large * 1.2
    if figure is not None:
        y += 10
        canvas.text((SIDE, y), question, 24, ink("@ink"), down="top")
        canvas.unit = CHART_UNIT
        box = (SIDE, y + 40, width - SIDE, height - FOOT - 22)
        draw(canvas, {**figure, "layout": patched(figure["layout"], patch)}, box)
        canvas.unit = 1.0
    said = wrapped(canvas, foot, 18, width - 2 * SIDE, 1)
    canvas.text((SIDE, height - FOOT), said[0] if said else "", 18, ink("@muted"))
    out = io.BytesIO()
    canvas.finished().save(out, "PNG", compress_level=6)
    return out.getvalue()


def wrapped(canvas: Canvas, text: str, size: float, room: float, most: int) -> Sequence[str]:
    """Lines of a text that fit into a width, the last one with an ellipsis where there are more."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most:
        count = 1
        while count < len(words) and _fits(canvas, " ".join(words[: count + 1]), size, room):
            count += 1
        lines.append(" ".join(words[:count]))
        words = words[count:]
    if words and lines:
        kept = lines[-1].split()
        while len(kept) > 1 and not _fits(canvas, f"{' '.join(kept)} …", size, room):
            kept.pop()
        lines[-1] = f"{' '.join(kept)} …"
    return lines


def _fits(canvas: Canvas, text: str, size: float, room: float) -> bool:
    return canvas.measured(text, size, BOLD, "Serif")[0] <= room
