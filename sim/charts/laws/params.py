"""Parameters of the best split against compute, by every law."""

from sim.charts.chart import Place
from sim.charts.drawing.law_lines import LawLines
from sim.ground.arrays import Array


class Params(LawLines):
    id = "laws-params"
    places = (Place("laws", 2),)
    question = "How large should the model be?"
    output = "n_params"
    title = "Parameters"
    form = "count"

    def quantity(self, N: Array, D: Array) -> Array:
        return N
