"""Do the laws agree: every law's own answer, the draws, the fitted ranges, and words no firmer than they are."""

import re

import numpy as np
import pytest

from sim import Scenario, SimulationError, evaluate
from sim.charts import charts
from sim.engine.fitted_range import FAR, beyond_fit, is_far
from sim.engine.presets import presets
from sim.laws import Law, loss_laws
from sim.laws.forms import Additive
from sim.pages import board
from sim.studies.agreement import (
    Agreement,
    Answer,
    agreement,
    better,
    draw_ratios,
    price_ratio,
    step_prices,
    usable_laws,
)
from sim.studies.best_splits import best_splits, spread
from sim.studies.uncertainty import law_draws
from sim.words.agreement import far_laws, splits_table, splits_told, stretch, verdict
from sim.words.next_dollar import paragraph, paragraph_by_law
from ui.board import sweeps

RUNS = {
    "default": Scenario(),
    "mixture": presets().entries["deepseek-v3"].scenario,
    "repeats at a price": Scenario(unique_tokens=1e11, usd_per_mtok_real=5.0, n_tokens=1e12),
    "wall": Scenario(wall_flop=1e22, wall_slope=0.4, efficiency=4),
    "served": Scenario(inference="on", queries_per_day=1e8),
    "optimal": Scenario(plan="compute_optimal", train_flop=3e24),
    "out of reach": Scenario(n_params=1e15, n_tokens=1e6),
    "typed": Scenario(law="custom", custom_alpha=0.4),
}
NEAR = {"n_params": 1.0, "n_tokens": 1.0, "train_flop": 1.0, "tokens_per_param": 1.0}


def words(pieces) -> str:
    return "".join(piece.text for piece in pieces)


@pytest.mark.parametrize("scenario", RUNS.values(), ids=RUNS)
def test_every_law_gives_its_own_answer(scenario):
    """The prices of each law are what the engine says with that law at the same parameters and tokens."""
    result = evaluate(scenario)
    answers = agreement(scenario).answers
    assert len(answers) >= 14
    for answer in answers:
        alone = evaluate(
            scenario.changed(law=answer.law, plan="params_tokens", n_params=result.n_params, n_tokens=result.n_tokens)
        )
        for name in ("step_params_usd", "step_tokens_usd"):
            price, own = getattr(answer, name), alone.values[name]
            assert (price is None) == (own is None), (answer.law, name)
            assert price is None or price == pytest.approx(own, rel=1e-6)


def test_who_is_asked():
    """All published laws; the typed one only where it is the law of the run, one of experts where these are set."""
    every = {key for key, law in loss_laws().entries.items() if not law.typed}
    published = every - {"ludziejewski2025", "abnar2025"}
    assert set(usable_laws(Scenario(n_experts=8))) == every
    assert set(usable_laws(Scenario(law="ludziejewski2025"))) == published | {"ludziejewski2025"}
    assert set(usable_laws(Scenario())) == published
    assert set(usable_laws(Scenario(law="custom"))) == published | {"custom"}
    assert agreement(RUNS["typed"]).own.law == "custom"


@pytest.mark.parametrize(
    ("params", "tokens", "lever"),
    [(3.0, 1.0, "tokens"), (1.0, 3.0, "params"), (1.0, 1.009, "even"), (1.009, 1.0, "even"), (1.02, 1.0, "tokens"),
     (1.0, 1.02, "params"), (np.inf, 5.0, "tokens"), (5.0, np.inf, "params"), (np.inf, np.inf, "even")],
)  # fmt: skip
def test_the_cheaper_lever_is_better(params, tokens, lever):
    """Within 1 % nobody wins; out of reach is dearer than any price, and both out of reach is a draw."""
    assert better(float(price_ratio(params, tokens))) == lever


def test_a_law_without_reach_says_so():
    """Where no number of parameters is enough, the price is unknown and tokens are better."""
    found = {answer.law: answer for answer in agreement(Scenario()).answers}["muennighoff2023"]
    assert found.step_params_usd is None and found.step_tokens_usd > 0
    assert found.ratio == np.inf and found.better == "tokens"


def test_draws_are_laws():
    """A draw's ratio is what its constants say as typed ones."""
    scenario = Scenario(n_params=70e9, n_tokens=2e12)
    form = law_draws(loss_laws().entries["besiroglu2024"])
    ratios = draw_ratios(evaluate(scenario), form)
    for i in range(0, 1000, 97):
        typed = {f"custom_{name}": float(getattr(form, name)[i]) for name in ("alpha", "beta")}
        typed |= {"custom_irreducible": float(form.E[i]), "custom_a": float(form.A[i]), "custom_b": float(form.B[i])}
        alone = evaluate(scenario.changed(law="custom", **typed))
        assert ratios[i] == pytest.approx(alone.step_params_usd / alone.step_tokens_usd, rel=1e-9)
    found = agreement(scenario)
    assert found.drawn == ("besiroglu2024",)
    assert found.draws_for_params == np.mean(ratios < 1 / 1.01)
    assert found.draws_for_tokens == np.mean(ratios > 1.01)


