"""Texts of people as Markdown: what they typed shows as they typed it."""

import re

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&])")


def escaped(text: str) -> str:
    """Plain text as Markdown that shows it unchanged: no markup, link, formula or color of it works."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def dollars_kept(text: str) -> str:
    """Markdown whose dollar signs mean money, not a formula."""
    return text.replace("$", "\\$")
