"""Loss along a run: what a part of the tokens reaches."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from sim.charts.chart import Figure, LoneChart, Place, Table
from sim.charts.drawing.style import axis, layout, line, point
from sim.engine.evaluate import evaluate
from sim.engine.presets import presets
from sim.engine.result import Result
from sim.ground import units
from sim.inputs import rows
from sim.inputs.custom import Custom
from sim.studies.progress import loss_along, share_reached
from sim.words.ruler import ruler

SHARES = np.linspace(0.02, 1, 99)
LOOKED_AT = 0.2
REFERENCES = ("gpt-2-1.5b", "gpt-3-175b", "chinchilla-70b", "llama-3.1-405b")


def _references(now: Result) -> list[tuple[str, float]]:
    """Reference models and the loss that the same law predicts for them."""
    scenario = now.scenario
    return _predicted(scenario.law, tuple(getattr(scenario, row.name) for row in rows(Custom)))


@lru_cache(maxsize=64)  # the run and its prices do not matter
def _predicted(law: str, constants: tuple[float, ...]) -> list[tuple[str, float]]:
    own = {row.name: value for row, value in zip(rows(Custom), constants, strict=True)}
    entries, found = presets().entries, []
    for name in REFERENCES:
        if name in entries:
            preset = entries[name]
            found.append((preset.title, float(evaluate(preset.scenario.changed(law=law, **own)).loss)))
    return found


class AlongARun(LoneChart):
    id = "laws-along"
    places = (Place("laws", 8),)
    question = "What does a part of the run reach?"
    height = 400

    def subtitle(self, now: Result) -> str:
        return "Loss of runs of the same size on a share of the tokens, each with its own decay."

    def figure(self, now: Result, others: Sequence[Result]) -> Figure:
        L = loss_along(now, SHARES)
        early = float(loss_along(now, LOOKED_AT))
        depth = float(L[0] - now.loss)
        return {
            "data": [
                line(
                    100 * SHARES,
                    L,
                    "tokens",
                    3,
                    hovertemplate="%{x:.0f} % of the tokens<br>loss %{y|loss}<extra></extra>",
                ),
                point(20, early, f"20 %: {units.loss(early)}", "tokens", "top right", hoverinfo="skip"),
                point(100, now.loss, f"{units.loss(now.loss)}", "here", "top left", hoverinfo="skip"),
            ],
            "layout": layout(
                xaxis=axis("Share of the tokens seen, %", range=[0, 104]),
                yaxis=axis(
                    "Loss, nat/token",
                    range=[now.loss - 0.08 * depth, now.loss + 0.75 * depth],
                    tickformat=".2f",
                    nticks=6,
                ),
            ),
        }

    def summary(self, now: Result) -> str:
        title, reference = _references(now)[0]
        reached = float(share_reached(now, reference, LOOKED_AT))
        early = units.loss(float(loss_along(now, LOOKED_AT)))
        words = f"A run of a fifth of the tokens reaches {early}; the whole run {units.loss(now.loss)}"
        return f"{words}." if np.isnan(reached) else f"{words}: {units.percent(reached, 2)} of the way from {title}."

    def table(self, now: Result) -> Table:
        reached = []
        for title, loss in _references(now):
            cells = [float(share_reached(now, loss, share)) for share in (0.1, LOOKED_AT, 0.5)]
            shown = ["not better" if np.isnan(x) else "none yet" if x < 0 else units.percent(x, 3) for x in cells]
            reached.append([title, units.loss(loss), *shown])
        return ["Reference", "Its loss", "Improvement at 10 %", "at 20 %", "at 50 %"], reached

    def note(self, now: Result) -> str:
        return (
            "A run cut short without its own learning-rate decay lies above the curve. "
            f"Below you can choose what the improvement is measured from. {ruler(now)}"
        )
