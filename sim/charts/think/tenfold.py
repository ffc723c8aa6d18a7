"""How much thinking ten times the training is worth: here, and as others found or said."""

from collections.abc import Sequence
from typing import Any

from sim.catalogs.observed import TRADED
from sim.catalogs.references import STATUS_WORDS, references
from sim.charts.chart import Figure, Place, RunChart, Table
from sim.charts.drawing.empty import no_samples, with_samples
from sim.charts.drawing.kept import kept_points
from sim.charts.drawing.style import SMALL, axis, layout, line
from sim.engine.kept_runs import KeptRun
from sim.engine.result import Result
from sim.ground import units
from sim.inputs.scenario import Scenario
from sim.studies.thinking import exchange

MOST = 7.3  # decades of the axis
HERE = "This run"
POKER = "20 seconds"


def _rows(now: Result) -> list[tuple[str, float | None, float | None, str]]:
    """Label, factor on thinking for ten times the training, largest factor, and text of each row."""
    worth, here = _here(now)
    rows: list[tuple[str, float | None, float | None, str]] = [(HERE, worth, None, here)]
    for one in TRADED:
        rows.append((one.label, one.per_tenfold, one.reach, POKER if one.per_tenfold is None else _factor(one)))
    return rows


def _here(now: Result) -> tuple[float | None, str]:
    """Factor on the samples that ten times the training is worth at the run, and its text."""
    found = exchange(now)
    if found is None or (found.factor is None and found.per_tenfold is None):
        return None, "no number of samples"
    if found.factor is None:
        return found.per_tenfold, f"{units.times(found.per_tenfold or 0)}, by slope"
    return found.factor, units.times(found.factor)


def _factor(one: Any) -> str:
    return units.times(one.per_tenfold, 3)


class Tenfold(RunChart):
    id = "think-others"
    places = (Place("think", 4),)
    question = "What is ten times the training worth?"
    height = 380
    is_still = True

    def why_empty(self, now: Result) -> str | None:
        return no_samples(now)

    def applies(self, scenario: Scenario) -> bool:
        return with_samples(scenario)

    def subtitle(self, now: Result) -> str:
        return "Factor on the compute per answer that is worth ten times the training, here and as others found."

    def figure(self, now: Result, others: Sequence[KeptRun]) -> Figure:
        rows = _rows(now)
        places = list(range(len(rows)))
        traces = [
            line([1, reach], [place] * 2, "muted", 1.5, hovertemplate="found up to %{x:.3g}x<extra></extra>")
            for place, (_, _, reach, _) in zip(places, rows, strict=True)
            if reach is not None
        ]
        colors = ["@inference", *["@muted"] * (len(rows) - 1)]
        dots = {
            "type": "scatter",
            "mode": "markers",
            "x": [worth for _, worth, _, _ in rows],
            "y": places,
            "marker": {"size": 9, "color": colors},
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
        labels = {
            "type": "scatter",
            "mode": "text",
            "x": [max(worth or 1, reach or 1) for _, worth, reach, _ in rows],
            "y": places,
            "text": [f"\u2002\u2002{text}" for _, _, _, text in rows],
            "textposition": "middle right",
            "textfont": {"size": SMALL, "color": ["@inference", *["@ink"] * (len(rows) - 1)]},
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
        kept = kept_points(others, lambda run: (_here(run)[0], 0), "bottom center")
        return {
            "data": [*traces, *kept, dots, labels],
            "layout": layout(
                xaxis=axis("Compute per answer, times", log=True, range=[0, MOST], dtick=2),
                yaxis=axis("", tickvals=places, ticktext=[label for label, *_ in rows], range=[len(rows) - 0.5, -0.5],
                           showgrid=False, ticklabelstandoff=6) | {"tickfont": {"size": SMALL, "color": "@ink"}},
            ),
        }  # fmt: skip

    def summary(self, now: Result) -> str:
        found = exchange(now)
        if found is None:
            return "Ten times the training of this run is out of bounds."
        if found.factor is None:
            slope = (
                "" if found.per_tenfold is None else f" By the slope here it would be {units.times(found.per_tenfold)}."
            )
            return f"At this run no number of samples is worth ten times the training, with this verifier.{slope}"
        return (
            f"At this run ten times the training is worth {units.times(found.factor)} the samples: either solves "
            f"{units.percent(found.accuracy)} of the problems. Jones found 15x for a board game."
        )

    def table(self, now: Result) -> Table:
        known = references()
        (label, _, _, here), *_ = _rows(now)
        rows = [
            [
                one.label,
                "not said" if one.per_tenfold is None else _factor(one),
                "not said" if one.reach is None else units.times(one.reach, 5),
                f"{known[one.source].short}, {STATUS_WORDS[one.status]}",
                one.limits,
            ]
            for one in TRADED
        ]
        columns = ["Who", "Thinking for ten times the training", "Largest", "Source", "For what"]
        return columns, [[label, here, "–", "this simulator", "The tasks as set"], *rows]

    def note(self, now: Result) -> str:
        known = references()
        sources = ", ".join(dict.fromkeys(known[one.source].short for one in TRADED))
        return (
            "Each holds for its own problems and no others: the table says which. Lines: how far it was "
            f"found to go. R: tokens served for each token of training. {sources}."
        )
