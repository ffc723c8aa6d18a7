"""The game: its market, its runs, its points, its link, and a thousand games among machines."""

import random
import tomllib
from collections import defaultdict
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sim.catalogs.entry import Unusable
from sim.catalogs.folder import PRESETS
from sim.games.bots import STRATEGIES, bot_game
from sim.games.game_link import NoGame, game_of, game_text
from sim.games.games import games, loaded
from sim.games.hindsight import best_bids, overspend_usd, rank_points
from sim.games.limits import plan_of
from sim.games.market import sold
from sim.games.moves import LabPlan, Moves, PressPlan, RegulatorPlan, RoundMoves, commonest, long, middle, short
from sim.games.observer import likeliest
from sim.games.play import all_played, played
from sim.games.scoring import brier, final, is_named, items, totals

GAME = games().entries["the-next-billion"]
RULES = GAME.file.rules
FILE = (PRESETS / "games" / "the-next-billion.toml").read_text(encoding="utf-8")
N_GAMES = 1_000


def lab(bid=100e6, n=1e11, low=1.8, high=2.0, publish=True):
    """A plan of a lab."""
    return LabPlan(bid, n, low, high, publish)


@pytest.fixture(scope="module")
def league():
    """A thousand games among machines that bid by strategies drawn by lot: strategies, moves, rounds, world."""
    found = []
    for i in range(N_GAMES):
        draw = random.Random(i)
        names = [draw.choice(list(STRATEGIES)) for _ in GAME.labs]
        moves = bot_game(GAME, str(i), names)
        found.append((names, moves, all_played(GAME, str(i), moves), GAME.world(str(i))))
    return found


@given(
    some.lists(some.floats(0, 1e9), min_size=4, max_size=4), some.floats(1e5, 1e9), some.floats(0.3, 1.0),
)  # fmt: skip
def test_the_market_conserves_money_and_hours(bids, offered, cap):
    """Nobody gets hours that are not there, pays more than he bid, or takes more than the largest share; one price."""
    full = offered * GAME.mwh_per_hour
    sale = sold(bids, offered, cap * full, GAME.mwh_per_hour, RULES)
    assert sum(sale.hours) <= offered * (1 + 1e-12)
    assert sum(sale.hours) * GAME.mwh_per_hour <= cap * full * (1 + 1e-12)
    assert sale.price >= RULES.least_usd_per_hour
    for bid, hours, paid in zip(bids, sale.hours, sale.paid_usd, strict=True):
        assert 0 <= hours <= RULES.most_share * offered and paid <= bid * (1 + 1e-12)
        assert paid == pytest.approx(sale.price * hours)


def test_the_market_by_hand():
    """Bids of 300, 100, 60 and 40 for 100 hours: 5 dollars each; the first may take 40 hours; a cap halves all."""
    sale = sold([300, 100, 60, 40], 100, 1e9, 1.0, RULES)
    assert (sale.price, sale.hours, sale.paid_usd) == (5, (40, 20, 12, 8), (200, 100, 60, 40))
    assert sold([300, 100, 60, 40], 100, 40, 1.0, RULES).hours == (20, 10, 6, 4)
    assert sold([30, 0, 0, 0], 100, 1e9, 1.0, RULES).price == RULES.least_usd_per_hour


def test_a_thousand_games_conserve_money_and_hours(league):
    """What is paid is what is gone; hours and energy are never more than there are; a run costs what it trains."""
    for _, _, rounds, _ in league:
        money = [RULES.money_usd] * 4
        for k, one in enumerate(rounds):
            assert list(one.money_usd) == pytest.approx(money)
            assert all(hours >= 0 for hours in one.sale.hours)
            assert sum(one.sale.hours) <= GAME.file.rounds[k].chip_hours * (1 + 1e-9)
            assert one.energy_mwh <= one.cap_mwh * (1 + 1e-9)
            for run in one.runs:
                assert run.train_flop == pytest.approx(6 * run.n_params * run.n_tokens)
                assert run.train_flop == pytest.approx(run.hours * GAME.flop_per_hour)
            money = [had - paid for had, paid in zip(money, one.sale.paid_usd, strict=True)]
        assert min(money) >= -1e-3 and money == pytest.approx(list(rounds[-1].left_usd))


def test_no_strategy_dominates(league):
    """No way of bidding gets more than 1.3 times the mean of all, in no world; and the shared points are shared."""
    points, by_world = defaultdict(list), defaultdict(lambda: defaultdict(list))
    for names, moves, rounds, world in league:
        total = final(GAME, rounds, moves, world)
        for team, name in zip(GAME.labs, names, strict=True):
            points[name].append(total[team])
            by_world[world][name].append(total[team])
    for found in (points, *by_world.values()):
        means = [sum(values) / len(values) for values in found.values()]
        assert len(means) == len(STRATEGIES)
        assert max(means) <= 1.3 * sum(map(sum, found.values())) / sum(map(len, found.values()))


