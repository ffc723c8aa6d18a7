"""Loss against compute: the best that the law allows, and where this run stands."""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.catalogs.policy import POLICY_LINES
from sim.charts.at_once import AtOnceChart, Drawn
from sim.charts.chart import Place, Table, ValueOf, View
from sim.charts.drawing.each import Each, along, column
from sim.charts.drawing.kept import kept_points
from sim.charts.drawing.style import SMALL, axis, layout, line, point, rung_above
from sim.charts.drawing.whiskers import shades, whiskers
from sim.engine.kept_runs import KeptRun
from sim.engine.result import Result
from sim.engine.scenario_law import chosen_law
from sim.ground import units
from sim.ground.arrays import Array
from sim.laws.forms import Additive
from sim.studies.curves import frontier, frontier_curve, frontier_curves
from sim.studies.thresholds import prices_of_flop
from sim.studies.uncertainty import Band, least_loss_bands
from sim.words.ruler import ruler

BEYOND = 2  # decades of the curve left of the window, for the linear axis
DECADES = (18, 29)  # the window of compute, widened to hold the run
MARGIN = 0.3  # decades between a run and the end of the axis
Y_STEP = 0.1  # decades by which the axis of the loss grows for a run that is far above the curve
TICKS = (1.6, 1.8, 2, 2.2, 2.5, 3, 3.5, 4, 5, 6, 8, 10, 15, 20, 40, 70, 100)
POINTS = 401  # so close that a linear axis, which sees one decade of them, shows no corners
TABLE = (18, 29, 12)  # first and last decade of the table, and its rows
LABELS = (0.96, 0.88)  # heights of the labels of the compute that laws name
THIN = 4  # every so many points of the curve carry its band


def _window(now: Result, others: Sequence[KeptRun]) -> tuple[float, float]:
    """Decades of compute, whole ones, so that neighboring runs share the window and its curve."""
    exponents = [math.log10(result.train_flop) for result in (now, *others)]
    low = min(DECADES[0], *(math.floor(x - MARGIN) for x in exponents))
    return low, max(DECADES[1], *(math.ceil(x + MARGIN) for x in exponents))


def _curve(now: Result, window: tuple[float, float]) -> tuple[Any, ...]:
    low, high = window
    return frontier_curve(now.scenario, low - BEYOND, high, POINTS)


