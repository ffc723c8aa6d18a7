"""The Laws page: all laws side by side, with what they leave open."""

from sim.pages.page import Board
from sim.words.ruler import ruler

PAGE = Board(
    path="laws",
    order=3,
    title="Laws",
    about="What the published scaling laws say of a run, how sure each is, and what it costs to plan by the wrong one.",
    question="Which law, and how sure?",
    closing=ruler,
    compares_laws=True,
    above="compared-laws",
    below=("spread-of-laws", "uncertainty", "wall-and-data", "improvement", "sources-of-laws"),
)
