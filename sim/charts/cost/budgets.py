"""The ladder of budgets: what $1M to $100B buy at the best plan."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from sim.catalogs.policy import POLICY_LINES, PolicyLine
from sim.catalogs.references import references
from sim.charts.chart import Figure, Place, RunChart, Table
from sim.charts.drawing.empty import UNKNOWN, empty, no_price
from sim.charts.drawing.kept import kept_lines
from sim.charts.drawing.style import SMALL, axis, layout, line
from sim.engine.evaluate import sweep
from sim.engine.kept_runs import KeptRun
from sim.engine.result import Result
from sim.engine.scenario_law import applied_law
from sim.ground import units
from sim.inputs import TABLE
from sim.inputs.numbers import numbers
from sim.inputs.scenario import Scenario
from sim.laws.data import FRESH
from sim.program.training import HOURS_PER_DAY, chips_for_deadline
from sim.studies.thresholds import price_along, price_of_flop

BUDGETS = (1e6, 1e8, 1e9, 1e10, 1e11)
POINTS = 49
DEADLINE_DAYS = 100
CRAMPED = 50  # times the least budget drawn, up to which there is no room for a label left of a line


CURVE = tuple(np.geomspace(BUDGETS[0] / 3, BUDGETS[-1] * 3, POINTS).tolist())


def _plans(now: Result, budgets: tuple[float, ...]) -> Result:
    # The best plans do not depend on the size of the run that is shown: a moved lever of size shares them.
    sizes = {name: TABLE[name].default for name in ("n_params", "n_tokens", "train_flop", "budget_usd", "target_loss")}
    return _best(now.scenario.model_copy(update={**sizes, "plan": "budget_optimal"}), budgets)


@lru_cache(maxsize=64)
def _best(scenario: Scenario, budgets: tuple[float, ...]) -> Result:
    return sweep(scenario, "budget_usd", budgets)


def _thresholds(now: Result, curve: Result) -> list[tuple[PolicyLine, float]]:
    """What laws name, and the budget whose best plan takes as much compute [USD]; those within the curve alone."""
    found = []
    for policy in POLICY_LINES:
        usd = price_of_flop(now, policy.flop) or price_along(policy.flop, curve.train_flop, np.array(CURVE))
        if usd is not None and CURVE[0] < usd < CURVE[-1]:
            found.append((policy, usd))
    return found


def _words(x: float, y: float, text: str, side: str) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "text", "x": [x], "y": [y], "text": [text], "textposition": side,
        "textfont": {"size": SMALL, "color": "@muted"}, "hoverinfo": "skip", "cliponaxis": False,
    }  # fmt: skip


def _loss_to_the_wall(now: Result, N: Any, D: Any) -> Any:
    """Loss that the limit on text takes from plans, L(N, D') - L(N, D) [nat/token]."""
    inputs = numbers(now.scenario)
    return applied_law(inputs).loss(N, D) - applied_law(inputs, data=FRESH).loss(N, D)


def _rows(now: Result) -> list[list[str]]:
    """Budgets and what laws name between them, by cost; a step leads from one budget to the next."""
    named = _thresholds(now, _plans(now, CURVE))
    rungs = sorted([(usd, "") for usd in BUDGETS] + [(usd, policy.label) for policy, usd in named])
    plans = _plans(now, tuple(usd for usd, _ in rungs))
    wall = _loss_to_the_wall(now, plans.n_params, plans.n_tokens)
    rows, last_usd, last_loss = [], np.nan, np.nan
    for i, (usd, label) in enumerate(rungs):
        name = f"{label}: {units.dollars(usd)}" if label else units.dollars(usd)
        if np.isnan(plans.loss[i]):
            rows.append([name, *["out of reach"] * (len(COLUMNS) - 1)])
            continue
        gained = np.nan if label else last_loss - plans.loss[i]
        chips = np.ceil(chips_for_deadline(plans.chip_hours[i], DEADLINE_DAYS))
        rows.append(
            [
                name,
                units.loss(plans.loss[i]),
                units.count(plans.n_params[i]),
                units.count(plans.n_tokens[i]),
                units.scientific(plans.train_flop[i], 2 if label else 3),
                units.plain(plans.epochs[i], 2),
                units.with_unit(plans.energy_mwh[i], "MWh"),
                units.count(chips),
                units.with_unit(plans.energy_mwh[i] / (DEADLINE_DAYS * HOURS_PER_DAY), "MW"),
                "–" if np.isnan(gained) else units.loss(gained),
                "–" if not gained > 0 else units.dollars((usd - last_usd) / gained),
                units.loss(wall[i]) if wall[i] > 0 else "nothing",
            ]
        )
        if not label:
            last_usd, last_loss = usd, plans.loss[i]
    return rows


COLUMNS = [
    "Budget", "Loss", "Parameters", "Tokens", "FLOP", "Epochs of the text", "Electricity",
    "Chips for 100 days", "Power for 100 days", "Nats of the step", "Dollars per nat", "The data wall takes",
]  # fmt: skip


class Budgets(RunChart):
    id = "budgets"
    places = (Place("cost", 3),)
    question = "What do $1M, $1B and $100B buy?"
    controls = ("unique_tokens",)
    wide = True
    words_when_empty = True

    def why_empty(self, now: Result) -> str | None:
        return no_price(now)

    def subtitle(self, now: Result) -> str:
        return (
            "Loss in nat per token of the best plan for each budget. The table adds size, data, chips and dollars per "
            "nat."
        )

    def figure(self, now: Result, others: Sequence[KeptRun]) -> Figure:
        T = np.array(CURVE)
        curve, rungs = _plans(now, CURVE), _plans(now, BUDGETS)
        L = curve.loss
        before = [_plans(run, CURVE).loss for run in others]
        if not np.isfinite(rungs.loss).any():
            return empty("Staff alone costs more than each of these budgets.")
        low, high = (float(end([L, *before])) for end in (np.nanmin, np.nanmax))
        depth = high - low
        y_range = [low - 0.12 * depth, high + 0.18 * depth]
        traces = kept_lines(others, lambda run: (T, _plans(run, CURVE).loss))
        about = "%{x|usd}<br>loss %{y|loss}<extra></extra>"
        traces.append(line(T, L, "money", 2.5, hovertemplate=about, name="Best plan"))
        for i, (policy, usd) in enumerate(_thresholds(now, curve)):
            traces.append(line([usd, usd], y_range, "muted", 1, line={"dash": "dot"}, hoverinfo="skip"))
            # Above the curve, away from each other and from the axis.
            side = "middle left" if i == 0 and usd > CRAMPED * T[0] else "middle right"
            priced = f"\u00a0{policy.name}: {units.dollars(usd)}\u00a0"  # its end stands in the table and the note
            traces.append(_words(usd, y_range[1] - (0.04 + 0.07 * i) * depth, priced, side))
        shown = [units.text(float(loss), "loss", 4) for loss in rungs.loss]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "x": list(BUDGETS),
                "y": rungs.loss,
                "text": shown,
                "textposition": ["top right", *["bottom left"] * (len(BUDGETS) - 1)],
                "textfont": {"size": SMALL, "color": "@ink"},
                "marker": {"color": "@money", "size": 10, "line": {"color": "@paper", "width": 2}},
                "cliponaxis": False,
                "hoverinfo": "skip",
            }
        )
        return {
            "data": traces,
            "layout": layout(
                xaxis=axis(
                    "Cost of the whole program, US dollars",
                    log=True,
                    range=[float(np.log10(T[0])), float(np.log10(T[-1]))],
                    tickvals=list(BUDGETS),
                    ticktext=[units.dollars(usd) for usd in BUDGETS],
                ),
                yaxis=axis("Loss, nat/token", range=y_range, nticks=6, tickformat=".2f"),
            ),
        }

    def summary(self, now: Result) -> str:
        if now.cost_total_usd is None:
            return UNKNOWN
        plans = _plans(now, BUDGETS)
        reached = [
            f"{units.dollars(usd)} reach {units.loss(loss)}"
            for usd, loss in zip(BUDGETS, plans.loss, strict=True)
            if np.isfinite(loss)
        ]
        return f"At the best plan {', '.join(reached) or 'none of these budgets pays for staff'}."

    def table(self, now: Result) -> Table:
        if now.cost_total_usd is None:
            return COLUMNS[:2], [["any", "unknown"]]
        return COLUMNS, _rows(now)

    def note(self, now: Result) -> str:
        known = references()
        lines = "; ".join(
            f"{policy.label}: {policy.help[0].lower()}{policy.help[1:].rstrip('.')} ({known[policy.source].title})"
            for policy in POLICY_LINES
        )
        usd = now.scenario.staff_usd
        staff = f" Of each budget {units.dollars(usd)} go to staff." if usd > 0 else ""
        return (
            f"All prices as set now, whatever the size.{staff} Dotted, what a compute that laws name costs at its "
            f"best plan. {lines}."
        )
