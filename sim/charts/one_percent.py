"""What some more money buys on each lever, beside the gains per million dollars."""

from collections.abc import Sequence
from typing import Any

from sim import units
from sim.charts.chart import Chart, Results
from sim.charts.pinned import beside, told
from sim.charts.style import SMALL, axis, layout, outline_bars
from sim.curves import bought, extra_usd
from sim.result import Result

MILLI = 1e3  # the bars are in thousandths of a nat
MILLION = 1e6  # dollars of the table
LEVERS = (
    ("params", "Parameters alone", "gain_params"),
    ("tokens", "Tokens alone", "gain_tokens"),
    ("scale", "Both, best plans", "gain_scale"),
)
COLORS = {"params": "@params", "tokens": "@tokens", "scale": "@compute"}


def _figure(results: Results) -> dict[str, Any]:
    return _figures(results, [results])[0]


def _figures(window: Results, many: Sequence[Results]) -> list[dict[str, Any]]:
    pinned = bought(many[0][1:]) if many[0][1:] else []
    return [_drawn(now, pinned) for now in bought([results[0] for results in many])]


def _drawn(now: dict[str, float | None], pinned: Sequence[dict[str, float | None]]) -> dict[str, Any]:
    labels = [label for _, label, _ in LEVERS]

    def lengths(bars: dict[str, float | None]) -> list[float]:
        return [MILLI * (bars[lever] or 0) for lever, _, _ in LEVERS]

    trace = {
        "type": "bar",
        "orientation": "h",
        "y": labels,
        "x": lengths(now),
        "text": [_shown(now[lever]) for lever, _, _ in LEVERS],
        "textposition": "outside",
        "textangle": 0,
        "constraintext": "none",
        "cliponaxis": False,
        "marker": {"color": [COLORS[lever] for lever, _, _ in LEVERS]},
        "width": 0.56,
        "hoverinfo": "skip",
    }
    longest = max(length for bars in [now, *pinned] for length in lengths(bars)) or 1.0
    return {
        "data": [trace, *(outline_bars(lengths(bars), labels, 0.56, horizontal=True) for bars in pinned)],
        "layout": layout(
            barmode="overlay",
            xaxis=axis("", range=[0, longest * 1.4], visible=False),
            yaxis=axis("", type="category", autorange="reversed", showgrid=False, ticklabelstandoff=8)
            | {"tickfont": {"size": SMALL + 1, "color": "@ink"}},
        ),
    }


def _shown(nats: float | None) -> str:
    return "unknown or at a bound" if nats is None else f"{units.plain(MILLI * nats)} mnat"


def _money(result: Result) -> str:
    """The extra money in words: "1 % of the cost, $39.8K", or what was typed."""
    money = extra_usd(result)
    if result.scenario.extra_usd is not None:
        return units.dollars(result.scenario.extra_usd)
    return "1 % of the cost" if money is None else f"1 % of the cost, {units.dollars(money)}"


def _summary(results: Results) -> str:
    now = bought(results[:1])[0]
    parts = "; ".join(f"{label.lower()} {_shown(now[lever])}" for lever, label, _ in LEVERS)
    return f"Extra money ({_money(results[0])}) lowers the loss by: {parts}."


def _table(results: Results) -> tuple[list[str], list[list[str]]]:
    now = bought(results[:1])[0]
    rows = [
        [label, _per_million(getattr(results[0], gain)), _shown(now[lever])] for lever, label, gain in LEVERS
    ]  # fmt: skip
    return ["Lever", "Gain, nat per $1M", f"Extra {_money(results[0])}"], rows


def _per_million(gain: float | None) -> str:
    return "unknown" if gain is None else units.plain(MILLION * gain)


CHART = Chart(
    id="percent",
    page="home",
    order=4,
    question="What would a little more money buy?",
    subtitle=lambda results: (
        f"Loss that extra money ({_money(results[0])}) takes off, in thousandths of a nat. Longer is better."
    ),
    figure=_figure,
    figures=_figures,
    window=lambda results: None,
    summary=told(_summary),
    table=beside(_table),
    note=lambda results: (
        "Where the first two bars are equal the plan is optimal: that is what the word means. "
        "The table has the gains in nat per $1M. Another amount can be typed below, among the assumptions."
    ),
    height=170,
    wide=True,
)