def test_many_runs_at_once():
    """Prices of a whole sweep are those of its runs, one by one."""
    runs = [evaluate(Scenario(n_params=n, usd_per_chip_hour=p)) for n, p in ((1e9, 1), (1.75e11, 2), (1e15, 3))]
    together = step_prices(runs)
    for i, run in enumerate(runs):
        for law, alone in step_prices([run]).items():
            both = [price[i] for price in together[law]]
            assert both == pytest.approx([price[0] for price in alone], rel=1e-6)


def test_without_a_price_there_is_nothing_to_compare():
    """No figure is invented; the error says what is missing."""
    with pytest.raises(SimulationError, match="no price"):
        agreement(Scenario(hardware="b200"))
    assert charts()["agree"].picture(evaluate(Scenario(hardware="b200"))).figure["data"] == []


def test_beyond_the_fit():
    """Times the largest above it, share of the least below it, 1 inside, unknown without a range."""
    law, kaplan = loss_laws().entries["besiroglu2024"], loss_laws().entries["kaplan2020"]
    (_, N_high), (D_low, D_high) = law.fitted_range["n_params"], law.fitted_range["n_tokens"]
    large = beyond_fit(law, evaluate(Scenario(n_params=7 * N_high, n_tokens=D_high)))
    assert large["n_params"] == pytest.approx(7) and large["n_tokens"] == 1
    assert large["train_flop"] == pytest.approx(6 * 7 * N_high * D_high / law.fitted_range["train_flop"][1])
    assert beyond_fit(law, evaluate(Scenario(n_tokens=D_low / 4)))["n_tokens"] == pytest.approx(0.25)
    assert set(beyond_fit(kaplan, evaluate(Scenario())).values()) == {None}


def test_range_of_tokens_per_parameter():
    """The widest that the ranges of N and D allow, unless the file of the law states it."""
    law = loss_laws().entries["sardana2024"]
    (N_low, N_high), (D_low, D_high) = law.fitted_range["n_params"], law.fitted_range["n_tokens"]
    unstated = {name: ends for name, ends in law.fitted_range.items() if name != "tokens_per_param"}
    assert Law(**{**law.model_dump(), "fitted_range": unstated}).ranges["tokens_per_param"] == (
        D_low / N_high, D_high / N_low
    )  # fmt: skip
    stated = Law(**{**law.model_dump(), "fitted_range": {**unstated, "tokens_per_param": (10, 10_000)}})
    assert stated.ranges["tokens_per_param"] == (10, 10_000)
    assert "tokens_per_param" not in loss_laws().entries["kaplan2020"].ranges


def test_far_from_the_fit_is_marked():
    """A law whose runs had quite other tokens per parameter is hollow, and the table and the words say it."""
    assert [is_far(times) for times in (None, 1.0, FAR, 2 * FAR, 1 / FAR, 0.4 / FAR)] == [
        False, False, False, True, False, True
    ]  # fmt: skip
    near, far = (evaluate(Scenario(n_params=n, n_tokens=d)) for n, d in ((3e9, 6e10), (1e8, 1e13)))
    chart = charts()["agree"]
    for run, some in ((near, False), (far, True)):
        found, picture = agreement(run.scenario), chart.picture(run)
        hollow = picture.figure["data"][1]
        is_hollow = [x == x for x in hollow["x"]]
        assert is_hollow == [answer.is_far for answer in found.answers]
        assert any(is_hollow) == some == ("has seen no run" in far_laws(found) or "have seen no run" in far_laws(found))
        marked = [row[-1] != "–" for row in picture.table[1]]
        assert marked == is_hollow
    assert "10x the highest tokens per parameter" in stretch(10.0) and stretch(1.5) == stretch(None) == ""
    assert "0.1x the lowest" in stretch(0.1)


def test_dots_stand_where_the_prices_do():
    """Right of the middle where tokens are cheaper, at the end where out of reach; each is seen once."""
    found = agreement(Scenario())
    near, far, chosen = charts()["agree"].figure(evaluate(Scenario()), ())["data"]
    across = np.where(np.isnan(near["x"]), far["x"], near["x"])
    expected = np.clip(np.log10([answer.ratio for answer in found.answers]), -1, 1)
    np.testing.assert_allclose(across, expected)
    assert chosen["x"] == [pytest.approx(np.log10(found.own.ratio))] and chosen["text"] == ["Besiroglu"]
    assert len(set(near["y"])) == len(found.answers) and near["y"] == far["y"]
    assert max(np.abs(expected)) < 1.12 and min(near["y"]) > chosen["y"][0]


def test_a_drag_asks_no_draws():
    """All frames of a drag come from one call for all runs: none asks for the draws and words of its own run."""
    asked = agreement.cache_info()
    assert sweeps.sweep(sweeps.Question("home", Scenario(n_params=3.21e10), "n_params", 58))
    assert agreement.cache_info() == asked


