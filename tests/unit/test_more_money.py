"""More money on each lever: the sum that is read, bounds, and many runs at once."""

from dataclasses import replace

import numpy as np
import pytest

from sim import Scenario, evaluate
from sim.studies import more_money as more_money_of_many
from sim.studies.money import Money
from sim.studies.more_money import extra_usd, money_of, returns, returns_of, returns_over
from sim.studies.returns import ANEW, LEVERS
from sim.words.more_money import change_of_lever, diminishing, for_the_sum, more_money

SCARCE = {"n_tokens": 1e13, "unique_tokens": 2e12, "usd_per_mtok_real": 1.0}
BUSY = {"inference": "on", "queries_per_day": 1e7, "samples_per_query": 8.0}


def names(scenario):
    return [way.name for way in money_of(evaluate(scenario)).ways]


def test_the_sum_is_a_round_one_unless_typed():
    """A power of ten below the cost, the typed sum, or unknown with the price."""
    result = evaluate(Scenario())
    assert extra_usd(result) == 1e6 < result.cost_total_usd < 1e7
    assert extra_usd(evaluate(Scenario(extra_usd="$2M"))) == 2e6
    assert extra_usd(evaluate(Scenario(hardware="b200"))) is None
    assert returns(evaluate(Scenario(hardware="b200"))) is None


@pytest.mark.parametrize("lever", ["params", "tokens"])
def test_the_price_of_a_step_buys_the_step(lever):
    """The price of the next 0.01 nat on a lever buys 0.01 nat on it."""
    price = evaluate(Scenario()).values[f"step_{lever}_usd"]
    run = evaluate(Scenario(extra_usd=price))
    assert run.loss - returns(run).after[lever] == pytest.approx(0.01, rel=1e-6)


def test_the_price_of_new_text_buys_the_step():
    """The same for new text in the place of repeats."""
    scarcer = SCARCE | {"unique_tokens": 5e11}
    price = evaluate(Scenario(**scarcer)).step_unique_data_usd
    run = evaluate(Scenario(**scarcer, extra_usd=price))
    assert run.loss - returns(run).after["text"] == pytest.approx(0.01, rel=1e-6)


def test_levers_buy_the_same_at_an_optimum():
    """At the best plan for a budget there is nothing to change and no gap; a little buys as much on either lever."""
    run = evaluate(Scenario(plan="budget_optimal", extra_usd=1.0))
    found = returns(run)
    assert run.loss - found.after["params"] == pytest.approx(run.loss - found.after["tokens"], rel=1e-4)
    assert found.anew_now == pytest.approx(run.loss, rel=1e-12)
    assert "two best levers buy about as much" in change_of_lever(found) and "overspend" not in for_the_sum(run, found)


def test_a_run_has_the_levers_that_it_has():
    """New text where text repeats and has a price, samples where answers are counted and can be drawn."""
    assert names(Scenario()) == ["params", "tokens", "anew"]
    assert names(Scenario(**SCARCE)) == ["params", "tokens", "text", "anew"]
    assert names(Scenario(**SCARCE | {"usd_per_mtok_real": 0})) == ["params", "tokens", "anew"]
    assert names(Scenario(**BUSY)) == ["params", "tokens", "samples", "anew"]
    assert names(Scenario(**BUSY, task_kind="choice")) == names(Scenario(**BUSY, task_kind="none")) == names(Scenario())


def test_what_is_beyond_a_bound_is_unknown():
    """No lever rises over its end; text that is no longer repeated has no more to replace."""
    top = returns(evaluate(Scenario(n_params=1e15, n_tokens=1e17)))
    assert top.after["params"] is None and top.after["tokens"] is None
    assert more_money(evaluate(Scenario(n_params=1e15, n_tokens=1e17))).startswith("No lever can take")
    rich = evaluate(Scenario(**SCARCE, extra_usd=1e9))
    assert returns(rich).after["text"] is None and returns(rich).after["tokens"] is not None


