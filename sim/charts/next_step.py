"""The price of the next 0.01 nat, lever by lever."""

from collections.abc import Mapping, Sequence
from typing import Any

from sim import units
from sim.charts.chart import Chart, Results
from sim.charts.needs import with_tasks
from sim.charts.pinned import beside, told
from sim.charts.style import SMALL, axis, layout, outline_bars
from sim.charts.whiskers import whiskers
from sim.laws import loss_laws
from sim.laws.forms import Additive
from sim.result import Result
from sim.uncertainty import Band

LEVERS = (
    ("step_params_usd", "Parameters alone", "params"),
    ("step_tokens_usd", "Tokens alone", "tokens"),
    ("next_step_usd", "Both, best plans", "compute"),
)
OUT_OF_REACH = "out of reach"
WIDTH = 0.5  # of a bar, of the room of its row
BELOW = 0.36  # of a row from the middle of a bar to its band
ROOM = 1.42  # of the axis over the longest bar, for its label


def _bars(result: Result) -> list[tuple[str, float | None, str]]:
    return [(label, getattr(result, name), color) for name, label, color in LEVERS]


def _shown(usd: float | None, result: Result) -> str:
    if usd is not None:
        return units.dollars(usd)
    return "price unknown" if result.cost_total_usd is None else OUT_OF_REACH


def _figure(results: Results) -> dict[str, Any]:
    bars = _bars(results[0])
    longest = max((usd for result in results for _, usd, _ in _bars(result) if usd is not None), default=1.0)
    return {
        "data": _traces(results),
        "layout": layout(
            barmode="overlay",
            xaxis=axis("", range=[0, longest * ROOM], visible=False),
            yaxis=axis("", tickvals=list(range(len(bars))), ticktext=[label for label, _, _ in bars],
                       range=[len(bars) - 0.5, -0.5], showgrid=False, ticklabelstandoff=8)
            | {"tickfont": {"size": SMALL + 1, "color": "@ink"}},
        ),
    }  # fmt: skip


def _figures(window: Results, many: Sequence[Results]) -> list[dict[str, Any]]:
    return [{"data": _traces(results)} for results in many]


def _traces(results: Results) -> list[dict[str, Any]]:
    bars = _bars(results[0])
    rows = list(range(len(bars)))
    traces: list[dict[str, Any]] = [
        {
            "type": "bar",
            "orientation": "h",
            "y": rows,
            "x": [usd or 0 for _, usd, _ in bars],
            "text": [_shown(usd, results[0]) for _, usd, _ in bars],
            "textposition": "outside",
            "textangle": 0,
            "constraintext": "none",
            "cliponaxis": False,
            "marker": {"color": [f"@{color}" for _, _, color in bars]},
            "width": WIDTH,
            "hoverinfo": "skip",
        }
    ]
    for pinned in results[1:]:
        traces.append(outline_bars([usd or 0 for _, usd, _ in _bars(pinned)], rows, WIDTH, horizontal=True))
    return traces


def _bands(results: Results, found: Mapping[str, Band], form: Additive) -> list[dict[str, Any]]:
    """A line below each bar, so that it meets neither the bar nor its label."""
    places = [
        (row + BELOW, found[name]) for row, (name, _, _) in enumerate(LEVERS) if getattr(results[0], name) is not None
    ]
    return whiskers(places, "ink", opacity=0.6)


def _note(results: Results) -> str:
    words = "Both, best plans: from the cheapest plan of this loss to that of a loss 0.01 nat lower."
    if loss_laws().entries[results[0].scenario.law].covariance is None:
        return words
    return f"{words} Line below: what the fit leaves open, thick 80 %, thin 95 %."


def _words(result: Result) -> str:
    return "; ".join(f"{label.lower()} {_shown(usd, result)}" for label, usd, _ in _bars(result))


def _summary(results: Results) -> str:
    return f"The next 0.01 nat costs: {_words(results[0])}."


def _table(results: Results) -> tuple[list[str], list[list[str]]]:
    return ["Lever", "Next 0.01 nat"], [[label, _shown(usd, results[0])] for label, usd, _ in _bars(results[0])]


CHART = Chart(
    id="next",
    page="home",
    order=1,
    question="What would the next 0.01 nat cost?",
    subtitle=lambda results: "US dollars, by lever. Shorter is better.",
    figure=_figure,
    figures=_figures,
    window=lambda results: None,
    summary=told(_summary),
    table=beside(_table),
    note=_note,
    bands=_bands,
    height=250,
    applies=lambda scenario: not with_tasks(scenario),
)
