"""What more money adds to the readout: bars in its own points, each with its band."""

from collections.abc import Sequence
from dataclasses import dataclass

from sim.charts.chart import Figure, Place, RunChart, Table
from sim.charts.drawing.empty import no_price
from sim.charts.drawing.kept import kept_bars
from sim.charts.drawing.style import SMALL, axis, layout, line
from sim.engine.kept_runs import KeptRun
from sim.engine.result import Result
from sim.ground import units
from sim.inputs.readout import COMPUTE, HORIZON, INDEX, LOSS
from sim.inputs.scenario import Scenario
from sim.studies.more_money import extra_usd
from sim.studies.readout import Reading, gain, post_training_gain, year_gain
from sim.words.readout import CAVEAT, MOST_IS_TIME, added_in_words, gain_in_words, name_of

SUMS = (1.0, 10.0, 100.0)  # times the sum that more money is read at
PERCENT = 100.0
ROOM = 1.5  # of the axis over the longest band, for its label
WIDTH = 0.5  # of a bar, of the room of its row


@dataclass(frozen=True)
class Bought:
    """A row: what is bought, what it adds with its band, and the color of what it stands for."""

    label: str
    added: Reading
    color: str


def bought(result: Result, usd: float) -> list[Bought]:
    """What sums of money add, and what a year does; nothing where no price is known."""
    sums = [(factor * usd, gain(result, factor * usd)) for factor in SUMS]
    after = post_training_gain(result, usd)
    later = year_gain(result) if result.scenario.readout_slope == COMPUTE else None
    rows = [Bought(f"{units.dollars(sum_)} of compute", found, "compute") for sum_, found in sums if found]
    rows += [Bought(f"{units.dollars(usd)} of post-training", after, "inference")] if after else []
    return [*rows, *([Bought("A year later, no money", later, "muted")] if later else [])]


def _shown(readout: str, x: float) -> float:
    """A change as the axis has it: points, or per cent of the length of tasks."""
    if readout == INDEX:
        return x
    return PERCENT * (x - 1 if readout == HORIZON else x)


class ReadoutMoney(RunChart):
    id = "readout-money"
    places = (
        Place("home", 1.5),
        Place("plan", 1.5, id="readout-money-plan"),
        Place("think", 1.2, id="readout-money-think"),
    )
    question = "What does more money add to it?"
    height = 240

    def applies(self, scenario: Scenario) -> bool:
        return scenario.readout != LOSS

    def why_empty(self, now: Result) -> str | None:
        return "The readout is the loss." if now.scenario.readout == LOSS else no_price(now)

    def subtitle(self, now: Result) -> str:
        unit = "% longer tasks" if now.scenario.readout == HORIZON else "points"
        how = "at the same date" if now.scenario.readout_slope == COMPUTE else "along the frontier, with the years"
        return f"{name_of(now.scenario.readout)}, {unit} more, {how}. Lines: one standard deviation."

    def figure(self, now: Result, others: Sequence[KeptRun]) -> Figure:
        readout, usd = now.scenario.readout, extra_usd(now)
        assert usd is not None  # or the chart would be empty
        rows = bought(now, usd)
        places = list(range(len(rows)))
        longest = max(_shown(readout, row.added.high) for row in rows)
        bars = {
            "type": "bar",
            "orientation": "h",
            "y": places,
            "x": [_shown(readout, row.added.value) for row in rows],
            "marker": {"color": [f"@{row.color}" for row in rows]},
            "width": WIDTH,
            "hoverinfo": "skip",
        }
        bands = [
            line([_shown(readout, row.added.low), _shown(readout, row.added.high)], [place] * 2, "ink", 1.5,
                 hoverinfo="skip")
            for place, row in zip(places, rows, strict=True)
        ]  # fmt: skip
        labels = {
            "type": "scatter",
            "mode": "text",
            "x": [_shown(readout, row.added.high) for row in rows],
            "y": places,
            "text": [f"  {_text(readout, row.added)}" for row in rows],
            "textposition": "middle right",
            "textfont": {"size": SMALL, "color": "@ink"},
            "cliponaxis": False,
            "hoverinfo": "skip",
        }
        kept = kept_bars(others, lambda run: _lengths(run, readout, usd, len(rows)), places)
        return {
            "data": [bars, *kept, *bands, labels],
            "layout": layout(
                barmode="overlay",
                xaxis=axis("", range=[0, ROOM * max(longest, 1e-9)], visible=False),
                yaxis=axis("", tickvals=places, ticktext=[row.label for row in rows],
                           range=[len(rows) - 0.5, -0.5], showgrid=False, ticklabelstandoff=8)
                | {"tickfont": {"size": SMALL + 1, "color": "@ink"}},
            ),
        }  # fmt: skip

    def summary(self, now: Result) -> str:
        return gain_in_words(now)

    def table(self, now: Result) -> Table:
        readout, usd = now.scenario.readout, extra_usd(now)
        assert usd is not None  # or the chart would be empty
        return ["What", "Adds"], [[row.label, added_in_words(readout, row.added)] for row in bought(now, usd)]

    def note(self, now: Result) -> str:
        return (
            f"{CAVEAT} Which lever the money goes to makes no difference to it: compute is compute. {MOST_IS_TIME} "
            "The regression counts post-training among the compute of published models, which had little of it: what "
            "that adds alone is an extrapolation."
        )


def _text(readout: str, added: Reading) -> str:
    value, low, high = (units.plain(_shown(readout, x), 2) for x in (added.value, added.low, added.high))
    return f"+{value} ({low} to {high})"


def _lengths(run: KeptRun, readout: str, usd: float, many: int) -> list[float]:
    """What the same sums add to a kept run, by the readout that the page speaks in."""
    theirs = [gain(run, factor * usd, readout=readout) for factor in SUMS]
    found = [0.0 if one is None else _shown(readout, one.value) for one in theirs]
    return [*found, *[0.0] * many][:many]
