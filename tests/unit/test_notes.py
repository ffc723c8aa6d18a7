"""The coded remarks on a result: each appears and disappears."""

from datetime import date

import pytest

from sim import Scenario, evaluate
from sim.notes import NOTES

TODAY = date(2026, 11, 22)
INSIDE = {"n_params": 1e9, "n_tokens": 2e10}
ON = {"inference": "on"}
MANY = {**ON, "samples_per_query": 8}

# For each code: scenarios that have the remark, scenarios that do not.
CASES = {
    "beyond-fitted-range": (
        [
            {},
            {"n_params": 1e7, "n_tokens": 2e10},
            {"n_params": 1e9, "n_tokens": 5e11},
            {"law": "hoffmann2022"},
        ],
        [INSIDE, {**INSIDE, "law": "hoffmann2022"}, {"plan": "compute_optimal", "train_flop": 1e20}],
    ),
    "optimum-at-bound": (
        [
            {"plan": "compute_optimal", "train_flop": 1e32},
            {"plan": "budget_optimal", "budget_usd": 1e13, "peak_flop_per_s": 1e18},
            {"plan": "target_loss", "target_loss": 12},
            {"n_params": 1e15, "n_tokens": 1e17},
        ],
        [{}, {"plan": "compute_optimal"}, {"plan": "target_loss"}, {"n_params": 1e6, "n_tokens": 1e12}],
    ),
    "price-unknown": (
        [{"hardware": "b200"}, {"usd_per_chip_hour": None}],
        [{}, {"hardware": "b200", "usd_per_chip_hour": 3}],
    ),
    "epochs-above-4": ([{"unique_tokens": 5e10}], [{}, {"unique_tokens": 1e11}, {"unique_tokens": 1e9}]),
    "epochs-above-40": ([{"unique_tokens": 5e9}], [{}, {"unique_tokens": 5e10}]),
    "new-text-free": ([{"unique_tokens": 1e11}], [{}, {"unique_tokens": 1e11, "usd_per_mtok_real": 1}]),
    "rule-of-thumb": ([{"law": "hoffmann2022"}, {"law": "kaplan2020"}], [{}, {"law": "muennighoff2023"}]),
    "beyond-wall": ([{"wall_flop": 1e22}], [{}, {"wall_flop": 1e25}, {"wall_flop": 1e22, "wall_slope": 1}]),
    "own-law": ([{"law": "custom"}], [{}]),
    "fp8-peak": (
        [{"hardware": "h100", "peak_flop_per_s": 1.979e15}],
        [{}, {"hardware": "h100"}],
    ),
    "power-unknown": (
        [{"hardware": "tpu-v6e"}, {"watts_per_chip": None}],
        [{}, {"hardware": "tpu-v6e", "watts_per_chip": 300}],
    ),
    "old-price": (
        [{"price_basis": "owned"}, {"price_basis": "owned", "hardware": "h100"}],
        [
            {},
            {"hardware": "h100"},
            {"price_basis": "owned", "chip_price_usd": 9000},
            {"price_basis": "owned", "hardware": "tpu-v4"},
        ],
    ),
    "high-mfu": ([{"mfu": 0.61}, {"mfu": 1}], [{}, {"mfu": 0.6}]),
    "memory-too-small": (
        [{"n_chips": 100}, {"n_params": 1e15}],
        [{}, {"n_chips": None, "n_params": 1e15}, {"n_chips": 175}],
    ),
    "mixture-rule-of-thumb": ([{"active_fraction": 0.5}], [{}, {"active_fraction": 1}]),
    "not-all-spent": (
        [
            {"plan": "budget_optimal", "budget_usd": 1e13, "peak_flop_per_s": 1e18, "mfu": 1},
            {"plan": "compute_optimal", "active_fraction": 1e-4, "train_flop": 1e32},
        ],
        [{}, {"plan": "budget_optimal"}, {"plan": "compute_optimal"}, {"plan": "target_loss"}],
    ),
    "verifier-misleads": (
        [{**MANY, "verifier_true_accept": 0.1, "verifier_false_accept": 0.2}],
        [MANY, {**MANY, "verifier_true_accept": 0.1}, {**ON, "verifier_false_accept": 1}],
    ),
    "verifier-blind": (
        [{**MANY, "verifier_true_accept": 0.1}, {**MANY, "verifier_true_accept": 1, "verifier_false_accept": 1}],
        [MANY, {**ON, "verifier_true_accept": 0.1}, {**MANY, "inference": "off", "verifier_true_accept": 0.1}],
    ),
    "samples-beyond-use": (
        [{**ON, "samples_per_query": 1e3}],
        [ON, MANY, {**ON, "samples_per_query": 1e3, "verifier_false_accept": 0}],
    ),
    "samples-ignored": ([{**MANY, "task_kind": "choice"}], [MANY, {**ON, "task_kind": "choice"}]),
    "calibrated-elsewhere": ([{**ON, "task_kind": "choice"}], [ON, {**ON, "task_kind": "none"}]),
    "anchor-of-another-law": (
        [{**ON, "law": "hoffmann2022"}],
        [ON, {**ON, "law": "hoffmann2022", "task_anchor_loss": 1.9}, {"law": "hoffmann2022"}],
    ),
    "far-from-anchor": (
        [{**ON, "n_params": 1e8}, {**ON, "task_anchor_loss": 2.3}],
        [ON, {**ON, "n_params": 1e8, "task_slope": 1}, {"n_params": 1e8}],
    ),
    "serving-needs-more-chips": (
        [{**ON, "queries_per_day": 1e8}],
        [ON, {**ON, "queries_per_day": 1e8, "n_chips": None}, {"queries_per_day": 1e8}],
    ),
    "long-context": ([{**ON, "prompt_tokens": 1e5}], [ON, {"prompt_tokens": 1e5}]),
    "decode-above-prefill": ([{**ON, "mfu_decode": 0.6}], [ON, {"mfu_decode": 0.6}]),
}


def codes(inputs):
    """Codes of the remarks on a scenario."""
    return {note.code for note in evaluate(Scenario(**inputs), TODAY).notes}


def test_every_code_is_tried():
    """The cases below cover all codes that the engine has."""
    assert set(CASES) == set(NOTES)


@pytest.mark.parametrize(
    ("code", "inputs", "expected"),
    [
        (code, inputs, here)
        for code, pair in CASES.items()
        for here, group in zip((True, False), pair, strict=True)
        for inputs in group
    ],
)
def test_a_remark_appears_when_it_applies(code, inputs, expected):
    """Each remark is there when its condition holds, and only then."""
    assert (code in codes(inputs)) == expected


def test_a_remark_is_a_sentence():
    """Remarks are for people: whole sentences with their numbers."""
    note = next(note for note in evaluate(Scenario()).notes if note.code == "beyond-fitted-range")
    assert note.text.endswith(".") and "11x the parameters" in note.text


def test_each_range_is_named_once():
    """GPT-3 lies beyond the fitted parameters and compute, and within the fitted tokens."""
    texts = [note.text for note in evaluate(Scenario()).notes if note.code == "beyond-fitted-range"]
    assert len(texts) == 2 and not any("tokens" in text for text in texts)


def test_a_price_gets_old_after_24_months():
    """The age is counted from the day that is passed in; without one no price is old."""
    scenario = Scenario()  # a price of March 2025
    for today, old in ((None, False), (date(2027, 3, 31), False), (date(2027, 4, 1), True)):
        found = [note.text for note in evaluate(scenario, today).notes if note.code == "old-price"]
        assert bool(found) == old
    assert "2025-03" in found[0] and "$1.12" in found[0]
