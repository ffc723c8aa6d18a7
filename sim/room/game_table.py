"""What the phones of a room decided in a game: the middle of each team, and the rounds that follow from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.games.games import PRESS, REGULATOR, Game
from sim.games.moves import LabPlan, Moves, PressPlan, Proposal, RegulatorPlan, RoundMoves, commonest, middle, unpacked
from sim.games.play import Played, played
from sim.room.game_state import CALL, HEADLINE, PLAN, WORLD
from sim.room.state import State

YES, NO = "y", "n"


@dataclass(frozen=True)
class Player:
    """A phone in a game: the letter of its team, and what it decided by round and kind, see `game_state`."""

    team: str
    ballot: Mapping[tuple[int, int], str]


@dataclass(frozen=True)
class Table:
    """A game as far as it is decided: its moves, and the rounds whose market is closed."""

    game: Game
    seed: str
    moves: Moves
    rounds: tuple[Played, ...]

    @property
    def left_usd(self) -> tuple[float, ...]:
        """What each lab has [USD]."""
        if self.rounds:
            return self.rounds[-1].left_usd
        return (self.game.file.rules.money_usd,) * self.game.n_labs

    @property
    def world(self) -> str:
        """The hidden world. Only what is told at the end may ask for it."""
        return self.game.world(self.seed)


def table(game: Game, seed: str, state: State, players: Sequence[Player]) -> Table:
    """The game as far as its phases are over: no decision counts while it can change."""
    closed = state.step if state.phase not in ("plan", "lobby") else state.step - 1
    called = closed if state.phase not in ("market", "results") else closed - 1
    voted = called if state.phase != "floor" else called - 1
    rounds = tuple(_round(game, players, k, k <= called, k <= voted) for k in range(1, closed + 1))
    worlds = _chosen(players, state.step, WORLD) if state.phase in ("world", "end") else []
    votes = tuple(worlds.count(i) for i in range(len(game.file.worlds))) if worlds else ()
    return Table(game, seed, Moves(rounds, votes), tuple(played(game, seed, rounds)))


def _round(game: Game, players: Sequence[Player], k: int, is_called: bool, is_voted: bool) -> RoundMoves:
    plans = {team: middle(proposals(game, players, team, k)) for team in game.teams}
    regulator, press = plans[REGULATOR], plans[PRESS]
    calls = {team: [player.ballot[k, CALL] for player in players if player.team == team and (k, CALL) in player.ballot]
             for team in game.teams}  # fmt: skip
    heard = _chosen(players, k, HEADLINE) if is_voted else []
    return RoundMoves(
        tuple(plan if isinstance(plan := plans[team], LabPlan) else None for team in game.labs),
        regulator if isinstance(regulator, RegulatorPlan) else None,
        press if isinstance(press, PressPlan) else None,
        tuple(2 * calls[team].count(YES) > len(calls[team]) for team in game.labs) if is_called else (),
        commonest([int(one) for one in calls[REGULATOR]]) if is_called else -1,
        tuple(heard.count(i) for i in range(game.n_labs + 1)) if heard else (),
    )


def proposals(game: Game, players: Sequence[Player], team: str, k: int) -> list[Proposal]:
    """What the phones of a team propose for a round, counted from 1."""
    role = game.role(team)
    return [unpacked(text, role) for player in players if player.team == team if (text := player.ballot.get((k, PLAN)))]


def _chosen(players: Sequence[Player], k: int, kind: int) -> list[int]:
    return [int(text) for player in players if (text := player.ballot.get((k, kind)))]
