"""Tokens of the best split against compute, by every law."""

from typing import Any

from sim.charts import law_lines
from sim.charts.chart import Chart, Results
from sim.laws.forms import Array


def _quantity(N: Array, D: Array) -> Array:
    return D


def _figure(results: Results) -> dict[str, Any]:
    now = results[0]
    return law_lines.figure(results, _quantity, (now.n_tokens, "you are here"), "Tokens")


def _summary(results: Results) -> str:
    spread = law_lines.spread(results, _quantity, "count")
    return f"At the compute of this run the published laws range {spread} tokens."


CHART = Chart(
    id="laws-tokens",
    page="laws",
    order=3,
    question="How much text should it read?",
    subtitle=lambda results: "Tokens of the best split against training compute, as published.",
    figure=_figure,
    figures=lambda window, many: law_lines.figures(_figure(window), many, lambda run: run.n_tokens),
    summary=_summary,
    table=lambda results: law_lines.table(results, _quantity, "count"),
    note=law_lines.note,
    bands=lambda results, found, form: law_lines.bands(form, "n_tokens"),
    height=420,
)
