"""What post-training buys: the share that one answer solves, against the dollars of reinforcement learning."""

from collections.abc import Sequence

import numpy as np

from sim.catalogs.posttraining import CHIP_HOUR_USD, post_training_curves
from sim.charts.chart import Figure, Place, RunChart, Table
from sim.charts.drawing.empty import no_samples, with_samples
from sim.charts.drawing.kept import kept_points
from sim.charts.drawing.style import axis, layout, line, point
from sim.engine.kept_runs import KeptRun
from sim.engine.post_training import post_trained
from sim.engine.result import Result
from sim.ground import units
from sim.inputs.numbers import numbers
from sim.inputs.scenario import Scenario
from sim.studies.post_training import band_of, share_of_pretraining

PERCENT = 100
POINTS = 81
DECADES = (2.0, 9.0)  # of dollars, where no run lies outside
TABLE_USD = (1e4, 1e5, 1e6, 1e7)


def with_post_training(scenario: Scenario) -> bool:
    """Whether there is post-training, and something that it could raise."""
    return scenario.post_training == "on" and with_samples(scenario)


def _spot(run: KeptRun) -> tuple[float | None, float | None]:
    if run.scenario.post_training != "on" or run.pass_at_1 is None:
        return None, None
    return run.scenario.post_training_usd, PERCENT * run.pass_at_1


class PostCurve(RunChart):
    id = "post-training"
    places = (Place("think", 1.5),)
    question = "What does post-training buy?"

    def why_empty(self, now: Result) -> str | None:
        return no_samples(now) or ("Post-training is off." if now.scenario.post_training == "off" else None)

    def applies(self, scenario: Scenario) -> bool:
        return with_post_training(scenario)

    def subtitle(self, now: Result) -> str:
        curve = post_training_curves().entries[now.scenario.post_training_curve]
        whose = "published constants" if curve.is_published else "illustrative, carried over"
        return f"Problems solved with one answer, against dollars of reinforcement learning. Curve: {whose}."

    def figure(self, now: Result, others: Sequence[KeptRun]) -> Figure:
        low, high = DECADES
        for run in (now, *others):
            here = np.log10(run.scenario.post_training_usd)
            low, high = min(low, here - 1), max(high, here + 1)
        usd = np.logspace(low, high, POINTS)
        middle, under, over = (PERCENT * x for x in band_of(now, usd))
        ends = {"color": "@inference/0", "width": 0}
        base = PERCENT * now.pass_at_1_base
        traces = [
            line(usd, over, "inference", 0, line=ends, hoverinfo="skip"),
            line(usd, under, "inference", 0, line=ends, fill="tonexty", fillcolor="@inference/0.15", hoverinfo="skip"),
            line(usd[[0, -1]], [base, base], "muted", 1, line={"dash": "dot"}, hoverinfo="skip"),
            line(usd, middle, "inference", 2.5, name="Solved",
                 hovertemplate="%{x|usd}<br>%{y:.1f} % solved<extra></extra>"),
            *kept_points(others, _spot, "bottom right"),
            point(now.scenario.post_training_usd, PERCENT * now.pass_at_1, "you are here", "here", "top left",
                  hoverinfo="skip"),
        ]  # fmt: skip
        return {
            "data": traces,
            "layout": layout(
                xaxis=axis("Post-training, US dollars", log=True, range=[low, high], dtick=1, tickprefix="$"),
                yaxis=axis("Problems solved, %", range=[0, 100], nticks=6),
            ),
        }

    def summary(self, now: Result) -> str:
        usd = units.dollars(now.scenario.post_training_usd)
        _, low, high = (float(x) for x in band_of(now, np.asarray(now.scenario.post_training_usd)))
        share = share_of_pretraining(now)
        assert share is not None  # or there is nothing to see
        return (
            f"{usd} of post-training raise the share solved with one answer from {units.percent(now.pass_at_1_base)} "
            f"to {units.percent(now.pass_at_1)} ({units.percent(low, 2)} to {units.percent(high, 2)}). Its compute is "
            f"{units.percent(share, 2)} of that of the run."
        )

    def table(self, now: Result) -> Table:
        trained = post_trained(now.pass_at_1_base, now.n_params, numbers(now.scenario))
        rows = [["Base model", units.percent(now.pass_at_1_base)]]
        for usd in sorted({*TABLE_USD, now.scenario.post_training_usd}):
            middle, low, high = (float(x) for x in band_of(now, np.asarray(usd)))
            rows.append(
                [units.dollars(usd), f"{units.percent(middle)} ({units.percent(low)} to {units.percent(high)})"]
            )
        return ["Post-training", "Solved with one answer"], [*rows, ["Ceiling", units.percent(float(trained.ceiling))]]

    def note(self, now: Result) -> str:
        curve = post_training_curves().entries[now.scenario.post_training_curve]
        if curve.is_published:
            return (
                f"Published: the form, the ceiling and constants, {curve.label}, {curve.what} (Khatri et al., 2025, "
                "Table 1); band: three runs. Ours: that it begins at what the base model solves here, and "
                f"${CHIP_HOUR_USD:.2f} for an hour of a GB200."
            )
        return (
            "Published: the form (Khatri et al., 2025). Ours and illustrative: where it begins, how far it gets, how "
            "that moves with size and length of answers; the band is how far these may be off."
        )
