"""Which inputs are levers of a board, and which of those the plan derives."""

from collections.abc import Iterable, Sequence

from sim.inputs import TABLE, Row
from sim.inputs.plan import GIVEN, PLANNED
from sim.inputs.scenario import Scenario

MOST = 6  # levers of a board


def levers_on(scenario: Scenario, page: str) -> list[tuple[Row, bool]]:
    """Rows of the levers that a plan shows on a page, and whether each is derived.

    Six at most: where a plan takes many numbers as given, the last of those that it derives are left out.
    """
    free = GIVEN[scenario.plan]
    paid = "owned" if scenario.price_basis == "owned" else "rented"
    rows = [row for row in TABLE.values() if row.name in free or row.lever in ("always", paid) and page in row.pages]
    found = [(row, row.name not in free and row.name in PLANNED) for row in rows]
    left_out = [row for row, derived in found if derived][::-1][: max(0, len(found) - MOST)]
    return [(row, derived) for row, derived in found if row not in left_out]


def in_boxes(scenario: Scenario, rows: Iterable[Row]) -> list[str]:
    """Names of those inputs that stand in boxes below a board: no levers, and limits where the plan knows none."""
    free = GIVEN[scenario.plan]
    return [row.name for row in rows if not row.lever or row.lever == "limit" and row.name not in free]


def lever_names() -> list[str]:
    """Every input that can be a lever of a step of a lesson: all that are numbers."""
    return [row.name for row in TABLE.values() if row.is_number]


def and_more(found: list[tuple[Row, bool]], scenario: Scenario, more: Sequence[str]) -> list[tuple[Row, bool]]:
    """The levers of a page and those inputs that a step adds; what the plan derives does not move."""
    there = {row.name for row, _ in found}
    added = [TABLE[name] for name in more if name in TABLE and name not in there]
    return [*found, *((row, row.name in PLANNED and row.name not in GIVEN[scenario.plan]) for row in added)]
