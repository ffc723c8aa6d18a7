"""What repeated text is worth: effective against seen tokens."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim import units
from sim.charts.chart import Chart, Results
from sim.charts.style import axis, layout, line, point
from sim.data import STOCK, effective_tokens, scenario_data
from sim.evaluate import numbers
from sim.result import Result
from sim.seen import scenario_law

EPOCHS = (1, 2, 4, 8, 16, 40)
LIMITLESS = STOCK  # what is drawn where nothing limits the text


def _stock(now: Result) -> float:
    return now.scenario.unique_tokens or LIMITLESS


def _effective(now: Result, D: Any) -> Any:
    limited = now.scenario.changed(unique_tokens=_stock(now))
    return scenario_law(limited).view.effective(D)


def _figure(results: Results) -> dict[str, Any]:
    now = results[0]
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
        line(D, worth, "tokens", 3, hovertemplate="seen %{x:.3s}<br>worth %{y:.3s}<extra></extra>"),
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


def _here(now: Result, side: str) -> dict[str, Any]:
    return point(now.n_tokens, now.effective_tokens, "you are here", "here", side, hoverinfo="skip")


def _figures(window: Results, many: Sequence[Results]) -> list[dict[str, Any]]:
    """The levers leave the stock alone, so only the point moves."""
    *lines, last = _figure(window)["data"]
    return [{"data": [*lines, _here(results[0], last["textposition"])]} for results in many]


def _summary(results: Results) -> str:
    now = results[0]
    if now.epochs > 1:
        return (
            f"This run sees its text {units.plain(now.epochs)} times: {units.count(now.n_tokens)} tokens are worth "
            f"{units.count(now.effective_tokens)} fresh ones."
        )
    limit = "no limit is set" if now.scenario.unique_tokens is None else f"of {units.count(_stock(now))} there are"
    return f"This run repeats nothing: it sees {units.count(now.n_tokens)} tokens, and {limit}."


def _table(results: Results) -> tuple[list[str], list[list[str]]]:
    U = _stock(results[0])
    rows = [
        [str(e), units.count(e * U), units.count(float(effective_tokens(e * U, U))),
         f"{float(effective_tokens(e * U, U)) / (e * U):.4f}"]
        for e in EPOCHS
    ]  # fmt: skip
    return ["Epochs", "Tokens seen", "Worth", "Worth over seen"], rows


CHART = Chart(
    id="laws-repeats",
    page="laws",
    order=4,
    question="What is repeated text worth?",
    subtitle=lambda results: (
        "Fresh tokens that the tokens seen are worth. Dotted: were every token new, and where the text runs out."
    ),
    figure=_figure,
    figures=_figures,
    summary=_summary,
    table=_table,
    note=lambda results: (
        "Muennighoff et al. (2023): four passes cost almost nothing, after sixteen one is worth a third, after forty "
        "nothing. However long the run, repeats add at most 15.4 times the text."
    ),
    height=400,
)
