"""What would have been better: the dollars that a better split would have saved, and the bids that would have won."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import product

import numpy as np

from sim.engine.frontier import cheapest
from sim.games.games import Game, tokens
from sim.games.market import sold
from sim.games.play import Played, Run

STEPS = 10  # in which the money is divided: tenths


def overspend_usd(game: Game, run: Run, world: str) -> float:
    """What a run paid beyond the cheapest one of the same loss in the hidden world, at its own price [USD]."""
    law = game.laws[world]
    N, D = cheapest(law, game.spend, np.array([run.expected]))
    least = float(game.spend.total(N, D)[0])
    return max(0.0, run.paid_usd * (1 - least / run.train_flop))


@lru_cache(maxsize=8)
def shares(n: int) -> tuple[tuple[int, ...], ...]:
    """All ways to divide the money into tenths over n rounds, nothing kept."""
    return tuple(row for row in product(range(STEPS + 1), repeat=n) if sum(row) == STEPS)


def best_bids(game: Game, rounds: Sequence[Played], lab: int, world: str) -> tuple[tuple[float, ...], float]:
    """The bids that would have given a lab most points by rank, all others bidding as they did.

    The lab's runs are then at the best split of the hidden world and without chance; the others' results stand, but
    for the hours that its bids leave them.

    Returns
    -------
    bids, points : tuple of float, float
        Dollars of each round [USD], and the points by rank that they would have given.
    """
    money = game.file.rules.money_usd
    gained = [_rank_points(game, k, one, lab, world) for k, one in enumerate(rounds)]
    best = max(shares(len(rounds)), key=lambda row: (sum(gained[k][tenths] for k, tenths in enumerate(row)), row))
    points = sum(gained[k][tenths] for k, tenths in enumerate(best))
    return tuple(money * tenths / STEPS for tenths in best), points


def _rank_points(game: Game, k: int, one: Played, lab: int, world: str) -> list[float]:
    """Points by rank in a round for a bid of each number of tenths."""
    bids = [paid.bid_usd if paid is not None else 0.0 for paid in one.moves.labs]
    sales = []
    for tenths in range(STEPS + 1):
        mine = [min(bid, had) for bid, had in zip(bids, one.money_usd, strict=True)]
        mine[lab] = game.file.rules.money_usd * tenths / STEPS
        sales.append(sold(mine, game.file.rounds[k].chip_hours, one.cap_mwh, game.mwh_per_hour, game.file.rules))
    own = game.best(np.array([max(sale.hours[lab], 1.0) for sale in sales]) * game.flop_per_hour, world)[2]
    others = [run for run in one.runs if run.lab != lab]
    losses = np.array([_loss_with(game, run, [sale.hours[run.lab] for sale in sales], world) for run in others])
    better = (losses.reshape(len(others), len(sales)) < own).sum(axis=0)
    ranks = game.file.rounds[k].rank_points
    return [ranks[int(rank)] if sale.hours[lab] > 0 else 0.0 for rank, sale in zip(better, sales, strict=True)]


def _loss_with(game: Game, run: Run, hours: Sequence[float], world: str) -> list[float]:
    """What a run would have measured with other hours: the same parameters, the same chance."""
    C = np.maximum(np.array(hours), 1.0) * game.flop_per_hour
    chance = run.loss - run.expected
    return [float(x) + chance for x in game.laws[world].loss(run.n_params, tokens(C, run.n_params))]


def rank_points(game: Game, rounds: Sequence[Played], lab: int) -> float:
    """Points by rank that a lab had."""
    found = 0.0
    for k, one in enumerate(rounds):
        order = sorted(one.runs, key=lambda run: run.loss)
        found += sum(game.file.rounds[k].rank_points[i] for i, run in enumerate(order) if run.lab == lab)
    return found
