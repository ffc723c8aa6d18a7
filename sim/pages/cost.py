"""The Cost page: what a whole program costs, in dollars and in the world."""

from sim.pages.page import Board
from sim.words.cost import cost_headlines, cost_paragraph

PAGE = Board(
    path="cost",
    order=4,
    title="Cost",
    about="What a whole training program costs: chips, failures, experiments, staff, electricity, carbon and water.",
    question="What does it really cost?",
    paragraph=cost_paragraph,
    numbers=cost_headlines,
    below=("program-and-prices", "failures", "grid-and-energy"),
)
