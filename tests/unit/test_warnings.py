"""What must not be overlooked: the heaviest remarks, in short, in at most two lines."""

from datetime import date

import pytest

from sim import Scenario, evaluate
from sim.engine.notes import NOTES, notes
from sim.engine.presets import presets
from sim.engine.remark import Weight
from sim.words.warnings import MOST, warnings

TODAY = date(2026, 11, 1)


def said(**inputs):
    """The lines of a scenario."""
    return warnings(notes(evaluate(Scenario(**inputs)), TODAY))


@pytest.mark.parametrize(
    ("inputs", "weight", "words"),
    [
        ({"n_chips": 100}, Weight.ALARM, "Does not fit in the memory of 100 chips: from 175 on it would."),
        ({"hardware": "b200", "price_basis": "committed_3y"}, Weight.ALARM, "dollars are unknown until you type one."),
        ({"hardware": "mi355x"}, Weight.ALARM, "No price for AMD"),
        ({"n_params": 4e11, "n_tokens": 1.5e13}, Weight.CAUTION, "the compute of its largest run."),
        ({"n_params": 1e6, "n_tokens": 1e8}, Weight.CAUTION, "of its smallest run."),
        ({"unique_tokens": 5e10}, Weight.CAUTION, "The text repeats: it is seen 6 times."),
        ({"unique_tokens": 1e9}, Weight.CAUTION, "The text repeats: it is seen 300 times."),
    ],
)
def test_what_weighs_is_said_in_short(inputs, weight, words):
    """Each with its weight and its own figure."""
    assert any(one is weight and words in text for one, text in said(**inputs))


def test_chips_that_would_do_would_do():
    """From as many chips on as the line names the run fits, and with one less it does not."""
    assert not any("fit in the memory" in text for _, text in said(n_chips=175))
    assert any("fit in the memory" in text for _, text in said(n_chips=174))


def test_alarms_first_and_never_more_than_two_lines():
    """Four remarks of weight make two lines, the second of which counts the rest."""
    priceless = {"hardware": "b200", "price_basis": "committed_3y"}
    lines = said(**priceless, n_chips=10, n_params=4e12, n_tokens=1e14, unique_tokens=1e12)
    assert len(lines) == MOST
    assert [weight for weight, _ in lines] == [Weight.ALARM, Weight.ALARM]
    assert lines[-1][1].endswith("3 more below.")


def test_a_run_within_its_means_has_no_warning():
    """Neither a note is a warning, nor what lies just outside the fit."""
    assert said(n_params=1e9, n_tokens=2e10, usd_per_chip_hour=2, n_chips=64) == []
    assert said(n_params=1e9, n_tokens=6.4e11, usd_per_chip_hour=2, n_chips=64) == []


def test_every_warning_of_every_preset_is_short():
    """One line of the page each."""
    for preset in presets().entries.values():
        for _, text in warnings(notes(evaluate(preset.scenario), TODAY)):
            assert 20 < len(text) < 130, text
    assert {remark.weight for remark in NOTES.values()} == set(Weight)