def made(tokens: int, params: int, laws: int, draws: tuple[float, float], own: float) -> Agreement:
    """An agreement with so many votes, the first law being the chosen one with its ratio."""
    even = laws - tokens - params
    ratios = [2.0] * tokens + [0.5] * params + [1.0] * even
    ratios.remove(own)
    entries = list(loss_laws().entries)
    answers = [Answer(law, 1.0, 1.0, ratio, NEAR) for law, ratio in zip(entries, [own, *ratios], strict=False)]
    return Agreement(entries[0], tuple(answers), (entries[0],), draws[1], draws[0])


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (made(12, 0, 12, (0.99, 0.01), 2.0), "More text is the better buy: all 12 laws and 99 % of the draws say so. "),
        (made(1, 11, 12, (0.0, 0.95), 0.5), "A larger model is the better buy: 11 of 12 laws and 95 % of the draws"),
        (made(10, 1, 12, (0.99, 0.01), 2.0), "Most laws would buy more text: 10 of 12, and 99 % of the draws. "),
        (made(12, 0, 12, (0.8, 0.2), 2.0), "Most laws would buy more text: 12 of 12, and 80 % of the draws. "),
        (made(11, 1, 12, (1.0, 0.0), 0.5), "Most laws would buy more text: 11 of 12, and 100 % of the draws, though "
                                            "not the one in use here. "),
        (made(5, 7, 12, (0.3, 0.6), 0.5), "A close call: 7 of 12 laws and 60 % of the draws say parameters. "),
        (made(12, 0, 12, (0.55, 0.4), 2.0), "A close call: 12 of 12 laws and 55 % of the draws say tokens. "),
        (made(6, 6, 12, (0.3, 0.6), 0.5), "The laws disagree, so nobody knows: 6 of 12 laws say tokens and 6 "
                                          "parameters; of the draws 30 % and 60 %. "),
        (made(5, 7, 12, (0.6, 0.3), 0.5), "The laws disagree, so nobody knows: 5 of 12 laws say tokens and 7"),
        (made(7, 5, 12, (0.6, 0.3), 0.5), "The laws disagree, so nobody knows: 7 of 12 laws say tokens and 5"),
    ],
)  # fmt: skip
def test_words_are_as_firm_as_the_votes(found, expected):
    """Certain from nine in ten of laws and draws on, if the law in use is among them; else less, and how many."""
    said = verdict(found, None)
    assert words(said).startswith(expected)
    assert said[0].strong and not said[1].strong


@pytest.mark.parametrize("name", presets().entries)
def test_no_preset_is_certain_without_nine_in_ten(name):
    """The sentence of Home says "the better buy" without a name only where laws and draws agree."""
    scenario, title = presets().entries[name].scenario, presets().entries[name].title
    result = evaluate(scenario)
    if result.cost_total_usd is None:
        return
    found, said = agreement(scenario), words(paragraph(result, title))
    certain = re.match(r"(More text|A larger model) is the better buy for ", said)
    votes = {"More text": (found.laws_for_tokens, found.draws_for_tokens),
             "A larger model": (found.laws_for_params, found.draws_for_params)}  # fmt: skip
    if certain:
        laws, draws = votes[certain[1]]
        assert min(laws / len(found.answers), draws) >= 0.9
    else:
        assert "is the better buy" not in said
        assert re.search(r"\d+ of 14(,| laws)", said)


def test_while_moving_only_the_law_speaks():
    """During a drag nothing is said of other laws, and the law in use is named; at rest Home says both."""
    for scenario in (Scenario(), Scenario(n_params=8e9, n_tokens=15e12), Scenario(law="kaplan2020")):
        result = evaluate(scenario)
        moving = words(board("home").sentence(result, moving=True))
        assert moving.startswith("By ") and " is the better buy: the next 0.01 nat" in moving
        assert "laws" not in moving and "draws" not in moving
        assert moving == words(paragraph_by_law(result))
        assert words(board("home").sentence(result)) == words(paragraph(result)) != moving


def test_best_splits_are_the_engines():
    """N*, D* and D*/N* of each law are what the engine finds with it; the factor is largest over least."""
    for scenario in (RUNS["mixture"], RUNS["repeats at a price"], RUNS["default"]):
        result = evaluate(scenario)
        for split in best_splits(scenario):
            alone = evaluate(scenario.changed(law=split.law, plan="compute_optimal", train_flop=result.train_flop))
            assert split.n_params == pytest.approx(alone.n_params, rel=1e-6)
            assert split.tokens_per_param == pytest.approx(alone.tokens_per_param, rel=1e-6)
    told = splits_told(evaluate(Scenario()))
    ratios = [split.tokens_per_param for split in best_splits(Scenario())]
    assert spread(ratios) == max(ratios) / min(ratios) and "a factor of 180" in told and told.endswith(".")
    columns, rows = splits_table(evaluate(Scenario()))
    assert len(rows) == 14 and all(len(row) == len(columns) for row in rows)


def test_constants_broadcast_over_runs():
    """A stack of laws has one row for each: no law sees the constants of another."""
    stack = Additive(E=np.array([[1.0], [2.0]]), A=np.array([[400.0], [500.0]]), B=np.array([[400.0], [300.0]]),
                     alpha=np.array([[0.3], [0.4]]), beta=np.array([[0.3], [0.2]]))  # fmt: skip
    assert stack.loss(np.array([1e9, 1e10, 1e11]), 1e12).shape == (2, 3)
