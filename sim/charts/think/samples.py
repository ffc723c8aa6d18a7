"""Accuracy against samples per query, with its plateau, its cost and what others measured."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from sim.catalogs.observed import MEASURED
from sim.catalogs.references import STATUS_WORDS, references
from sim.charts.chart import Figure, Place, RunChart, Table, ValueOf
from sim.charts.drawing.empty import no_samples, with_samples
from sim.charts.drawing.kept import kept_points
from sim.charts.drawing.style import SMALL, axis, line, log_ticks, panels, point
from sim.engine.kept_runs import KeptRun
from sim.engine.result import Result
from sim.engine.solving import sampling
from sim.ground import units
from sim.inputs.numbers import numbers
from sim.inputs.scenario import Scenario
from sim.program.cost import sample_usd
from sim.tasks.sampling import coverage, draws, plateau

DECADES, PER_DECADE = (4, 6), 5  # of samples
TABLE_K = (1, 4, 16, 64, 256, 1024, 10_000)
ABOVE = 0.42  # of the plot: where the accuracy begins, over the cost
BETWEEN = 0.13  # of the plot: between the two
PERCENT = 100
THOUSAND = 1_000  # queries, whose cost is drawn: one may cost less than a cent
HIGH = 88  # per cent above which a label has no room over its line
SHADOW = "1px 1px 2px @paper, -1px -1px 2px @paper"  # keeps labels readable over lines


def _curves(results: Sequence[Result], k: Any) -> tuple[Any, Any, Any]:
    """Accuracy, samples drawn until one is accepted, and plateau: a row for each run; runs of one pass@1 share it."""
    inputs = [numbers(result.scenario) for result in results]
    columns = np.array([[result.pass_at_1, *sampling(0, given)] for result, given in zip(results, inputs, strict=True)])
    rows, place = np.unique(np.delete(columns, 2, axis=1), axis=0, return_inverse=True)
    m, a, t, f = (column[:, None] for column in rows.T)
    found = draws(m, a, k, t, f)
    return tuple(column[place.ravel()] for column in (found.accuracy, found.decodes, found.plateau[:, 0]))


def _samples(window: Result, others: Sequence[KeptRun]) -> Any:
    """Samples of the curves: four decades, or all six where a run draws more."""
    most = max(result.scenario.samples_per_query for result in (window, *others))
    decades = next((d for d in DECADES if 10.0**d >= most), DECADES[-1])
    return np.geomspace(1, 10.0**decades, PER_DECADE * decades + 1)


def _no_price() -> dict[str, Any]:
    return {
        "text": "The price of a chip-hour is unknown.", "xref": "paper", "yref": "paper", "x": 0.5, "y": 0.12,
        "showarrow": False, "font": {"size": SMALL, "color": "@muted"},
    }  # fmt: skip


def _thousand_usd(result: Result, k: Any) -> Any:
    """Cost of a thousand queries with k samples [USD]; `None` where no price is known."""
    if result.usd_per_query is None:
        return None
    more = np.subtract(k, result.scenario.samples_per_query)
    return THOUSAND * (result.usd_per_query + more * sample_usd(result.n_params, numbers(result.scenario)))


def _drawn(
    now: Result, others: Sequence[KeptRun], k: Any, curve: Any, decodes: Any, top: float
) -> list[dict[str, Any]]:
    cost, stopped = (_thousand_usd(now, drawn) for drawn in (k, decodes))
    place = "bottom right" if now.scenario.samples_per_query < 30 else "bottom left"
    traces = [
        *_measured(),
        line(k, curve, "inference", 3, name="Solved",
             hovertemplate="%{x|count} samples<br>%{y:.1f} % solved<extra></extra>"),
        line(k, _known(stopped, k), "money", 1.5, yaxis="y2", line={"dash": "dot"},
             hovertemplate="%{x|count} samples<br>%{y|usd} for 1,000 queries if one stopped<extra></extra>"),
        line(k, _known(cost, k), "money", 2.5, yaxis="y2",
             hovertemplate="%{x|count} samples<br>%{y|usd} for 1,000 queries<extra></extra>"),
        *kept_points(others, lambda run: (run.scenario.samples_per_query, PERCENT * run.accuracy)),
        *_top(k, top),
        point(now.scenario.samples_per_query, PERCENT * now.accuracy, "you are here", "here", place,
              hoverinfo="skip"),
    ]  # fmt: skip
    if now.usd_per_query is not None:
        here = point(now.scenario.samples_per_query, THOUSAND * now.usd_per_query, "", "money", hoverinfo="skip")
        traces.append(here | {"mode": "markers", "yaxis": "y2"})
    return traces


def _known(usd: Any, k: Any) -> Any:
    return np.full(k.shape, np.nan) if usd is None else usd


def _top(k: Any, top: float) -> list[dict[str, Any]]:
    """The accuracy that no number of samples gets above."""
    words = {
        "type": "scatter", "mode": "text", "x": [k[0]], "y": [top], "text": [f"at most {top:.0f} %"],
        "textposition": "top right" if top < HIGH else "bottom right",
        "textfont": {"size": SMALL, "color": "@inference", "shadow": SHADOW},
        "hoverinfo": "skip",
    }  # fmt: skip
    return [line([k[0], k[-1]], [top, top], "inference", 1, line={"dash": "dot"}, hoverinfo="skip"), words]


@cache
def _measured() -> list[dict[str, Any]]:
    """What others measured: of other models on other problems, for the shape."""
    traces = []
    for seen in MEASURED:
        x, y = [k for k, _ in seen.points], [PERCENT * share for _, share in seen.points]
        labels = [""] * (len(x) - 1) + [seen.label.partition(",")[0]]  # the hover says it whole
        dots = {
            "mode": "lines+markers+text",
            "text": labels,
            "textposition": "top left",
            "textfont": {"size": SMALL, "color": "@muted", "shadow": SHADOW},
            "marker": {"symbol": "circle-open", "size": 7, "color": "@muted"},
            "hovertemplate": f"{seen.label}<br>%{{x|count}} samples: %{{y}} %<extra></extra>",
            "cliponaxis": False,
        }
        traces.append(line(x, y, "muted", 1, line={"dash": "dot"}) | dots)
    return traces


def _levels(now: Result) -> tuple[float, Any]:
    """Plateau of this verifier, and pass@1, exponent and verifier of the run."""
    a, _, t, f = sampling(0, numbers(now.scenario))
    return float(plateau(now.pass_at_1, a, t, f)), (now.pass_at_1, a, t, f)


class Samples(RunChart):
    id = "samples"
    places = (Place("think", 2),)
    question = "How far do more answers get?"
    height = 360

    def why_empty(self, now: Result) -> str | None:
        return no_samples(now)

    def applies(self, scenario: Scenario) -> bool:
        return with_samples(scenario)

    def spot(self, of: ValueOf) -> tuple[float | None, float | None]:
        solved = of("accuracy")
        return of("samples_per_query"), None if solved is None else 100 * solved

    def subtitle(self, now: Result) -> str:
        return "Share of problems solved and cost of 1,000 queries, against the answers drawn for each query."

    def figure(self, now: Result, others: Sequence[KeptRun]) -> Figure:
        k = _samples(now, others)
        priced = [_thousand_usd(now, end) for end in (1, k[-1])]
        low, high = (float(np.log10(usd)) for usd in priced) if None not in priced else (0.0, 1.0)
        low, high = low - 0.4, high + 0.4
        return self.figures(now, [now], others)[0] | {
            "layout": panels(
                xaxis=axis("Samples per query", log=True, range=[-0.08, float(np.log10(k[-1]))], dtick=1, anchor="y2"),
                yaxis=axis("Solved, %", range=[0, 104], domain=[ABOVE, 1], nticks=6),
                yaxis2=axis("Cost", log=True, range=[low, high], domain=[0, ABOVE - BETWEEN], anchor="x",
                            **log_ticks(low, high, "usd")),
                annotations=[_no_price()] if None in priced else [],
            )
        }  # fmt: skip

    def figures(self, window: Result, many: Sequence[Result], others: Sequence[KeptRun]) -> list[Figure]:
        k = _samples(window, others)
        curves = zip(many, *_curves(many, k), strict=True)
        return [
            {"data": _drawn(now, others, k, PERCENT * right, drawn, PERCENT * top)} for now, right, drawn, top in curves
        ]

    def summary(self, now: Result) -> str:
        top, (m, a, _, _) = _levels(now)
        k = now.scenario.samples_per_query
        samples = units.counted(units.count(k), "sample")
        words = (
            f"One answer solves {units.percent(m)} of the problems. {samples} and this verifier solve "
            f"{units.percent(now.accuracy)}, a perfect verifier {units.percent(float(coverage(m, a, k)))}"
        )
        if top <= m:
            return f"{words}. This verifier cannot tell right from wrong, so samples do not help."
        return f"{words}. No number of samples gets this verifier above {units.percent(top)}."

    def table(self, now: Result) -> Table:
        _, (m, a, t, f) = _levels(now)
        k = np.array(TABLE_K, float)
        cost = _thousand_usd(now, k)
        shown = ["unknown"] * len(TABLE_K) if cost is None else [units.dollars(usd) for usd in cost]
        found = draws(m, a, k, t, f)
        series = (found.accuracy, coverage(m, a, k), found.decodes)
        rows = [
            [units.count(n), units.percent(right), units.percent(covered), units.plain(drawn), usd]
            for n, right, covered, drawn, usd in zip(k, *series, shown, strict=True)
        ]
        return [
            "Samples",
            "Solved",
            "With a perfect verifier",
            "Drawn until one is accepted",
            "Cost of 1,000 queries",
        ], rows

    def note(self, now: Result) -> str:
        known = references()
        others = "; ".join(
            f"{seen.label}: {known[seen.source].short}, {STATUS_WORDS[seen.status]}" for seen in MEASURED
        )
        return (
            "All samples are paid for. Dotted gold: the cost if one stopped at the first accepted answer, after "
            f"{units.plain(now.expected_decodes)} on average here. Dotted gray: other models on other problems, to "
            f"compare "
            f"the shape. {others}."
        )
