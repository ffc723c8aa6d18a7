"""The pilot game: worlds are drawn from the family that is told, the score adds up, a link replays to every digit."""

from dataclasses import replace
from urllib.parse import parse_qsl

import numpy as np
import pytest

from sim.charts.apart.pilots import picture
from sim.ground import units
from sim.links.buying import affordable, bought, shot_of
from sim.links.game import MOST_LINK, games_in, link_parts, read
from sim.studies.hidden_law import MIDDLE, NOISE, REFERENCE_FLOP, SPREAD, World, constants_of, family
from sim.studies.knowing import Pilots, law_of, learned
from sim.studies.pilot_game import (
    BUDGET_USD,
    LEVEL,
    MOST_RUNS,
    USD_PER_FLOP,
    Game,
    Shot,
    bands,
    best_pilots,
    best_run,
    best_shot,
    blind,
    interval,
    needed_usd,
    outcome,
    reference,
    refusal,
    usd,
)
from sim.words import game as words

WORLD = World(4821)
RUNS = ((4e8, 8e9), (4e8, 1e11), (5e9, 1e9), (1.2e9, 8e9))
GAME = Game(WORLD, RUNS)
MANY = range(1, 201)
GOLDEN_CONSTANTS = [7.57952840156, 6.55257307952, 0.656317795737, 0.403462881783, 0.300621011697]  # of world 1
GOLDEN_LOSS = 2.95040081855  # of its first pilot, 1e9 parameters on 2e10 tokens


def pairs_of(query):
    return dict(part.split("=", 1) for part in query.split("&"))


def test_worlds_are_of_the_family():
    """Their constants have its middle and its covariance; none lies farther than is said; each is its own."""
    many = np.array([World(number).constants for number in range(1, 2001)])
    off = (many - family().mean) @ np.linalg.inv(np.linalg.cholesky(family().covariance)).T
    assert np.abs(off.mean(axis=0)).max() < 0.08
    assert np.cov(off.T) == pytest.approx(np.eye(5), abs=0.12)
    assert len(np.unique(many, axis=0)) == 2000
    assert many[:, 3].min() >= 0.36 - 2.5 * 0.05 - 1e-9 and many[:, 3:].max() <= 0.36 + 2.5 * 0.05 + 1e-9


def test_a_typical_world_is_as_it_is_told():
    """Floor, best tokens per parameter and loss above the floor at the reference compute."""
    law = law_of(constants_of(MIDDLE))
    N, D = law.frontier(REFERENCE_FLOP)
    assert pytest.approx(22, rel=1e-6) == D / N
    assert law.loss(N, D) - law.E == pytest.approx(0.55, rel=1e-6)
    assert pytest.approx(1.8) == law.E
    told = words.family_words()
    for part in (
        "has 22 tokens",
        "1.8x more or less",
        "0.55 nat/token above",
        "1.8 nat/token, 8 %",
        "0.36 and 0.36, 0.05",
    ):
        assert part in told
    assert np.exp(SPREAD[3]) == pytest.approx(1.8, abs=0.05)


def test_a_world_is_the_same_for_ever():
    """Worlds and their noise are fixed: links of games rest on them."""
    assert World(1).constants == pytest.approx(GOLDEN_CONSTANTS, rel=1e-9)
    assert World(1).measured(1e9, 2e10, "pilot", 0) == pytest.approx(GOLDEN_LOSS, rel=1e-9)
    assert pytest.approx(2.5 / 3600 / 3.9576e14) == USD_PER_FLOP


def test_noise_is_as_it_is_told():
    """Normal, of its size, another one for every run and purpose."""
    z = np.log(
        [World(n).measured(1e9, 2e10, "pilot", i) / World(n).law.loss(1e9, 2e10) for n in MANY for i in range(10)]
    )
    assert np.std(z) == pytest.approx(NOISE, rel=0.06) and abs(np.mean(z)) < 3 * NOISE / np.sqrt(len(z))
    assert len(set(np.round(z, 12))) == len(z)
    assert WORLD.measured(1e9, 2e10, "pilot", 0) != WORLD.measured(1e9, 2e10, "tool-pilot", 0)


