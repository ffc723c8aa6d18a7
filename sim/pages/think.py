"""The Think page: training against thinking, once inference is on."""

from sim.pages.page import Board
from sim.words.mixture import rules_in_words
from sim.words.readout import readout_pieces
from sim.words.think import example, think_headlines, think_paragraph

PAGE = Board(
    path="think",
    order=5,
    title="Serve & think",
    about="When more answers are worth more than more training, and what serving does to the best plan.",
    question="Train it more, or let it think?",
    paragraph=think_paragraph,
    numbers=think_headlines,
    example=example,
    above="inference-switch",
    opening=readout_pieces,
    closing=rules_in_words,
    below=("service-and-tasks",),
)
