"""Do the laws agree? A dot for each law, between parameters and tokens."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from sim.charts.chart import Figure, LoneChart, Place, Table
from sim.charts.drawing.empty import no_price
from sim.charts.drawing.style import SMALL, axis, layout
from sim.charts.drawing.whiskers import whiskers
from sim.engine.marginal import STEP
from sim.engine.result import Result
from sim.ground import units
from sim.laws import loss_laws
from sim.laws.forms import Additive
from sim.studies.agreement import (
    Agreement,
    agreement,
    draw_ratios,
)
from sim.studies.uncertainty import Band, quantiles
from sim.words.agreement import counted, draws_told, far_laws, stretch

MOST = 1.0  # decades of the axis on either side; what lies beyond is drawn at its end
EDGE = 1.12  # decades up to where the paper reaches
TICKS = {-1.0: "10x +", -0.4771: "3x", 0.0: "even", 0.4771: "3x", 1.0: "10x +"}
LOWEST, HIGHEST = 0.0, 1.0  # where the mark of the chosen law stands, and the words of both sides
ROOM = 0.16  # below and above them
FILLED = {"size": 10, "color": "@ink", "line": {"color": "@paper", "width": 1.5}}
HOLLOW = {"size": 10, "color": "@paper", "line": {"color": "@ink", "width": 1.5}}
OUT_OF_REACH = "out of reach"
BETTER = {"params": "parameters", "tokens": "tokens", "even": "even"}


def _decades(ratios: Any) -> np.ndarray:
    """Where ratios of prices stand on the axis."""
    with np.errstate(divide="ignore"):  # out of reach is at the end
        return np.clip(np.log10(np.asarray(ratios, float)), -MOST, MOST)


@cache
def _rows(laws: int) -> list[float]:
    """Each law keeps a row of its own, so that no two dots touch and each can be followed while it moves."""
    return np.linspace(HIGHEST, LOWEST, laws + 2)[1:-1].tolist()


def _dots(across: np.ndarray, far: Sequence[bool], hover: list[str]) -> list[dict[str, Any]]:
    """Laws whose runs had such tokens per parameter, and hollow those whose had not."""
    is_far = np.asarray(far, bool)
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": np.where(shown, across, np.nan),
            "y": _rows(len(hover)),
            "marker": marker,
            "hovertemplate": "%{customdata}<extra></extra>",
            "customdata": hover,
            "cliponaxis": False,
        }
        for shown, marker in ((~is_far, FILLED), (is_far, HOLLOW))
    ]


def _chosen(across: float, name: str) -> dict[str, Any]:
    """A mark below all dots where the law in use stands, with its name."""
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [across],
        "y": [LOWEST],
        "text": [name],
        "textposition": "top right" if across < 0 else "top left",
        "textfont": {"size": SMALL, "color": "@compute"},
        "marker": {"size": 10, "color": "@compute", "symbol": "triangle-up"},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


class LawsAgree(LoneChart):
    id = "agree"
    places = (Place("home", 3),)
    question = "Do the laws agree?"
    height = 170
    wide = True
    waits = True  # every law is asked, and 1,000 draws

    def why_empty(self, now: Result) -> str | None:
        return no_price(now)

    def subtitle(self, now: Result) -> str:
        return f"How many times cheaper one lever makes the next {STEP:g} nat of this run, a dot for each law."

    def figure(self, now: Result, others: Sequence[Result]) -> Figure:
        found = agreement(now.scenario)
        across = _decades([answer.ratio for answer in found.answers])
        own = float(_decades(found.own.ratio))
        return {
            "data": [
                *_dots(across, [answer.is_far for answer in found.answers], _hover(found)),
                _chosen(own, loss_laws().entries[found.chosen].name),
            ],
            "layout": layout(
                xaxis=axis("", range=[-EDGE, EDGE], tickvals=list(TICKS), ticktext=list(TICKS.values())),
                yaxis=axis("", range=[LOWEST - ROOM, HIGHEST + ROOM], visible=False),
                shapes=[_side(-EDGE, 0, "params"), _side(0, EDGE, "tokens")],
                annotations=[_label(-EDGE, "left", "Parameters are cheaper", "params"),
                             _label(EDGE, "right", "Tokens are cheaper", "tokens")],
            ),
        }  # fmt: skip

    def bands(
        self, now: Result, others: Sequence[Result], found: Mapping[str, Band], form: Additive
    ) -> list[dict[str, Any]]:
        """What the draws of the law leave open, beside its mark."""
        decades = _decades(draw_ratios(now, form))
        (low95, high95), (low80, high80) = (map(float, quantiles(decades, level)) for level in (95, 80))
        return whiskers([(LOWEST, Band(low95, low80, None, high80, high95))], "compute", opacity=0.5)

    def summary(self, now: Result) -> str:
        found = agreement(now.scenario)
        tokens, params = (units.percent(share, 2) for share in (found.draws_for_tokens, found.draws_for_params))
        words = f"{counted(found)}; of {draws_told()} {tokens} say tokens and {params} parameters."
        return " ".join(filter(None, [words, far_laws(found)]))

    def table(self, now: Result) -> Table:
        found = agreement(now.scenario)
        rows = [
            [
                name,
                _price(answer.step_params_usd),
                _price(answer.step_tokens_usd),
                BETTER[answer.better],
                stretch(answer.beyond_fit["tokens_per_param"]) or "–",
            ]
            for name, answer in zip(_names(found), found.answers, strict=True)
        ]
        columns = [
            "Law",
            f"Next {STEP:g} nat, parameters",
            f"Next {STEP:g} nat, tokens",
            "Better buy",
            "Far from its fit",
        ]
        return columns, rows

    def note(self, now: Result) -> str:
        return (
            "All laws are asked about the parameters and tokens of this run, at its prices. Triangle: the law in use. "
            "Hollow: a law whose runs had quite other tokens per parameter. Fits of one paper are not independent. "
            f"The draws: {draws_told()}."
        )


def _names(found: Agreement) -> list[str]:
    return [loss_laws().entries[answer.law].name for answer in found.answers]


def _hover(found: Agreement) -> list[str]:
    """What the pointer reads at each law: both prices, and how far the law is stretched."""
    told = []
    for name, answer in zip(_names(found), found.answers, strict=True):
        prices = f"parameters {_price(answer.step_params_usd)}, tokens {_price(answer.step_tokens_usd)}"
        far = stretch(answer.beyond_fit["tokens_per_param"])
        told.append("<br>".join(filter(None, [f"{name}: {prices}", far])))
    return told


def _price(usd: float | None) -> str:
    return OUT_OF_REACH if usd is None else units.dollars(usd)


def _side(low: float, high: float, color: str) -> dict[str, Any]:
    return {"type": "rect", "layer": "below", "x0": low, "x1": high, "yref": "paper", "y0": 0, "y1": 1,
            "fillcolor": f"@{color}/0.1", "line": {"width": 0}}  # fmt: skip


def _label(x: float, side: str, text: str, color: str) -> dict[str, Any]:
    return {"text": text, "x": x, "xanchor": side, "yref": "paper", "y": 1, "yanchor": "top", "showarrow": False,
            "font": {"size": SMALL, "color": f"@{color}"}}  # fmt: skip
