"""Tokens of the best split against compute, by every law."""

from sim.charts.chart import Place
from sim.charts.drawing.law_lines import LawLines
from sim.ground.arrays import Array


class Tokens(LawLines):
    id = "laws-tokens"
    places = (Place("laws", 3),)
    question = "How much text should it read?"
    output = "n_tokens"
    title = "Tokens"
    form = "count"

    def quantity(self, N: Array, D: Array) -> Array:
        return D
