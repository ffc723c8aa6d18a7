"""The levers of the board, as data: assembled from the table and a result."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from sim import Result, Scenario, units
from sim.inputs import TABLE, Input
from sim.inputs.plan import DERIVED, GIVEN
from sim.showing import WHOLE, Showing

LOCKED = "Locked: the link that you opened sets this."


def shown(scenario: Scenario, page: str = "home") -> list[tuple[Input, bool]]:
    """Rows of the levers that a plan shows on a page, and whether each is derived."""
    free = GIVEN[scenario.plan]
    paid = "owned" if scenario.price_basis == "owned" else "rented"
    rows = [
        row
        for row in TABLE.values()
        if row.lever and row.name in free or row.lever in ("always", paid) and page in row.pages
    ]
    return [(row, row.name not in free and any(row.name in names for names in GIVEN.values())) for row in rows]


def given(scenario: Scenario, page: str = "home", showing: Showing = WHOLE) -> list[str]:
    """Names of the levers that can be moved."""
    return [row.name for row, derived in shown(scenario, page) if not derived and not showing.fixes(row.name)]


def board(result: Result, scenario: Scenario, page: str = "home", showing: Showing = WHOLE) -> dict[str, Any] | None:
    """The column of levers; the result is the scenario's, or the last that was possible. `None`: all are hidden."""
    plan = TABLE["plan"]
    options = plan.options() if plan.options else {}
    choices = [
        {
            "name": "plan",
            "label": plan.label,
            "value": scenario.plan,
            "options": [{"value": value, "label": label} for value, label in options.items()],
            "note": DERIVED[scenario.plan],
            "lock": LOCKED if showing.fixes("plan") else "",
        }
    ]
    items = [
        _lever(row, result.values[row.name] if derived else getattr(scenario, row.name), derived, showing)
        for row, derived in shown(scenario, page)
        if row.name not in showing.hidden
    ]
    choices = choices if "plan" not in showing.hidden else []
    return {"title": "Levers", "choices": choices, "items": items} if choices or items else None


def following(moved: str, results: Sequence[Result], page: str = "home") -> dict[str, Any]:
    """Text and place of the other levers at each of many results, of those that differ among them."""
    found = {}
    for row, derived in shown(results[0].scenario, page):
        if not derived or row.name == moved:
            continue
        values = [result.values[row.name] for result in results]
        if any(value != values[0] for value in values):
            found[row.name] = {
                "text": [_text(row, value) for value in values],
                "index": [0 if value is None else index(row, value) for value in values],
            }
    return found


@cache
def rungs(name: str) -> list[float]:
    """Positions of a lever."""
    return TABLE[name].rungs()


@cache
def _rung_texts(name: str) -> list[str]:
    return [_text(TABLE[name], value) for value in rungs(name)]


def _text(row: Input, value: float | None) -> str:
    return "unknown" if value is None else units.exact(value, row.form)


@cache
def _ladder(name: str) -> tuple[np.ndarray, np.ndarray]:
    positions = np.array(rungs(name))
    return (np.log(positions) if TABLE[name].scale == "log" else positions), np.arange(len(positions))


def index(row: Input, value: float) -> float:
    """Place of a value on the lever, between rungs if need be."""
    positions, places = _ladder(row.name)
    return round(float(np.interp(np.log(value) if row.scale == "log" else value, positions, places)), 3)


@cache
def _marks(name: str) -> list[dict[str, Any]]:
    """Reference points of the lever."""
    row = TABLE[name]
    return [{"index": index(row, mark), "label": label} for mark, label in row.marks]


@cache
def _zones(name: str) -> list[dict[str, Any]]:
    """Worded parts of the lever, each from the end of the one before."""
    row = TABLE[name]
    ends = [index(row, end) for end, _ in row.zones]
    return [
        {"from": start, "to": end, "label": label}
        for start, end, (_, label) in zip([0, *ends], ends, row.zones, strict=False)
    ]


def _lever(row: Input, value: float | None, derived: bool, showing: Showing) -> dict[str, Any]:
    return {
        "name": row.name,
        "symbol": row.symbol,
        "label": row.label,
        "unit": row.unit,
        "help": row.help,
        "text": _text(row, value),
        "index": 0 if value is None else index(row, value),
        "rungs": _rung_texts(row.name),
        "marks": _marks(row.name),
        "zones": _zones(row.name),
        "derived": derived,
        "lock": LOCKED if showing.fixes(row.name) and not derived else "",
        "note": "",
        "color": row.color,
    }
