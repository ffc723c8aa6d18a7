"""A fleet of chips, split between training and serving."""

from functools import lru_cache
from typing import Any

import numpy as np

from sim import units
from sim.charts.chart import Chart, Results, still
from sim.charts.empty import empty
from sim.charts.needs import first_of, needing, no_samples, with_samples
from sim.charts.style import axis, layout, line, pinned_point, point
from sim.errors import SimulationError
from sim.fleet import Fleet, fleet
from sim.inputs import TABLE
from sim.result import Result
from sim.scenario import Scenario

PERCENT = 100
TABLE_STEP = 3  # every how many shares the table has a row
SIZES = ("n_params", "n_tokens", "train_flop", "budget_usd", "target_loss", "samples_per_query")


@lru_cache(maxsize=32)
def _split(scenario: Scenario) -> Fleet | str | None:
    try:
        return fleet(scenario, scenario.n_chips, scenario.service_days)
    except SimulationError as error:
        return error.allowed


def split(now: Result) -> Fleet | str | None:
    """The fleet of the scenario; why there is none; `None` where samples do not apply."""
    # The split does not depend on the run that is shown: runs of all sizes share it.
    sizes = {name: TABLE[name].default for name in SIZES}
    return _split(now.scenario.model_copy(update={**sizes, "plan": "params_tokens"}))


def _no_fleet(result: Result) -> str | None:
    """Why there is no fleet, or `None`."""
    if result.scenario.n_chips is None:
        return "The number of chips is unknown: type one to see how to split them."
    found = split(result)
    return f"This fleet cannot serve: {found}." if isinstance(found, str) else None


def _found(results: Results) -> Fleet:
    found = split(results[0])
    assert isinstance(found, Fleet)
    return found


def _figure(results: Results) -> dict[str, Any]:
    found = _found(results)
    if not np.isfinite(found.best_accuracy):
        return empty("No split of this fleet answers every query.")
    share, reached = PERCENT * found.share, PERCENT * found.accuracy
    low, high = float(np.nanmin(reached)), PERCENT * found.best_accuracy
    words = f"{PERCENT * found.best_share:.0f} % training"
    plans = zip(found.n_params, found.n_tokens, found.samples, strict=True)
    about = [
        f"{units.count(N)} parameters, {units.count(D)} tokens, {units.plain(k, 2)} samples" if np.isfinite(N) else ""
        for N, D, k in plans
    ]
    curve = line(share, reached, "compute", 3, text=about,
                 hovertemplate="%{x:.0f} % training<br>%{y:.1f} % solved<br>%{text}<extra></extra>")  # fmt: skip
    others = [
        other for other in map(split, results[1:]) if isinstance(other, Fleet) and np.isfinite(other.best_accuracy)
    ]
    marks = [(PERCENT * other.best_share, PERCENT * other.best_accuracy) for other in others]
    low, high_of_all = min([low, *(y for _, y in marks)]), max([high, *(y for _, y in marks)])
    pad = max(0.15 * (high_of_all - low), 0.5)
    pinned = [pinned_point(*mark) for mark in marks]
    return {
        "data": [
            curve,
            *pinned,
            point(PERCENT * found.best_share, high, words, "compute", "top center", hoverinfo="skip"),
        ],
        "layout": layout(
            xaxis=axis("Share of the chip time that trains, %", range=[0, 100]),
            yaxis=axis("Problems solved, %", range=[max(low - pad, 0), high_of_all + 2 * pad], nticks=6),
        ),
    }


def _chips(scenario: Scenario) -> str:
    return units.counted(units.count(scenario.n_chips or 0), "chip")


def _days(scenario: Scenario) -> str:
    return units.counted(units.plain(scenario.service_days), "day")


def _summary(results: Results) -> str:
    found, scenario = _found(results), results[0].scenario
    return (
        f"{_chips(scenario)} for {_days(scenario)} solve most, "
        f"{units.percent(found.best_accuracy)}, when {units.percent(found.best_share, 2)} of their time trains a model "
        f"of {units.count(found.best_n_params, 2)} parameters on {units.count(found.best_n_tokens, 2)} tokens; the "
        f"rest draws {units.counted(units.plain(found.best_samples, 2), 'sample')} for each query."
    )


def _table(results: Results) -> tuple[list[str], list[list[str]]]:
    found = _found(results)
    rows = [
        [units.percent(s, 2), *([units.count(N), units.count(D), units.plain(k), units.percent(right)]
                                if np.isfinite(right) else ["out of reach"] * 4)]
        for s, N, D, k, right in list(
            zip(found.share, found.n_params, found.n_tokens, found.samples, found.accuracy, strict=True)
        )[::TABLE_STEP]
    ]  # fmt: skip
    return ["Training", "Parameters", "Tokens", "Samples per query", "Solved"], rows


CHART = needing(
    first_of(no_samples, _no_fleet),
    Chart(
        id="fleet",
        page="think",
        order=7,
        question="How should a fleet split its time?",
        subtitle=lambda results: (
            f"Share of problems solved by {_chips(results[0].scenario)} in "
            f"{_days(results[0].scenario)} that answer every query, against the share of their "
            "time that trains."
        ),
        figure=_figure,
        figures=still(_figure),
        summary=_summary,
        table=_table,
        note=lambda results: (
            f"{_summary(results)} Think of a fleet that renews its model at this pace. The number of chips stands "
            "among the assumptions of the home page."
        ),
        height=320,
        applies=with_samples,
    ),
)
