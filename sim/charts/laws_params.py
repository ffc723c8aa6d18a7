"""Parameters of the best split against compute, by every law."""

from typing import Any

from sim.charts import law_lines
from sim.charts.chart import Chart, Results
from sim.laws.forms import Array


def _quantity(N: Array, D: Array) -> Array:
    return N


def _figure(results: Results) -> dict[str, Any]:
    now = results[0]
    return law_lines.figure(results, _quantity, (now.n_params, "you are here"), "Parameters")


def _summary(results: Results) -> str:
    spread = law_lines.spread(results, _quantity, "count")
    return f"At the compute of this run the published laws range {spread} parameters."


CHART = Chart(
    id="laws-params",
    page="laws",
    order=2,
    question="How large should the model be?",
    subtitle=lambda results: "Parameters of the best split against training compute, as published.",
    figure=_figure,
    figures=lambda window, many: law_lines.figures(_figure(window), many, lambda run: run.n_params),
    summary=_summary,
    table=lambda results: law_lines.table(results, _quantity, "count"),
    note=law_lines.note,
    bands=lambda results, found, form: law_lines.bands(form, "n_params"),
    height=420,
)