def test_needed_money_undoes_the_best_run():
    """The cheapest run of the loss of a best run is that run; a worse split needs less than it cost."""
    for number in (1, 2, 3):
        law = World(number).law
        N, D = best_run(law, 1e6)
        assert needed_usd(law, law.loss(N, D)) == pytest.approx(1e6, rel=1e-9)
        assert usd(N, D) == pytest.approx(1e6, rel=1e-9)
        assert needed_usd(law, law.loss(3 * N, D / 3)) < 0.99e6


@pytest.mark.parametrize("factor", [0.2, 1.0, 4.0])
@pytest.mark.parametrize("share", [0.5, 1.0])
def test_regret_is_the_budget_less_what_was_needed(factor, share):
    """Its three parts add up, and none is negative."""
    N, D = best_run(WORLD.law, share * GAME.left)
    shot = Shot(float(N * factor), float(D / factor), 2.2, 2.4)
    found = outcome(WORLD, GAME.spent, shot)
    assert found.regret_usd == pytest.approx(BUDGET_USD - needed_usd(WORLD.law, WORLD.law.loss(N * factor, D / factor)))
    assert found.pilots_usd == GAME.spent
    assert found.unspent_usd == pytest.approx((1 - share) * GAME.left, abs=1e-3)
    assert (found.split_usd > 1000) == (factor != 1.0)


def test_the_interval_score():
    """Width, and 2 / (1 - 0.8) = 10 times what was missed: Gneiting and Raftery (2007), equation 43."""
    came = outcome(WORLD, 0.0, Shot(1e11, 1e12, 1.0, 9.0)).measured
    inside = outcome(WORLD, 0.0, Shot(1e11, 1e12, came - 0.1, came + 0.2))
    below = outcome(WORLD, 0.0, Shot(1e11, 1e12, came + 0.1, came + 0.2))
    above = outcome(WORLD, 0.0, Shot(1e11, 1e12, came - 0.2, came - 0.1))
    assert inside.held and inside.interval_score == pytest.approx(0.3)
    for missed in (below, above):
        assert not missed.held and missed.interval_score == pytest.approx(0.1 + 10 * 0.1)


def test_what_is_learned_is_the_most_probable_law():
    """No constants nearby are more probable; many exact runs lead to the truth; none leave the family as it is."""
    assert Game(WORLD).known is family()
    N, D = np.array(RUNS).T
    seen = np.log(np.array(GAME.losses))

    def misfit(constants):
        left = seen - np.log(law_of(constants).loss(N, D))
        off = constants - family().mean
        return left @ left / NOISE**2 + off @ np.linalg.inv(family().covariance) @ off

    best = misfit(GAME.known.mean)
    spread = np.linalg.cholesky(GAME.known.covariance)
    rng = np.random.default_rng(3)
    assert all(misfit(GAME.known.mean + 0.05 * spread @ rng.standard_normal(5)) > best for _ in range(50))
    grid = np.array([(n, d) for n in np.geomspace(1e8, 1e12, 6) for d in np.geomspace(1e9, 1e13, 6)]).T
    exact = learned(family(), Pilots(*grid, 1e-6), np.log(WORLD.law.loss(*grid)))
    assert exact.mean == pytest.approx(WORLD.constants, rel=1e-4)


def test_pilots_narrow_the_bands():
    """More of them, less is unknown; the fit's own interval holds about as often as it says, in many worlds."""
    wide, narrow = bands(family(), BUDGET_USD), bands(Game(WORLD, best_pilots()).known, BUDGET_USD)
    for name in ("n_params", "tokens_per_param", "loss"):
        low, middle, high = getattr(narrow, name)
        assert low < middle < high
        assert np.log(high / low) < 0.6 * np.log(getattr(wide, name)[2] / getattr(wide, name)[0])
    certain = replace(family(), covariance=1e-16 * np.eye(5))
    low, high = interval(certain, 1e11, 2e12)
    assert np.log(high / low) == pytest.approx(2 * 1.28155 * NOISE, rel=1e-4)  # noise alone is left
    held = [reference(World(number))[1].held for number in MANY]
    assert 0.72 < np.mean(held) < 0.88
    assert interval(family(), 1e11, 2e12)[0] < interval(GAME.known, 1e11, 2e12)[0]


