"""A canvas of the light colors: lines, shapes and text, drawn twice as large and then made smaller."""

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from html import unescape
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from sim.charts.drawing.style import COLORS
from ui.server.streamlit_private import font_file

FINER = 2  # times as many pixels while drawing
PALETTE = COLORS["light"]
TAG = re.compile(r"</?(?:b|i|sub|sup|span|extra)\b[^>]*>")
DASHES = {"dot": (2.0, 3.0), "dash": (7.0, 5.0), "dashdot": (7.0, 4.0), "longdash": (11.0, 6.0)}
Spot = tuple[float, float]
Ink = tuple[int, int, int, int]
LIGHT, PLAIN, BOLD = 300, 400, 600  # weights


@lru_cache(maxsize=64)
def font(size: int, weight: int = PLAIN, family: str = "Sans") -> Any:
    """A face of Streamlit's own fonts, or Pillow's where there is none [px]."""
    try:
        face = ImageFont.truetype(font_file(family), size)
        others = face.get_variation_axes()[1:]
        face.set_variation_by_axes([weight, *(float(axis["default"] or 0) for axis in others)])
    except OSError:
        return ImageFont.load_default(size)
    return face


def ink(color: Any, opacity: float = 1.0) -> Ink:
    """A color of ours, "@name" or "@name/0.4", or one in hexadecimal digits; muted where it is neither."""
    name, _, alpha = str(color).partition("/")
    text = PALETTE.get(name.removeprefix("@"), name)
    found = re.fullmatch(r"#([0-9a-fA-F]{6})", text)
    digits = found[1] if found else PALETTE["muted"][1:]
    red, green, blue = (int(digits[i : i + 2], 16) for i in (0, 2, 4))
    return red, green, blue, round(255 * opacity * (float(alpha) if alpha else 1.0))


def lines_of(text: Any) -> list[str]:
    """Lines of a text of a figure, without its markup."""
    return [unescape(TAG.sub("", line)).replace("\u00a0", " ").strip() for line in re.split(r"<br\s*/?>", str(text))]


