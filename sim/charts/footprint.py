"""Electricity, carbon and water: of the run, of an answer, of a year of answers."""

from typing import Any

from sim import footprint, units
from sim.charts.chart import Chart, Results
from sim.charts.empty import empty
from sim.charts.pinned import beside, told
from sim.charts.style import BODY, SMALL, layout, strips
from sim.footprint import (
    ANSWERS_PER_DAY,
    DAYS_PER_YEAR,
    FAMILIAR,
    GRID_CONSUMPTION,
    GRID_WITHDRAWAL,
    amount,
    familiar,
)
from sim.references import references
from sim.result import Result

ROWS = (
    ("energy_mwh", "Electricity", "MWh", "compute"),
    ("co2e_tonnes", "Carbon", "t CO2e", "tokens"),
    ("water_m3", "Water consumed", "m³", "params"),
)
UNKNOWN = "The power of this chip is unknown: type one to see electricity, carbon and water."
MILLIONTHS = 1e6  # Wh in a MWh, g in a tonne, mL in a cubic meter
ROOM = 3.0  # of each axis over its longest bar, for the label
RUN, SERVING, ANSWERS = "This run", "A year of serving", "A year of answers"


def served(now: Result, server_kwh: float) -> dict[str, float]:
    """Footprint of a server energy [kWh] on the scenario's grid, by output name."""
    scenario = now.scenario
    pue = scenario.pue
    return {
        "energy_mwh": footprint.energy_mwh(server_kwh, pue),
        "co2e_tonnes": footprint.co2e_tonnes(server_kwh, pue, scenario.kg_co2e_per_kwh),
        "water_m3": footprint.water_m3(
            server_kwh, pue, scenario.liter_per_kwh_onsite, scenario.liter_per_kwh_grid
        ),
    }  # fmt: skip


def _is_served(now: Result) -> bool:
    return now.service_energy_mwh is not None


def _bars(now: Result) -> tuple[str, str]:
    """What is compared: the run with its own service, or with answers at large while inference is off."""
    return RUN, SERVING if _is_served(now) else ANSWERS


def _year(now: Result) -> dict[str, float]:
    if _is_served(now):
        return {name: now.values[f"service_{name}"] for name, *_ in ROWS}
    return served(now, footprint.KWH_PER_ANSWER * ANSWERS_PER_DAY * DAYS_PER_YEAR)


def _figure(results: Results) -> dict[str, Any]:
    now = results[0]
    if now.energy_mwh is None:
        return empty(UNKNOWN)
    year = _year(now)
    traces, axes, titles = [], {}, []
    height = 1 / len(ROWS)
    for i, (name, label, unit, color) in enumerate(ROWS):
        amounts = (now.values[name], year[name])
        before = [pinned.values[name] for pinned in results[1:] if pinned.values[name] is not None]
        suffix = "" if i == 0 else str(i + 1)
        top = 1 - i * height
        axes[f"yaxis{suffix}"] = {
            "domain": [top - height + 0.04, top - 0.1], "type": "category", "autorange": "reversed", "showgrid": False,
            "tickfont": {"size": SMALL, "color": "@muted"}, "automargin": True, "ticklabelstandoff": 6,
            "fixedrange": True,
            "anchor": f"x{suffix}",
        }  # fmt: skip
        axes[f"xaxis{suffix}"] = {
            "range": [0, (max([*amounts, *before]) or 1) * ROOM], "visible": False, "fixedrange": True,
            "anchor": f"y{suffix}",
        }  # fmt: skip
        titles.append(
            {
                "text": f"<b>{label}</b>, {unit}", "x": 0, "y": top - 0.1, "xref": "paper", "yref": "paper",
                "xanchor": "left", "yanchor": "bottom", "showarrow": False, "font": {"size": BODY, "color": "@ink"},
            }
        )  # fmt: skip
        traces.append(
            {
                "type": "bar",
                "orientation": "h",
                "y": list(_bars(now)),
                "x": list(amounts),
                "xaxis": f"x{suffix}",
                "yaxis": f"y{suffix}",
                "text": [f"{amount(x)}: {familiar(name, x, brief=True)}" for x in amounts],
                "textposition": "outside",
                "textangle": 0,
                "constraintext": "none",
                "cliponaxis": False,
                "marker": {"color": [f"@{color}", f"@{color}/0.45"]},
                "width": 0.62,
                "hoverinfo": "skip",
            }
        )
        traces += [strips([x], [_bars(now)[0]], [0], xaxis=f"x{suffix}", yaxis=f"y{suffix}") for x in before]
    return {"data": traces, "layout": layout(barmode="overlay", annotations=titles, **axes)}


