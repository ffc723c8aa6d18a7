"""The Fit page: a law from one's own runs."""

from sim.pages.page import Page

PAGE = Page(
    path="fit",
    order=3.5,
    title="Your runs",
    about="A scaling law fitted to a table of your own training runs, with bands, and what knowing it better is worth.",
)
