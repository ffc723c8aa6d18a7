"""Points: rules of the game, and no finding. Everything is counted at the end, because a rank would tell a result."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median

from sim.games.game_file import Points
from sim.games.games import PRESS, REGULATOR, Game
from sim.games.moves import Moves, PressPlan
from sim.games.play import Played, Run


@dataclass(frozen=True)
class Item:
    """Points of a team: its letter, the round counted from 0 (-1 for the end), what for, and how many."""

    team: str
    round: int
    what: str
    points: float


def items(game: Game, rounds: Sequence[Played], votes: Sequence[int], world: str) -> list[Item]:
    """All points of a game.

    Parameters
    ----------
    game : Game
    rounds : sequence of Played
    votes : sequence of int
        For each world, in the order of the file.
    world : str
        The hidden one.
    """
    points = game.file.points
    found: list[Item] = []
    for k, one in enumerate(rounds):
        found += _lab_items(game, k, one, points)
        found += _regulator_items(game, k, one, points)
        found += _press_items(game, k, one, world, points)
    if rounds and _parts(rounds[-1]):
        found.append(Item(REGULATOR, -1, "The line parts the two best from the rest", points.line))
    if is_named(game, votes, world):
        found += [Item(team, -1, "The class named the world", points.world) for team in game.teams]
    return found


def totals(game: Game, found: Sequence[Item]) -> dict[str, float]:
    """Points of each team."""
    return {team: sum(item.points for item in found if item.team == team) for team in game.teams}


def is_named(game: Game, votes: Sequence[int], world: str) -> bool:
    """Whether more than half of the votes name the hidden world."""
    return bool(votes) and 2 * votes[list(game.file.worlds).index(world)] > sum(votes)


def ranked(one: Played) -> list[Run]:
    """The runs of a round, the least loss first."""
    return sorted(one.runs, key=lambda run: run.loss)


def _lab_items(game: Game, k: int, one: Played, points: Points) -> list[Item]:
    found: list[Item] = []
    middle = median([run.width for run in one.runs]) if one.runs else 0.0
    for rank, run in enumerate(ranked(one)):
        team = game.labs[run.lab]
        found.append(Item(team, k, f"Rank {rank + 1} by loss", game.file.rounds[k].rank_points[rank]))
        if run.is_held:
            is_narrow = run.width < middle
            said = "The range held, and was narrow" if is_narrow else "The range held"
            found.append(Item(team, k, said, points.narrow if is_narrow else points.hit))
        if run.plan.publish:
            found.append(Item(team, k, "Published", points.published))
        if one.is_caught(run):
            found.append(Item(team, k, "Caught above the line", points.caught))
    return found


def _regulator_items(game: Game, k: int, one: Played, points: Points) -> list[Item]:
    best = ranked(one)[:2]
    found = [
        Item(REGULATOR, k, f"{game.title(game.labs[run.lab])} reported",
             points.reported_best if run in best else points.reported_other)
        for run in one.runs if one.is_reported(run)
    ]  # fmt: skip
    if one.energy_mwh <= game.file.rules.energy_goal * game.full_mwh(k):
        found.append(Item(REGULATOR, k, "Energy within the goal", points.energy))
    return found


def outcomes(game: Game, k: int, one: Played, world: str) -> tuple[bool, bool, bool]:
    """Whether each statement of the press in a round is true."""
    is_below = one.best is not None and one.best < game.statements[k]
    return is_below, game.file.worlds[world].is_wall, one.has_unreported


def brier(plan: PressPlan, true: Sequence[bool]) -> float:
    """Brier score of the three probabilities: the mean of (p - outcome)^2 [0-1], 0 at best.

    Brier (1950), with one class: an outcome is 1 if the statement is true.
    """
    return fmean((p - outcome) ** 2 for p, outcome in zip(vars(plan).values(), true, strict=True))


def _press_items(game: Game, k: int, one: Played, world: str, points: Points) -> list[Item]:
    found = []
    if one.moves.press is not None:
        score = points.press * (1 - brier(one.moves.press, outcomes(game, k, one, world)))
        found.append(Item(PRESS, k, "Probabilities", round(score, 2)))
    votes = one.moves.headline
    if votes and votes[-1] == max(votes) and list(votes).count(votes[-1]) == 1:
        found.append(Item(PRESS, k, "The class named its headline", points.headline))
    return found


def _parts(one: Played) -> bool:
    """Whether the line of a round lies between the two best runs and the others."""
    order = ranked(one)
    return (
        len(order) > 2
        and all(one.is_above(run) for run in order[:2])
        and not any(one.is_above(run) for run in order[2:])
    )


def final(game: Game, rounds: Sequence[Played], moves: Moves, world: str) -> dict[str, float]:
    """Points of each team at the end."""
    return totals(game, items(game, rounds, moves.votes, world))
