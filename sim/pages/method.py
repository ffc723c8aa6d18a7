"""The Method page: equations, sources and parameters."""

from sim.pages.page import Page

PAGE = Page(
    path="method",
    order=8,
    title="Method",
    about="The equations, sources, published figures and parameters of the simulator.",
)
