"""Short of text: the best size of a run under each rule of what repeats cost."""

import math
from collections.abc import Sequence

import numpy as np

from sim.charts.chart import Figure, LoneChart, Place, Table
from sim.charts.drawing.style import axis, layout, line, point
from sim.engine.result import Result
from sim.ground import units
from sim.studies.shortage import owns_repetition, rules, short_plans

COLOR = {"tokens_params": "params", "tokens": "tokens"}
FADING = {"tokens_params": "tokens and parameters fade", "tokens": "tokens alone fade"}
OWN = "the law's own rule"
BELOW, ABOVE = 3.0, 0.5  # decades of text drawn around what the best run with endless text reads
N_STOCKS = 49
LEAST_SPAN = 1.2  # decades of parameters, so that the axis has a label
SHARES = (1.0, 1 / 2, 1 / 4, 1 / 10, 1 / 30, 1 / 100, 1 / 1000)  # of that text, in the table


def _endless(now: Result) -> tuple[float, float]:
    """Best parameters with endless text, and the real text that they are trained on."""
    plans = short_plans(now, (math.nan,))[rules(now.scenario)[0]]
    return float(plans.n_params[0]), float(plans.n_tokens[0]) * (1 - now.scenario.synthetic_fraction)


def _stocks(now: Result, text: float) -> tuple[float, ...]:
    """Stocks of the line, evenly spaced; that of the scenario is among them."""
    own = now.scenario.unique_tokens or text
    low, high = min(text * 10**-BELOW, own * 10**-ABOVE), max(text, own) * 10**ABOVE
    return tuple(np.geomspace(low, high, N_STOCKS))


def _name(now: Result, rule: str) -> str:
    return OWN if owns_repetition(now.scenario) else FADING[rule]


def _times(passes: float) -> str:
    return "once" if passes == 1 else f"{units.plain(passes, 3)} times"


class Shortage(LoneChart):
    id = "laws-shortage"
    places = (Place("laws", 5),)
    question = "Short of text: larger or longer?"
    controls = ("unique_tokens",)
    height = 400

    def subtitle(self, now: Result) -> str:
        return (
            f"Best parameters of {units.scientific(now.train_flop)} FLOP against the unique text that there is, "
            "by what repeats cost. Dotted: with endless text."
        )

    def figure(self, now: Result, others: Sequence[Result]) -> Figure:
        free, text = _endless(now)
        stocks = _stocks(now, text)
        plans = short_plans(now, stocks)
        ends = np.log10([free, now.optimal_n_params, *(x for one in plans.values() for x in one.n_params)])
        pad = max(0.15 * (ends.max() - ends.min() + 0.5), (LEAST_SPAN - (ends.max() - ends.min())) / 2)
        traces = [line([stocks[0], stocks[-1]], [free, free], "muted", 1, line={"dash": "dot"}, hoverinfo="skip")]
        for rule, one in plans.items():
            traces.append(
                line(stocks, one.n_params, COLOR[rule], 3, name=_name(now, rule), customdata=one.passes, hovertemplate=(
                    "%{x|count} unique tokens<br>%{y|count} parameters<br>"
                    "text seen %{customdata|plain} times<extra></extra>"
                ))
            )  # fmt: skip
            label = {"size": 1, "line": {"width": 0}}
            place = "top right" if one.n_params[0] >= free else "bottom right"
            traces.append(
                point(stocks[1], float(one.n_params[1]), _name(now, rule), COLOR[rule], place, marker=label,
                      hoverinfo="skip")
            )  # fmt: skip
        if now.scenario.unique_tokens is not None:
            traces.append(
                point(now.scenario.unique_tokens, now.optimal_n_params, "best now", "here", "top left",
                      hoverinfo="skip")
            )  # fmt: skip
        return {
            "data": traces,
            "layout": layout(
                xaxis=axis("Unique text, tokens", log=True, range=list(np.log10([stocks[0], stocks[-1]])), dtick=1),
                yaxis=axis("Best parameters", log=True, range=[ends.min() - pad, ends.max() + pad], dtick=1),
            ),
        }

    def figures(self, window: Result, many: Sequence[Result], others: Sequence[Result]) -> list[Figure] | None:
        return None  # best plans over many stocks for each position of a lever would be slow

    def summary(self, now: Result) -> str:
        free, text = _endless(now)
        U = now.scenario.unique_tokens
        short = U is not None and text > U
        stock = U if U is not None and short else text / 10
        with_it = f"with {units.count(stock)} unique tokens" if short else "with a tenth of the text that it reads"
        told = [
            f"{units.count(float(one.n_params[0]))} and reads it {_times(float(one.passes[0]))} "
            f"{'by' if owns_repetition(now.scenario) else 'where'} {_name(now, rule)}"
            for rule, one in short_plans(now, (stock,)).items()
        ]
        return (
            f"With endless text the best run of {units.scientific(now.train_flop)} FLOP has {units.count(free)} "
            f"parameters; {with_it} it has {', '.join(told)}."
        )

    def table(self, now: Result) -> Table:
        free, text = _endless(now)
        stocks = tuple(text * share for share in SHARES)
        plans = short_plans(now, stocks)
        columns = ["Unique text"]
        for rule in plans:
            columns += [f"Best parameters: {_name(now, rule)}", f"Passes: {_name(now, rule)}"]
        rows = [["endless", *([units.count(free), "1"] * len(plans))]]
        for i, U in enumerate(stocks):
            cells = [
                (units.count(float(one.n_params[i])), units.plain(float(one.passes[i]), 3)) for one in plans.values()
            ]
            rows.append([units.count(U), *(cell for pair in cells for cell in pair)])
        return columns, rows

    def note(self, now: Result) -> str:
        free, text = _endless(now)
        by_both = short_plans(now, _stocks(now, text))["tokens_params"]
        giants = np.any((by_both.passes == 1) & (by_both.n_params > 2 * free))
        aside = (
            " By this law a single pass of a very large model is in places better than any number of passes: "
            "single passes keep their published loss here, and the paper would not agree."
        )
        return (
            "Contested. Muennighoff et al. (2023) find that excess parameters fade faster than repeats, and chose 27 % "
            "fewer with little text. Lovelace et al. (2026) find more of them better beyond some number of passes."
            f"{aside if giants else ''}"
        )
