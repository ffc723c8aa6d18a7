"""The levers of the board, as data: assembled from the table and a result."""

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any

import numpy as np

from sim import Result, Scenario, pages
from sim.catalogs.grids import PLACE, grids, places_of
from sim.ground import units
from sim.inputs import TABLE, Row
from sim.inputs.levers import and_more
from sim.inputs.plan import DERIVED, MONEY, OF_MONEY
from sim.inputs.refusal import Refusal
from sim.links.showing import WHOLE, Showing, charts_shown

NOTHING: Mapping[str, Refusal] = MappingProxyType({})
LETTERLESS = 1e4  # up to here a phone needs no K, M, B or T, so its keyboard of numbers will do
LOCKED = "Locked: the link that you opened sets this."


def given(scenario: Scenario, page: str, showing: Showing = WHOLE) -> list[str]:
    """Names of the levers that can be moved."""
    column = [row for row, derived in _rows(scenario, page, showing) if not derived]
    above = [row for rows in heads(page, scenario, showing).values() for row in rows]
    return [row.name for row in (*column, *above) if not showing.fixes(row.name)]


def movable(scenario: Scenario, page: str, showing: Showing = WHOLE) -> list[str]:
    """The same, and what the lines of charts say that a hand can move."""
    lines = [chart.hand for chart in charts_shown(page, showing) if chart.hand and chart.applies(scenario)]
    return [*given(scenario, page, showing), *(name for name in lines if not showing.fixes(name))]


def heads(page: str, scenario: Scenario, showing: Showing = WHOLE) -> dict[str, tuple[Row, ...]]:
    """Rows of the levers in the heads of charts, by chart: each input once on a page, and none that is a lever there.

    A link that hides what stands below the charts, and a step of a lesson, has only the levers that it names.
    """
    if "below" in showing.hidden or showing.more:
        return {}
    taken = {row.name for row, _ in _rows(scenario, page, showing)} | {*showing.hidden}
    found: dict[str, tuple[Row, ...]] = {}
    for chart in charts_shown(page, showing):
        free = [name for name in chart.controls if name not in taken] if chart.applies(scenario) else []
        taken |= {*free}
        if free:
            found[chart.id] = tuple(TABLE[name] for name in free)
    return found


def hands(page: str, result: Result, showing: Showing = WHOLE) -> dict[str, dict[str, Any]]:
    """The lines of charts that a hand can move, by chart: the input that each says, where it may stand, and stands."""
    found = {}
    for chart in charts_shown(page, showing):
        at = chart.at_hand(result) if chart.hand and chart.applies(result.scenario) else None
        if chart.hand and at is not None and not showing.fixes(chart.hand):
            row = TABLE[chart.hand]
            found[chart.id] = {"name": row.name, "rungs": rungs(row.name), "index": index(row, at)}
    return found


def head_items(
    page: str, scenario: Scenario, showing: Showing = WHOLE, refused: Mapping[str, Refusal] = NOTHING
) -> dict[str, list[dict[str, Any]]]:
    """The levers in the heads of charts, by chart."""
    return {
        chart: [
            {
                **_lever(row, getattr(scenario, row.name), False, showing),
                "note": row.beside(getattr(scenario, row.name), scenario) if row.beside else "",
                "refused": _refused(refused.get(row.name)),
            }
            for row in rows
        ]
        for chart, rows in heads(page, scenario, showing).items()
    }


def _rows(scenario: Scenario, page: str, showing: Showing) -> list[tuple[Row, bool]]:
    return and_more(pages.board(page).levers(scenario), scenario, showing.more)


def board(
    result: Result, scenario: Scenario, page: str, showing: Showing = WHOLE, refused: Mapping[str, Refusal] = NOTHING
) -> dict[str, Any] | None:
    """The column of levers; the result is the scenario's, or the last that was possible. `None`: all are hidden."""
    plan = TABLE["plan"]
    options = plan.options() if plan.options else {}
    choices = [
        {
            "name": "plan",
            "label": plan.label,
            "value": scenario.plan,
            "options": [{"value": value, "label": label} for value, label in options.items()],
            "note": _note(scenario),
            "lock": LOCKED if showing.fixes("plan") else "",
        }
    ]
    items = [
        {
            **_lever(row, result.values[row.name] if derived else getattr(scenario, row.name), derived, showing),
            "refused": None if derived else _refused(refused.get(row.name)),
        }
        for row, derived in _rows(scenario, page, showing)
        if row.name not in showing.hidden
    ]
    choices = choices if "plan" not in showing.hidden else []
    choices += [_place(scenario, showing)] if PLACE in showing.more else []
    return {"title": "Levers", "choices": choices, "items": items} if choices or items else None