def test_the_tool_plays_well_and_fairly():
    """Its pilots do not depend on the world, its regret is far below that without pilots, and it keeps to the rules."""
    mine = [reference(World(number)) for number in MANY]
    regrets = np.array([found.regret_usd for _, found in mine])
    without = np.array([blind(World(number)).regret_usd for number in MANY])
    assert np.mean(regrets) < 0.35 * np.mean(without)
    assert np.all(regrets >= 0)
    game = Game(WORLD)
    for run in best_pilots():
        assert refusal(game, *run) == ""
        game = replace(game, runs=(*game.runs, run))
    assert {one.runs for one, _ in mine} == {best_pilots()}
    assert len(game.runs) == 12 and game.spent == pytest.approx(6261.35)  # scores of links are compared with it
    shot = best_shot(game.known, game.left)
    assert refusal(game, shot.n_params, shot.n_tokens, is_shot=True) == ""


@pytest.mark.parametrize(
    "game",
    [
        Game(World(1)),
        GAME,
        replace(GAME, shot=Shot(1.234e11, 2.2e12, 2.201, 2.302), who="Ada, group 3 & <b>"),
        Game(World(999_999), tuple((1e8, 1e9 + 1e7 * i) for i in range(MOST_RUNS))),
    ],
)
def test_a_link_replays_the_game(game):
    """To every digit, and short enough for a code on a wall while there are few runs."""
    query = link_parts(game)
    again, notices = read(dict(parse_qsl(query)))
    assert again == game and notices == []
    assert again.losses == game.losses
    assert len(query) < MOST_LINK
    if game.shot:
        assert words.score_table(again, again.shot) == words.score_table(game, game.shot)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("gw=4821", "There is no world “4821”: worlds are 1.1 to 1.999999"),
        ("gw=2.4821", "There is no world “2.4821”"),
        ("gw=1.0", "There is no world"),
        ("gw=1.1000000", "There is no world"),
        ("gw=1.٣", "There is no world"),
        ("gw=1.5&gr=" + "1e9~2e10_" * 300, "more than 2,000 characters"),
        ("gw=1.5&gr=1e9~2e10_1e9", "Pilot 2 of the link, “1e9”, and all after it were ignored: a pilot is"),
        ("gw=1.5&gr=1e9~nan", "a pilot is parameters~tokens"),
        ("gw=1.5&gr=1e12~1e12", "a pilot may cost at most $300,000"),
        ("gw=1.5&gr=1e3~1e12", "allowed are 1e+07 to 1e+14"),
        ("gw=1.5&gs=1e11~1e12~2", "The large run of the link, “1e11~1e12~2”, was ignored: it is parameters"),
        ("gw=1.5&gs=1e11~1e12~2.2~2.1", "must lie above 0 and below the upper end"),
        ("gw=1.5&gs=1e13~1e13~2.1~2.2", "$3,000,000 are left"),
        ("gw=1.5&gn=" + "x" * 200, "The name in the link was left out"),
    ],
)
def test_a_bad_link_is_told(query, said):
    """One sentence, and what came before it stays."""
    game, notices = read(pairs_of(query))
    assert len(notices) == 1 and said in notices[0], notices
    assert game is None or game.world == World(5)


@pytest.mark.parametrize("text", ["400M 8B", "4e8; 8e9", "400M, 8B", "4e8,8e9", "400M on 8B", "400M params 8B tokens"])
def test_runs_as_people_type_them(text):
    """Parameters and tokens in one line, however they are parted."""
    assert bought(Game(WORLD), f"\n{text}\n").runs == ((4e8, 8e9),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "No run was typed"),
        ("400M", "Line 1, “400M”: got one number"),
        ("400M 8B\n1B 2B 3B", "Line 2, “1B 2B 3B”: got 3 numbers"),
        ("much 8B", "parameters: write a number"),
        ("400M none", "tokens: got “none”; a number above 0 is needed"),
        ("400M -8B", "tokens: got “-8B”"),
        ("1T 1T", "a pilot may cost at most $300,000"),
        ("\n".join(["1e8 1e9"] * 41), "41 runs; a game has at most 40"),
        ("1" * 5000, "5,000 characters"),
    ],
)
def test_what_cannot_be_bought_buys_nothing(text, said):
    """One sentence with the line; the game stays as it was."""
    with pytest.raises(ValueError) as told:
        bought(Game(WORLD), text)
    assert said in str(told.value)


