"""What serving does to the best model: its cost, size and data against the tokens served."""

from functools import lru_cache
from typing import Any

import numpy as np

from sim import units
from sim.charts.chart import Chart, Results, still
from sim.charts.needs import needing, no_service
from sim.charts.style import SMALL, axis, line, log_ticks, panels, pinned_point, point
from sim.demand import Demand, demand_curve
from sim.evaluate import numbers
from sim.result import Result
from sim.serving import queries_served, samples_drawn

POINTS = 41
DECADES = (10, 17)  # of tokens served, widened to hold the run
GAP = 0.05  # between the three panels
TABLE_SERVED = (1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16)
PANELS = ("Cost", "Parameters", "Tokens each")


def tokens_served(result: Result) -> float:
    """Tokens read and written over the whole service, all samples included."""
    inputs = numbers(result.scenario)
    return float(queries_served(inputs) * (inputs.prompt_tokens + samples_drawn(inputs) * inputs.output_tokens))


@lru_cache(maxsize=16)
def _demand(scenario: Any, loss: float, low: float, high: float) -> Demand:
    return demand_curve(Result(scenario, {"loss": loss}), np.logspace(low, high, POINTS))


def _curve(now: Result) -> Demand:
    here = np.log10(tokens_served(now))
    low, high = min(DECADES[0], np.floor(here)), max(DECADES[1], np.ceil(here))
    return _demand(now.scenario, now.loss, float(low), float(high))


def _panels(found: Demand, active: float) -> list[tuple[Any, str]]:
    ratio = found.n_tokens / (active * found.n_params)
    return [(found.total_usd, "money"), (found.n_params, "params"), (ratio, "tokens")]


def _places(now: Result) -> tuple[float, float, float]:
    return now.cost_total_usd, now.n_params, now.tokens_per_param


def _figure(results: Results) -> dict[str, Any]:
    now = results[0]
    found, served = _curve(now), tokens_served(now)
    height = (1 - 2 * GAP) / 3
    traces, axes = [], {}
    for index, (y, color) in enumerate(_panels(found, now.scenario.active_fraction)):
        name = "" if index == 0 else str(index + 1)
        value, *others = [_places(result)[index] for result in results]
        drawn = line(found.tokens_served, y, color, 2.5, yaxis=f"y{name}", hovertemplate="%{y:.3s}<extra></extra>")
        label = "you are here" if index == 0 else ""
        place = "top left" if served > 1e12 else "top right"
        traces += [drawn, point(served, value, label, "here", place, hoverinfo="skip", yaxis=f"y{name}")]
        for pinned, theirs in zip(results[1:], others, strict=True):
            mark = pinned_point(tokens_served(pinned), theirs)
            traces.append({**mark, "text": mark["text"] if index == 0 else [""], "yaxis": f"y{name}"})
        ends = np.log10([np.nanmin([np.nanmin(y), value, *others]), np.nanmax([np.nanmax(y), value, *others])])
        pad = 0.15 * max(ends[1] - ends[0], 0.5)
        top = 1 - index * (height + GAP)
        axes[f"yaxis{name}"] = axis(
            PANELS[index], log=True, range=[float(ends[0] - pad), float(ends[1] + pad)], domain=[top - height, top],
            **log_ticks(float(ends[0] - pad), float(ends[1] + pad), "usd" if index == 0 else "count"),
        )  # fmt: skip
    low, high = np.log10(found.tokens_served[[0, -1]])
    return {
        "data": traces,
        "layout": panels(
            xaxis=axis("Tokens served", log=True, range=[float(low), float(high)], anchor="y3", dtick=1),
            font={"size": SMALL, "color": "@ink"},
            **axes,
        ),
    }


def _nearest(found: Demand, served: float) -> int:
    return int(np.argmin(np.abs(np.log(found.tokens_served / served))))


def _summary(results: Results) -> str:
    now = results[0]
    found, served = _curve(now), tokens_served(now)
    here, none = _nearest(found, served), 0
    if not np.isfinite(found.n_params[[here, none]]).all():
        return "No plan in bounds reaches the loss of this run."
    return (
        f"This run serves {units.count(served)} tokens. The cheapest model that is as good then has "
        f"{units.count(found.n_params[here], 2)} parameters; if hardly anybody asked it, it would have "
        f"{units.count(found.n_params[none], 2)}. Planning for the service saves "
        f"{units.percent(float(found.saved[here]), 2)} of the cost of the plan that is cheapest to train."
    )


def _table(results: Results) -> tuple[list[str], list[list[str]]]:
    now = results[0]
    found = demand_curve(now, np.array(TABLE_SERVED))
    columns = (found.total_usd, found.n_params, found.n_tokens, found.saved)
    rows = []
    for served, usd, N, D, saved in zip(TABLE_SERVED, *columns, strict=True):
        if np.isnan(N):
            rows.append([units.count(served), *["out of reach"] * 5])
            continue
        ratio = units.plain(D / (now.scenario.active_fraction * N))
        shown = [units.dollars(usd), units.count(N), units.count(D), ratio, units.percent(saved, 2)]
        rows.append([units.count(served), *shown])
    columns_shown = ["Tokens served", "Training and serving", "Best parameters", "Best tokens", "Tokens each", "Saved"]
    return columns_shown, rows


CHART = needing(
    no_service,
    Chart(
        id="serving",
        page="think",
        order=5,
        question="What does serving do to the best model?",
        subtitle=lambda results: (
            "Training and serving in US dollars, parameters, and tokens per parameter of the cheapest model that is as "
            "good as this run, against the tokens it will serve."
        ),
        figure=_figure,
        figures=still(_figure),
        summary=_summary,
        table=_table,
        note=lambda results: (
            "The more a model is asked, the smaller and the longer trained it should be: Sardana et al. (2024). "
            "Dots: this run."
        ),
        height=420,
    ),
)