def _lines(many: Sequence[Result], curves: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """The curve, the part of it that was fitted, and its floor: drawn anew only where the curve is another one."""
    fitted = chosen_law(many[0].scenario).fitted_range.get("train_flop")
    traces = []
    if fitted:
        inside = {id(curve): _part(curve, *np.searchsorted(curve[0], fitted)) for curve in curves}
        C, L = (along([inside[id(curve)][i] for curve in curves]) for i in (0, -1))
        traces.append(line(C, L, "compute", 9, opacity=0.22, hoverinfo="skip", name="Fitted range"))
    about = "%{x|flop} FLOP<br>least loss %{y|loss}<extra></extra>"
    C, L = (along([curve[i] for curve in curves]) for i in (0, -1))
    traces.append(line(C, L, "compute", 2.5, hovertemplate=about, name="Least loss"))
    ends = Each(np.array([[curve[0][0], curve[0][-1]] for curve in curves]))
    floor = Each(np.array([[now.loss_irreducible] * 2 for now in many]))
    dotted = line(ends, floor, "muted", 1, line={"dash": "dot"}, hoverinfo="skip")
    return [*traces, {**dotted, "name": "Irreducible loss"}]


def _part(curve: tuple[Any, ...], first: int, end: int) -> tuple[Any, ...]:
    return tuple(column[first:end] for column in curve)


def _policy(many: Sequence[Result]) -> list[dict[str, Any]]:
    """Compute that laws name: upright lines on an axis of their own, labels away from each other.

    The price of the first stands in its label; right of the second there is less room, and its price shows under
    the pointer.
    """
    traces = []
    prices = zip(*prices_of_flop(many, [policy.flop for policy in POLICY_LINES]), strict=True)
    for i, (policy, usd) in enumerate(zip(POLICY_LINES, prices, strict=True)):
        priced = [policy.name if one is None else f"{policy.name}: {units.dollars(one)}" for one in usd]
        own: dict[str, Any] = {
            "yaxis": "y2",
            "hovertemplate": Each([f"{text}<br>{policy.help}<extra></extra>" for text in priced]),
            "name": policy.label,
        }
        told = priced if i == 0 else [policy.name] * len(many)
        traces.append(line([policy.flop] * 2, [0, 1], "muted", 1, line={"dash": "dot"}, **own))
        traces.append(
            {
                "type": "scatter",
                "mode": "text",
                "x": [policy.flop],
                "y": [LABELS[i]],
                "text": Each([[f"\u00a0{text}\u00a0"] for text in told]),
                "textposition": "middle left" if i == 0 else "middle right",
                "textfont": {"size": SMALL, "color": "@muted"},
            }
            | own
        )
    return traces


def _here(many: Sequence[Result]) -> dict[str, Any]:
    about = Each(
        [f"{units.scientific(now.train_flop)} FLOP<br>loss {units.loss(now.loss)}<extra></extra>" for now in many]
    )
    return point(0, 0, "you are here", "here", "top right", hovertemplate=about) | {
        "x": column([now.train_flop for now in many]),
        "y": column([now.loss for now in many]),
    }


def _top(curve: tuple[Any, ...], low: float) -> float:
    """The largest loss of a curve in its window [nat/token]."""
    return float(np.nanmax(curve[-1][0.999 * 10.0**low <= curve[0]]))


@dataclass(frozen=True)
class _Axes:
    """What the axes of runs are made of; arrays with one number for each run.

    Parameters
    ----------
    curves : list of tuple of array
        The frontier of each in its window.
    floor, top, least : array
        Irreducible loss, and the largest and least loss of the curve in the window [nat/token].
    most, highest : array
        The largest compute [FLOP] and loss of the run and of the kept ones.
    """

    curves: Sequence[tuple[Any, ...]]
    floor: Array
    top: Array
    least: Array
    most: Array
    highest: Array

    def log(self) -> Each:
        """Ends of the axis of the loss, in decades: a run far above the curve moves the top to the next rung."""
        pad = 0.06 * np.log10(self.top / self.least)
        top, highest = np.log10(self.top) + pad, np.log10(self.highest)
        top = np.where(highest > top - pad / 2, Y_STEP * np.ceil(highest / Y_STEP + 0.5), top)
        bottom = np.log10(np.maximum(self.floor, 0.5 * self.least)) - pad
        return Each(np.stack([bottom, top], axis=1).tolist())

    def linear(self) -> tuple[Each, Each]:
        """Ends of both linear axes."""
        right = [rung_above(2 * x) for x in self.most.tolist()]
        # The top is what about a fiftieth of this compute reaches: below it the curve is nearly upright.
        found = []
        for (C, *_, L), x, floor, highest in zip(
            self.curves, right, self.floor.tolist(), self.highest.tolist(), strict=True
        ):
            top = float(L[0]) if x / 200 <= C[0] else float(np.interp(x / 200, C, L))
            if highest > top:
                top = floor + rung_above(highest - floor)
            found.append([floor - 0.08 * (top - floor), top + 0.08 * (top - floor)])
        return Each([[0, x] for x in right]), Each(found)


class LossAgainstCompute(AtOnceChart):
    id = "compute"
    places = (Place("home", 2),)
    question = "How low can the loss get?"
    views = (
        View(
            "log",
            "Log",
            "Log axes make people believe in steady progress: each step to the right looks the same, "
            "but costs ten times as much as the one before.",
        ),
        View(
            "linear",
            "Linear",
            "Linear axes make people believe in a wall: the curve flattens from any point on, "
            "and it did so at every size before.",
        ),
    )
    height = 300
    axes_follow = True

    def spot(self, of: ValueOf) -> tuple[float | None, float | None]:
        return of("train_flop"), of("loss")

    def subtitle(self, now: Result) -> str:
        return (
            "Loss in nat per token against training compute. Line: best split; thick: fitted range. "
            "Dotted: irreducible loss, and compute that laws name with its price."
        )

    def drawn(self, window: Result, many: Sequence[Result], others: Sequence[KeptRun]) -> Drawn:
        windows = [_window(now, others) for now in many]
        curves = frontier_curves(
            [now.scenario for now in many], [(low - BEYOND, high) for low, high in windows], POINTS
        )
        each = {id(curve): (curve, low) for curve, (low, _) in zip(curves, windows, strict=True)}
        tops = {key: _top(*one) for key, one in each.items()}
        most, highest = (
            np.maximum([run.values[name] for run in many], max((run.values[name] for run in others), default=0.0))
            for name in ("train_flop", "loss")
        )
        axes = _Axes(
            curves,
            np.array([now.loss_irreducible for now in many]),
            np.array([tops[id(curve)] for curve in curves]),
            np.array([curve[-1][-1] for curve in curves]),
            most,
            highest,
        )
        kept = kept_points(others, lambda run: (run.train_flop, run.loss))
        log = layout(
            xaxis=axis("Training compute, FLOP", log=True, range=Each([[*one] for one in windows])),
            yaxis=axis(
                "Loss, nat/token", log=True, range=axes.log(),
                tickvals=list(TICKS), ticktext=[f"{tick:g}" for tick in TICKS],
            ),
            yaxis2=axis("", range=[0, 1], overlaying="y", visible=False),
        )  # fmt: skip
        right, heights = axes.linear()
        linear = {
            "xaxis.type": "linear",
            "xaxis.range": right,
            "yaxis.type": "linear",
            "yaxis.range": heights,
            "yaxis.tickvals": None,
            "yaxis.ticktext": None,
        }
        traces = [*_policy(many), *_lines(many, curves), *kept, _here(many)]
        return Drawn({"data": traces, "layout": log}, {"linear": linear})

    def window(self, now: Result, others: Sequence[KeptRun]) -> Hashable:
        return None

    def bands(
        self, now: Result, others: Sequence[KeptRun], found: Mapping[str, Band], form: Additive
    ) -> list[dict[str, Any]]:
        """The band of the curve, and that of this run.

        The draws are solved once a decade: their ratio to the curve hardly bends in between.
        """
        low, high = window = _window(now, others)
        curve = _curve(now, window)
        C, L = curve[0][::THIN], curve[-1][::THIN]
        solved = np.logspace(low - BEYOND, high, round(high - low) + BEYOND + 1)
        center = frontier(now.scenario, solved)[2]

        def beside(end: Any) -> Any:
            return L * np.interp(np.log(C), np.log(solved), end / center)

        ends = least_loss_bands(now.scenario, form, solved)
        run = whiskers([(now.train_flop, found["loss"])], "here", across=False)
        run += whiskers([(now.loss, found["train_flop"])], "here")
        return shades(C, {level: (beside(a), beside(b)) for level, (a, b) in ends.items()}, "compute") + run

    def summary(self, now: Result) -> str:
        return (
            f"At {units.scientific(now.train_flop)} FLOP this run reaches {units.loss(now.loss)} nat/token. "
            f"The best split of the same compute would reach {units.loss(now.optimal_loss)}; "
            f"no compute gets below {units.loss(now.loss_irreducible)}."
        )

    def table(self, now: Result) -> Table:
        C, N, D, L = frontier_curve(now.scenario, *TABLE)
        rows = [
            [units.scientific(c), units.loss(loss), units.count(n), units.count(d)]
            for c, n, d, loss in zip(C, N, D, L, strict=True)
        ]
        return ["Compute, FLOP", "Least loss", "Best parameters", "Best tokens"], rows

    def note(self, now: Result) -> str:
        return ruler(now)
