"""Players by machine: for a rehearsal, and to see whether one way of bidding beats all others. Ours, no finding."""

import random
from collections.abc import Sequence

from sim.games.games import Game, tokens
from sim.games.moves import LabPlan, Moves, PressPlan, RegulatorPlan, RoundMoves, rounded
from sim.games.observer import beliefs, likeliest
from sim.games.play import Played, Run, played

# Share of all its money that a lab bids in each round of three.
STRATEGIES = {
    "thirds": (1 / 3, 1 / 3, 1 / 3),
    "even in the logarithm": (0.08, 0.26, 0.66),
    "late": (0.1, 0.2, 0.7),
    "by chips": (0.03, 0.16, 0.81),
    "early": (0.6, 0.3, 0.1),
    "last only": (0.0, 0.0, 1.0),
}
SPREAD = 0.3  # of the logarithm of the parameters around the best split
SURE = 1.28  # standard deviations on each side of a range that holds in 80 %
DOUBT = 0.012  # of a forecast that does not know the world [nat/token]
EAGER = 0.7  # chance that a lab publishes, and that it reports


def lab_plan(game: Game, k: int, share: float, money_usd: float, rng: random.Random, publish: float = EAGER) -> LabPlan:
    """What a lab plans that bids a share of all its money: near the best split of the plain law, with honest doubt.

    Parameters
    ----------
    game : Game
    k : int
        The round, counted from 0.
    share : float
        Of the money for all rounds [0-1].
    money_usd : float
        What is left [USD].
    rng : Random
    publish : float
        Chance that it publishes [0-1].
    """
    bid = min(share * game.file.rules.money_usd, money_usd)
    one = game.file.rounds[k]
    price = max(game.file.rules.least_usd_per_hour, game.n_labs * bid / one.chip_hours)  # if all bid as much
    hours = max(min(bid / price, game.file.rules.most_share * one.chip_hours), 1e-3 * one.chip_hours)
    C = hours * game.flop_per_hour
    best = float(game.best(C)[0][0])
    N = best * rng.lognormvariate(0.0, SPREAD)
    center = float(game.laws[game.plain].loss(N, tokens(C, N))) + rng.gauss(0.3, 0.3) * DOUBT
    half = SURE * DOUBT * rng.lognormvariate(0.0, 0.4)
    low, high = rounded(center - half), rounded(center + half)
    return LabPlan(rounded(bid), rounded(N), low, high, publish=rng.random() < publish)


def regulator_plan(game: Game, k: int, rng: random.Random) -> RegulatorPlan:
    """A line near an equal share of the hours, and a cap between the goal and all of them."""
    C = game.file.rounds[k].chip_hours * game.flop_per_hour / game.n_labs
    share = rng.uniform(game.file.rules.energy_goal - 0.1, 1.0)
    return RegulatorPlan(rounded(C * rng.lognormvariate(0.0, 0.3)), rounded(share * game.full_mwh(k)))


def press_plan(game: Game, seen: Sequence[Run], rng: random.Random) -> PressPlan:
    """What the published results say of a wall; the rest by the pulse of an honest guess."""
    found = beliefs(game, seen)
    wall = sum(p for name, p in found.items() if game.file.worlds[name].is_wall)
    values = (min(1.0, max(0.0, p + rng.gauss(0.0, 0.1))) for p in (0.5, wall, 0.5))
    return PressPlan(*(rounded(value) for value in values))


def published_before(rounds: Sequence[Played]) -> list[Run]:
    """The results that all have seen."""
    return [run for one in rounds for run in one.published]


def bot_game(game: Game, seed: str, strategies: Sequence[str], publish: float = EAGER) -> Moves:
    """The moves of a game among machines.

    Parameters
    ----------
    game : Game
        Of three rounds.
    seed : str
    strategies : sequence of str
        Of `STRATEGIES`, one for each lab.
    publish : float
        Chance that a lab publishes a result [0-1].
    """
    rng = random.Random(f"{seed}-bots")
    rounds: list[RoundMoves] = []
    done: list[Played] = []
    money = (game.file.rules.money_usd,) * game.n_labs
    for k in range(len(game.file.rounds)):
        labs = tuple(
            lab_plan(game, k, share, money[lab], rng, publish) if (share := STRATEGIES[name][k]) else None
            for lab, name in enumerate(strategies)
        )
        rounds.append(
            RoundMoves(
                labs, regulator_plan(game, k, rng), press_plan(game, published_before(done), rng),
                tuple(rng.random() < EAGER for _ in labs), rng.randrange(-1, game.n_labs),
                tuple(rng.randrange(5) for _ in range(game.n_labs + 1)),
            )
        )  # fmt: skip
        done = played(game, seed, rounds)
        money = done[-1].left_usd
    named = likeliest(game, published_before(done))
    return Moves(tuple(rounds), tuple(12 if name == named else 4 for name in game.file.worlds))
