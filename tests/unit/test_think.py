"""Training against thinking: the words, the auction, the map and the published points."""

import re

import numpy as np
import pytest

from sim import Scenario, evaluate
from sim.catalogs.observed import MEASURED, SNELL_LARGER, SNELL_RATIOS, TRADED, snell_factor
from sim.catalogs.references import STATUS_WORDS, references
from sim.catalogs.verifiers import verifiers
from sim.charts import charts, charts_of
from sim.charts.chart import Beside
from sim.charts.think.accuracy_map import accuracy_grid
from sim.engine.kept_runs import as_kept
from sim.engine.presets import presets
from sim.ground import units
from sim.pages import board
from sim.studies.demand import query_factor
from sim.studies.thinking import best_thinking, equal_compute, exchange, task_band
from sim.tasks.sampling import accuracy
from sim.words.run import NOT_THERE
from sim.words.think import errors_removed, think_headlines, think_paragraph

ON = Scenario(inference="on", samples_per_query=10)
PERFECT = Scenario(inference="on", samples_per_query=10, verifier_true_accept=1, verifier_false_accept=0)


def text(result, subject=None):
    return "".join(piece.text for piece in think_paragraph(result, subject))


def test_the_sentence_carries_the_figures():
    """Accuracy, price of a query and the best lever are the engine's, whatever lever wins."""
    result = evaluate(ON)
    words = text(result, "GPT-3 175B")
    assert words.startswith("GPT-3 175B solves 33.2 % of the problems with 10 answers to each")
    assert " ".join(units.each(result.usd_per_query, "query", "queries")) in words
    assert "more training tokens" in words and "so training is cheaper here" in words
    little = evaluate(ON.changed(queries_per_day=1e3, samples_per_query=2))
    gains = [errors_removed(little, f"accuracy_gain_{lever}") for lever in ("params", "tokens", "samples")]
    assert max(gains) == gains[2] and "goes furthest in more samples" in text(little)


def test_words_of_what_is_not_known():
    """No price, no tasks and inference off are said, and no figure is invented."""
    assert "Type a price" in text(evaluate(ON.changed(hardware="b200")))
    assert "$" not in text(evaluate(ON.changed(hardware="b200")))
    assert "answers for" in text(evaluate(ON.changed(task_kind="none")))
    assert "off" in text(evaluate(Scenario()))
    assert [number.value for number in think_headlines(evaluate(ON.changed(hardware="b200")))][1:] == ["unknown"] * 3


@pytest.mark.parametrize("name", list(presets().entries)[::4])
def test_sentences_read_well(name):
    """No double space, no missing value, no unfinished sentence, for every kind of task."""
    for kind in ("generate", "choice", "none"):
        result = evaluate(presets().entries[name].scenario.changed(inference="on", task_kind=kind))
        words = text(result, presets().entries[name].title)
        assert not re.search(r"  |nan|None|\{|\}", words)
        assert words.strip().endswith(".")


def test_the_auction_is_the_engines():
    """A bar is the gain in accuracy per dollar times the queries; one that does harm has no length."""
    result = evaluate(ON)
    bars = charts()["auction"].figure(result, ())["data"][0]
    served = 1e7 * 365
    assert bars["x"][0] == pytest.approx(result.accuracy_gain_params * served)
    assert bars["x"][3] == pytest.approx(result.accuracy_gain_samples * served)
    assert bars["x"][2] == 0 and bars["text"][2] == "nothing is repeated"
    misled = evaluate(ON.changed(verifier_true_accept=0.1, verifier_false_accept=0.9))
    harmed = charts()["auction"].figure(misled, ())["data"][0]
    assert harmed["x"][3] == 0 and "does harm" in harmed["text"][3]


def test_the_run_stands_on_the_map_where_it_is_as_good():
    """The map has the run's accuracy at the compute of the best split that is as good."""
    result = evaluate(PERFECT)
    C, k, share = accuracy_grid(result.scenario, 20, 28, 3)
    assert share.shape == (60, 60)
    along = [np.interp(np.log10(equal_compute(result)), np.log10(C), row) for row in share]
    assert np.interp(1.0, np.log10(k), along) == pytest.approx(result.accuracy, abs=2e-3)


