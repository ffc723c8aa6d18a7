"""What serving does to the best model: its cost, size and data against the tokens served."""

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import Any

import numpy as np

from sim.charts.chart import Figure, Place, RunChart, Table
from sim.charts.drawing.empty import no_service
from sim.charts.drawing.kept import kept_points
from sim.charts.drawing.style import SMALL, axis, line, log_ticks, panels, point
from sim.engine.kept_runs import KeptRun
from sim.engine.result import Result
from sim.ground import units
from sim.inputs.numbers import numbers
from sim.program.serving import queries_served, samples_drawn
from sim.studies.demand import Demand, demand_curve

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


def _nearest(found: Demand, served: float) -> int:
    return int(np.argmin(np.abs(np.log(found.tokens_served / served))))


def _spot(panel: int, run: Result) -> tuple[float, float]:
    """Where a run stands in one panel."""
    return tokens_served(run), _places(run)[panel]


class Serving(RunChart):
    id = "serving"
    places = (Place("think", 5),)
    question = "What does serving do to the best model?"
    height = 420
    is_still = True

    def why_empty(self, now: Result) -> str | None:
        return no_service(now)

    def subtitle(self, now: Result) -> str:
        return (
            "Training and serving in US dollars, parameters, and tokens per parameter of the cheapest model that is as "
            "good as this run, against the tokens it will serve."
        )

    def figure(self, now: Result, others: Sequence[KeptRun]) -> Figure:
        found, served = _curve(now), tokens_served(now)
        height = (1 - 2 * GAP) / 3
        traces, axes = [], {}
        for index, (y, color) in enumerate(_panels(found, now.scenario.active_fraction)):
            name = "" if index == 0 else str(index + 1)
            value, *theirs = [_places(result)[index] for result in (now, *others)]
            form = "usd" if index == 0 else "count"
            about = f"%{{x|count}} tokens served<br>%{{y|{form}}}<extra></extra>"
            drawn = line(found.tokens_served, y, color, 2.5, yaxis=f"y{name}", hovertemplate=about)
            label = "you are here" if index == 0 else ""
            place = "top left" if served > 1e12 else "top right"
            traces += [drawn, point(served, value, label, "here", place, hoverinfo="skip", yaxis=f"y{name}")]
            traces += kept_points(others, partial(_spot, index), yaxis=f"y{name}")
            shown = [*y, value, *theirs]  # where rounding hides every plan of this loss, the run alone
            ends = np.log10([np.nanmin(shown), np.nanmax(shown)])
            pad = 0.15 * max(ends[1] - ends[0], 0.5)
            top = 1 - index * (height + GAP)
            axes[f"yaxis{name}"] = axis(
                PANELS[index], log=True, range=[float(ends[0] - pad), float(ends[1] + pad)], domain=[top - height, top],
                **log_ticks(float(ends[0] - pad), float(ends[1] + pad), form),
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

    def summary(self, now: Result) -> str:
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

    def table(self, now: Result) -> Table:
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
        columns_shown = [
            "Tokens served",
            "Training and serving",
            "Best parameters",
            "Best tokens",
            "Tokens each",
            "Saved",
        ]
        return columns_shown, rows

    def note(self, now: Result) -> str:
        return (
            "The more a model is asked, the smaller and the longer trained it should be: Sardana et al. (2024). "
            "Dots: this run."
        )
