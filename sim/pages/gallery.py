"""The Gallery page: every run that ships, as cards to open."""

from sim.pages.page import Page

PAGE = Page(
    path="gallery",
    order=5.5,
    title="Gallery",
    about="Every run that ships as a card to open: plans, real models, and what claims and lessons are about.",
)
