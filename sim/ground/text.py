"""Texts of people as Markdown: what they typed shows as they typed it."""

ON_A_PAGE = "\\`*_{}[]()<>#+-.!|~$:&"  # what a page takes for markup, a link, a formula, a color or an emoji
IN_A_FILE = "\\`*_[]<>|#$"  # enough in a file that is read as plain text too


def escaped(text: str, marks: str = ON_A_PAGE) -> str:
    """Plain text as Markdown that shows it unchanged, in one line."""
    return " ".join(text.translate({ord(mark): f"\\{mark}" for mark in marks}).split())


def dollars_kept(text: str) -> str:
    """Markdown whose dollar signs mean money, not a formula."""
    return text.replace("$", "\\$")
