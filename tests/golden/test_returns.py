"""The lines of more money are what `evaluate` says along the same path, and what SciPy's searches find."""

import numpy as np
import pytest
from scipy.optimize import brentq

from sim import Scenario, evaluate
from sim.inputs.numbers import numbers
from sim.program.cost import sample_usd
from sim.program.serving import queries_served
from sim.studies.more_money import returns
from sim.studies.returns import ANEW, LEVERS

BUSY = {"inference": "on", "queries_per_day": 1e7, "samples_per_query": 8.0}
SCARCE = {"n_tokens": 1e13, "unique_tokens": 2e12, "usd_per_mtok_real": 1.0}
RUNS = {
    "free text": Scenario(),
    "staff": Scenario(staff_usd=5e6, rd_multiple=3),
    "other law": Scenario(law="kaplan2020"),
    "mixture with a wall": Scenario(active_fraction=0.1, wall_flop=1e24),
    "scarce text": Scenario(**SCARCE),
    "answers": Scenario(**BUSY),
    "answers on scarce text": Scenario(**BUSY, **SCARCE),
    "choices": Scenario(**BUSY | {"task_kind": "choice"}),
}
LEAST = 1e-9  # of the first gain: a smaller one has not the digits to be compared
GAINS = {"params": "gain_params", "tokens": "gain_tokens", "text": "gain_unique_data", "anew": "gain_scale"}


def path(run, lever, usd):
    """The same run with the money on one lever, found by a search in the cost that `evaluate` gives."""
    scenario = run.scenario.changed(plan="params_tokens", n_params=run.n_params, n_tokens=run.n_tokens)
    target = run.cost_total_usd + usd
    if lever == "text":
        per_token = scenario.usd_per_mtok_real * 1e-6
        return scenario.changed(unique_tokens=scenario.unique_tokens + usd / per_token)
    if lever == "samples":
        inputs = numbers(scenario)
        price = float(queries_served(inputs) * sample_usd(run.n_params, inputs))
        return scenario.changed(samples_per_query=scenario.samples_per_query + usd / price)
    if lever == "anew":
        return scenario.changed(plan="budget_optimal", budget_usd=target)
    name = {"params": "n_params", "tokens": "n_tokens"}[lever]
    start = getattr(scenario, name)

    def beyond(log_x):
        return evaluate(scenario.model_copy(update={name: start * np.exp(log_x)})).cost_total_usd / target - 1

    log_x = brentq(beyond, 0.0, 12.0, xtol=1e-14, rtol=1e-14)
    return scenario.model_copy(update={name: start * float(np.exp(log_x))})


def gain(result, lever):
    """What the next dollar on a lever buys, as `evaluate` gives it; least of all where it has none."""
    prefix = "" if result.accuracy is None else "accuracy_"
    value = result.values["accuracy_gain_samples" if lever == "samples" else prefix + GAINS[lever]]
    return -np.inf if value is None else value


@pytest.mark.parametrize("name", RUNS)
def test_lines_are_the_gains_of_evaluate(name):
    """From a thousandth to a thousand times the cost: what is reached, and the gain of the next dollar there."""
    run = evaluate(RUNS[name])
    found, counted, compared = returns(run), run.accuracy is not None, 0
    for line in found.lines:
        for i, money in enumerate(found.money.usd):
            if i % found.money.per_decade or np.isnan(line.reached[i]) or line.gain[i] < LEAST * line.gain[0]:
                continue
            there = evaluate(path(run, line.lever.name, float(money)))
            assert line.reached[i] == pytest.approx(1 - there.accuracy if counted else there.loss, rel=1e-9)
            # Where answers are counted no output is the gain of a best plan; it is that of either lever.
            by_levers = counted and line.lever is ANEW
            expected = gain(there, "tokens" if by_levers else line.lever.name)
            assert line.gain[i] == pytest.approx(expected, rel=1e-7 if by_levers else 1e-9, abs=0)
            compared += 1
    assert compared >= 12


@pytest.mark.parametrize("name", ["free text", "other law", "scarce text", "answers"])
def test_the_change_of_lever_is_where_a_search_finds_it(name):
    """On the best lever's path the gain that `evaluate` gives falls to the best of the others at that sum."""
    run = evaluate(RUNS[name])
    found = returns(run)
    levers = [lever.name for lever in found.money.levers]
    best = max(levers, key=lambda lever: gain(run, lever))
    assert found.best == best and found.change is not None

    def ahead(log_usd):
        there = evaluate(path(run, best, float(np.exp(log_usd))))
        return np.log(gain(there, best) / max(gain(there, other) for other in levers if other != best))

    center = np.log(found.change.usd)
    assert np.exp(brentq(ahead, center - 0.5, center + 0.5, xtol=1e-13)) == pytest.approx(found.change.usd, rel=1e-8)
    assert ahead(center - 3) > 0  # it was the better buy all the way
    there = evaluate(path(run, best, found.change.usd))
    assert gain(there, found.change.then) == pytest.approx(found.change.gain, rel=1e-8, abs=0)


def test_ten_times_the_money():
    """The next dollar at the best plan of the cost, over that at the best plan of ten times the cost."""
    run = evaluate(Scenario())
    once, more = (evaluate(Scenario(plan="budget_optimal", budget_usd=x * run.cost_total_usd)) for x in (1, 10))
    assert returns(run).tenfold == pytest.approx(once.gain_scale / more.gain_scale, rel=1e-9)


@pytest.mark.parametrize("name", RUNS)
def test_the_reading_is_the_lines_at_its_sum(name):
    """The sum is one of the line's; the gap at no money is what the best plan of the cost is better by."""
    run = evaluate(RUNS[name])
    found = returns(run)
    at = int(np.argmin(np.abs(found.money.usd / found.usd - 1)))
    for line in found.lines:
        after = found.after[line.lever.name]
        assert (np.isnan(line.reached[at]) and after is None) or after == pytest.approx(line.reached[at], rel=1e-12)
    best = evaluate(run.scenario.changed(plan="budget_optimal", budget_usd=run.cost_total_usd))
    assert found.anew_now == pytest.approx(best.loss if run.accuracy is None else 1 - best.accuracy, rel=1e-9)
    assert found.anew_now <= found.now * (1 + 1e-12)


def test_every_way_is_one_record():
    """Names, labels and colors are not shared, so that a line can be told from another."""
    ways_ = (*LEVERS, ANEW)
    for part in ("name", "label", "color"):
        assert len({getattr(way, part) for way in ways_}) == len(ways_)
