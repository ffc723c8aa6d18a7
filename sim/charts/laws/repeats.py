"""What repeated text is worth: effective against seen tokens."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.charts.chart import Figure, LoneChart, Place, Table
from sim.charts.drawing.style import axis, layout, line, point
from sim.engine.result import Result
from sim.engine.scenario_law import scenario_law
from sim.ground import units
from sim.inputs.numbers import numbers
from sim.laws.data import REPEAT_HALF_LIFE, STOCK, effective_tokens
from sim.program.tokens import scenario_data

EPOCHS = (1, 2, 4, 8, 16, 40)
LIMITLESS = STOCK  # what is drawn where nothing limits the text


def _stock(now: Result) -> float:
    return now.scenario.unique_tokens or LIMITLESS


def _effective(now: Result, D: Any) -> Any:
    limited = now.scenario.changed(unique_tokens=_stock(now))
    return scenario_law(limited).view.effective(D)


def _here(now: Result, side: str) -> dict[str, Any]:
    return point(now.n_tokens, now.effective_tokens, "you are here", "here", side, hoverinfo="skip")


class Repeats(LoneChart):
    id = "laws-repeats"
    places = (Place("laws", 4),)
    question = "What is repeated text worth?"
    height = 400

    def subtitle(self, now: Result) -> str:
        return "Fresh tokens that the tokens seen are worth. Dotted: were every token new, and where the text runs out."

    def figure(self, now: Result, others: Sequence[Result]) -> Figure:
        U = _stock(now)
        low = min(np.log10(U) - 1.5, np.log10(now.n_tokens) - 0.3)
        high = max(np.log10(U) + 2, np.log10(now.n_tokens) + 0.3)
        D = np.logspace(low, high, 160)
        kink = float(scenario_data(numbers(now.scenario.changed(unique_tokens=U))).kink)
        worth = _effective(now, D)
        y_low, y_high = float(np.log10(min(worth[0], now.effective_tokens))), float(np.log10(D[-1]))
        side = "bottom right" if np.log10(now.n_tokens) < (low + high) / 2 else "bottom left"
        traces = [
            line(D, D, "muted", 1, line={"dash": "dot"}, hoverinfo="skip"),
            line([kink, kink], [10**y_low, 10**y_high], "muted", 1, line={"dash": "dot"}, hoverinfo="skip"),
            line(D, worth, "tokens", 3, hovertemplate="seen %{x|count}<br>worth %{y|count}<extra></extra>"),
            _here(now, side),
        ]
        return {
            "data": traces,
            "layout": layout(
                xaxis=axis("Tokens seen", log=True, range=[low, high], dtick=1),
                yaxis=axis(
                    "Fresh tokens they are worth", log=True, range=[y_low - 0.06 * (y_high - y_low), y_high], dtick=1
                ),
            ),
        }

    def figures(self, window: Result, many: Sequence[Result], others: Sequence[Result]) -> list[Figure]:
        """The levers leave the stock alone, so only the point moves."""
        *lines, last = self.figure(window, others)["data"]
        return [{"data": [*lines, _here(now, last["textposition"])]} for now in many]

    def summary(self, now: Result) -> str:
        if now.epochs > 1:
            return (
                f"This run sees its text {units.plain(now.epochs)} times: {units.count(now.n_tokens)} tokens are worth "
                f"{units.count(now.effective_tokens)} fresh ones."
            )
        limit = "no limit is set" if now.scenario.unique_tokens is None else f"of {units.count(_stock(now))} there are"
        return f"This run repeats nothing: it sees {units.count(now.n_tokens)} tokens, and {limit}."

    def table(self, now: Result) -> Table:
        U = _stock(now)
        rows = []
        for e in EPOCHS:
            worth = float(effective_tokens(e * U, U, now.scenario.repetition_half_epochs))
            rows.append([str(e), units.count(e * U), units.count(worth), f"{worth / (e * U):.4f}"])
        return ["Epochs", "Tokens seen", "Worth", "Worth over seen"], rows

    def note(self, now: Result) -> str:
        R = now.scenario.repetition_half_epochs
        most = f"However long the run, repeats add at most {units.plain(R)} times the text."
        if R != REPEAT_HALF_LIFE:
            return f"By your own rate; Muennighoff et al. (2023) find {units.plain(REPEAT_HALF_LIFE)}. {most}"
        return (
            "Muennighoff et al. (2023): four passes cost almost nothing, after sixteen one is worth a third, after "
            f"forty nothing. {most}"
        )
