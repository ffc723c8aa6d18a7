"""The charts of a claim as the board takes them, their points named by the sides."""

from typing import Any

from sim.charts import charts
from sim.charts.chart import Beside
from sim.charts.picture import alone, opened
from sim.charts.plan.money import NOW
from sim.engine.kept_runs import as_kept
from sim.engine.known_results import result_of
from sim.engine.presets import presets
from sim.teaching.claims.bars import bars_data
from sim.teaching.claims.card import Claim, Drawn
from sim.teaching.claims.evaluated import Evaluated
from sim.teaching.scenarios import FROM

RUN = "you are here"  # what the charts call the first result


def chart_data(card: Evaluated, one: Drawn, place: int) -> dict[str, Any]:
    """A chart of one or two sides, its points named by the sides; alone it has the side as its title."""
    chart = charts()[one.id]
    sides = [card.claim.sides[name] for name in one.sides]
    first, *others = [result_of(card.scenarios[name]) for name in one.sides]
    laws = tuple(other.scenario.law for other in others)
    kept = tuple(as_kept(other, side.mark) for other, side in zip(others, sides[1:], strict=True))
    data = chart.picture(first, Beside(kept, laws, named=False)).data()
    names = {RUN: sides[0].mark, NOW: sides[0].mark}
    start = start_of(card.claim, one.sides[0])
    said = [data["question"] if len(sides) == 1 else "", f"From: {start}." if start else "", data["subtitle"]]
    return {
        **opened(_renamed(data, names), one.view or None),
        "id": f"{one.id}-{place}",
        "question": sides[0].title if len(sides) == 1 else data["question"],
        "subtitle": " ".join(part for part in said if part),
        "note": alone(data["note"]),
    }


def first_chart(card: Evaluated) -> dict[str, Any] | None:
    """The bars of a card or else its first chart; `None` where it has neither.

    Raises
    ------
    SimulationError
        If it cannot be drawn.
    """
    claim = card.claim
    return bars_data(card) if claim.bars else chart_data(card, claim.charts[0], 0) if claim.charts else None


def start_of(claim: Claim, side: str) -> str:
    """What a side starts from, by its title; "" for the settings of the first page."""
    start = claim.sides[side].scenario.get(FROM)
    return claim.sides[start].title if start in claim.sides else presets().entries[start].title if start else ""


def _renamed(value: Any, names: dict[str, str]) -> Any:
    """The same data with the texts of its points replaced."""
    if isinstance(value, dict):
        return {key: _renamed(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner, names) for inner in value]
    return names.get(value, value) if isinstance(value, str) else value
