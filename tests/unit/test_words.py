"""The sentences say what the figures say."""

import re

import pytest

from sim import Scenario, evaluate
from sim.engine.presets import presets
from sim.ground import units
from sim.inputs import TABLE
from sim.words.next_dollar import paragraph, paragraph_by_law
from sim.words.run import headlines, law_line, price_line, refused, then_and_now
from sim.words.think import answers, errors_removed


def text(result, subject=None) -> str:
    return "".join(piece.text for piece in paragraph(result, subject))


def test_tokens_are_gpt3s_better_buy():
    """The paragraph of GPT-3 names tokens and carries the engine's figures."""
    result = evaluate(Scenario())
    words = text(result, "GPT-3 175B")
    assert words.startswith("More text is the better buy for GPT-3 175B: 13 of 14 laws")
    for value in (result.step_tokens_usd, result.step_params_usd, result.overspend_usd):
        assert units.dollars(value) in words


def test_small_models_buy_parameters():
    """A small model trained long should grow."""
    assert text(evaluate(Scenario(n_params=8e9, n_tokens=15e12))).startswith("A larger model is the better buy: all 14")


@pytest.mark.parametrize("budget", [1e4, 1e7, 1e10])
def test_an_optimum_is_called_balanced(budget):
    """At the best plan for a budget both levers are equal, and the words say what that means."""
    words = text(evaluate(Scenario(plan="budget_optimal", budget_usd=budget)))
    assert "balanced" in words
    assert "That is what optimal means" in words
    assert "No plan reaches this loss for noticeably less" in words


SERVED = Scenario(plan="budget_optimal", hardware="h100", price_basis="on_demand", usd_per_chip_hour=2.5, mfu=0.4,
                  n_chips=1024, budget_usd=1e7, inference="on", queries_per_day=2e7)  # fmt: skip


@pytest.mark.parametrize("speak", [paragraph, paragraph_by_law])
def test_with_a_service_the_sentence_counts_what_the_page_counts(speak):
    """A plan that serves is balanced with both bills together, and a lever that buys more is named before all."""
    result = evaluate(SERVED)
    words = "".join(piece.text for piece in speak(result))
    removed = [answers(errors_removed(result, f"accuracy_gain_{lever}"), False) for lever in ("samples", "params")]
    assert words.startswith(f"The next dollar goes furthest in more samples: it removes {removed[0]} wrong answers")
    assert f"{removed[1]} by a larger model" in words
    assert "Between parameters and tokens this plan is balanced" in words
    assert "with training and serving counted together" in words
    assert "That is what optimal means" not in words
    one = "".join(piece.text for piece in speak(evaluate(SERVED.changed(samples_per_query=1e4))))
    assert "more samples" not in one and "That is what optimal means" in one


def test_with_a_service_the_best_ratio_is_that_of_its_traffic():
    """Beside the tokens per parameter stand those of the best plan for the same money, serving included."""
    result = evaluate(SERVED)
    assert result.overspend_usd < 1e-6 * result.cost_total_usd
    number = next(one for one in headlines(result) if one.name == "tokens_per_param")
    assert (
        number.detail
        == f"best with this traffic {number.value}; to train alone {units.plain(result.optimal_tokens_per_param)}"
    )
    assert result.tokens_per_param > 5 * result.optimal_tokens_per_param
    assert "traffic" not in next(one for one in headlines(evaluate(Scenario())) if one.name == number.name).detail
    unpriced = evaluate(SERVED.changed(plan="params_tokens", usd_per_chip_hour=None))
    assert "traffic" not in next(one for one in headlines(unpriced) if one.name == number.name).detail
    assert text(evaluate(SERVED.changed(plan="params_tokens"))).count("training and serving counted together") == 1


def test_out_of_reach_is_said():
    """A lever that no price moves is named."""
    assert "no number of parameters alone reaches it" in text(evaluate(Scenario(n_params=1e15, n_tokens=1e6)))
    assert "No lever alone" in text(evaluate(Scenario(n_params=1e15, n_tokens=1e17)))


def test_unknown_price_is_said():
    """Without a price there are no dollars, and no figure is invented."""
    result = evaluate(Scenario(hardware="b200"))
    assert "price of this chip is unknown" in text(result)
    assert "$" not in text(result)
    assert [headline.value for headline in headlines(result)][1] == "unknown"


@pytest.mark.parametrize("name", presets().entries)
def test_sentences_read_well(name):
    """No double space, no missing value, no unfinished sentence, whatever the preset."""
    result = evaluate(presets().entries[name].scenario)
    title = presets().entries[name].title
    moving = "".join(piece.text for piece in paragraph_by_law(result, title))
    for words in (text(result, title), moving, law_line(result), price_line(result)):
        assert not re.search(r"  |nan|None|\{|\}", words)
        assert words.endswith(".")


def test_typed_price_is_not_called_a_list_price():
    """The price line names its provider only where the price is that provider's."""
    assert "Google Cloud, 2025-03" in price_line(evaluate(Scenario()))
    assert "not a list price" in price_line(evaluate(Scenario(usd_per_chip_hour=2)))


def test_then_and_now():
    """A link that recorded another loss says so; one that agrees is silent."""
    result = evaluate(Scenario())
    assert then_and_now({"loss": 2.00854, "cost_total_usd": 3983740.0}, result) is None
    assert "loss 2.1 then" in (then_and_now({"loss": 2.1}, result) or "").replace("2.10000", "2.1")


def test_refusal_names_input_got_and_allowed():
    """What was typed, and what would do; long rubbish is cut."""
    words = refused("n_params", "x" * 500, TABLE["n_params"].allowed)
    assert TABLE["n_params"].label in words
    assert "1M to 1,000T" in words
    assert len(words) < 200
