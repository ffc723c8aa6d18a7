"""Accuracy against samples per query, with its plateau, its cost and what others measured."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from sim import units
from sim.charts.chart import Chart, Results
from sim.charts.needs import needing, no_samples, with_samples
from sim.charts.style import SMALL, axis, line, log_ticks, panels, pinned_point, point
from sim.cost import sample_usd
from sim.evaluate import numbers
from sim.observed import MEASURED
from sim.references import STATUS_WORDS, references
from sim.result import Result
from sim.sampling import coverage, draws, plateau
from sim.served import sampling

DECADES, PER_DECADE = (4, 6), 5  # of samples
TABLE_K = (1, 4, 16, 64, 256, 1024, 10_000)
ABOVE = 0.36  # of the plot: where the accuracy begins, over the cost
PERCENT = 100
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


def _samples(window: Results) -> Any:
    """Samples of the curves: four decades, or all six where a run draws more."""
    most = max(result.scenario.samples_per_query for result in window)
    decades = next((d for d in DECADES if 10.0**d >= most), DECADES[-1])
    return np.geomspace(1, 10.0**decades, PER_DECADE * decades + 1)


def _figure(results: Results) -> dict[str, Any]:
    now, k = results[0], _samples(results)
    priced = [_query_usd(now, end) for end in (1, k[-1])]
    low, high = (float(np.log10(usd)) for usd in priced) if None not in priced else (0.0, 1.0)
    low, high = low - 0.4, high + 0.4
    return _figures(results, [results])[0] | {
        "layout": panels(
            xaxis=axis("Samples per query", log=True, range=[-0.08, float(np.log10(k[-1]))], dtick=1, anchor="y2"),
            yaxis=axis("Problems solved, %", range=[0, 104], domain=[ABOVE, 1], nticks=6),
            yaxis2=axis("Cost of a query", log=True, range=[low, high], domain=[0, ABOVE - 0.08], anchor="x",
                        **log_ticks(low, high, "usd")),
            annotations=[_no_price()] if None in priced else [],
        )
    }  # fmt: skip


def _no_price() -> dict[str, Any]:
    return {
        "text": "The price of a chip-hour is unknown.", "xref": "paper", "yref": "paper", "x": 0.5, "y": 0.12,
        "showarrow": False, "font": {"size": SMALL, "color": "@muted"},
    }  # fmt: skip


def _query_usd(result: Result, k: Any) -> Any:
    """Cost of a query with k samples [USD]; `None` where no price is known."""
    if result.usd_per_query is None:
        return None
    more = np.subtract(k, result.scenario.samples_per_query)
    return result.usd_per_query + more * sample_usd(result.n_params, result.scenario)


def _figures(window: Results, many: Sequence[Results]) -> list[dict[str, Any]]:
    k = _samples(window)
    curves = zip(many, *_curves([results[0] for results in many], k), strict=True)
    return [
        {"data": _drawn(results, k, PERCENT * right, drawn, PERCENT * top)} for results, right, drawn, top in curves
    ]


def _drawn(results: Results, k: Any, curve: Any, decodes: Any, top: float) -> list[dict[str, Any]]:
    now = results[0]
    cost, stopped = (_query_usd(now, drawn) for drawn in (k, decodes))
    place = "bottom right" if now.scenario.samples_per_query < 30 else "bottom left"
    traces = [
        *_measured(),
        line(k, curve, "inference", 3, hovertemplate="%{x:,.0f} samples<br>%{y:.1f} % solved<extra></extra>"),
        line(k, _known(stopped, k), "money", 1.5, yaxis="y2", line={"dash": "dot"},
             hovertemplate="%{x:,.0f} samples<br>%{y:$.3g} a query if one stopped<extra></extra>"),
        line(k, _known(cost, k), "money", 2.5, yaxis="y2",
             hovertemplate="%{x:,.0f} samples<br>%{y:$.3g} a query<extra></extra>"),
        *(pinned_point(other.scenario.samples_per_query, PERCENT * other.accuracy) for other in results[1:]),
        *_top(k, top),
        point(now.scenario.samples_per_query, PERCENT * now.accuracy, "you are here", "here", place,
              hoverinfo="skip"),
    ]  # fmt: skip
    if now.usd_per_query is not None:
        here = point(now.scenario.samples_per_query, now.usd_per_query, "", "money", hoverinfo="skip")
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
        labels = [""] * (len(x) - 1) + [seen.label]
        dots = {
            "mode": "lines+markers+text",
            "text": labels,
            "textposition": "top left",
            "textfont": {"size": SMALL, "color": "@muted", "shadow": SHADOW},
            "marker": {"symbol": "circle-open", "size": 7, "color": "@muted"},
            "hovertemplate": f"{seen.label}<br>%{{x:,.0f}} samples: %{{y}} %<extra></extra>",
            "cliponaxis": False,
        }
        traces.append(line(x, y, "muted", 1, line={"dash": "dot"}) | dots)
    return traces


def _levels(now: Result) -> tuple[float, Any]:
    """Plateau of this verifier, and pass@1, exponent and verifier of the run."""
    a, _, t, f = sampling(0, numbers(now.scenario))
    return float(plateau(now.pass_at_1, a, t, f)), (now.pass_at_1, a, t, f)


def _summary(results: Results) -> str:
    now = results[0]
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


def _table(results: Results) -> tuple[list[str], list[list[str]]]:
    now = results[0]
    _, (m, a, t, f) = _levels(now)
    k = np.array(TABLE_K, float)
    cost = _query_usd(now, k)
    shown = ["unknown"] * len(TABLE_K) if cost is None else [units.dollars(usd) for usd in cost]
    found = draws(m, a, k, t, f)
    columns = (found.accuracy, coverage(m, a, k), found.decodes)
    rows = [
        [units.count(n), units.percent(right), units.percent(covered), units.plain(drawn), usd]
        for n, right, covered, drawn, usd in zip(k, *columns, shown, strict=True)
    ]
    return ["Samples", "Solved", "With a perfect verifier", "Drawn until one is accepted", "Cost of a query"], rows


def _note(results: Results) -> str:
    known = references()
    others = "; ".join(f"{seen.label}: {known[seen.source].short}, {STATUS_WORDS[seen.status]}" for seen in MEASURED)
    now = results[0]
    return (
        "All samples are paid for. Dotted gold: the cost if one stopped at the first accepted answer, after "
        f"{units.plain(now.expected_decodes)} on average here. Dotted gray: other models on other problems, to compare "
        f"the shape. {others}."
    )


CHART = needing(
    no_samples,
    Chart(
        id="samples",
        page="think",
        order=2,
        question="How far do more answers get?",
        subtitle=lambda results: (
            "Share of problems solved and cost of a query in US dollars, against the answers drawn for each query."
        ),
        figure=_figure,
        figures=_figures,
        summary=_summary,
        table=_table,
        note=_note,
        height=360,
        applies=with_samples,
    ),
)
