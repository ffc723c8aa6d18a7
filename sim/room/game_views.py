"""What wall, phones and console see of a game, as plain data.

`view` is the same for all, `own` is for one phone, `desk` is for the teacher. None of them asks for the hidden world
before the state "world": what they are made of, `Table`, knows only what phases that are over have decided.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sim.games import blocks, pictures
from sim.games.blocks import Block
from sim.games.game_link import game_text
from sim.games.games import PRESS, REGULATOR, Game, games
from sim.games.moves import Moves, middle
from sim.games.play import Played
from sim.ground import units
from sim.room.game_forms import form, in_words, plan_words
from sim.room.game_state import DECIDED, PLAN
from sim.room.game_table import Player, Table, proposals
from sim.room.prose import html
from sim.room.state import State

TOLD = ("world", "end")  # the states in which the world is known


def drawn(block: Block) -> dict[str, Any]:
    """A block as the pages take it."""
    return {
        "title": block.title, "html": html(block.text), "columns": block.columns, "rows": block.rows,
        "kind": block.kind,
    }  # fmt: skip


def view(table: Table, state: State) -> dict[str, Any]:
    """What all see: wall and phones alike."""
    game, k = table.game, state.step - 1
    shown, charts = _shown(table, state)
    return {
        "game": True,
        "lesson": game.file.title,
        "round": game.file.rounds[k].title if state.step else "",
        "teams": [{"team": team, "title": game.title(team)} for team in game.teams],
        "blocks": [drawn(block) for block in shown],
        "pictures": [picture.data() for picture in charts],
        "steps": [],
        "told": None,
        "link": game_text(game, table.seed, table.moves) if state.phase in TOLD else "",
    }


def _shown(table: Table, state: State) -> tuple[list[Block], list[Any]]:
    game, k = table.game, state.step - 1
    match state.phase:
        case "lobby":
            return [Block("", game.file.goal)], []
        case "plan":
            return [blocks.offer(game, k), blocks.press_statements(game, k)], _before(table)
        case "market":
            return [blocks.market(game, k, table.rounds[-1])], []
        case "results":
            return [blocks.said(game, k, table.rounds[-1])], [pictures.results(game, table.rounds)]
        case "floor":
            one = table.rounds[-1]
            return [blocks.called(game, one), blocks.said(game, k, one)], [pictures.results(game, table.rounds)]
        case "vote":
            worlds = "\n".join(f"- {world.statement}" for world in game.file.worlds.values())
            return [Block("In which world are we?", worlds, kind="rule")], _before(table)
    return told(game, table.rounds, table.moves, table.world)


def _before(table: Table) -> list[Any]:
    """What was published so far, once something was."""
    return [pictures.results(table.game, table.rounds)] if table.rounds else []


def told(game: Game, rounds: Sequence[Played], moves: Moves, world: str) -> tuple[list[Block], list[Any]]:
    """The end of a game: the same in a room and from a link."""
    charts = [pictures.results(game, rounds, world), pictures.landscape(game, rounds, world),
              pictures.bids(game, rounds, world)]  # fmt: skip
    return blocks.told(game, rounds, moves, world), charts


def replay(game: Game, seed: str, moves: Moves, rounds: Sequence[Played]) -> dict[str, Any]:
    """A whole game from its link: each round as it was, then the end."""
    found: list[Block] = []
    for k, one in enumerate(rounds):
        rows = [
            [game.title(team), "nothing" if plan is None else plan_words(plan)]
            for team, plan in zip(game.teams, (*one.moves.labs, one.moves.regulator, one.moves.press), strict=True)
        ]
        plans = Block(f"{game.file.rounds[k].title}: what was decided", columns=["Team", "Plan"], rows=rows)
        found += [plans, blocks.market(game, k, one), blocks.called(game, one)]
    ending, charts = told(game, rounds, moves, game.world(seed))
    return {
        "lesson": game.file.title,
        "blocks": [drawn(block) for block in (*ending, *found)],
        "pictures": [picture.data() for picture in charts],
    }


def own(table: Table, state: State, label: str, player: Player, team: Sequence[Player]) -> dict[str, Any]:
    """What one phone sees of itself and of its team.

    Parameters
    ----------
    table, state : Table, State
    label : str
        Its animal.
    player : Player
    team : sequence of Player
        All phones of its team, itself among them.
    """
    game, kind = table.game, DECIDED.get(state.phase)
    decided = player.ballot.get((state.step, kind), "") if kind else ""
    return {
        "label": label,
        "team": player.team,
        "title": game.title(player.team),
        "card": _card(game.name, game.role(player.team)),
        "blocks": [drawn(block) for block in _own_blocks(table, state, player.team)],
        "form": form(table, state, player.team),
        "round": kind or 0,
        "answer": in_words(table, kind, player.team, decided) if kind and decided else "",
        "middle": _middle(game, state, player.team, team),
        "told": [], "answers": {}, "marks": {}, "keys": {}, "hand_in": "",
    }  # fmt: skip


@lru_cache(maxsize=32)
def _card(name: str, role: str) -> dict[str, Any]:
    """The card of a role, which every phone has and no state changes."""
    return drawn(blocks.card(games().entries[name], role))


def _own_blocks(table: Table, state: State, team: str) -> list[Block]:
    game = table.game
    if team == REGULATOR:
        reported = [
            [game.file.rounds[k].title, game.file.labs[run.lab], units.scientific(run.train_flop), units.loss(run.loss)]
            for k, one in enumerate(table.rounds) for run in one.runs if one.is_reported(run)
        ]  # fmt: skip
        columns = ["Round", "Lab", "FLOP", "Loss"]
        return [Block("Reported to you", columns=columns, rows=reported)] if reported else []
    if team == PRESS or state.phase in ("lobby", *TOLD):
        return []
    lab = game.labs.index(team)
    found = [Block("", f"You have **{units.dollars(table.left_usd[lab])}** left.", kind="rule")]
    trained = len(table.rounds) - (state.phase == "market")  # a run's result is not there before its state
    for k, one in reversed(list(enumerate(table.rounds))):
        run = one.run_of(lab)
        if k >= trained:
            hours, paid = units.count(one.sale.hours[lab]), units.dollars(one.sale.paid_usd[lab])
            found.append(Block("", f"You bought {hours} chip-hours for {paid}.", kind="rule"))
        elif run is not None:
            found.append(blocks.own_run(game, k, one, run))
    return found


def _middle(game: Game, state: State, team: str, players: Sequence[Player]) -> str:
    """What a team has decided so far, while it may still change."""
    if DECIDED.get(state.phase) != PLAN or not team:
        return ""
    given = proposals(game, players, team, state.step)
    plan = middle(given)
    return "" if plan is None else f"{plan_words(plan)} (the middle of {len(given)})"


def desk(table: Table, state: State, players: Sequence[Player]) -> dict[str, Any]:
    """What the teacher alone sees: who decided, and forms for teams that play on paper."""
    game, kind = table.game, DECIDED.get(state.phase)
    counts: Mapping[str, list[Player]] = {
        team: [player for player in players if player.team == team] for team in game.teams
    }
    return {
        "game": True,
        "cards": game.name,
        "say": game.text(game.file.say[state.phase]),
        "round_title": game.file.rounds[state.step - 1].title if state.step else "",
        "teams": [
            {
                "team": team, "title": game.title(team), "here": len(there),
                "in": sum((state.step, kind) in player.ballot for player in there) if kind else 0,
                "middle": _middle(game, state, team, there),
                "form": form(table, state, team),
            }
            for team, there in counts.items()
        ],
        "left": [units.dollars(left) for left in table.left_usd],
    }  # fmt: skip
