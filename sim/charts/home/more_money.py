"""What more money buys the run as it stands: diminishing returns, lever by lever, and with all planned anew."""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from sim.charts.at_once import AtOnceChart, Drawn
from sim.charts.chart import Place, Table, View
from sim.charts.drawing.each import Each
from sim.charts.drawing.empty import no_price
from sim.charts.drawing.kept import kept_lines, kept_points
from sim.charts.drawing.money_lines import (
    ENDS,
    GAIN,
    NOW,
    REACHED,
    Trace,
    drawing,
    only,
    scales,
    stands_at,
    traces,
)
from sim.charts.drawing.style import axis, layout
from sim.charts.drawing.whiskers import shades
from sim.engine.kept_runs import KeptRun
from sim.engine.result import Result
from sim.engine.scenario_law import applied_law, chosen_law
from sim.ground import units
from sim.inputs.numbers import numbers
from sim.laws.forms import Additive
from sim.studies.money import Money, Returns
from sim.studies.more_money import drawn_lines, extra_usd, returns_of, returns_over
from sim.studies.uncertainty import Band, quantiles
from sim.words.more_money import counts_answers, more_money, shown

MOST_TICKS = 6  # of the gains
LEVEL = 80  # per cent of the draws that a shade holds
THIN = 2  # every so many points of a line carry its shade


def _own(now: Result) -> Returns:
    """Of a run whose price is known, over its own sums: without it the chart is empty."""
    found = returns_of([now])[0]
    return found.over(found.own) or found


