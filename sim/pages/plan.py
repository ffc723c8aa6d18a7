"""The Plan page: where the run stands, and where its money goes."""

from sim.pages.page import Board
from sim.words.mixture import rules_in_words
from sim.words.readout import readout_pieces

PAGE = Board(
    path="plan",
    order=2,
    title="Plan",
    about="Where a training run stands between too large and too small, and where its money goes.",
    question="Plan the run",
    above="chips-and-days",
    opening=readout_pieces,
    closing=rules_in_words,
    below=("assumptions",),
)
