"""The Forecasts page: what was foretold of runs, what came, and a forecast of one's own."""

from sim.pages.page import Page

PAGE = Page(
    path="forecasts",
    order=3.6,
    title="Forecasts",
    about="Published forecasts of training runs and what came of them: reach, error, and whether intervals held.",
)