def test_the_picture_shows_the_exchange():
    """The corner of the dotted lines is where so many samples are worth ten times the training."""
    result = evaluate(PERFECT)
    found = exchange(result)
    arms = charts()["think-map"].figure(result, ())["data"][1]
    assert arms["y"][0] == pytest.approx(found.factor * 10, rel=0.02)
    assert arms["x"][2] == pytest.approx(10 * equal_compute(result))
    for chart in ("think-map", "think-others"):
        assert units.times(found.factor) in charts()[chart].picture(result).summary


def test_the_best_for_the_money_is_named():
    """The map says what would solve most for the same cost; the band is the engine’s."""
    result = evaluate(ON)
    best, note = best_thinking(result), charts()["think-map"].note(result)
    assert best.accuracy > result.accuracy
    assert f"{units.count(best.n_params, 2)} parameters" in note and units.percent(best.accuracy) in note
    assert "For the same cost" not in charts()["think-map"].note(evaluate(ON.changed(hardware="b200")))
    low, high = task_band(result)["pass_at_1"]
    assert f"{units.percent(low, 2)} to {units.percent(high, 2)}" in charts()["tasks"].summary(result)


def test_no_exchange_beyond_the_plateau():
    """Where the verifier lets too much through no number of samples is enough, and the words say so."""
    result = evaluate(Scenario(inference="on", verifier_true_accept=1, verifier_false_accept=1))
    assert exchange(result).factor is None and exchange(result, 2).factor is None
    assert "no number of samples" in charts()["think-map"].summary(result)
    assert "no number of samples" in charts()["think-others"].summary(result)


@pytest.mark.parametrize("chart", [chart.id for chart in charts_of("think")])
def test_a_kept_run_is_drawn_where_it_can_be(chart):
    """A kept run with inference adds its mark or nothing; one without inference leaves the picture as it is."""
    now, *kept = (evaluate(one) for one in (ON, ON.changed(n_params=5e10), Scenario()))
    other, off = map(as_kept, kept)
    alone, beside, without = (
        charts()[chart].picture(now, Beside(more)).figure["data"] for more in ((), (other,), (off,))
    )
    assert len(without) == len(alone) <= len(beside)
    assert board("think").headlines(now, [off])[0].detail == f"A\u00a0{NOT_THERE}"
    assert "than in A" in "".join(piece.text for piece in board("think").sentence(now, [other]))


def test_published_points_have_sources():
    """Every point and every exchange names a source that exists and how it was seen."""
    for one in (*MEASURED, *TRADED):
        assert one.source in references() and one.status in STATUS_WORDS
    assert {one.source for one in verifiers().entries.values()} <= set(references())
    assert sum(one.source == "epoch-tradeoff" for one in TRADED) == 5


@pytest.mark.parametrize("ratio, expected", [*zip(SNELL_RATIOS, (257.75, 63.37, 15.77), strict=True)])
def test_snells_factor_follows_from_our_costs(ratio, expected):
    """Snell et al. (2024), section 7: what 14 times the parameters cost, by formula and by our own dollars."""
    assert snell_factor(SNELL_LARGER, ratio) == pytest.approx(expected, abs=0.01)
    # One price for every FLOP; tokens served over tokens of training are the ratio.
    scenario = Scenario(inference="on", mfu=0.4, mfu_prefill=0.4, mfu_decode=0.4, serving_utilization=1, service_days=1)
    served = ratio * scenario.n_tokens
    scenario = scenario.changed(queries_per_day=served / (scenario.prompt_tokens + scenario.output_tokens))
    assert query_factor(evaluate(scenario), SNELL_LARGER) == pytest.approx(expected, abs=0.01)


def test_jones_and_the_poker_claim():
    """Jones (2021): ten times the training is worth about 15 times the search; the poker claim names no factor."""
    jones = next(one for one in TRADED if one.source == "jones2021")
    assert jones.per_tenfold == pytest.approx(15, rel=0.06)
    poker = next(one for one in TRADED if one.source == "brown-ted2024")
    assert poker.per_tenfold is None and "100,000" in poker.label


def test_the_reward_model_levels_off_where_brown_et_al_saw_it():
    """MATH with an 8B model (Brown et al., 2024): 40.5 % with 100 samples, 41.4 % with 10,000, by selection."""
    judge = verifiers().entries["reward-model"]
    found = accuracy(0.1215, 0.524, [100, 10_000], judge.true_accept, judge.false_accept)
    assert found == pytest.approx([0.405, 0.4141], abs=0.01)
