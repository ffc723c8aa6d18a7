"""What binds: the money, the time, the memory, the batch or the life of the chips that a run takes."""

from collections.abc import Sequence
from dataclasses import dataclass

from sim.catalogs.hardware import chips
from sim.charts.chart import Figure, Place, RunChart, Table
from sim.charts.drawing.kept import kept_bars
from sim.charts.drawing.style import SMALL, axis, layout
from sim.engine.kept_runs import KeptRun
from sim.engine.limit_notes import DAYS_PER_YEAR, LONG_LIFE, SHORT_LIFE, SHORTEST_STEP, step_seconds
from sim.engine.result import Result
from sim.ground import units
from sim.inputs.scenario import Scenario

WIDTH = 0.5  # of a bar, of the room of its row
ROOM = 1.75  # of the axis over the longest bar, for its label
WHOLE = 1.0  # all of what there is
PLANS = ("chips_days", "deadline", "budget_optimal")  # whose money, days or chips are what there is


@dataclass(frozen=True)
class Limit:
    """One of the limits: its name, the share of it that the run takes, and both in words."""

    name: str
    share: float | None
    words: str


def limits(result: Result) -> list[Limit]:
    """Money, time, memory, batch and life of the chips; the share is `None` where one of the two is unknown."""
    return [_money(result), _time(result), _memory(result), _batch(result), _life(result)]


def binding(result: Result) -> Limit | None:
    """The limit of which the run takes the largest share."""
    known = [(limit.share, limit) for limit in limits(result) if limit.share is not None]
    return max(known, key=lambda pair: pair[0])[1] if known else None


def _money(result: Result) -> Limit:
    cost, budget = result.cost_total_usd, result.scenario.budget_usd
    if cost is None:
        return Limit("Money", None, "the price is unknown")
    return Limit("Money", cost / budget, f"{units.dollars(cost)} of {units.dollars(budget)}")


def _time(result: Result) -> Limit:
    days, there = result.wall_clock_days, result.scenario.train_days
    if days is None:
        return Limit("Time", None, "the number of chips is unknown")
    return Limit("Time", days / there, f"{units.plain(days)} of {units.with_unit(there, 'days')}")


def _memory(result: Result) -> Limit:
    chip, n_chips = chips().entries[result.scenario.hardware], result.scenario.n_chips
    if chip.memory is None or n_chips is None:
        return Limit("Memory", None, "the memory is unknown")
    there, taken = n_chips * chip.memory.gb, result.training_memory_gb
    return Limit("Memory", taken / there, f"{units.with_unit(taken, 'GB')} of {units.with_unit(there, 'GB')}")


def _batch(result: Result) -> Limit:
    """The shortest step over that of these chips: more chips than a batch can use stand idle."""
    seconds = step_seconds(result)
    if seconds is None or seconds <= 0:
        return Limit("Batch", None, "the number of chips is unknown")
    words = f"{SHORTEST_STEP} s at least of {units.plain(seconds, 2)} s a step"
    return Limit("Batch", SHORTEST_STEP / seconds, words)


def _life(result: Result) -> Limit:
    if result.wall_clock_days is None:
        return Limit("Chips’ life", None, "the number of chips is unknown")
    years = result.wall_clock_days / DAYS_PER_YEAR
    return Limit("Chips’ life", years / SHORT_LIFE, f"{units.plain(years, 2)} of {SHORT_LIFE} years at the frontier")


def _shown(limit: Limit, first: Limit | None) -> str:
    if limit.share is None:
        return limit.words
    over = ": too much" if limit.share > WHOLE + 1e-9 else ""
    return f"{'<b>' if limit is first else ''}{limit.words}{over}{'</b>' if limit is first else ''}"


class Constraints(RunChart):
    id = "limits"
    places = (Place("plan", 0.5),)
    question = "What binds: money, time, memory or chips?"
    height = 240
    wide = True

    def applies(self, scenario: Scenario) -> bool:
        return scenario.plan in PLANS

    def subtitle(self, now: Result) -> str:
        return "Share of what there is that the run takes. Line: all of it. Gold: what binds first."

    def figure(self, now: Result, others: Sequence[KeptRun]) -> Figure:
        found = limits(now)
        first = max(found, key=lambda limit: -1.0 if limit.share is None else limit.share)
        rows = list(range(len(found)))
        shares = [limit.share or 0.0 for limit in found]
        longest = max([WHOLE, *shares, *(limit.share or 0.0 for other in others for limit in limits(other))])
        bars = {
            "type": "bar",
            "orientation": "h",
            "y": rows,
            "x": shares,
            "text": [_shown(limit, first) for limit in found],
            "textposition": "outside",
            "textangle": 0,
            "constraintext": "none",
            "cliponaxis": False,
            "marker": {"color": ["@money" if limit is first else "@muted" for limit in found]},
            "width": WIDTH,
            "hoverinfo": "skip",
        }
        edge = {
            "type": "scatter", "mode": "lines", "x": [WHOLE, WHOLE], "y": [-0.5, len(found) - 0.5],
            "line": {"color": "@ink", "width": 1, "dash": "dot"}, "hoverinfo": "skip",
        }  # fmt: skip
        kept = kept_bars(others, lambda run: [limit.share for limit in limits(run)], rows)
        return {
            "data": [bars, *kept, edge],
            "layout": layout(
                barmode="overlay",
                xaxis=axis("", range=[0, longest * ROOM], visible=False),
                yaxis=axis("", tickvals=rows, ticktext=[limit.name for limit in found],
                           range=[len(found) - 0.5, -0.5], showgrid=False, ticklabelstandoff=8)
                | {"tickfont": {"size": SMALL + 1, "color": "@ink"}},
            ),
        }  # fmt: skip

    def summary(self, now: Result) -> str:
        first = binding(now)
        said = "; ".join(f"{limit.name.lower()} {limit.words}" for limit in limits(now))
        return f"{said[0].upper()}{said[1:]}." + (f" {first.name} binds first." if first else "")

    def table(self, now: Result) -> Table:
        rows = [
            [limit.name, limit.words, "unknown" if limit.share is None else units.percent(limit.share)]
            for limit in limits(now)
        ]
        return ["Limit", "Taken of what there is", "Share"], rows

    def note(self, now: Result) -> str:
        batch = units.count(now.critical_batch_tokens)
        return (
            "Money: the budget. Time: the days that are set. Memory: 16 bytes per parameter, activations left out. "
            f"Batch: a step can use {batch} tokens (Zhang et al., 2024), and {SHORTEST_STEP} s is our guess of the "
            f"shortest one. Life: leading chips stayed at the frontier for {SHORT_LIFE} to {LONG_LIFE} years."
        )
