"""A fleet of chips, split between training and serving."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from sim.charts.chart import Figure, Place, RunChart, Table
from sim.charts.drawing.empty import empty, no_samples, with_samples
from sim.charts.drawing.kept import kept_points
from sim.charts.drawing.style import axis, layout, line, point
from sim.engine.kept_runs import KeptRun
from sim.engine.result import Result
from sim.ground import units
from sim.ground.errors import SimulationError
from sim.inputs import TABLE
from sim.inputs.numbers import known
from sim.inputs.scenario import Scenario
from sim.studies.fleet import Fleet, fleet

PERCENT = 100
TABLE_STEP = 3  # every how many shares the table has a row
SIZES = ("n_params", "n_tokens", "train_flop", "budget_usd", "target_loss", "samples_per_query")


@lru_cache(maxsize=32)
def _split(scenario: Scenario) -> Fleet | str | None:
    try:
        return fleet(scenario, known(scenario.n_chips), scenario.service_days)
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


def _found(now: Result) -> Fleet:
    found = split(now)
    assert isinstance(found, Fleet)
    return found


def _chips(scenario: Scenario) -> str:
    return units.counted(units.count(scenario.n_chips or 0), "chip")


def _days(scenario: Scenario) -> str:
    return units.counted(units.plain(scenario.service_days), "day")


class FleetSplit(RunChart):
    id = "fleet"
    places = (Place("think", 7),)
    question = "How should a fleet split its time?"
    is_still = True

    def why_empty(self, now: Result) -> str | None:
        return no_samples(now) or _no_fleet(now)

    def applies(self, scenario: Scenario) -> bool:
        return with_samples(scenario)

    def subtitle(self, now: Result) -> str:
        return (
            f"Share of problems solved by {_chips(now.scenario)} in "
            f"{_days(now.scenario)} that answer every query, against the share of their "
            "time that trains."
        )

    def figure(self, now: Result, others: Sequence[KeptRun]) -> Figure:
        found = _found(now)
        if not np.isfinite(found.best_accuracy):
            return empty("No split of this fleet answers every query.")
        share, reached = PERCENT * found.share, PERCENT * found.accuracy
        low, high = float(np.nanmin(reached)), PERCENT * found.best_accuracy
        words = f"{PERCENT * found.best_share:.0f} % training"
        plans = zip(found.n_params, found.n_tokens, found.samples, strict=True)
        about = [
            f"{units.count(N)} parameters, {units.count(D)} tokens, {units.plain(k, 2)} samples"
            if np.isfinite(N)
            else ""
            for N, D, k in plans
        ]
        curve = line(share, reached, "compute", 3, text=about,
                     hovertemplate="%{x:.0f} % training<br>%{y:.1f} % solved<br>%{text}<extra></extra>")  # fmt: skip
        theirs = [run for run in others if np.isfinite(_found(run).best_accuracy)]
        marks = [(PERCENT * _found(run).best_share, PERCENT * _found(run).best_accuracy) for run in theirs]
        low, high_of_all = min([low, *(y for _, y in marks)]), max([high, *(y for _, y in marks)])
        pad = max(0.15 * (high_of_all - low), 0.5)
        places = dict(zip(theirs, marks, strict=True))
        return {
            "data": [
                curve,
                *kept_points(theirs, lambda run: places[run]),
                point(PERCENT * found.best_share, high, words, "compute", "top center", hoverinfo="skip"),
            ],
            "layout": layout(
                xaxis=axis("Share of the chip time that trains, %", range=[0, 100]),
                yaxis=axis("Problems solved, %", range=[max(low - pad, 0), high_of_all + 2 * pad], nticks=6),
            ),
        }

    def summary(self, now: Result) -> str:
        found, scenario = _found(now), now.scenario
        return (
            f"{_chips(scenario)} for {_days(scenario)} solve most, "
            f"{units.percent(found.best_accuracy)}, when {units.percent(found.best_share, 2)} of their time trains a "
            f"model "
            f"of {units.count(found.best_n_params, 2)} parameters on {units.count(found.best_n_tokens, 2)} tokens; the "
            f"rest draws {units.counted(units.plain(found.best_samples, 2), 'sample')} for each query."
        )

    def table(self, now: Result) -> Table:
        found = _found(now)
        rows = [
            [units.percent(s, 2), *([units.count(N), units.count(D), units.plain(k), units.percent(right)]
                                    if np.isfinite(right) else ["out of reach"] * 4)]
            for s, N, D, k, right in list(
                zip(found.share, found.n_params, found.n_tokens, found.samples, found.accuracy, strict=True)
            )[::TABLE_STEP]
        ]  # fmt: skip
        return ["Training", "Parameters", "Tokens", "Samples per query", "Solved"], rows

    def note(self, now: Result) -> str:
        return (
            f"{self.summary(now)} Think of a fleet that renews its model at this pace. The number of chips stands "
            "among the assumptions of the home page."
        )