class Canvas:
    """A picture that grows; places and sizes are in units, of which one has `unit` pixels of the finished picture."""

    def __init__(self, width: int, height: int) -> None:
        self.size = width, height
        self.image = Image.new("RGB", (width * FINER, height * FINER), PALETTE["paper"])
        self.pen = ImageDraw.Draw(self.image, "RGBA")
        self.unit = 1.0

    @property
    def scale(self) -> float:
        """Pixels while drawing, of a unit."""
        return self.unit * FINER

    def line(self, spots: Sequence[Spot], color: Ink, width: float, dash: str = "") -> None:
        """A line through places in finished pixels."""
        fine = [(x * FINER, y * FINER) for x, y in spots]
        wide = max(1, round(width * self.scale))
        if dash in DASHES:
            for piece in _dashed(fine, [part * self.scale for part in DASHES[dash]]):
                self.pen.line(piece, fill=color, width=wide)
        elif len(fine) > 1:
            self.pen.line(fine, fill=color, width=wide, joint="curve" if color[3] == 255 else None)

    def area(self, spots: Sequence[Spot], color: Ink) -> None:
        """A filled shape."""
        if len(spots) > 2:
            self.pen.polygon([(x * FINER, y * FINER) for x, y in spots], fill=color)

    def box(self, a: Spot, b: Spot, color: Ink, edge: Ink | None = None, width: float = 1.0) -> None:
        """A rectangle between two corners."""
        (x0, x1), (y0, y1) = sorted((a[0], b[0])), sorted((a[1], b[1]))
        corners = (x0 * FINER, y0 * FINER, x1 * FINER, y1 * FINER)
        wide = max(1, round(width * self.scale)) if edge and edge[3] else 0
        self.pen.rectangle(corners, fill=color, outline=edge if wide else None, width=wide or 1)

    def dot(self, spot: Spot, size: float, color: Ink, edge: Ink, width: float, symbol: str = "circle") -> None:
        """A mark of a point, as wide as `size` units."""
        x, y, half = spot[0] * FINER, spot[1] * FINER, size * self.scale / 2
        if symbol.endswith("-open"):
            color, edge, width, symbol = (0, 0, 0, 0), color, max(width, 1.5), symbol.removesuffix("-open")
        shapes = {"diamond": (4, 0), "square": (4, 45), "triangle-up": (3, 0)}
        wide = max(1, round(width * self.scale)) if width else 0
        outline = edge if wide else None
        if symbol in shapes:
            sides, turn = shapes[symbol]
            self.pen.regular_polygon((x, y, half), sides, turn, fill=color, outline=outline, width=wide or 1)
        else:
            self.pen.ellipse((x - half, y - half, x + half, y + half), fill=color, outline=outline, width=wide or 1)

    def measured(self, text: Any, size: float, weight: int = PLAIN, family: str = "Sans") -> Spot:
        """Width and height of a text in finished pixels."""
        face = font(max(6, round(size * self.scale)), weight, family)
        lines = lines_of(text)
        return max(face.getlength(line) for line in lines) / FINER, len(lines) * size * self.unit * 1.2

    def text(
        self, spot: Spot, text: Any, size: float, color: Ink, *, across: str = "left", down: str = "middle",
        weight: int = PLAIN, family: str = "Sans", halo: bool = False, turned: bool = False,
    ) -> None:  # fmt: skip
        """A text beside a place: `across` and `down` say which side of it stands there."""
        face = font(max(6, round(size * self.scale)), weight, family)
        lines, high = lines_of(text), size * self.scale * 1.2
        if turned:
            self._turned(spot, lines[0], face, color)
            return
        top = spot[1] * FINER - {"top": 0.0, "middle": 0.5, "bottom": 1.0}[down] * high * len(lines)
        anchor = {"left": "lm", "center": "mm", "right": "rm"}[across]
        width, paper = round(1.5 * self.scale) if halo else 0, ink("@paper", 0.85)
        for i, line in enumerate(lines):
            self.pen.text(
                (spot[0] * FINER, top + (i + 0.5) * high), line, fill=color, font=face, anchor=anchor,
                stroke_width=width, stroke_fill=paper,
            )  # fmt: skip

    def _turned(self, spot: Spot, line: str, face: Any, color: Ink) -> None:
        """A line that reads upwards, its middle at a place."""
        wide, high = math.ceil(face.getlength(line)) + 4, math.ceil(1.4 * face.size)
        mask = Image.new("L", (wide, high))
        ImageDraw.Draw(mask).text((wide / 2, high / 2), line, fill=255, font=face, anchor="mm")
        mask = mask.rotate(90, expand=True)
        at = round(spot[0] * FINER - mask.width / 2), round(spot[1] * FINER - mask.height / 2)
        self.image.paste(color[:3], at, mask)

    def finished(self) -> Image.Image:
        """The picture in its own size."""
        return self.image.reduce(FINER)


def _dashed(spots: Sequence[Spot], pattern: Sequence[float]) -> list[list[Spot]]:
    """Pieces of a line that are drawn, after a pattern of lengths: drawn, left out."""
    pieces: list[list[Spot]] = []
    left, drawn = pattern[0], True
    piece = [spots[0]] if spots else []
    for (x0, y0), (x1, y1) in zip(spots, spots[1:], strict=False):
        length, at = math.hypot(x1 - x0, y1 - y0), 0.0
        while length - at > left:
            at += left
            here = (x0 + (x1 - x0) * at / length, y0 + (y1 - y0) * at / length)
            if drawn:
                pieces.append([*piece, here])
            drawn = not drawn
            left, piece = pattern[0 if drawn else 1], [here]
        left -= length - at
        piece.append((x1, y1))
    return [*pieces, piece] if drawn and len(piece) > 1 else pieces
