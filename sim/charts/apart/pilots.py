"""What do the pilots tell of the large run? The least loss for each sum, as far as it is known."""

from typing import Any

import numpy as np

from sim.charts.drawing.style import axis, layout, line, point
from sim.charts.drawing.whiskers import shades
from sim.charts.picture import Picture
from sim.ground import units
from sim.studies.pilot_game import BUDGET_USD, LEVEL, Game, along, best_run, outcome, usd
from sim.words.game import known_table, runs_table

CHEAPEST = 10.0  # left end of the axis [USD]
POINTS = 61
QUESTION = "What do the pilots tell of the large run?"


def picture(game: Game) -> Picture:
    """Pilots, and the band of the least loss; after the shot the truth and where the run came out."""
    money = np.geomspace(CHEAPEST, BUDGET_USD, POINTS)
    low, middle, high = along(game.known, money)
    traces: list[dict[str, Any]] = [
        *shades(money, {80: (low, high)}, "params"),
        line(money, middle, "params", name="Least loss, by the fit"),
    ]
    if game.runs:
        traces.append(
            {
                "type": "scatter", "mode": "markers", "name": "Pilots", "x": [float(usd(*run)) for run in game.runs],
                "y": list(game.losses), "marker": {"size": 9, "color": "@ink", "line": {"color": "@paper", "width": 1}},
                "customdata": [f"{units.count(N)} on {units.count(D)} tokens" for N, D in game.runs],
                "hovertemplate": "%{customdata}: %{y:.4f}<extra></extra>", "cliponaxis": False,
            }
        )  # fmt: skip
    if game.shot is not None:
        law, came = game.world.law, outcome(game.world, game.spent, game.shot)
        traces.append(line(money, law.loss(*best_run(law, money)), "tokens", name="Least loss, by the law"))
        paid = float(usd(game.shot.n_params, game.shot.n_tokens))
        traces.append(point(paid, came.measured, "your run", "here", "bottom center"))
    columns, rows = runs_table(game) if game.runs else known_table(game)
    words = _words(game)
    return Picture(
        id="game-pilots",
        question=QUESTION,
        subtitle=f"Loss [nat/token] against money [USD]. Line and shade: least loss for the sum by the fit, with its "
        f"{units.percent(LEVEL)} band. Dots: your pilots, which lie above it where their split is not the best."
        + (" Second line: the law itself." if game.shot else ""),
        figure={
            "data": traces,
            "layout": layout(
                xaxis=axis("Money [USD]", log=True, dtick=1, range=[1, 6.6], tickprefix="$"),
                yaxis=axis("Loss [nat/token]"),
            ),
        },
        summary=words,
        table=(columns, rows),
        note=words,
        wide=True,
    )


def _words(game: Game) -> str:
    loss_low, loss, loss_high = (float(x[0]) for x in along(game.known, np.array([game.left])))
    return (
        f"{units.counted(str(len(game.runs)), 'pilot')} for {units.dollars(game.spent)}. The best run for the "
        f"{units.dollars(game.left)} left would have a loss of {units.loss(loss)}, {units.loss(loss_low)} to "
        f"{units.loss(loss_high)} by the {units.percent(LEVEL)} band."
    )