class MoreMoney(AtOnceChart):
    id = "more"
    formerly = ("next", "ladder", "percent", "auction-home")
    places = (Place("home", 1),)
    question = "What does more money buy?"
    views = (View(REACHED, "Reached"), View(GAIN, "Gain per $1M"))
    height = 300
    hand = "extra_usd"
    axes_follow = True

    def why_empty(self, now: Result) -> str | None:
        return no_price(now)

    def subtitle(self, now: Result) -> str:
        what = "Wrong answers" if counts_answers(now.scenario) else "Loss"
        return (
            f"{what} after money is added to this run: on one lever alone, or with parameters and tokens planned anew."
        )

    def drawn(self, window: Result, many: Sequence[Result], others: Sequence[KeptRun]) -> Drawn:
        """All in the money and with the levers of the run that the page shows."""
        shared, counted = _own(window), counts_answers(window.scenario)
        others = [run for run in others if counts_answers(run.scenario) == counted]  # the others are of another axis
        at = drawing(many, returns_over(shared.money, many), [_own(other) for other in others])
        unit = "Fewer wrong answers" if counted else "Loss off"
        steps = [max(1, math.ceil((high - low) / MOST_TICKS)) for low, high in at.ends[GAIN]]
        gains = {
            "yaxis.type": "log",
            "yaxis.range": Each([[*ends] for ends in at.ends[GAIN]]),
            "yaxis.exponentformat": "power",
            "yaxis.dtick": Each(steps),
            "yaxis.title.text": f"{unit} per $1M",
        }
        layout = self._layout(window, shared.money, Each([[*ends] for ends in at.ends[REACHED]]))
        return Drawn({"data": [*self._kept(shared, others), *traces(at)], "layout": layout}, {GAIN: gains})

    def at_hand(self, now: Result) -> float | None:
        return extra_usd(now)

    def window(self, now: Result, others: Sequence[KeptRun]) -> Hashable:
        money = _own(now).money
        return money.low, money.high, tuple(lever.name for lever in money.levers)

    def bands(
        self, now: Result, others: Sequence[KeptRun], found: Mapping[str, Band], form: Additive
    ) -> list[dict[str, Any]]:
        """The middle 80 % of the draws, each from where this run stands; none where answers are counted.

        The draws are solved once a decade: their ratio to the line hardly bends in between.
        """
        if self.why_empty(now) or counts_answers(now.scenario):
            return []
        own, scale = _own(now), scales(now)[GAIN]
        each, usd = own.money.per_decade, own.money.usd[::THIN]
        solved = own.money.usd[::each]
        start = applied_law(numbers(now.scenario), form).loss(now.n_params, now.n_tokens)
        found_shades = []
        for one, (reached, gain) in zip(own.lines, drawn_lines(now, form, solved, own.money.ways), strict=True):
            removed = _share(start - reached, now.loss - one.reached[::each], solved, usd)
            gained = _share(gain, one.gain[::each], solved, usd)
            high, low = (now.loss - share * (now.loss - one.reached[::THIN]) for share in removed)
            low_gain, high_gain = (scale * share * one.gain[::THIN] for share in gained)
            for view, ends in ((REACHED, (low, high)), (GAIN, (low_gain, high_gain))):
                found_shades += [shade | only(view) for shade in shades(usd, {LEVEL: ends}, one.lever.color)]
        return found_shades

    def summary(self, now: Result) -> str:
        return more_money(now)

    def note(self, now: Result) -> str:
        words = f"{more_money(now)} Another sum can be typed below, or the line moved."
        if _own(now).change is not None:
            words = f"{words} Dotted, among the gains: the best other lever by then."
        unsure = chosen_law(now.scenario).covariance is not None and not counts_answers(now.scenario)
        return f"{words} Shades: what the fit leaves open, 80 %." if unsure else words

    def foresee(self, many: Sequence[Result]) -> None:
        returns_of([now for now in many if self.why_empty(now) is None])

    def table(self, now: Result) -> Table:
        found, scale = _own(now), scales(now)[GAIN]
        at_sum = [
            tuple(math.nan if x is None else x for x in (found.after[way.name], found.gain_after[way.name]))
            for way in found.money.ways
        ]
        places = range(0, len(found.money.usd), found.money.per_decade)
        sums = {float(found.money.usd[i]): [(one.reached[i], one.gain[i]) for one in found.lines] for i in places}
        reached, gained = ("wrong answers", "fewer") if counts_answers(now.scenario) else ("loss", "loss off")
        columns = [f"{one.lever.label}: {reached}" for one in found.lines]
        columns += [f"{one.lever.label}: {gained} per $1M" for one in found.lines]
        rows = []
        for added, values in sorted(({found.usd: at_sum} | sums).items()):
            row = ["out of reach" if math.isnan(x) else shown(now.scenario, float(x)) for x, _ in values]
            row += [units.scientific(scale * float(x)) if x > 0 else "none" for _, x in values]
            rows.append([units.dollars(added), *row])
        return ["Money added", *columns], rows

    def _layout(self, now: Result, money: Money, reached: Each) -> dict[str, Any]:
        sums = [10.0**decade for decade in range(money.low + 1, money.high + 1, 2)]
        title = "Wrong answers, %" if counts_answers(now.scenario) else "Loss, nat/token"
        return layout(
            xaxis=axis("Money added", log=True, range=[money.low - NOW - 0.15, money.high + ENDS],
                       tickvals=[stands_at(money), *sums], ticktext=["now", *(f"+{units.dollars(x)}" for x in sums)]),
            yaxis=axis(title, range=reached, nticks=6),
            yaxis2=axis("", range=[0, 1], overlaying="y", visible=False),
        )  # fmt: skip

    def _kept(self, shared: Returns, others: Sequence[KeptRun]) -> list[Trace]:
        """Kept runs: where each stands, and what the best plans for more money than it costs reach."""
        found = {run: returns_over(replace(shared.money, levers=_own(run).own.levers), [run])[0] for run in others}

        def reached(run: KeptRun) -> tuple[Any, Any]:
            return found[run].money.usd, scales(run)[REACHED] * found[run].lines[-1].reached

        def stands(run: KeptRun) -> tuple[float, float]:
            return stands_at(found[run].money), scales(run)[REACHED] * found[run].now

        def place(run: KeptRun) -> str:
            return "top right" if found[run].now > shared.now else "bottom right"

        return [*kept_lines(others, reached, **only(REACHED)), *kept_points(others, stands, place, **only(REACHED))]


def _share(drawn: Any, center: Any, solved: Any, usd: Any) -> list[Any]:
    """Ends of the band of the draws over the line itself, from the few sums that were solved to all."""
    with np.errstate(all="ignore"):
        return [np.interp(np.log(usd), np.log(solved), end / center) for end in quantiles(drawn, LEVEL)]
