"""A whole game as one text: its name, its seed and all moves, from which every number follows again."""

import re

from sim.games.games import PRESS, REGULATOR, Game, games
from sim.games.limits import fault
from sim.games.moves import LabPlan, Moves, PressPlan, RegulatorPlan, RoundMoves, packed, unpacked

VERSION = "1"
PART, TEAM = "~", "."
MOST = 1_000  # characters
SEED = re.compile(r"[0-9a-z]{1,16}")


class NoGame(ValueError):
    """What is wrong with the text of a game, as a sentence."""


def game_text(game: Game, seed: str, moves: Moves) -> str:
    """A game as text of letters, digits, "~", ".", "_" and "-".

    It begins with version, game and seed; a part for each round has all teams' plans, the reports as digits, the lab
    that was audited (counted from 1, 0 for none) and the votes for the headline; the last part has the votes.
    """
    rounds = [
        TEAM.join(
            [
                *("" if plan is None else packed(plan) for plan in (*one.labs, one.regulator, one.press)),
                "".join(str(int(report)) for report in one.reports), str(one.audit + 1), _counts(one.headline),
            ]
        )
        for one in moves.rounds
    ]  # fmt: skip
    return PART.join([VERSION, game.name, seed, *rounds, _counts(moves.votes)])


def _counts(votes: tuple[int, ...]) -> str:
    return "_".join(map(str, votes))


def game_of(text: str) -> tuple[Game, str, Moves]:
    """Game, seed and moves of a text.

    Raises
    ------
    NoGame
        With what is wrong.
    """
    version, name, seed, *rounds, votes = [*text.split(PART), *[""] * 4][: max(4, text.count(PART) + 1)]
    if len(text) > MOST or version != VERSION or not SEED.fullmatch(seed):
        raise NoGame("This is no link of a game. It may have been cut: copy it whole.")
    game = games().entries.get(name)
    if game is None:
        raise NoGame("The game of this link is not on this server.")
    if len(rounds) > len(game.file.rounds):
        raise NoGame("The link has more rounds than its game.")
    try:
        moves = tuple(_round(game, k, one) for k, one in enumerate(rounds))
        return game, seed, Moves(moves, _read(votes, len(game.file.worlds)))
    except ValueError as error:
        raise NoGame(f"The link of the game was changed: {error}.") from None


def _round(game: Game, k: int, text: str) -> RoundMoves:
    parts = text.split(TEAM)
    if len(parts) != game.n_labs + 5:
        raise ValueError("a round has other teams than the game")
    *plans, reports, audit, headline = parts
    found = [
        unpacked(plan, game.role(team)) if plan else None
        for team, plan in zip((*game.labs, REGULATOR, PRESS), plans, strict=True)
    ]
    for plan in found:
        if plan is not None and (reason := fault(game, k, plan)):
            raise ValueError(reason)
    labs, regulator, press = found[:-2], found[-2], found[-1]
    if not re.fullmatch("[01]*", reports) or len(reports) > game.n_labs or not re.fullmatch(r"\d", audit):
        raise ValueError("its reports or its audit are none")
    return RoundMoves(
        tuple(plan for plan in labs if plan is None or isinstance(plan, LabPlan)),
        regulator if isinstance(regulator, RegulatorPlan) else None,
        press if isinstance(press, PressPlan) else None,
        tuple(sign == "1" for sign in reports), int(audit) - 1, _read(headline, game.n_labs + 1),
    )  # fmt: skip


def _read(votes: str, n: int) -> tuple[int, ...]:
    if not votes:
        return ()
    if not re.fullmatch(r"\d{1,4}(_\d{1,4})*", votes) or votes.count("_") + 1 != n:
        raise ValueError("its votes are none")
    return tuple(int(count) for count in votes.split("_"))
