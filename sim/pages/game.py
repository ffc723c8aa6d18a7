"""The Pilot game page: learn a hidden law by small runs, then take one shot."""

from sim.pages.page import Page

PAGE = Page(
    path="game",
    order=7.5,
    title="Pilot game",
    about="A hidden scaling law and a budget: buy small runs, then one large one, and see what not knowing cost you.",
)