def test_worlds_are_found_by_pooling():
    """An ideal observer of one lab is often wrong, of all labs seldom: publication is a public good.

    The specification of the game gives 82, 70 and 55 % for one lab alone, 89, 79 and 68 % for all results of two
    rounds, 99, 92 and 93 % for all three (plain, wall, text), by another form of the law of repeated text.
    """
    wanted = {"plain": (0.82, 0.89, 0.99), "wall": (0.70, 0.79, 0.92), "text": (0.55, 0.68, 0.93)}
    right = {name: [0, 0, 0, 0] for name in wanted}
    for i in range(600):
        moves = bot_game(GAME, f"o{i}", ["even in the logarithm"] * 4, publish=1.0)
        moves = replace(moves, rounds=tuple(replace(one, regulator=None) for one in moves.rounds))
        rounds, world = all_played(GAME, f"o{i}", moves), GAME.world(f"o{i}")
        seen = [run for one in rounds for run in one.published]
        for at, runs in enumerate(([run for run in seen if run.lab == 0],
                                   [run for one in rounds[:2] for run in one.runs], seen)):  # fmt: skip
            right[world][at] += likeliest(GAME, runs) == world
        right[world][3] += 1
    for world, (*counts, n) in right.items():
        found = [count / n for count in counts]
        assert n > 150 and found == pytest.approx(wanted[world], abs=0.15), world
        assert found[0] < found[2] and found[1] < found[2], world


def test_nothing_of_the_hidden_world_is_in_what_is_published():
    """Publishing tells loss, parameters, tokens and compute of a run that chose to, and of no other."""
    rounds = (RoundMoves((lab(), lab(publish=False), None, lab(bid=0.0))),)
    one = played(GAME, "s", rounds)[0]
    assert [run.lab for run in one.published] == [0] and [run.lab for run in one.runs] == [0, 1]
    assert one.run_of(2) is None and one.run_of(3) is None


def test_worlds_are_drawn_evenly_and_change_the_loss():
    """Each world comes in about a third of the seeds; the plain one has the least loss."""
    drawn = [GAME.world(f"{i}") for i in range(3_000)]
    assert all(900 < drawn.count(name) < 1_100 for name in GAME.file.worlds)
    moves = [RoundMoves((None,) * 4)] * 2 + [RoundMoves((lab(bid=1e9, n=1e12),) * 4)]
    losses = {name: played(GAME, "s", moves, name)[2].runs[0].expected for name in GAME.file.worlds}
    assert losses["plain"] < losses["text"] < losses["wall"]


def test_points_by_hand():
    """Ranks, ranges, publication, an audit, reports, the goal of energy, the press and the class."""
    plans = (
        lab(1e9, 1e12, 1.0, 3.0),
        lab(5e8, 1e12, 1.5, 1.6),
        lab(3e8, 1e12, 1.7, 2.1),
        lab(1e8, 1e12, 0.5, 3.0, False),
    )
    only = replace(GAME, file=GAME.file.model_copy(update={"rounds": [GAME.file.rounds[2]]}))
    regulator = RegulatorPlan(2e25, 0.5 * only.full_mwh(0))
    moves = RoundMoves(plans, regulator, PressPlan(1.0, 0.0, 1.0), (True, True, False, False), 2, (1, 0, 0, 0, 4))
    (one,) = played(only, "s", [moves], "plain")
    order = [run.lab for run in sorted(one.runs, key=lambda run: run.loss)]
    assert order == [0, 1, 2, 3] and one.sale.is_capped
    assert [one.is_above(run) for run in one.runs] == [True, True, True, False]
    found = items(only, [one], (5, 2, 1), "plain")
    said = {(item.team, item.what): item.points for item in found}
    assert said["a", "Rank 1 by loss"] == 8 and said["a", "The range held"] == 1 and said["a", "Published"] == 1
    assert ("b", "The range held") not in said and said["c", "The range held, and was narrow"] == 2
    assert said["c", "Caught above the line"] == -4 and ("d", "Published") not in said
    assert [item.points for item in found if item.team == "r"] == [2, 2, 1, 5]  # three lie above the line
    assert said["p", "The class named its headline"] == 1
    true = (one.best < only.statements[0], False, True)
    assert said["p", "Probabilities"] == round(4 * (1 - brier(moves.press, true)), 2)
    assert is_named(only, (5, 2, 1), "plain") and not is_named(only, (4, 3, 1), "plain")
    assert totals(only, found)["c"] == 2 + 2 + 1 - 4 + 5


def test_brier_by_hand():
    """(0.2^2 + 0.5^2 + 0.9^2) / 3."""
    assert brier(PressPlan(0.8, 0.5, 0.9), (True, False, False)) == pytest.approx((0.04 + 0.25 + 0.81) / 3)


def test_the_middle_of_a_team():
    """The median of each number, of sizes that of the logarithm, and the majority of a yes; nobody decides nothing."""
    team = [lab(10e6, 1e9, 1.8, 1.9), lab(20e6, 1e11, 1.7, 2.0, False), lab(90e6, 1e10, 1.9, 2.4, False)]
    assert middle(team) == LabPlan(20e6, 1e10, 1.8, 2.0, False)
    assert middle(team[:2]).n_params == pytest.approx(1e10) and middle([]) is None
    assert middle([PressPlan(0.1, 0.2, 0.3), PressPlan(0.3, 0.2, 0.1)]) == PressPlan(0.2, 0.2, 0.2)
    assert (commonest([2, 1, 1, -1]), commonest([3, 1]), commonest([])) == (1, 1, -1)


