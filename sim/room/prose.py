"""Texts of lessons as HTML, for the pages of a room: the Markdown of the files, and no markup of its own."""

from functools import lru_cache

from markdown_it import MarkdownIt  # html off: a sign that looks like a tag shows as that sign

_READER = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


@lru_cache(maxsize=2_048)
def html(markdown: str) -> str:
    """Markdown as HTML blocks."""
    return _READER.render(markdown)


@lru_cache(maxsize=2_048)
def inline(markdown: str) -> str:
    """Markdown as HTML within a line."""
    return _READER.renderInline(" ".join(markdown.split()))