@pytest.mark.parametrize("changes", [{}, BUSY, SCARCE])
def test_many_runs_at_once_say_what_each_says(changes):
    """Lines, runner-up and readings of many runs in one call are those of each alone, over sums of their own too."""
    some = [evaluate(Scenario(**changes | {"n_params": N})) for N in (3.1e9, 1.1e11, 9.1e12)]
    alone = [returns_over(money_of(one), [one])[0] for one in some]
    more_money_of_many._kept.clear()
    for one, found, run in zip(alone, returns_of(some), some, strict=True):
        cut = found.over(money_of(run))
        assert cut.change is None if one.change is None else cut.change.usd == pytest.approx(one.change.usd, rel=1e-6)
        assert (cut.best, cut.usd, cut.money.low) == (one.best, one.usd, one.money.low)
        for line, expected in zip(cut.lines, one.lines, strict=True):
            np.testing.assert_allclose(line.reached, expected.reached, rtol=1e-9)
            np.testing.assert_allclose(line.gain, expected.gain, rtol=1e-7, atol=1e-30)
        np.testing.assert_allclose(cut.rival, one.rival, rtol=1e-7, atol=1e-30)
    assert len({found.now for found in alone}) == 3
    wide = Money(0, 13, alone[0].money.per_decade, alone[0].money.levers)
    assert alone[0].over(wide) is None and [found.money for found in returns_over(wide, some)] == [wide] * 3


def test_a_run_has_its_own_levers_whoever_asked_before():
    """Beside a run with samples, and among runs whose text repeats: neither lever enters its words."""
    plain, before = evaluate(Scenario(n_params=8e9)), more_money(evaluate(Scenario(n_params=8e9)))
    more_money_of_many._kept.clear()
    busy = money_of(evaluate(Scenario(**BUSY)))
    assert len(returns_over(busy, [plain])[0].lines) == len(busy.ways) and more_money(plain) == before
    few = [evaluate(Scenario(**SCARCE | {"n_tokens": D})) for D in (1e12, 1e13)]  # the first does not repeat
    said = [more_money(one) for one in few]
    more_money_of_many._kept.clear()
    assert [found.money.levers != found.own.levers for found in returns_of(few)] == [False, False]
    assert [more_money(one) for one in few] == said and "new text" not in said[0]


def test_lines_over_sums_that_lie_wider():
    """Wrong answers are asked at fewer sums; a line of losses over those is the line itself there."""
    run = evaluate(Scenario())
    found = returns(run)
    wider = replace(found.money, per_decade=found.money.per_decade // 2)
    (over,) = returns_over(wider, [run])
    np.testing.assert_allclose(over.reached, found.reached[:, ::2], rtol=1e-12)
    assert found.over(wider) is None and returns(run).money.per_decade == found.money.per_decade


@pytest.mark.parametrize("changes", [{}, BUSY, SCARCE, {"law": "kaplan2020"}, {"plan": "budget_optimal"}])
def test_returns_diminish(changes):
    """More money reaches no more than less does, and the next dollar on any lever buys less and less."""
    run = evaluate(Scenario(**changes))
    for line in returns(run).lines:
        reached, gain = (x[np.isfinite(x)] for x in (line.reached, line.gain))
        assert len(reached) > 2 and np.all(np.diff(reached) <= 1e-12)
        # Of wrong answers the slope first rises, where hardly any are right yet; beside repeats it has corners.
        if changes not in (BUSY, SCARCE):
            assert np.all(np.diff(gain) < 1e-9 * gain[1:])


def test_a_lever_is_left_where_it_ends():
    """Text that is no longer repeated cannot be replaced: the sum that replaces all of it is where to change."""
    run = evaluate(Scenario(**SCARCE, **BUSY))
    found = returns(run)
    all_of_it = (SCARCE["n_tokens"] - SCARCE["unique_tokens"]) * 1e-6
    assert found.best == "text" and found.change.usd <= all_of_it * (1 + 1e-9)
    assert found.change.then in ("params", "tokens", "samples") and found.change.gain > 0


def test_words_say_the_numbers():
    """The three sentences of the default run, and where a price is unknown nothing."""
    run = evaluate(Scenario())
    found = returns(run)
    assert for_the_sum(run, found).startswith(
        "For $1M more the loss falls by 0.00444 on parameters, 0.0104 on tokens, 0.0231"
    )
    assert for_the_sum(run, found).endswith(
        f"planned anew, {found.now - found.anew_now:.3g} of which is the overspend."
    )
    assert change_of_lever(found) == "Of the levers tokens buy most up to $36.9M more, then parameters."
    assert change_of_lever(returns(evaluate(Scenario(**SCARCE)))).startswith("Of the levers new text buys most up to")
    assert diminishing(found) == "Ten times the money makes the next dollar buy 15 times less."
    assert more_money(run).count(". ") == 2 and more_money(evaluate(Scenario(hardware="b200"))) == ""
    assert "of 100 fall" in more_money(evaluate(Scenario(**BUSY)))


def test_the_best_plan_is_no_lever():
    """What plans anew stands apart, so that it never is the lever to buy."""
    assert ANEW not in LEVERS and ANEW.name not in {lever.name for lever in LEVERS}
