"""The ladder of budgets: what $1M to $100B buy at the best plan."""

from functools import lru_cache
from typing import Any

import numpy as np

from sim import units
from sim.charts.chart import Chart, Results
from sim.charts.empty import UNKNOWN, empty, without_price
from sim.charts.style import SMALL, axis, layout, line
from sim.cost import dollar_spend, flop_spend
from sim.data import FRESH
from sim.evaluate import numbers, sweep
from sim.inputs import TABLE
from sim.policy import POLICY_LINES
from sim.result import Result
from sim.scenario import Scenario
from sim.seen import seen_law
from sim.training import chips_for_deadline

BUDGETS = (1e6, 1e8, 1e9, 1e10, 1e11)
POINTS = 49
DEADLINE_DAYS = 100


CURVE = tuple(np.geomspace(BUDGETS[0] / 3, BUDGETS[-1] * 3, POINTS).tolist())


def _plans(now: Result, budgets: tuple[float, ...]) -> Result:
    # The best plans do not depend on the size of the run that is shown: a moved lever of size shares them.
    sizes = {name: TABLE[name].default for name in ("n_params", "n_tokens", "train_flop", "budget_usd", "target_loss")}
    return _best(now.scenario.model_copy(update={**sizes, "plan": "budget_optimal"}), budgets)


@lru_cache(maxsize=64)
def _best(scenario: Scenario, budgets: tuple[float, ...]) -> Result:
    return sweep(scenario, "budget_usd", budgets)


def _cost_of_flop(now: Result, flop: float, curve: Result) -> float:
    """Cost of a program whose final run takes so much compute [USD]; with serving, that of a best plan."""
    if now.cost_inference_usd is not None:
        known = np.isfinite(curve.train_flop)
        x, y = np.log(curve.train_flop[known]), np.log(np.array(CURVE)[known])
        return float(np.exp(np.interp(np.log(flop), x, y, left=-np.inf, right=np.inf)))
    inputs = numbers(now.scenario)
    dollars = dollar_spend(inputs)
    return float(dollars.fixed + flop / flop_spend(inputs).per_param_token * dollars.per_param_token)


def _figure(results: Results) -> dict[str, Any]:
    now = results[0]
    if without_price(now):
        return empty()
    T = np.array(CURVE)
    curve, rungs = _plans(now, CURVE), _plans(now, BUDGETS)
    L = curve.loss
    if not np.isfinite(rungs.loss).any():
        return empty("Staff alone costs more than each of these budgets.")
    low, high = float(np.nanmin(L)), float(np.nanmax(L))
    depth = high - low
    y_range = [low - 0.12 * depth, high + 0.18 * depth]
    traces = [line(T, L, "money", 2.5, hovertemplate="%{x:$.2s}<br>loss %{y:.4f}<extra></extra>")]
    for i, policy in enumerate(POLICY_LINES):
        usd = _cost_of_flop(now, policy.flop, curve)
        if T[0] < usd < T[-1]:
            traces.append(line([usd, usd], y_range, "muted", 1, line={"dash": "dot"}, hoverinfo="skip"))
            # One below the other, so that labels of near lines do not meet.
            traces.append(_words(usd, y_range[1] - (0.04 + 0.09 * i) * depth, f"\u00a0{policy.label}"))
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


def _words(x: float, y: float, text: str) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "text", "x": [x], "y": [y], "text": [text], "textposition": "middle right",
        "textfont": {"size": SMALL, "color": "@muted"}, "hoverinfo": "skip", "cliponaxis": False,
    }  # fmt: skip


def _loss_to_the_wall(now: Result, N: Any, D: Any) -> Any:
    """Loss that the limit on text takes from plans, L(N, D') - L(N, D) [nat/token]."""
    inputs = numbers(now.scenario)
    return seen_law(inputs).loss(N, D) - seen_law(inputs, data=FRESH).loss(N, D)


def _rows(now: Result) -> list[list[str]]:
    plans = _plans(now, BUDGETS)
    wall = _loss_to_the_wall(now, plans.n_params, plans.n_tokens)
    rows = []
    for i, usd in enumerate(BUDGETS):
        if np.isnan(plans.loss[i]):
            rows.append([units.dollars(usd), *["out of reach"] * 10])
            continue
        gained = plans.loss[i - 1] - plans.loss[i] if i else np.nan
        energy = plans.energy_mwh[i]
        rows.append(
            [
                units.dollars(usd),
                units.loss(plans.loss[i]),
                units.count(plans.n_params[i]),
                units.count(plans.n_tokens[i]),
                units.scientific(plans.train_flop[i]),
                units.plain(plans.epochs[i], 2),
                "unknown" if np.isnan(energy) else f"{units.count(energy)} MWh",
                units.count(np.ceil(chips_for_deadline(plans.chip_hours[i], DEADLINE_DAYS))),
                "–" if np.isnan(gained) else units.loss(gained),
                "–" if not gained > 0 else units.dollars((usd - BUDGETS[i - 1]) / gained),
                units.loss(wall[i]) if wall[i] > 0 else "nothing",
            ]
        )
    return rows


COLUMNS = [
    "Budget", "Loss", "Parameters", "Tokens", "FLOP", "Epochs of the text", "Electricity",
    "Chips for 100 days", "Nats of the step", "Dollars per nat", "The data wall takes",
]  # fmt: skip


def _table(results: Results) -> tuple[list[str], list[list[str]]]:
    if without_price(results[0]):
        return COLUMNS[:2], [["any", "unknown"]]
    return COLUMNS, _rows(results[0])


def _summary(results: Results) -> str:
    now = results[0]
    if without_price(now):
        return UNKNOWN
    plans = _plans(now, BUDGETS)
    reached = [
        f"{units.dollars(usd)} reach {units.loss(loss)}"
        for usd, loss in zip(BUDGETS, plans.loss, strict=True)
        if np.isfinite(loss)
    ]
    return f"At the best plan {', '.join(reached) or 'none of these budgets pays for staff'}."


def _note(results: Results) -> str:
    lines = "; ".join(
        f"{policy.label}: {policy.help[0].lower()}{policy.help[1:].rstrip('.')}" for policy in POLICY_LINES
    )
    usd = results[0].scenario.staff_usd
    staff = f" Of each budget {units.dollars(usd)} go to staff." if usd > 0 else ""
    return f"All prices as set now, whatever the size.{staff} Dotted, the cost of a compute that laws name. {lines}."


CHART = Chart(
    id="budgets",
    page="cost",
    order=3,
    question="What do $1M, $1B and $100B buy?",
    subtitle=lambda results: (
        "Loss in nat per token of the best plan for each budget. The table adds size, data, chips and dollars per nat."
    ),
    figure=_figure,
    summary=_summary,
    table=_table,
    note=_note,
    height=320,
    wide=True,
)
