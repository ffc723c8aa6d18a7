"""Tokens per parameter of the best split against compute, by every law."""

from sim.charts.chart import Place
from sim.charts.drawing.law_lines import LawLines
from sim.ground.arrays import Array


class Ratio(LawLines):
    id = "laws-ratio"
    places = (Place("laws", 1),)
    question = "How many tokens for each parameter?"
    output = "tokens_per_param"
    title = "Tokens per parameter"
    form = "plain"
    wide = True
    lists = True

    def quantity(self, N: Array, D: Array) -> Array:
        return D / N
