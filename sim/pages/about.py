"""The About page: what it is and is not, whose it is, how to cite it."""

from sim.pages.page import Page

PAGE = Page(
    path="about",
    order=9,
    title="About",
    about="What Next Dollar is and is not, whose it is, and how to cite it.",
)
