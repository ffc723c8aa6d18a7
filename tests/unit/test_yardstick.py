"""How the number of a loss is read: known sizes beside it, other units, and what a little of it costs."""

import math

import pytest

from sim import Scenario, evaluate
from sim.engine.kept_runs import as_kept
from sim.engine.presets import presets
from sim.ground import units
from sim.laws import loss_laws
from sim.words import yardstick
from sim.words.run import NOT_THERE, compared, headlines
from sim.words.think import think_headlines

GPT_3 = Scenario()


@pytest.mark.parametrize("law", loss_laws().entries)
def test_known_sizes_are_those_of_their_files_under_the_law(law):
    """Each is the law's loss at the preset's N and D; larger ones stand nearer to the floor, none beside the ruler."""
    found = yardstick.sizes(GPT_3.changed(law=law))
    assert list(found.losses) == list(yardstick.SIZES)
    for name, preset in yardstick.SIZES.items():
        assert found.losses[name] == evaluate(presets().entries[preset].scenario.changed(law=law)).loss
    places = [found.at(loss) for loss in found.losses.values()]
    assert places[0] == 0 and places == sorted(places) and found.at(found.floor) == 1
    assert found.marks[-1] == ("floor", 1) or found.floor == 0
    named = [(place, name) for name, place in found.marks if name]
    assert all(b - a >= yardstick.LEAST_GAP - 1e-4 for (a, _), (b, _) in zip(named, named[1:], strict=False))


def test_own_constants_move_the_ruler():
    """The sizes are seen as the typed law sees them."""
    own = GPT_3.changed(law="custom", custom_irreducible=1.0)
    assert yardstick.sizes(own).floor == 1.0
    assert yardstick.sizes(own).losses != yardstick.sizes(GPT_3).losses


def test_a_loss_beyond_an_end_stays_on_the_ruler():
    """A run worse than the smallest size stands at its beginning."""
    assert yardstick.sizes(GPT_3).at(11.0) == 0
    assert yardstick.sizes(GPT_3).at(1.0) == 1


def test_what_a_hundredth_of_a_nat_costs():
    """A share of the cheapest plan as good: $851K on $2.42M for GPT-3; beyond twice the money as a factor."""
    run = evaluate(GPT_3)
    assert yardstick.worth(run) == "0.01 nat less: 35 % more money"
    share = run.next_step_usd / (run.cost_total_usd - run.overspend_usd)
    assert share == pytest.approx(0.35, abs=0.005)
    large = evaluate(presets().entries["llama-3.1-405b"].scenario)
    assert yardstick.worth(large) == "0.01 nat less: 2.2x the money"
    assert yardstick.worth(evaluate(GPT_3.changed(hardware="mi355x"))) == ""


def test_units():
    """Bits are nats over ln 2, perplexity is e to them; no loss is too large to be said."""
    assert yardstick.in_unit(math.log(2), "bits") == units.loss(1)
    assert yardstick.in_unit(2.0085, "perplexity") == units.plain(math.exp(2.0085)) == "7.45"
    assert yardstick.in_unit(2.0085, "nat") == "2.0085"
    assert yardstick.in_unit(1e6, "perplexity")


def test_the_headline_says_the_same_in_every_unit():
    """The first is that of the number itself; beside kept runs each says what those have."""
    loss = headlines(evaluate(GPT_3))[0]
    assert [name for name, *_ in loss.units] == list(yardstick.UNITS)
    assert loss.units[0][1:] == (loss.unit, loss.value, loss.detail)
    assert "GPT-2" in loss.help and "GPT-4 is an estimate" in loss.help
    small, on, off = (evaluate(GPT_3.changed(**one)) for one in ({"n_params": 8e9}, {"inference": "on"}, {}))
    beside = compared(headlines, evaluate(GPT_3), (as_kept(small, "A"), as_kept(off, "C")))[0]
    theirs = zip(headlines(small)[0].units, headlines(off)[0].units, strict=True)
    assert [words[3] for words in beside.units] == [f"A\u00a0{one[2]}, C\u00a0{two[2]}" for one, two in theirs]
    assert beside.detail == beside.units[0][3]
    assert f"B\u00a0{NOT_THERE}" in [number.detail for number in compared(think_headlines, on, [as_kept(off, "B")])]
