"""What a phone decides in a game: its fields as plain data, and the decision that they come to, in words too."""

from collections.abc import Sequence
from typing import Any

from sim.games.games import REGULATOR
from sim.games.limits import fields, plan_of
from sim.games.moves import LabPlan, Proposal, RegulatorPlan, packed, unpacked
from sim.ground import units
from sim.room.forms import MOST_FIELDS, MOST_TEXT
from sim.room.game_state import CALL, DECIDED, HEADLINE, PLAN
from sim.room.game_table import NO, YES, Table
from sim.room.prose import inline
from sim.room.state import State


def form(table: Table, state: State, team: str) -> dict[str, Any] | None:
    """What a phone of a team decides now; `None` for nothing.

    Returns
    -------
    dict
        `fields` with label and hint each, `options` to choose from, `heading` above them.
    """
    game, kind = table.game, DECIDED.get(state.phase)
    if kind is None or not team:
        return None
    if kind == PLAN:
        role = game.role(team)
        left = table.left_usd[game.labs.index(team)] if role == "lab" else 0.0
        asked = [
            {"label": f"{one.label}{', in ' + one.unit if one.unit else ''}",
             "hint": one.hint}
            for one in fields(game, state.step - 1, role, left)
        ]  # fmt: skip
        options = [("yes", "Publish the result"), ("no", "Keep it")] if role == "lab" else []
        return {"fields": asked, "options": _options(options), "heading": ""}
    found, heading = choices(table, kind, team)
    return {"fields": [], "options": _options(list(found.items())), "heading": heading} if found else None


def _options(pairs: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"letter": letter, "html": inline(words)} for letter, words in pairs]


def choices(table: Table, kind: int, team: str) -> tuple[dict[str, str], str]:
    """What a team may choose, and the question; nothing where it has no choice."""
    game = table.game
    if kind == CALL and team == REGULATOR:
        audits = {str(i): f"Audit {game.title(letter)}" for i, letter in enumerate(game.labs)}
        return {**audits, "-1": "Audit nobody"}, "Whom do you audit?"
    if kind == CALL:
        run = table.rounds[-1].run_of(game.labs.index(team)) if team in game.labs else None
        if run is None or not table.rounds[-1].is_above(run):
            return {}, ""
        return {YES: "Report it", NO: "Do not report it"}, "Your run lies above the line. Do you report it?"
    if kind == HEADLINE:
        spoke = [*(game.title(letter) for letter in game.labs), game.file.sheets["press"].title]
        return {str(i): name for i, name in enumerate(spoke)}, "Whose number told you most in this round?"
    worlds = game.file.worlds.values()
    return {str(i): world.statement for i, world in enumerate(worlds)}, "In which world are we?"


def decision(table: Table, state: State, team: str, given: Sequence[str]) -> str:
    """The decision that fields come to, as it is kept.

    Raises
    ------
    ValueError
        With the reason why it is none.
    """
    if not given or len(given) > MOST_FIELDS or any(len(text) > MOST_TEXT for text in given):
        raise ValueError("it is not a decision")
    kind = DECIDED[state.phase]
    if kind != PLAN:
        found, _ = choices(table, kind, team)
        if not found:
            raise ValueError("your team has nothing to decide now")
        if given[0] not in found or len(given) > 1:
            raise ValueError("choose one of what is offered")
        return given[0]
    role = table.game.role(team)
    left = table.left_usd[table.game.labs.index(team)] if role == "lab" else 0.0
    if role == "lab" and given[-1] not in ("yes", "no"):
        raise ValueError("choose whether the result is published")
    return packed(plan_of(table.game, state.step - 1, role, given, left))


def in_words(table: Table, kind: int, team: str, decided: str) -> str:
    """A decision as whoever made it reads it."""
    if kind == PLAN:
        return plan_words(unpacked(decided, table.game.role(team)))
    return choices(table, kind, team)[0].get(decided, "")


def plan_words(plan: Proposal) -> str:
    """A plan in words."""
    if isinstance(plan, LabPlan):
        shown = "published" if plan.publish else "kept"
        return (
            f"Bid {units.dollars(plan.bid_usd)}, {units.count(plan.n_params)} parameters, "
            f"loss between {units.plain(plan.low, 4)} and {units.plain(plan.high, 4)}, {shown}"
        )
    if isinstance(plan, RegulatorPlan):
        return f"Line {units.scientific(plan.line_flop)} FLOP, cap {units.plain(plan.cap_mwh, 3)} MWh"
    return ", ".join(units.percent(value, 2) for value in (plan.best, plan.wall, plan.unreported))
