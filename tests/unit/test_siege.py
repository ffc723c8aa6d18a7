"""The siege finds what it is there for: each of its campaigns still takes and refuses, and sees a failure as one."""

import random
import re
import time

import pytest

from tests.siege import soak
from tests.siege.__main__ import CAMPAIGNS
from tests.siege.campaign import Campaign, chance, no_markup_in_head, no_markup_in_words, run

FEW = 40


@pytest.mark.parametrize("name", CAMPAIGNS)
def test_a_campaign_takes_some_and_refuses_some(name):
    """Of its first inputs, none of which does any harm."""
    seen = run(CAMPAIGNS[name], 1, range(FEW))
    assert seen.failures == [] and seen.count == FEW
    assert 0 < seen.taken < FEW


def test_an_input_comes_back_by_its_number():
    """Whatever came before it."""
    for name, campaign in CAMPAIGNS.items():
        assert campaign.make(chance(3, name, 7)) == campaign.make(chance(3, name, 7))
        assert campaign.make(chance(3, name, 7)) != campaign.make(chance(4, name, 7))


def test_the_shares_are_a_whole():
    """So that a siege tries as many as it is told."""
    assert sum(campaign.share for campaign in CAMPAIGNS.values()) == pytest.approx(1)


def fails(given: int) -> bool:
    """An error at one number of the campaign below, and one that is slow."""
    if given == 3:
        raise KeyError("yours")
    if given == 5:
        until = time.thread_time() + 0.02
        while time.thread_time() < until:
            pass
    return True


def test_a_failure_is_told_with_the_way_to_it(monkeypatch):
    """Seed, campaign and number; what is slow is one too."""
    monkeypatch.setattr("tests.siege.campaign.SLOW_S", 0.01)
    numbers = iter(range(10))
    seen = run(Campaign("x", 1, lambda rng: next(numbers), fails), 1, range(10))
    assert re.match(r"--seed 1 --only x --number 3: KeyError at test_siege\.py:\d+: 'yours'", seen.failures[0])
    assert seen.failures[1].startswith("--seed 1 --only x --number 5: took ")
    assert (seen.count, seen.taken, seen.kinds.total(), seen.worst) == (10, 9, 2, 5)


@pytest.mark.parametrize("text", ["<script>x</script>", '<meta name="a" onload="x">', "<title>a</title><b>"])
def test_markup_in_a_head_is_seen(text):
    """And what is ours is not taken for it."""
    no_markup_in_head('<title>a</title><meta name="description" content="b" />')
    with pytest.raises(AssertionError, match="markup"):
        no_markup_in_head(text)


@pytest.mark.parametrize("text", ["**b**", "![x](y)", "<b>", "# x", "`x`"])
def test_markup_in_words_is_seen(text):
    """And text is not taken for it."""
    no_markup_in_words("a < b, 5 * 3")
    with pytest.raises(AssertionError, match="markup"):
        no_markup_in_words(text)


def test_memory_is_compared_from_minute_five():
    """What grew before was being kept for the first time."""
    rng = random.Random(1)
    flat = [(15.0 * i, 100 * min(1, i / 20) + 100 + rng.uniform(-1, 1)) for i in range(120)]
    assert abs(soak.growth(flat, 1800)) < 0.02
    assert soak.growth([(at, size + 0.02 * at) for at, size in flat], 1800) > soak.MOST_GROWTH
