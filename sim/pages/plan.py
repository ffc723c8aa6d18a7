"""The Plan page: where the run stands, and where its money goes."""

from sim.pages.page import Board

PAGE = Board(
    path="plan",
    order=2,
    title="Plan",
    about="Where a training run stands between too large and too small, and where its money goes.",
    question="Plan the run",
    above="chips-and-days",
    below=("assumptions",),
)
