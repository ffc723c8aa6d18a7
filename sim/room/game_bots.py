"""Simulated players of a rehearsal: what a phone of a team decides. Ours, and no finding about players."""

import random

from sim.games.bots import EAGER, STRATEGIES, lab_plan, press_plan, published_before, regulator_plan
from sim.games.games import PRESS, REGULATOR
from sim.games.moves import packed
from sim.games.observer import likeliest
from sim.room.game_forms import choices
from sim.room.game_state import DECIDED, HEADLINE, PLAN, WORLD
from sim.room.game_table import NO, YES, Table
from sim.room.state import State

STYLES = tuple(name for name, shares in STRATEGIES.items() if min(shares) > 0)


def pretended(table: Table, state: State, team: str, rng: random.Random) -> str:
    """What a simulated player decides now; "" for nothing."""
    game, kind = table.game, DECIDED.get(state.phase)
    if kind is None:
        return ""
    k = state.step - 1
    if kind == PLAN:
        if team == REGULATOR:
            return packed(regulator_plan(game, k, rng))
        if team == PRESS:
            return packed(press_plan(game, published_before(table.rounds), rng))
        lab = game.labs.index(team)
        shares = STRATEGIES[STYLES[lab % len(STYLES)]]
        return packed(lab_plan(game, k, shares[min(k, len(shares) - 1)], table.left_usd[lab], rng))
    found, _ = choices(table, kind, team)
    if not found:
        return ""
    if kind == WORLD:
        worlds = list(game.file.worlds)
        named = likeliest(game, published_before(table.rounds))
        return str(worlds.index(named if rng.random() < EAGER else rng.choice(worlds)))
    if kind == HEADLINE or team == REGULATOR:
        return rng.choice(list(found))
    return YES if rng.random() < EAGER else NO
