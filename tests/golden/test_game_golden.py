"""A whole game: from its link every number of its table, run by run and point by point.

The seed was chosen by lot, the moves were drawn by `sim.games.bots` and stand in the link; the figures are those of
version 1.3 and were checked by hand for the first round: price, hours, FLOP, loss.
"""

import csv

import pytest

from sim.games.game_link import game_of
from sim.games.games import tokens
from sim.games.market import sold
from sim.games.play import all_played
from sim.games.scoring import final
from tests.golden.tables import FOLDER

LINK = (
    "1~the-next-billion~k3x9~3333e5_1677e8_1915e-3_1939e-3_1.1e8_1591e8_1926e-3_1937e-3_1.3e7_3098e8_191e-2_1938e-3_0"
    ".6e8_2412e8_1905e-3_1959e-3_1.379e22_1392e1.6805e-4_389e-3_6134e-4.0100.2.2_0_2_4_3~3333e5_5101e8_1871e-3_1933e-3"
    "_1.2e8_9251e8_1891e-3_1912e-3_0.16e7_5551e8_1887e-3_1908e-3_1.3e8_8255e8_1871e-3_1923e-3_1.3073e22_7746e1.6939e-4"
    "_1533e-4_3818e-4.1101.3.1_1_0_0_0~3333e5_9048e8_186e-2_1897e-3_1.7e8_957e9_1867e-3_1892e-3_0.81e7_1398e9_1854e-3_"
    "1905e-3_1.1e8_1664e9_1863e-3_189e-2_1.1774e23_3211e2.5395e-4_287e-3_5472e-4.1111.2.1_3_3_1_1~4_4_12"
)
RUN = ("paid_usd", "hours", "n_params", "n_tokens", "train_flop", "expected", "loss")


def figures():
    """Every number of the game by name."""
    game, seed, moves = game_of(LINK)
    rounds, world = all_played(game, seed, moves), game.world(seed)
    found = {f"world {world}": 1.0}
    for k, one in enumerate(rounds):
        found |= {f"{k} price": one.sale.price, f"{k} energy": one.energy_mwh, f"{k} line": one.line_flop}
        for run in one.runs:
            found |= {f"{k} {game.labs[run.lab]} {name}": getattr(run, name) for name in RUN}
            found[f"{k} {game.labs[run.lab]} flags"] = (
                100.0 * one.is_above(run) + 10.0 * one.is_reported(run) + one.is_caught(run)
            )
    return found | {f"points {team}": value for team, value in final(game, rounds, moves, world).items()}


def test_every_number_of_a_game():
    """The table beside this file, to nine digits."""
    with (FOLDER / "game.csv").open(encoding="utf-8", newline="") as file:
        wanted = {row["id"]: float(row["value"]) for row in csv.DictReader(file)}
    assert figures() == pytest.approx(wanted, rel=1e-9)


def test_the_first_round_by_hand():
    """Price = bids / hours = $1,063.3M / 14M h; FLOP = hours x peak x 40 %; D = C / 6 N; the loss of the plain law."""
    game, seed, moves = game_of(LINK)
    bids = [plan.bid_usd for plan in moves.rounds[0].labs]
    assert bids == [333.3e6, 100e6, 30e6, 600e6]
    sale = sold(bids, 14e6, 1e9, game.mwh_per_hour, game.file.rules)
    assert sale.price == pytest.approx(1063.3e6 / 14e6) and sale.hours[3] == pytest.approx(0.4 * 14e6)
    one = all_played(game, seed, moves)[0]
    assert one.cap_mwh == 13_920 and not one.sale.is_capped
    first = one.runs[0]
    assert first.train_flop == pytest.approx(first.hours * 3600 * 0.4 * 989.4e12)
    assert first.n_tokens == pytest.approx(tokens(first.train_flop, 167.7e9))
    # Besiroglu et al. (2024): E = 1.8172, A = 482.01, B = 2085.43, alpha = .3478, beta = .3658
    plain = 1.8172 + 482.01 / first.n_params**0.3478 + 2085.43 / first.n_tokens**0.3658
    assert game.laws["plain"].loss(first.n_params, first.n_tokens) == pytest.approx(plain, abs=2e-4)