@given(some.floats(1e-9, 1e30))
def test_numbers_of_a_link(x):
    """Four digits go into a link and come back as they were."""
    kept = float(f"{x:.3e}")
    assert long(short(x)) == kept and short(kept) == short(x)


def test_a_link_replays_the_game(league):
    """Every move comes back, so every number does; some six hundred characters, and nothing that an address escapes."""
    for i in range(0, N_GAMES, 25):
        names, moves, rounds, _ = league[i]
        text = game_text(GAME, str(i), moves)
        game, seed, again = game_of(text)
        assert (game, seed, again) == (GAME, str(i), moves) and len(text) < 700
        assert all_played(game, seed, again) == rounds
        assert set(text) <= set("0123456789abcdefghijklmnopqrstuvwxyz~._-")


def test_a_link_that_was_changed_is_refused_in_words():
    """Cut, changed, of another game, out of bounds: a sentence each."""
    text = game_text(GAME, "s", Moves((RoundMoves((lab(),) * 4, None, None, (True,) * 4, 1, (0,) * 5),), (1, 2, 3)))
    assert game_of(text)[2].votes == (1, 2, 3)
    for wrong in ("", "x", text[:30], text.replace("~s~", "~<b>~"), text.replace("1~the", "2~the"), "~" * 900,
                  text.replace("the-next-billion", "no-such-game"), text.replace("1e8", "-1e8", 1),
                  text.replace("1e8", "1e99", 1), text.replace("18e-1", "21e-1", 1), text + "~1_2_3", text + "_4",
                  text.replace("1111", "1211"), text.replace(".2.", ".x."), "1" * 2_000):  # fmt: skip
        with pytest.raises(NoGame, match=r"\.$"):
            game_of(wrong)


def test_plans_are_read_as_people_type_them():
    """Millions, billions and per cent need no sign; what is out of reach is said with what is allowed."""
    assert plan_of(GAME, 0, "lab", ["120", "70", "1.9", "2", "yes"], 1e9) == LabPlan(120e6, 70e9, 1.9, 2.0, True)
    assert plan_of(GAME, 0, "lab", ["$120M", "70B", "1.9", "2", "no"], 1e9) == LabPlan(120e6, 70e9, 1.9, 2.0, False)
    assert plan_of(GAME, 0, "press", ["40", "5 %", "0"], 0) == PressPlan(0.4, 0.05, 0.0)
    assert plan_of(GAME, 0, "regulator", ["1e25", "10000"], 0) == RegulatorPlan(1e25, 1e4)
    for role, given_, said in (
        ("lab", ["900", "70", "1.9", "2", "yes"], "allowed is.*500M"), ("lab", ["1", "70", "2", "1.9", "no"], "begin"),
        ("lab", ["", "70", "2", "3", "no"], "Bid: a number"), ("press", ["140", "5", "5"], "100 %"),
        ("press", ["1", "5"], "3 numbers"), ("regulator", ["1e25", "<b>"], "The cap: write a number"),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=said):
            plan_of(GAME, 0, role, given_, 5e8)


def test_hindsight():
    """A run at the best split saved nothing; the best bids give at least the points that were got."""
    best = float(GAME.best(1e25)[0][0])
    plans = (lab(3e8, best), lab(3e8, 10 * best), lab(2e8, best / 3), None)
    rounds = played(GAME, "s", [RoundMoves(plans)] * 2, "plain")
    runs = rounds[0].runs
    assert overspend_usd(GAME, runs[1], "plain") > 10 * overspend_usd(GAME, runs[0], "plain")
    for i in range(3):
        bids, points = best_bids(GAME, rounds, i, "plain")
        assert sum(bids) == pytest.approx(RULES.money_usd) and points >= rank_points(GAME, rounds, i) - 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("rank_points = [3, 2, 1, 0]", "rank_points = [3, 2, 1]", "rounds.1.rank_points.*4 labs need as many"),
        ("rank_points = [3, 2, 1, 0]", "rank_points = [0, 2, 1, 3]", "better rank"),
        ("wall_flop = 1e25", "wal_flop = 1e25", "worlds.wall.inputs"),
        ("inputs = { wall_flop = 1e25 }", "", "exactly one world"),
        ("{plain_last.loss}", "{plane_last.loss}", "findings.1.text.*plane_last"),
        ("[sheets.press]", "[sheets.prss]", "prss"),
        ("besiroglu2024", "besirogluu2024", "did you mean"),
    ],
)
def test_a_file_that_means_nothing_is_named(old, new, said):
    """With line and key, and what was probably meant."""
    assert old in FILE and tomllib.loads(FILE)
    with pytest.raises(Unusable, match=said):
        loaded(FILE.replace(old, new, 1))
