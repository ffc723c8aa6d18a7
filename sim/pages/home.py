"""The first page: what the next dollar buys."""

from sim.pages.page import Board, Door
from sim.words.mixture import rules_in_words
from sim.words.next_dollar import paragraph, paragraph_by_law
from sim.words.readout import readout_pieces

PAGE = Board(
    path="home",
    order=1,
    title="Next Dollar",
    about="What the next dollar of training a language model buys: a larger model, more text, or a new plan.",
    question="What would the next dollar buy?",
    lead="Train an AI language model: move its size, text, chips and money. See how good it gets, what it costs, and "
    "what to buy next.",
    doors=(
        Door("Is AI hitting a wall?", "claims", query="claim=wall"),
        Door("I have chips and a deadline", "plan", preset="chips-and-days"),
        Door("What do $1B and $100B buy?", "cost"),
        Door("Teach this", "lessons"),
    ),
    paragraph=paragraph,
    while_moving=paragraph_by_law,
    opening=readout_pieces,
    closing=rules_in_words,
    below=("assumptions",),
)
