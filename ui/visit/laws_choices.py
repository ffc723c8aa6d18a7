"""What is chosen on the Laws page beside the inputs: it is kept in the link, among the open views."""

import math

from sim import Scenario, SimulationError, pages
from sim.engine.known_results import result_of
from sim.ground import units
from sim.laws import loss_laws
from ui.visit import state, views

LAWS, FLOOR, REFERENCE = "laws", "floor", "reference"  # names of the views
FLOOR_LOW, FLOOR_HIGH = 1.5, 2.0  # what may be chosen [nat/token]; ours [next-dollar]
REFERENCE_LOW, REFERENCE_HIGH, REFERENCE_LOSS = 0.1, 20.0, 2.5  # of the improvement [nat/token]; ours [next-dollar]


def picked_laws() -> tuple[str, ...]:
    """The laws that are compared with the chosen one; none means all."""
    # A link joins its views with "_", so the names stand there with "-".
    known = {key.replace("_", "-"): key for key, law in loss_laws().entries.items() if not law.typed}
    named = state.session().views.get(LAWS, "").split(".")
    return tuple(dict.fromkeys(known[name] for name in named if name in known))


def pick_laws(names: list[str]) -> None:
    """Keep the laws to compare with."""
    _keep(LAWS, ".".join(name.replace("_", "-") for name in names))


def draw_or_not(law: str) -> None:
    """Draw a law that is not drawn and leave out one that is; the last one beside the chosen stays."""
    chosen = state.session().scenario.law
    every = [key for key, entry in loss_laws().entries.items() if not entry.typed and key != chosen]
    if law not in every:
        return
    drawn = {*picked_laws()} - {chosen} or {*every}
    drawn ^= {law}
    if drawn:
        pick_laws([] if drawn == {*every} else [key for key in every if key in drawn])


def _can(scenario: Scenario, law: str) -> bool:
    """Whether the plan can be done by a law."""
    try:
        result_of(scenario.changed(law=law))
    except SimulationError:
        return False
    return True


def laws_beside(page: str) -> tuple[str, ...] | None:
    """The laws that the charts of a page compare; `None` on pages that compare none."""
    result = state.session().result
    if result is None or not pages.board(page).compares_laws:
        return None
    return tuple(law for law in picked_laws() if law != result.scenario.law and _can(result.scenario, law))


def floor() -> str | float:
    """What is assumed of the irreducible loss: see `sim.studies.uncertainty.law_draws`."""
    text = state.session().views.get(FLOOR, "")
    if text == "fixed":
        return text
    chosen = _number(text)
    return "uncertain" if chosen is None else min(max(chosen, FLOOR_LOW), FLOOR_HIGH)


def assume_floor(value: str | float) -> None:
    """Keep what is assumed of the irreducible loss."""
    text = value if isinstance(value, str) else units.plain(value)
    _keep(FLOOR, "" if text == "uncertain" else text)


def reference() -> float:
    """The loss that an improvement is measured from [nat/token]."""
    chosen = _number(state.session().views.get(REFERENCE, ""))
    return REFERENCE_LOSS if chosen is None else min(max(chosen, REFERENCE_LOW), REFERENCE_HIGH)


def refer_to(loss: float) -> None:
    """Keep the loss that an improvement is measured from."""
    _keep(REFERENCE, "" if loss == REFERENCE_LOSS else units.plain(loss, 4))


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _keep(view: str, text: str) -> None:
    if text:
        views.show_view(view, text)
    else:
        views.hide_view(view)
