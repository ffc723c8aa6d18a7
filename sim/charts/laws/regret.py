"""Wrong-law regret: what it costs to plan with one law when another is true."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from sim.charts.chart import Figure, LawChart, Place, Table
from sim.charts.drawing.style import SMALL, axis, layout
from sim.engine.result import Result
from sim.ground import units
from sim.inputs.scenario import Scenario
from sim.laws import loss_laws
from sim.studies.regret import Regret, regret
from sim.words.ruler import ruler

LAWS = sum(not law.typed for law in loss_laws().entries.values())
STRONG = 50  # per cent of waste above which a cell is dark
LIGHT, DARK = (0.02, 0.42), (0.93, 1)  # shades of the color of money: text reaches 4.5 : 1 on all of them


@lru_cache(maxsize=8)
def _matrix(scenario: Scenario, flop: float, laws: tuple[str, ...] | None) -> Regret:
    return regret(scenario.changed(plan="compute_optimal", train_flop=flop), laws)


def _found(now: Result, others: Sequence[str]) -> Regret:
    """The matrix by mean waste: first the law that it costs least to plan by, whichever is true."""
    compared = tuple(dict.fromkeys([now.scenario.law, *others]))
    laws = compared if len(compared) > 1 else None
    found = _matrix(now.scenario, float(np.clip(now.train_flop, 1e15, 1e32)), laws)
    order = np.argsort(found.flop_share.mean(axis=1), kind="stable")
    both = np.ix_(order, order)
    return Regret(
        tuple(found.laws[i] for i in order),
        *(matrix[both] for matrix in (found.nats, found.share, found.flop_share, found.usd)),
    )


def _frames(found: Regret, own: str) -> list[dict[str, Any]]:
    """A frame around the row and the column of the chosen law, where it is among them."""
    if own not in found.laws:
        return []
    i, last = found.laws.index(own), len(found.laws) - 0.5
    pen = {"type": "rect", "line": {"color": "@ink", "width": 2}, "layer": "above"}
    return [
        pen | {"x0": -0.5, "x1": last, "y0": i - 0.5, "y1": i + 0.5},
        pen | {"x0": i - 0.5, "x1": i + 0.5, "y0": -0.5, "y1": last},
    ]


def _names(found: Regret) -> list[str]:
    return [loss_laws().entries[key].name for key in found.laws]


class WrongLaw(LawChart):
    id = "laws-regret"
    places = (Place("laws", 6),)
    question = "What if you plan by the wrong law?"
    height = 130 + 40 * LAWS  # cells of 40 px at least, so that a finger hits one
    least_width = 140 + 40 * LAWS
    wide = True

    def subtitle(self, now: Result) -> str:
        return (
            "Percent of the compute that buys nothing. Row: the law you plan by, the one that costs least on average "
            "first; column: the law that is true. Framed: the law in use."
        )

    def figure(self, now: Result, others: Sequence[str]) -> Figure:
        found, names = _found(now, others), _names(_found(now, others))
        wasted = np.round(100 * found.flop_share)
        strong = wasted > STRONG
        detail = [
            [(units.percent(float(share), 2), units.text(float(usd), "usd")) for share, usd in zip(*row, strict=True)]
            for row in zip(found.share, found.usd, strict=True)
        ]

        def cells(shown: np.ndarray, text_color: str, shades: tuple[float, float]) -> dict[str, Any]:
            """The cells of one text color, which is readable on all of their shades."""
            return {
                "type": "heatmap",
                "x": names,
                "y": names,
                "z": np.where(shown, wasted, np.nan),
                "zmin": 0 if text_color == "@ink" else STRONG,
                "zmax": STRONG if text_color == "@ink" else 100,
                "text": [[f"{x:.0f}" if here else "" for x, here in zip(*row, strict=True)]
                         for row in zip(wasted, shown, strict=True)],
                "texttemplate": "%{text}",
                "textfont": {"color": text_color, "size": SMALL},
                "customdata": detail,
                "colorscale": [[i, f"@money/{shade}"] for i, shade in enumerate(shades)],
                "showscale": False,
                "hoverongaps": False,
                "xgap": 2,
                "ygap": 2,
                "hovertemplate": "planned by %{y}<br>true: %{x}<br>%{z} % of the compute wasted<br>"
                "reducible loss %{customdata[0]} higher<br>%{customdata[1]}<extra></extra>",
            }  # fmt: skip

        heat = [cells(~strong, "@ink", LIGHT)]
        if strong.any():
            heat.append(cells(strong, "@paper", DARK))
        names_axis = {"showgrid": False, "tickfont": {"size": SMALL, "color": "@ink"}, "automargin": True}
        return {
            "data": heat,
            "layout": layout(
                shapes=_frames(found, now.scenario.law),
                xaxis=axis("The law that is true", type="category", side="top", tickangle=-50) | names_axis,
                yaxis=axis("", type="category", autorange="reversed") | names_axis,
            ),
        }

    def figures(self, window: Result, many: Sequence[Result], others: Sequence[str]) -> list[Figure] | None:
        return None  # a matrix for each position of a lever would be slow

    def summary(self, now: Result, others: Sequence[str]) -> str:
        now, found = now, _found(now, others)
        names = _names(found)
        i, j = np.unravel_index(int(np.argmax(found.flop_share)), found.flop_share.shape)
        words = (
            f"At {units.scientific(now.train_flop)} FLOP the dearest mistake is to plan by {names[i]} when {names[j]} "
            f"is "
            f"true: {units.percent(float(found.flop_share[i, j]), 2)} of the compute buys nothing"
        )
        usd = float(found.usd[i, j])
        return f"{words}." if np.isnan(usd) else f"{words}, {units.dollars(usd)}."

    def table(self, now: Result, others: Sequence[str]) -> Table:
        found, names = _found(now, others), _names(_found(now, others))
        rows = [
            [
                f"{names[i]} / {names[j]}",
                f"{found.nats[i, j]:.4f}",
                units.percent(float(found.share[i, j]), 2),
                units.percent(float(found.flop_share[i, j]), 2),
                units.text(float(found.usd[i, j]), "usd"),
            ]
            for i in range(len(names))
            for j in range(len(names))
            if i != j
        ] or [[names[0], "0", "0 %", "0 %", "$0"]]
        return ["Planned by / true", "Nats lost", "Of the reducible loss", "Compute wasted", "Dollars"], rows

    def note(self, now: Result) -> str:
        return (
            "Loss levels cannot be compared across laws, so each column is measured by its own law: waste is the "
            f"compute that the same loss would not have needed. The table adds nats and dollars. {ruler(now)}"
        )
