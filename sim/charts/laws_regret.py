"""Wrong-law regret: what it costs to plan with one law when another is true."""

from functools import lru_cache
from typing import Any

import numpy as np

from sim import units
from sim.charts.chart import Chart, Results
from sim.charts.style import SMALL, axis, layout
from sim.laws import loss_laws
from sim.regret import Regret, regret
from sim.ruler import ruler
from sim.scenario import Scenario

STRONG = 50  # per cent of waste above which a cell is dark
LIGHT, DARK = (0.02, 0.42), (0.93, 1)  # shades of the color of money: text reaches 4.5 : 1 on all of them


@lru_cache(maxsize=8)
def _matrix(scenario: Scenario, flop: float, laws: tuple[str, ...] | None) -> Regret:
    return regret(scenario.changed(plan="compute_optimal", train_flop=flop), laws)


def _found(results: Results) -> Regret:
    compared = tuple(dict.fromkeys(result.scenario.law for result in results))
    laws = compared if len(compared) > 1 else None
    now = results[0]
    return _matrix(now.scenario, float(np.clip(now.train_flop, 1e15, 1e32)), laws)


def _names(found: Regret) -> list[str]:
    return [loss_laws().entries[key].name for key in found.laws]


def _figure(results: Results) -> dict[str, Any]:
    found, names = _found(results), _names(_found(results))
    wasted = np.round(100 * found.flop_share)
    strong = wasted > STRONG
    detail = np.dstack([100 * found.share, found.usd / 1e6])

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
            "reducible loss %{customdata[0]:.1f} % higher<br>$%{customdata[1]:.3s}M<extra></extra>",
        }  # fmt: skip

    heat = [cells(~strong, "@ink", LIGHT)]
    if strong.any():
        heat.append(cells(strong, "@paper", DARK))
    names_axis = {"showgrid": False, "tickfont": {"size": SMALL, "color": "@ink"}, "automargin": True}
    return {
        "data": heat,
        "layout": layout(
            xaxis=axis("The law that is true", type="category", side="top", tickangle=-50) | names_axis,
            yaxis=axis("", type="category", autorange="reversed") | names_axis,
        ),
    }


def _summary(results: Results) -> str:
    now, found = results[0], _found(results)
    names = _names(found)
    i, j = np.unravel_index(int(np.argmax(found.flop_share)), found.flop_share.shape)
    words = (
        f"At {units.scientific(now.train_flop)} FLOP the dearest mistake is to plan by {names[i]} when {names[j]} is "
        f"true: {units.percent(float(found.flop_share[i, j]), 2)} of the compute buys nothing"
    )
    usd = float(found.usd[i, j])
    return f"{words}." if np.isnan(usd) else f"{words}, {units.dollars(usd)}."


def _table(results: Results) -> tuple[list[str], list[list[str]]]:
    found, names = _found(results), _names(_found(results))
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


CHART = Chart(
    id="laws-regret",
    page="laws",
    order=5,
    question="What if you plan by the wrong law?",
    subtitle=lambda results: (
        "Percent of the compute that buys nothing. Row: the law you plan by; column: the law that is true."
    ),
    figure=_figure,
    figures=lambda window, many: None,  # a matrix for each position of a lever would be slow
    summary=_summary,
    table=_table,
    note=lambda results: (
        "Loss levels cannot be compared across laws, so each column is measured by its own law: waste is the compute "
        f"that the same loss would not have needed. The table adds nats and dollars. {ruler(results[0])}"
    ),
    height=520,
    least_width=620,
    wide=True,
)