def _refused(found: Refusal | None) -> dict[str, Any] | None:
    """What the box did not take, as the board shows it."""
    return None if found is None else {"text": found.text, "said": found.said, "readings": found.readings}


def _place(scenario: Scenario, showing: Showing) -> dict[str, Any]:
    """The choice of a place, which sets the water, the carbon and the overhead of the power."""
    here, places = next(iter(places_of(scenario)), ""), grids().entries
    own = [] if here else [{"value": "", "label": "As this run has it"}]
    return {
        "name": PLACE,
        "label": "Place",
        "value": here,
        "options": own + [{"value": key, "label": grid.label} for key, grid in places.items()],
        "note": "Sets PUE, both waters and, where a figure is known, the carbon of the grid.",
        "lock": LOCKED if PLACE in showing.locked else "",
    }


def _note(scenario: Scenario) -> str:
    """How the plan gets what is not given, and what its money is for."""
    note = DERIVED[scenario.plan][scenario.active_fraction < 1]
    return f"{note} {MONEY[scenario.inference]}" if scenario.plan in OF_MONEY else note


def following(moved: str, results: Sequence[Result], page: str) -> dict[str, Any]:
    """Text and place of the other levers at each of many results, of those that differ among them."""
    found = {}
    for row, derived in pages.board(page).levers(results[0].scenario):
        if not derived or row.name == moved:
            continue
        values = [result.values[row.name] for result in results]
        if any(value != values[0] for value in values):
            found[row.name] = {
                "text": [_text(row, value, derived) for value in values],
                "index": [0 if value is None else index(row, value) for value in values],
            }
    return found


@cache
def rungs(name: str) -> tuple[float, ...]:
    """Positions of a lever."""
    return tuple(TABLE[name].rungs())


@cache
def _rung_texts(name: str) -> tuple[str, ...]:
    return tuple(_text(TABLE[name], value) for value in rungs(name))


def _text(row: Row, value: float | None, derived: bool = False) -> str:
    """What the box of a lever says; what is not given has as many digits as any number of the page."""
    if value is None:
        return "none" if row.unlimited and not derived else "unknown"
    return units.exact(value, row.form, 3 if derived else 6)


@cache
def _ladder(name: str) -> tuple[np.ndarray, np.ndarray]:
    positions = np.array(rungs(name))
    return (np.log(positions) if TABLE[name].scale == "log" else positions), np.arange(len(positions))


def index(row: Row, value: float) -> float:
    """Place of a value on the lever, between rungs if need be."""
    positions, places = _ladder(row.name)
    return round(float(np.interp(np.log(value) if row.scale == "log" else value, positions, places)), 3)


def _far(row: Row) -> int:
    """Where a lever stands that has no value: at the far end if that means no limit."""
    return len(rungs(row.name)) - 1 if row.unlimited else 0


@cache
def _marks(name: str) -> tuple[dict[str, Any], ...]:
    """Reference points of the lever."""
    row = TABLE[name]
    return tuple({"index": index(row, mark), "label": label} for mark, label in row.marks)


@cache
def _zones(name: str) -> tuple[dict[str, Any], ...]:
    """Worded parts of the lever, each from the end of the one before."""
    row = TABLE[name]
    ends = [index(row, end) for end, _ in row.zones]
    return tuple(
        {"from": start, "to": end, "label": label}
        for start, end, (_, label) in zip([0, *ends], ends, row.zones, strict=False)
    )


def _lever(row: Row, value: float | None, derived: bool, showing: Showing) -> dict[str, Any]:
    return {
        "name": row.name,
        "symbol": row.symbol,
        "label": row.label,
        "unit": row.unit,
        "help": row.help,
        "text": _text(row, value, derived),
        "index": _far(row) if value is None else index(row, value),
        "rungs": _rung_texts(row.name),
        "marks": _marks(row.name),
        "zones": _zones(row.name),
        "derived": derived,
        "lock": LOCKED if showing.fixes(row.name) and not derived else "",
        "note": "",
        "keyboard": "decimal" if row.high <= LETTERLESS else "text",
        "color": row.color,
    }
