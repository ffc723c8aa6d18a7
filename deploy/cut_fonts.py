"""Cuts Streamlit's fonts to what the pages show: `python -m deploy.cut_fonts`, once after an installation.

Letters of the languages that are written with Latin or Greek ones, and the signs of texts and formulas; of the font
of icons those whose names stand in Streamlit's scripts or in ours. What is not in them, a browser takes from
its own fonts.
"""

import re
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from ui.server.fonts import CUT, WHOLE

ROOT = Path(__file__).resolve().parents[1]
ICONS = "MaterialSymbols"
LARGE = 150_000  # bytes, from which on it pays
SIGNS = (
    (0x20, 0x180), (0x218, 0x21C), (0x2C6, 0x2DE), (0x370, 0x400), (0x1E80, 0x1E86), (0x2010, 0x2060),
    (0x2070, 0x20A0), (0x20A0, 0x20C0), (0x2190, 0x2194), (0x2200, 0x2270), (0x25A0, 0x2600),
)  # fmt: skip
WEIGHTS = (400, 700)  # between which the pages choose
NAMED = re.compile(r"[\"'`:/]([a-z0-9_]{2,40})[\"'`:]")  # what may be the name of an icon in a script


def main() -> None:
    """Cut every large font that is not cut yet, and say what it saves."""
    CUT.mkdir(parents=True, exist_ok=True)
    for path in sorted(WHOLE.glob("*.woff2")):
        there = CUT / path.name
        if path.stat().st_size < LARGE or there.exists():
            continue
        font = _icons(TTFont(path)) if ICONS in path.name else _texts(TTFont(path))
        font.flavor = "woff2"
        font.save(there)
        print(f"{path.name}: {path.stat().st_size:,} bytes, {there.stat().st_size:,} now")


def _texts(font: TTFont) -> TTFont:
    """The letters and signs, in the weights that the pages use."""
    axes = {axis.axisTag: axis for axis in font["fvar"].axes}
    cutter = subset.Subsetter(subset.Options(layout_features=["*"]))
    cutter.populate(unicodes=[sign for start, end in SIGNS for sign in range(start, end)])
    cutter.subset(font)
    kept = {"wght": WEIGHTS, "opsz": axes["opsz"].defaultValue if "opsz" in axes else None}
    return instancer.instantiateVariableFont(font, {name: limit for name, limit in kept.items() if name in axes})


def _icons(font: TTFont) -> TTFont:
    """The icons that a script names; an icon is written as its name, which the font turns into a picture."""
    scripts = [*(WHOLE.parent / "js").glob("*.js"), *(ROOT / "ui").rglob("*.py"), *(ROOT / "ui").rglob("*.js")]
    names = {name for script in scripts for name in NAMED.findall(script.read_text(encoding="utf-8"))}
    cutter = subset.Subsetter(subset.Options(layout_closure=False, layout_features=["*"]))
    cutter.populate(unicodes=range(0x20, 0x7F), glyphs=names & set(font.getGlyphOrder()))
    cutter.subset(font)
    return font


if __name__ == "__main__":
    main()
