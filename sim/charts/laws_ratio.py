"""Tokens per parameter of the best split against compute, by every law."""

from typing import Any

from sim.charts import law_lines
from sim.charts.chart import Chart, Results
from sim.laws.forms import Array


def _quantity(N: Array, D: Array) -> Array:
    return D / N


def _figure(results: Results) -> dict[str, Any]:
    now = results[0]
    return law_lines.figure(results, _quantity, (now.tokens_per_param, "you are here"), "Tokens per parameter")


def _summary(results: Results) -> str:
    spread = law_lines.spread(results, _quantity, "plain")
    return f"At the compute of this run the published laws range {spread} tokens per parameter."


CHART = Chart(
    id="laws-ratio",
    page="laws",
    order=1,
    question="How many tokens for each parameter?",
    subtitle=lambda results: "Tokens per parameter of the best split against training compute, as published.",
    figure=_figure,
    figures=lambda window, many: law_lines.figures(_figure(window), many, lambda run: run.tokens_per_param),
    summary=_summary,
    table=lambda results: law_lines.table(results, _quantity, "plain"),
    note=law_lines.note,
    bands=lambda results, found, form: law_lines.bands(form, "tokens_per_param"),
    height=420,
)
