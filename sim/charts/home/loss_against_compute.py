"""Loss against compute: the best that the law allows, and where this run stands."""

import math
from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from sim.catalogs.policy import POLICY_LINES
from sim.charts.chart import Figure, Place, RunChart, Table, ValueOf, View
from sim.charts.drawing.kept import kept_points
from sim.charts.drawing.style import SMALL, axis, layout, line, point, rung_above
from sim.charts.drawing.whiskers import shades, whiskers
from sim.engine.kept_runs import KeptRun
from sim.engine.result import Result
from sim.engine.scenario_law import chosen_law
from sim.ground import units
from sim.laws.forms import Additive
from sim.studies.curves import frontier, frontier_curve
from sim.studies.thresholds import price_of_flop
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
    exponents = [float(np.log10(result.train_flop)) for result in (now, *others)]
    low = min(DECADES[0], *(math.floor(x - MARGIN) for x in exponents))
    return low, max(DECADES[1], *(math.ceil(x + MARGIN) for x in exponents))


def _curve(now: Result, window: tuple[float, float]) -> tuple[Any, ...]:
    low, high = window
    return frontier_curve(now.scenario, low - BEYOND, high, POINTS)


def _lines(now: Result, others: Sequence[KeptRun], curve: tuple[Any, ...]) -> list[dict[str, Any]]:
    """All that is drawn below the point of this run."""
    C, L = curve[0], curve[-1]
    fitted = chosen_law(now.scenario).fitted_range.get("train_flop")
    traces = []
    if fitted:
        inside = slice(*np.searchsorted(C, fitted))
        traces.append(line(C[inside], L[inside], "compute", 9, opacity=0.22, hoverinfo="skip", name="Fitted range"))
    about = "%{x|flop} FLOP<br>least loss %{y|loss}<extra></extra>"
    traces.append(line(C, L, "compute", 2.5, hovertemplate=about, name="Least loss"))
    floor = line([C[0], C[-1]], [now.loss_irreducible] * 2, "muted", 1, line={"dash": "dot"}, hoverinfo="skip")
    traces.append({**floor, "name": "Irreducible loss"})
    return traces + kept_points(others, lambda run: (run.train_flop, run.loss))


def _policy(now: Result) -> list[dict[str, Any]]:
    """Compute that laws name: upright lines on an axis of their own, labels away from each other.

    The price of the first stands in its label; right of the second there is less room, and its price shows under
    the pointer.
    """
    return _priced(tuple(price_of_flop(now, policy.flop) for policy in POLICY_LINES))


@lru_cache(maxsize=64)
def _priced(prices: tuple[float | None, ...]) -> list[dict[str, Any]]:
    traces = []
    for i, (policy, usd) in enumerate(zip(POLICY_LINES, prices, strict=True)):
        priced = policy.name if usd is None else f"{policy.name}: {units.dollars(usd)}"
        own: dict[str, Any] = {
            "yaxis": "y2",
            "hovertemplate": f"{priced}<br>{policy.help}<extra></extra>",
            "name": policy.label,
        }
        traces.append(line([policy.flop] * 2, [0, 1], "muted", 1, line={"dash": "dot"}, **own))
        traces.append(
            {
                "type": "scatter",
                "mode": "text",
                "x": [policy.flop],
                "y": [LABELS[i]],
                "text": [f"\u00a0{priced if i == 0 else policy.name}\u00a0"],
                "textposition": "middle left" if i == 0 else "middle right",
                "textfont": {"size": SMALL, "color": "@muted"},
            }
            | own
        )
    return traces


def _here(now: Result) -> dict[str, Any]:
    about = f"{units.scientific(now.train_flop)} FLOP<br>loss {units.loss(now.loss)}<extra></extra>"
    return point(now.train_flop, now.loss, "you are here", "here", "top right", hovertemplate=about)


def _linear(now: Result, others: Sequence[KeptRun]) -> dict[str, Any]:
    floor = now.loss_irreducible
    right = rung_above(2 * max(result.train_flop for result in (now, *others)))
    # The top is what about a fiftieth of this compute reaches: below it the curve is nearly upright.
    C, *_, L = _curve(now, _window(now, others))
    top = float(np.interp(max(right / 200, C[0]), C, L))
    highest = max(result.loss for result in (now, *others))
    if highest > top:
        top = floor + rung_above(highest - floor)
    return {
        "xaxis.type": "linear",
        "xaxis.range": [0, right],
        "yaxis.type": "linear",
        "yaxis.range": [floor - 0.08 * (top - floor), top + 0.08 * (top - floor)],
        "yaxis.tickvals": None,
        "yaxis.ticktext": None,
    }


class LossAgainstCompute(RunChart):
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

    def figure(self, now: Result, others: Sequence[KeptRun]) -> Figure:
        return self.figures(now, [now], others)[0]

    def _layout(self, now: Result, others: Sequence[KeptRun], curve: tuple[Any, ...]) -> dict[str, Any]:
        """A run far above the curve moves the top of the axis to the next rung."""
        low, high = _window(now, others)
        C, L = curve[0], curve[-1]
        y_high = float(np.nanmax(L[0.999 * 10.0**low <= C]))
        pad = 0.06 * np.log10(y_high / L[-1])
        top = float(np.log10(y_high) + pad)
        highest = float(np.log10(max(run.loss for run in (now, *others))))
        if highest > top - pad / 2:
            top = Y_STEP * math.ceil(highest / Y_STEP + 0.5)
        bottom = float(np.log10(max(now.loss_irreducible, 0.5 * float(L[-1]))) - pad)
        return layout(
            xaxis=axis("Training compute, FLOP", log=True, range=[low, high]),
            yaxis=axis(
                "Loss, nat/token", log=True, range=[bottom, top],
                tickvals=list(TICKS), ticktext=[f"{tick:g}" for tick in TICKS],
            ),
            yaxis2=axis("", range=[0, 1], overlaying="y", visible=False),
        )  # fmt: skip

    def view_layout(self, view: str, now: Result, others: Sequence[KeptRun]) -> dict[str, Any]:
        return _linear(now, others) if view == "linear" else {}

    def figures(self, window: Result, many: Sequence[Result], others: Sequence[KeptRun]) -> list[Figure]:
        """The lines are drawn anew only where the curve is another one."""
        figures: list[Figure] = []
        curve: Any = None
        lines: list[dict[str, Any]] = []
        for now in many:
            mine = _curve(now, _window(now, others))
            if mine is not curve:
                curve, lines = mine, _lines(now, others, mine)
            figures.append({"data": [*_policy(now), *lines, _here(now)], "layout": self._layout(now, others, curve)})
        return figures

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

        def along(end: Any) -> Any:
            return L * np.interp(np.log(C), np.log(solved), end / center)

        ends = least_loss_bands(now.scenario, form, solved)
        run = whiskers([(now.train_flop, found["loss"])], "here", across=False)
        run += whiskers([(now.loss, found["train_flop"])], "here")
        return shades(C, {level: (along(a), along(b)) for level, (a, b) in ends.items()}, "compute") + run

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
