"""The Think page: training against thinking, once inference is on."""

from sim.pages.page import Board
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
    below=("service-and-tasks",),
)
