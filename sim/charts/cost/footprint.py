"""Electricity, carbon and water: of the run, of an answer, of a year of answers."""

from collections.abc import Sequence
from functools import partial

from sim.catalogs.references import references
from sim.charts.chart import Figure, Place, RunChart, Table
from sim.charts.drawing.kept import kept_bars
from sim.charts.drawing.style import BODY, SMALL, layout
from sim.engine.kept_runs import KeptRun
from sim.engine.result import Result
from sim.ground import units
from sim.program import footprint
from sim.program.footprint import (
    ANSWERS_PER_DAY,
    DAYS_PER_YEAR,
    FAMILIAR,
    GRID_CONSUMPTION,
    GRID_WITHDRAWAL,
    familiar,
)

ROWS = (
    ("energy_mwh", "Electricity", "MWh", "compute"),
    ("co2e_tonnes", "Carbon", "t CO2e", "tokens"),
    ("water_m3", "Water consumed", "m³", "params"),
)
UNKNOWN = "The power of this chip is unknown: type one to see electricity, carbon and water."
HOURS_PER_YEAR = 24 * DAYS_PER_YEAR
MILLIONTHS = 1e6  # Wh in a MWh, g in a tonne, mL in a cubic meter
ROOM = 3.6  # of each axis over its longest bar, for the label
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


def _per_answer(name: str, size: float) -> str:
    """Footprint of one answer in a unit of its size."""
    unit = {"energy_mwh": "Wh", "co2e_tonnes": "g", "water_m3": "mL"}[name]
    return f"{units.plain(size * MILLIONTHS)} {unit}"


def _compared(name: str, unit: str) -> str:
    one = FAMILIAR[name]
    return f"{one.one}{one.over}: {units.plain(one.size, 5)} {unit} ({references()[one.source].short})"


def _amounts(name: str, run: Result) -> list[float]:
    """What is drawn of a kept run in one panel."""
    return [run.values[name]]


class Footprint(RunChart):
    id = "footprint"
    places = (Place("cost", 4),)
    question = "How much electricity, carbon and water?"
    height = 400
    words_when_empty = True

    def why_empty(self, now: Result) -> str | None:
        return UNKNOWN if now.energy_mwh is None else None

    def subtitle(self, now: Result) -> str:
        return (
            "The final run, and a year of its serving. Homes and cars: for a year."
            if _is_served(now)
            else "The final run, and for scale a year of ten million answers a day. Homes and cars: for a year."
        )

    def figure(self, now: Result, others: Sequence[KeptRun]) -> Figure:
        year = _year(now)
        traces, axes, titles = [], {}, []
        height = 1 / len(ROWS)
        for i, (name, label, unit, color) in enumerate(ROWS):
            amounts = (now.values[name], year[name])
            longest = max([*amounts, *(x for run in others for x in _amounts(name, run))])
            suffix = "" if i == 0 else str(i + 1)
            top = 1 - i * height
            axes[f"yaxis{suffix}"] = {
                "domain": [top - height + 0.04, top - 0.1], "type": "category", "autorange": "reversed",
                "showgrid": False,
                "tickfont": {"size": SMALL, "color": "@muted"}, "automargin": True, "ticklabelstandoff": 6,
                "fixedrange": True,
                "anchor": f"x{suffix}",
            }  # fmt: skip
            axes[f"xaxis{suffix}"] = {
                "range": [0, (longest or 1) * ROOM], "visible": False, "fixedrange": True,
                "anchor": f"y{suffix}",
            }  # fmt: skip
            titles.append(
                {
                    "text": f"<b>{label}</b>", "x": 0, "y": top - 0.1, "xref": "paper", "yref": "paper",
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
                    "text": [f"{units.with_unit(x, unit)}: {familiar(name, x, brief=True)}" for x in amounts],
                    "textposition": "outside",
                    "textfont": {"size": SMALL},
                    "textangle": 0,
                    "constraintext": "none",
                    "cliponaxis": False,
                    "marker": {"color": [f"@{color}", f"@{color}/0.45"]},
                    "width": 0.62,
                    "hoverinfo": "skip",
                }
            )
            traces += kept_bars(
                others, partial(_amounts, name), [_bars(now)[0]], xaxis=f"x{suffix}", yaxis=f"y{suffix}"
            )
        return {"data": traces, "layout": layout(barmode="overlay", annotations=titles, **axes)}

    def summary(self, now: Result) -> str:
        if now.energy_mwh is None:
            return UNKNOWN
        parts = [f"{label.lower()} {units.with_unit(now.values[name], unit)}" for name, label, unit, _ in ROWS]
        year = _year(now)["energy_mwh"]
        power = f", {units.with_unit(now.power_mw, 'MW')} while it trains" if now.power_mw is not None else ""
        serving = f" A year of serving takes {units.with_unit(year, 'MWh')}." if _is_served(now) else ""
        return f"The final run takes {'; '.join(parts)}{power}.{serving}"

    def table(self, now: Result) -> Table:
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
                label,
                units.with_unit(now.values[name], unit),
                _per_answer(name, answer[name]),
                units.with_unit(year[name], unit),
                _compared(name, unit),
            ]
            for name, label, unit, _ in ROWS
        ]
        homes = FAMILIAR["energy_mwh"].size / HOURS_PER_YEAR
        power = units.with_unit(now.power_mw, "MW")
        rows.insert(1, ["Power while it trains", power, "–", units.with_unit(year["energy_mwh"] / HOURS_PER_YEAR, "MW"),
                        f"US home on average: {units.with_unit(homes, 'MW')}"])  # fmt: skip
        taken = [amounts["energy_mwh"] * GRID_WITHDRAWAL for amounts in (now.values, answer, year)]
        rows.append(
            [
                "Water taken in by power stations (US)",
                units.with_unit(taken[0], "m³"),
                _per_answer("water_m3", taken[1]),
                units.with_unit(taken[2], "m³"),
                f"{GRID_WITHDRAWAL} L/kWh, of which {GRID_CONSUMPTION} are consumed ({known['li2023'].short})",
            ]
        )
        return columns, rows

    def note(self, now: Result) -> str:
        water = "Water consumed is gone from the basin; power stations take in far more and give most of it back."
        if _is_served(now):
            served = units.count(now.scenario.queries_per_day)
            return (
                f"An answer: one query of {units.count(now.scenario.prompt_tokens)} tokens and all its samples. "
                f"A year: {'one query' if served == '1' else f'{served} queries'} a day. "
                f"Chips that wait are counted as if they drew as much. {water}"
            )
        return (
            f"An answer: {1000 * footprint.KWH_PER_ANSWER:g} Wh of servers, a medium answer of GPT-3 in Li et al. "
            f"(2023), "
            f"not of this model. A year: {units.count(ANSWERS_PER_DAY)} answers a day, ours. {water}"
        )
