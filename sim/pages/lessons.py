"""The Lessons page: predict first, then look."""

from sim.pages.page import Page

PAGE = Page(
    path="lessons",
    order=7,
    title="Lessons",
    about="Short lessons on scaling laws: predict first, then look. Every number is computed.",
)