def test_the_shot_as_it_is_typed():
    """Without tokens all money is used and not a cent more; what is wrong is told."""
    shot = shot_of(GAME, "70B", "", "2.1", "2,2")
    assert (shot.n_params, shot.low, shot.high) == (7e10, 2.1, 2.2)
    assert 0.998 * GAME.left < usd(7e10, shot.n_tokens) <= GAME.left
    for N in np.geomspace(1e9, 1e13, 50):
        assert usd(N, affordable(GAME, N)) <= GAME.left
    for texts, said in (
        (("", "", "2", "3"), "parameters: got “”"),
        (("70B", "", "2.2", "2.1"), "must lie above 0"),
        (("70B", "90T", "2", "3"), "are left"),
    ):
        with pytest.raises(ValueError, match="The large run was not started") as told:
            shot_of(GAME, *texts)
        assert said in str(told.value)


def test_a_game_has_an_end():
    """No more pilots than the most, and none that costs more than is left."""
    full = Game(WORLD, tuple((1e8, 1e9) for _ in range(MOST_RUNS)))
    assert "40 pilots were bought" in refusal(full, 1e8, 1e9)
    poor = Game(WORLD, ((1e10, 2.7e12),) * 10)
    assert poor.left < 3e5 and "are left" in refusal(poor, 1e10, 2.8e12)


def shown_values(game):
    """Numbers of the hidden law as a page would write them."""
    law = game.world.law
    N, D = best_run(law, game.left)
    numbers = [*vars(law).values(), N, D, law.loss(N, D), *game.world.constants]
    return {f"{float(x):.5g}" for x in numbers} | {units.loss(float(law.loss(N, D))), units.count(float(N), 5)}


@pytest.mark.parametrize("game", [Game(WORLD), GAME])
def test_before_the_shot_chart_and_words_hide_the_law(game):
    """The chart, its words and tables have none of its numbers; after the shot the truth is told in each."""
    after = replace(game, shot=Shot(1e11, 2e12, 2.2, 2.4))
    hidden = shown_values(game)
    text = repr(picture(game).data()) + repr(words.known_table(game)) + repr(words.runs_table(game))
    text += words.interval_words(game, 1e11, 2e12)
    assert not {value for value in hidden if value in text}
    assert len(picture(after).figure["data"]) == len(picture(game).figure["data"]) + 2
    assert any(value in " ".join(words.truth_sentences(WORLD, game.left)) for value in hidden)


def test_score_in_words_and_rows():
    """Yours, the tool's, and that without pilots; the parts are told."""
    shot = Shot(1e11, 2.6e12, 2.2, 2.4)
    (mine, tool, none), found = words.score_table(GAME, shot)[1], outcome(WORLD, GAME.spent, shot)
    assert [mine[0], tool[0], none[0]] == ["You", "The tool’s pilots and fit", "No pilots, typical world"]
    assert mine[5] == units.dollars(found.regret_usd) and none[2] == "$0"
    said = " ".join(words.score_sentences(GAME, shot))
    assert units.dollars(found.regret_usd) in said and "One interval says little" in said


def test_a_class_is_compared():
    """The last game of each name, least regret first; other worlds and unfinished games do not count."""
    ada = replace(GAME, shot=Shot(1e11, 2e12, 2.2, 2.4), who="Ada")
    better = replace(GAME, shot=Shot(*map(float, best_run(WORLD.law, 2.8e6)), 2.2, 2.4), who="ada")
    ben = replace(GAME, shot=Shot(1e9, 1e12, 2.2, 2.3), who="Ben")
    anon = replace(GAME, shot=Shot(2e9, 1e12, 2.2, 2.3))
    games = [ada, better, ben, anon, anon, GAME, replace(ada, world=World(7))]
    text = "\n".join(f"https://x.org/game?{link_parts(one)}&v=4" for one in games)
    found, lost = games_in(f"{text} nothing", WORLD)
    assert [one.who for one in found] == ["ada", "Ben", "", ""] and lost == 2
    rows = words.class_table(found)[1]
    assert rows[0][0] == "ada" and len(rows) == 4
    assert f"of 4 intervals held; {units.percent(LEVEL)} of them should" in words.class_words(found)
    with pytest.raises(ValueError, match="characters"):
        games_in("x" * 300_000, WORLD)
