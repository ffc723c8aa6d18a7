"""How a budget is split best between pre-training, post-training and serving, beside how it is split now."""

from collections.abc import Sequence

from sim.charts.chart import Figure, LoneChart, Place, Table
from sim.charts.drawing.empty import no_samples, no_service
from sim.charts.drawing.style import SMALL, axis, layout
from sim.charts.think.post_curve import with_post_training
from sim.engine.result import Result
from sim.ground import units
from sim.inputs.scenario import Scenario
from sim.studies.post_training import (
    ORD_EXCHANGE,
    PUBLISHED,
    best_budget,
    result_of_split,
    share_of_pretraining,
    worth_in_samples,
)

NAMES = ("As it is", "Best split")
LEAST = 0.08  # share of the axis below which a part has no label


def _parts(result: Result) -> list[tuple[str, str, float]]:
    """Label, color and dollars of each part; they sum to the total."""
    after = result.cost_post_training_usd
    return [
        ("Pre-training", "compute", result.cost_training_usd - after),
        ("Post-training", "money", after),
        ("Serving and its samples", "inference", result.cost_inference_usd),
    ]


def _share(low: float, high: float) -> str:
    ends = [units.percent(low, 2)] + ([units.percent(high, 2)] if high > low else [])
    return " to ".join(ends)


class BudgetSplitChart(LoneChart):
    id = "budget-split"
    places = (Place("think", 1.6),)
    question = "Text, post-training or samples: how to split the money?"
    height = 200
    waits = True

    def applies(self, scenario: Scenario) -> bool:
        return with_post_training(scenario)

    def why_empty(self, now: Result) -> str | None:
        if now.scenario.post_training == "off":
            return "Post-training is off."
        reason = no_samples(now) or no_service(now)
        return reason or (None if best_budget(now) else "No plan in bounds is paid for.")

    def subtitle(self, now: Result) -> str:
        return "US dollars of the same total: now, and with the most problems solved."

    def figure(self, now: Result, others: Sequence[Result]) -> Figure:
        best = result_of_split(now)
        assert best is not None  # or the chart would be empty
        longest = max(now.cost_total_usd, best.cost_total_usd)
        both = [_parts(now), _parts(best)]
        traces = [
            {
                "type": "bar",
                "orientation": "h",
                "name": label,
                "y": [0, 1],
                "x": [parts[i][2] for parts in both],
                "text": [units.dollars(parts[i][2]) if parts[i][2] > LEAST * longest else "" for parts in both],
                "textposition": "inside",
                "textangle": 0,
                "insidetextfont": {"color": "@paper"},
                "marker": {"color": f"@{color}"},
                "width": 0.6,
                "hovertemplate": f"{label}: %{{x:$.3s}}<extra></extra>",
            }
            for i, (label, color, _) in enumerate(both[0])
        ]
        return {
            "data": traces,
            "layout": layout(
                barmode="stack",
                showlegend=True,
                legend={"orientation": "h", "x": 0, "y": 1.05, "yanchor": "bottom", "traceorder": "normal",
                        "font": {"size": SMALL}},
                xaxis=axis("US dollars", range=[0, longest], tickprefix="$", nticks=6),
                yaxis=axis("", tickvals=[0, 1], ticktext=NAMES, range=[1.5, -0.5], showgrid=False,
                           ticklabelstandoff=8),
            ),
        }  # fmt: skip

    def summary(self, now: Result) -> str:
        found = best_budget(now)
        assert found is not None  # or the chart would be empty
        samples = units.counted(units.plain(found.samples, 2), "sample")
        words = (
            f"The same {units.dollars(now.cost_total_usd)} solve {units.percent(found.accuracy)} of the problems, not "
            f"{units.percent(now.accuracy)} with {units.count(found.n_params)} parameters, "
            f"{units.count(found.n_tokens)} tokens, {units.dollars(found.post_training_usd)} of post-training and "
            f"{samples} for each query"
        )
        return f"{words}: there the next dollar does as much on each." if found.is_exact else f"{words}."

    def table(self, now: Result) -> Table:
        best = result_of_split(now)
        assert best is not None  # or the chart would be empty
        rows = [
            [label, units.dollars(here), units.dollars(there)]
            for (label, _, here), (_, _, there) in zip(_parts(now), _parts(best), strict=True)
        ]
        rows += [
            ["Parameters", units.count(now.n_params), units.count(best.n_params)],
            ["Tokens", units.count(now.n_tokens), units.count(best.n_tokens)],
            ["Samples", units.plain(now.scenario.samples_per_query), units.plain(best.scenario.samples_per_query)],
            ["Problems solved", units.percent(now.accuracy), units.percent(best.accuracy)],
            ["Post-training over pre-training, compute", *(
                units.percent(share_of_pretraining(run) or 0.0, 2) for run in (now, best)
            )],
        ]  # fmt: skip
        theirs = [[f"{spent.model}, published", _share(spent.low, spent.high), ""] for spent in PUBLISHED]
        return ["What", *NAMES], [*rows, *theirs]

    def note(self, now: Result) -> str:
        factor = worth_in_samples(now)
        worth = "no number of samples" if factor is None else f"{units.times(factor)} the samples"
        shares = ", ".join(f"{spent.model} {_share(spent.low, spent.high)}" for spent in PUBLISHED)
        return (
            f"Published shares of pre-training compute spent on post-training: {shares}. Cross-check: here ten times "
            f"the post-training is worth {worth}; Ord (2025, secondary source) has "
            f"{units.times(ORD_EXCHANGE)}. The split rests on curves that are ours where they are not published."
        )
