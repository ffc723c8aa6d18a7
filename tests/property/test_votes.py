"""What the agreement of the laws keeps, whatever the run."""

import math

import numpy as np
import pytest

from sim import Scenario
from sim.studies.agreement import agreement
from sim.studies.best_splits import best_splits, spread
from tests.strategies import random_scenarios

RUNS = random_scenarios(11, 60)


@pytest.mark.parametrize("scenario", RUNS[:30])
@pytest.mark.parametrize("factor", [0.1, 7.0])
def test_prices_do_not_vote(scenario, factor):
    """Dearer chips change every price by one factor and nobody's mind: rent, experiments and MFU alike."""
    price = scenario.usd_per_chip_hour
    now = agreement(scenario)
    for changed in (
        scenario.changed(usd_per_chip_hour=price * factor),
        scenario.changed(rd_multiple=3.0),
        scenario.changed(failure_overhead=0.3),
        scenario.changed(staff_usd=1e7),
    ):
        then = agreement(changed)
        assert (then.laws_for_params, then.laws_for_tokens) == (now.laws_for_params, now.laws_for_tokens)
        assert (then.draws_for_params, then.draws_for_tokens) == (now.draws_for_params, now.draws_for_tokens)
        for one, other in zip(now.answers, then.answers, strict=True):
            assert other.better == one.better
            assert math.isclose(other.ratio, one.ratio, rel_tol=1e-6) or one.ratio == other.ratio


@pytest.mark.parametrize("scenario", RUNS)
def test_votes_add_up(scenario):
    """Each law votes once, each draw too; a ratio is that of its prices."""
    found = agreement(scenario)
    even = sum(answer.better == "even" for answer in found.answers)
    assert found.laws_for_params + found.laws_for_tokens + even == len(found.answers)
    assert 0 <= found.draws_for_params + found.draws_for_tokens <= 1 + 1e-12
    for answer in found.answers:
        params, tokens = answer.step_params_usd, answer.step_tokens_usd
        if params and tokens:
            assert answer.ratio == params / tokens
        else:
            assert answer.ratio == (1 if params == tokens else math.inf if params is None else 0)


def test_more_of_a_lever_makes_the_other_better():
    """Along a longer run of the same model laws turn from tokens to parameters, and none turns back."""
    counts = [agreement(Scenario(n_params=1e10, n_tokens=d)) for d in np.geomspace(1e10, 1e14, 25)]
    for one, other in zip(counts, counts[1:], strict=False):
        assert other.laws_for_tokens <= one.laws_for_tokens and other.draws_for_tokens <= one.draws_for_tokens
        assert other.laws_for_params >= one.laws_for_params
    assert counts[0].laws_for_tokens > counts[0].laws_for_params
    assert counts[-1].laws_for_params > counts[-1].laws_for_tokens


@pytest.mark.parametrize("scenario", RUNS[:20])
def test_splits_spend_the_compute(scenario):
    """Every law splits the same compute."""
    splits = best_splits(scenario)
    products = [split.n_params * split.n_tokens for split in splits]
    assert spread(products) == pytest.approx(1, rel=1e-6)
