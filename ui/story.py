"""The sentence of each board page, and whose run it speaks of."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from sim import Result, Scenario
from sim.charts import charts_of
from sim.cost_words import cost_headlines, cost_paragraph
from sim.presets import presets
from sim.ruler import ruler
from sim.think_words import think_headlines, think_paragraph
from sim.words import Headline, Piece, difference, headlines, paragraph

PARAGRAPHS = {"home": paragraph, "cost": cost_paragraph, "think": think_paragraph}
UNPINNED = "not in the pinned run"
HEADLINES = {"cost": cost_headlines, "think": think_headlines}


def sentence(page: str, results: Sequence[Result], subject: str | None) -> list[Piece]:
    """What the page says at its top: the result, and how it differs from a pinned one."""
    if page in PARAGRAPHS:
        pieces = PARAGRAPHS[page](results[0], subject)
    else:
        pieces = [Piece(charts_of(page)[0].summary(results[:1]))]
    pieces += [Piece(" " + difference(results[0], pinned)) for pinned in results[1:]]
    return [*pieces, Piece(" " + ruler(results[0]))] if page == "laws" else pieces


def numbers(page: str, results: Sequence[Result]) -> list[Headline]:
    """The four numbers of a page: of the result, with those of a pinned one beside them."""
    if page not in HEADLINES:
        return headlines(*results)
    shown = HEADLINES[page](results[0])
    for pinned in results[1:]:
        before = {number.name: number.value for number in HEADLINES[page](pinned)}
        if pinned.scenario.inference == "off" != results[0].scenario.inference:
            before = {name: value for name, value in before.items() if value != "unknown"}
        shown = [
            replace(number, detail=f"was {before[number.name]}" if number.name in before else UNPINNED)
            for number in shown
        ]
    return shown


@cache
def _titles() -> dict[Scenario, tuple[str, str]]:
    known: dict[Scenario, tuple[str, str]] = {}
    for name, preset in presets().entries.items():
        known.setdefault(preset.scenario, (name, preset.title))
    return known


def preset_of(scenario: Scenario) -> str | None:
    """Name of the preset whose scenario this is, if any."""
    return _titles().get(scenario, (None, ""))[0]


def subject(scenario: Scenario, own: tuple[Scenario, str] | None) -> str | None:
    """Title of the preset whose scenario this is, the visitor's own one first."""
    if own is not None and own[0] == scenario:
        return own[1]
    found = _titles().get(scenario)
    return found[1] if found else None