def _summary(results: Results) -> str:
    now = results[0]
    if now.energy_mwh is None:
        return UNKNOWN
    parts = [f"{label.lower()} {amount(now.values[name])} {unit}" for name, label, unit, _ in ROWS]
    year = _year(now)["energy_mwh"]
    serving = f" A year of serving takes {amount(year)} MWh." if _is_served(now) else ""
    return f"The final run takes {'; '.join(parts)}.{serving}"


def _per_answer(name: str, size: float) -> str:
    """Footprint of one answer in a unit of its size."""
    unit = {"energy_mwh": "Wh", "co2e_tonnes": "g", "water_m3": "mL"}[name]
    return f"{units.plain(size * MILLIONTHS)} {unit}"


def _compared(name: str, unit: str) -> str:
    one = FAMILIAR[name]
    return f"{one.one}{one.over}: {units.plain(one.size, 5)} {unit} ({references()[one.source].short})"


def _table(results: Results) -> tuple[list[str], list[list[str]]]:
    now = results[0]
    run, year_of = _bars(now)
    columns = ["", run, "One answer", year_of, "For comparison"]
    if now.energy_mwh is None:
        return columns, [[label, *["unknown"] * 4] for _, label, _, _ in ROWS]
    year, known = _year(now), references()
    answer = served(now, footprint.KWH_PER_ANSWER)
    if _is_served(now):
        answer = {name: x / (DAYS_PER_YEAR * now.scenario.queries_per_day) for name, x in year.items()}
    rows = [
        [
            f"{label}, {unit}",
            amount(now.values[name]),
            _per_answer(name, answer[name]),
            amount(year[name]),
            _compared(name, unit),
        ]
        for name, label, unit, _ in ROWS
    ]
    taken = [amounts["energy_mwh"] * GRID_WITHDRAWAL for amounts in (now.values, answer, year)]
    rows.append(
        [
            "Water taken in by power stations (US), m³",
            amount(taken[0]),
            _per_answer("water_m3", taken[1]),
            amount(taken[2]),
            f"{GRID_WITHDRAWAL} L/kWh, of which {GRID_CONSUMPTION} are consumed ({known['li2023'].short})",
        ]
    )
    return columns, rows


def _note(results: Results) -> str:
    water = "Water consumed is gone from the basin; power stations take in far more and give most of it back."
    now = results[0]
    if _is_served(now):
        served = units.count(now.scenario.queries_per_day)
        return (
            f"An answer: one query of {units.count(now.scenario.prompt_tokens)} tokens and all its samples. "
            f"A year: {'one query' if served == '1' else f'{served} queries'} a day. "
            f"Chips that wait are counted as if they drew as much. {water}"
        )
    return (
        f"An answer: {1000 * footprint.KWH_PER_ANSWER:g} Wh of servers, a medium answer of GPT-3 in Li et al. (2023), "
        f"not of this model. A year: {units.count(ANSWERS_PER_DAY)} answers a day, ours. {water}"
    )


CHART = Chart(
    id="footprint",
    page="cost",
    order=4,
    question="How much electricity, carbon and water?",
    subtitle=lambda results: (
        "The final run, and a year of its serving. Homes and cars: for a year."
        if _is_served(results[0])
        else "The final run, and for scale a year of ten million answers a day. Homes and cars: for a year."
    ),
    figure=_figure,
    summary=told(_summary),
    table=beside(_table),
    note=_note,
    height=400,
)
