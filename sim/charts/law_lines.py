"""Lines of all laws against compute: what three charts of the Laws page share."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from sim import units
from sim.allocations import allocations
from sim.charts.chart import Results
from sim.charts.style import axis, layout, line, point
from sim.charts.whiskers import shades
from sim.hardware import Status
from sim.laws import loss_laws
from sim.laws.forms import Additive, Array
from sim.references import STATUS_WORDS
from sim.result import Result
from sim.ruler import ruler
from sim.uncertainty import LEVELS, frontier_bands

C = np.logspace(18, 28, 81)
NAMES = 10  # at most at the right
SOME = C[::4]  # so many carry the bands, which hardly bend
TABLE_FLOP = np.array([1e21, 5.88e23, 3.8e25, 1e26])
Quantity = Callable[[Array, Array], Array]
Line = tuple[str, str, Array, Status]


def lines(results: Results, quantity: Quantity, at: Array) -> list[Line]:
    """Identifier, name, values and status of each line: the laws compared, or all, and the published rules.

    The laws are drawn as published: every parameter active, every token new, efficiency 1.
    """
    laws = loss_laws().entries
    chosen = results[0].scenario.law
    compared = list(dict.fromkeys(result.scenario.law for result in results))
    every = [key for key, law in laws.items() if not law.typed or key == chosen]
    shown = compared if len(compared) > 1 else every
    found: list[Line] = [
        (key, laws[key].name, quantity(*laws[key].function.frontier(at)), laws[key].status) for key in shown
    ]
    rules = allocations().entries.items()
    return found + [(key, rule.short, quantity(*rule.frontier(at)), rule.status) for key, rule in rules]


def figure(results: Results, quantity: Quantity, here: tuple[float, str], title: str) -> dict[str, Any]:
    """Every law as a thin line, their disagreement shaded, the chosen one strong."""
    now = results[0]
    drawn = lines(results, quantity, C)
    values = np.array([y for _, _, y, _ in drawn])
    low, high = values.min(axis=0), values.max(axis=0)
    traces = [
        line(C, low, "muted", 0, hoverinfo="skip"),
        line(C, high, "muted", 0, fill="tonexty", fillcolor="@muted/0.1", hoverinfo="skip"),
    ]
    law = loss_laws().entries[now.scenario.law]
    rules = allocations().entries
    for key, label, y, _ in drawn:
        if key != now.scenario.law:
            dash = {"dash": "dot"} if key in rules else {}
            hover = f"{label}<br>%{{x:.1e}} FLOP: %{{y:.3s}}<extra></extra>"
            traces.append(line(C, y, "muted", 1.2, opacity=0.55, line=dash, hovertemplate=hover))
    own = quantity(*law.function.frontier(C))
    traces.append(line(C, own, "compute", 3, hovertemplate=f"{law.name}<br>%{{x:.1e}} FLOP: %{{y:.3s}}<extra></extra>"))
    kept = _named(drawn, now.scenario.law)
    # A trace that is not seen holds the axis of the names at the right.
    traces.append(line(C[-1:], own[-1:], "compute", 0, yaxis="y2", hoverinfo="skip"))
    traces.append(_here(now, here))
    y_range = [float(np.log10(min(low.min(), here[0]))) - 0.1, float(np.log10(max(high.max(), here[0]))) + 0.1]
    return {
        "data": traces,
        "layout": layout(
            xaxis=axis(
                "Training compute, FLOP", log=True, range=[float(np.log10(C[0])), float(np.log10(C[-1]))], dtick=2
            ),
            yaxis=axis(title, log=True, range=y_range),
            yaxis2=axis(
                "",
                log=True,
                range=y_range,
                overlaying="y",
                side="right",
                showgrid=False,
                ticks="",
                ticklabelstandoff=4,
                tickvals=[float(one[2][-1]) for one in kept],
                ticktext=[f"<b>{one[1]}</b>" if one[0] == now.scenario.law else one[1] for one in kept],
            ),
        ),
    }


def _here(now: Result, here: tuple[float, str]) -> dict[str, Any]:
    """The run; nowhere where its compute is not drawn."""
    x = now.train_flop if C[0] <= now.train_flop <= C[-1] else np.nan
    return point(x, here[0], here[1], "here", "top center", hoverinfo="skip")


def figures(shown: dict[str, Any], many: Sequence[Results], value: Callable[[Result], float]) -> list[dict[str, Any]]:
    """What is played: the lines do not ask about the run, so only its point moves.

    Parameters
    ----------
    shown : dict
        Figure that the page shows.
    value : callable
        What a run has of the quantity.
    """
    *lines, last = shown["data"]
    return [{"data": [*lines, _here(results[0], (value(results[0]), last["text"][0]))]} for results in many]


def _named(drawn: list[Line], chosen: str) -> list[Line]:
    """Lines with a name at their right end: those that would overlap are left out, the chosen law never."""
    ordered = sorted(drawn, key=lambda one: (one[0] != chosen, one[0]))
    heights = [np.log10(one[2][-1]) for one in drawn]
    least = (max(heights) - min(heights) + 0.2) / NAMES
    kept: list[Line] = []
    for one in ordered:
        if all(abs(np.log10(one[2][-1] / other[2][-1])) >= least for other in kept):
            kept.append(one)
    return kept


def bands(form: Additive, name: str) -> list[dict[str, Any]]:
    """The bands of the chosen law along its line."""
    return shades(SOME, {level: frontier_bands(form, SOME, level)[name] for level in LEVELS}, "compute")


def table(results: Results, quantity: Quantity, form: str) -> tuple[list[str], list[list[str]]]:
    """Every line at four computes, with its status."""
    rows = [
        [label, *(units.text(float(y), form) for y in values), STATUS_WORDS[status]]
        for _, label, values, status in lines(results, quantity, TABLE_FLOP)
    ]
    return ["Law or rule", *(f"{units.scientific(c)} FLOP" for c in TABLE_FLOP), "Seen in"], rows


def spread(results: Results, quantity: Quantity, form: str) -> str:
    """Least and most of all lines at the compute of this run."""
    at = np.array([results[0].train_flop])
    found = sorted((float(y[0]), label) for _, label, y, _ in lines(results, quantity, at))
    (low, who_low), (high, who_high) = found[0], found[-1]
    return f"from {units.text(low, form)} ({who_low}) to {units.text(high, form)} ({who_high})"


def note(results: Results) -> str:
    """What the marks mean, and how far the law is stretched."""
    band = (
        " Green bands: 80 and 95 % of our own bootstrap of this law."
        if loss_laws().entries[results[0].scenario.law].covariance is not None
        else ""
    )
    return f"Gray: where the published lines disagree; dotted: rules without a loss.{band} {ruler(results[0])}"
