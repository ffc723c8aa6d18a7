"""The coded remarks on a result: each appears and disappears."""

from datetime import date

import pytest
from scipy.optimize import brentq

from sim import Scenario, evaluate
from sim.catalogs.hardware import chips
from sim.engine.notes import NOTES, notes
from sim.ground import units
from sim.studies.thinking import equal_compute
from sim.tasks.sampling import accuracy

TODAY = date(2026, 11, 22)
INSIDE = {"n_params": 1e9, "n_tokens": 2e10}
ON = {"inference": "on"}
BILLION = {"plan": "budget_optimal", "budget_usd": 1e9, "hardware": "h100", "price_basis": "market"}
AFTER = {"post_training": "on"}
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
            {"plan": "compute_optimal", "train_flop": 1e32, "repetition": "tokens"},
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
    "excess-parameters": (
        [{"unique_tokens": 2e11}, {"unique_tokens": 1e10}],
        [{}, {"unique_tokens": 1e10, "repetition": "tokens"}, {"unique_tokens": 1e11, "n_params": 1e9}],
    ),
    "attention": ([{"context_tokens": 8192}], [{}]),
    "new-text-free": ([{"unique_tokens": 1e11}], [{}, {"unique_tokens": 1e11, "usd_per_mtok_real": 1}]),
    "rule-of-thumb": ([{"law": "hoffmann2022"}, {"law": "kaplan2020"}], [{}, {"law": "muennighoff2023"}]),
    "beyond-wall": ([{"wall_flop": 1e22}], [{}, {"wall_flop": 1e25}, {"wall_flop": 1e22, "wall_slope": 1}]),
    "takes-years": (
        [{"n_chips": 200}, {**BILLION, "n_chips": 1e4}],
        [{}, {"n_chips": 2000}, {"n_chips": 80}, {"n_chips": None}],
    ),
    "outlives-chips": ([{"n_chips": 80}], [{}, {"n_chips": 200}, {"n_chips": None}]),
    "batch-binds": ([{"n_chips": 1e6}, {"n_params": 5e8, "n_tokens": 1e13}], [{}, {"n_chips": None}]),
    "large-cluster": ([{"n_chips": 2e4}], [{}, {"n_chips": 16_384}, {"n_chips": None}]),
    "data-movement": (
        [{"plan": "compute_optimal", "train_flop": 2e28}, {"plan": "compute_optimal", "train_flop": 1e32}],
        [{}, {"plan": "compute_optimal", "train_flop": 9e27}],
    ),
    "fp8": ([{"hardware": "h100", "precision": "fp8"}], [{}, {"hardware": "a100-80gb", "precision": "fp8"}]),
    "no-fp8": ([{"hardware": "a100-80gb", "precision": "fp8"}], [{}, {"hardware": "h100", "precision": "fp8"}]),
    "legal-threshold": (
        [{"plan": "compute_optimal", "train_flop": 1e25}, {"plan": "compute_optimal", "train_flop": 2e26}],
        [{}, {"plan": "compute_optimal", "train_flop": 9.9e24}],
    ),
    "post-training-unused": ([AFTER, {**ON, **AFTER, "task_kind": "none"}], [{}, {**ON, **AFTER}]),
    "post-training-illustrative": ([{**ON, **AFTER}], [ON, {**ON, **AFTER, "post_training_curve": "scout"}]),
    "post-training-published": ([{**ON, **AFTER, "post_training_curve": "scout"}], [ON, {**ON, **AFTER}]),
    "post-training-at-ceiling": (
        [{**ON, **AFTER, "post_training_curve": "scout", "task_anchor_pass": 0.9}],
        [{**ON, **AFTER, "post_training_curve": "scout"}, {**ON, **AFTER, "task_anchor_pass": 0.9}],
    ),
    "post-training-beyond": (
        [{**ON, **AFTER, "post_training_usd": 1e6}],
        [{**ON, **AFTER}, {"post_training_usd": 1e6}],
    ),
    "experts-not-set": (
        [{"law": "ludziejewski2025", "active_fraction": 0.2}, {"law": "ludziejewski2025", "n_experts": 8}],
        [
            {"law": "ludziejewski2025"},
            {"active_fraction": 0.2},
            {"law": "ludziejewski2025", "active_fraction": 0.2, "n_experts": 8},
        ],
    ),
    "own-law": ([{"law": "custom"}], [{}]),
    "fp8-peak": (
        [{"hardware": "h100", "peak_flop_per_s": 1.979e15}],
        [{}, {"hardware": "h100"}],
    ),
    "power-unknown": (
        [{"hardware": "gaudi-3"}, {"watts_per_chip": None}],
        [{}, {"hardware": "gaudi-3", "watts_per_chip": 300}],
    ),
    "market-price": (
        [{"hardware": "h100", "price_basis": "market"}, {"hardware": "gb300", "price_basis": "market"}],
        [
            {},
            {"hardware": "h100"},
            {"hardware": "v100", "price_basis": "market"},
            {"hardware": "h100", "price_basis": "market", "usd_per_chip_hour": 3},
        ],
    ),
    "chip-mfu": (
        [{"hardware": "h100"}, {"hardware": "tpu-v3"}, {"hardware": "gaudi-3"}],
        [{}, {"hardware": "v100"}, {"hardware": "h100", "mfu": 0.4}],
    ),
    "old-price": (
        [{}, {"hardware": "h100"}, {"price_basis": "owned"}, {"price_basis": "owned", "hardware": "h100"}],
        [
            {"usd_per_chip_hour": 2},
            {"hardware": "h100", "price_basis": "market"},
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
    return {note.code for note in notes(evaluate(Scenario(**inputs)), TODAY)}


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
    note = next(note for note in notes(evaluate(Scenario())) if note.code == "beyond-fitted-range")
    assert note.text.endswith(".") and "11x the parameters" in note.text


def test_each_range_is_named_once():
    """GPT-3 lies beyond the fitted parameters and compute, and within the fitted tokens."""
    texts = [note.text for note in notes(evaluate(Scenario())) if note.code == "beyond-fitted-range"]
    assert len(texts) == 2 and not any("tokens" in text for text in texts)


def test_a_price_gets_old_after_12_months():
    """The age is counted from the day that is passed in; without one no price is old."""
    scenario = Scenario()  # a price of March 2025
    for today, old in ((None, False), (date(2026, 3, 31), False), (date(2026, 4, 1), True)):
        found = [note.text for note in notes(evaluate(scenario), today) if note.code == "old-price"]
        assert bool(found) == old
    assert "2025-03" in found[0] and "$1.12" in found[0]


LOSS = evaluate(Scenario()).loss
FP8 = 1.979e15
# For each remark with a threshold: a scenario on this side of it and one just beyond.
NEAR = {
    "far-from-anchor": [{**ON, "task_anchor_loss": LOSS + x / 12} for x in (2.98, 3.02)],
    "long-context": [{**ON, "prompt_tokens": x} for x in (31_400, 31_600)],
    "high-mfu": [{"mfu": 0.6}, {"mfu": 0.601}],
    "fp8-peak": [{"hardware": "h100", "peak_flop_per_s": FP8 * x} for x in (1.0205, 1.0195)],
    "epochs-above-4": [{"unique_tokens": 3e11 / x} for x in (3.99, 4.01)],
    "epochs-above-40": [{"unique_tokens": 3e11 / x} for x in (39.9, 40.1)],
    "memory-too-small": [{"n_params": x * 16 * 1e4 / 16 * 1e9} for x in (0.995, 1.005)],
    "decode-above-prefill": [{**ON, "mfu_decode": x} for x in (0.5, 0.5001)],
    "verifier-misleads": [{**MANY, "verifier_true_accept": 0.2, "verifier_false_accept": x} for x in (0.199, 0.201)],
    "samples-ignored": [{**ON, "task_kind": "choice", "samples_per_query": x} for x in (1, 1.01)],
    "new-text-free": [{"unique_tokens": 3e11 / x} for x in (0.99, 1.01)],
    "beyond-wall": [{"wall_flop": equal_compute(evaluate(Scenario())) * x} for x in (1.001, 0.999)],
}


@pytest.mark.parametrize("code", NEAR)
def test_a_remark_has_its_threshold(code):
    """It is not there on one side of it, and is there on the other."""
    before, beyond = NEAR[code]
    assert code not in codes(before) and code in codes(beyond)


def test_forty_passes_are_one_remark():
    """Beyond forty the remark on four is not made."""
    assert codes({"unique_tokens": 3e11 / 40.5}) & {"epochs-above-4", "epochs-above-40"} == {"epochs-above-40"}
    assert codes({"unique_tokens": 3e11 / 39.5}) & {"epochs-above-4", "epochs-above-40"} == {"epochs-above-4"}


def test_the_rule_is_called_wrong_from_a_factor_of_two():
    """Best ratios of 10 to 40 are near enough to 20."""

    def ratio(law, log_C):
        return evaluate(Scenario(law=law, plan="compute_optimal", train_flop=10**log_C)).optimal_tokens_per_param

    for law, limit, outwards in (("hoffmann2022", 40, 1), ("kaplan2020", 10, -1)):
        at = brentq(lambda x, law=law, limit=limit: ratio(law, x) - limit, 16, 26)
        rising = 1 if ratio(law, at + 0.5) > limit else -1
        for step, here in ((0.05, True), (-0.05, False)):
            found = codes({"law": law, "plan": "compute_optimal", "train_flop": 10 ** (at + step * outwards * rising)})
            assert ("rule-of-thumb" in found) == here


def test_half_of_the_samples_would_do_up_to_a_thousandth():
    """The accuracy that is lost with half of them, on both sides of 0.001, and the words for it."""

    def lost(k):
        scenario = Scenario(**ON, samples_per_query=k)
        result = evaluate(scenario)
        verifier = scenario.verifier_true_accept, scenario.verifier_false_accept
        return result.accuracy - float(accuracy(result.pass_at_1, scenario.task_exponent, k / 2, *verifier)), result

    k = brentq(lambda x: lost(x)[0] - 0.001, 4, 1e5)
    assert "samples-beyond-use" not in codes({**ON, "samples_per_query": k * 0.98})
    assert "samples-beyond-use" in codes({**ON, "samples_per_query": k * 1.02})
    assert said("samples-beyond-use", {**ON, "samples_per_query": 1e5}) == (
        f"Half of the 100K samples would do: accuracy stays {units.percent(lost(1e5)[1].accuracy)}."
    )


def said(code, inputs):
    """The sentence of a remark."""
    return next(note.text for note in notes(evaluate(Scenario(**inputs)), TODAY) if note.code == code)


@pytest.mark.parametrize(
    ("code", "inputs", "words"),
    [
        ("beyond-fitted-range", {"n_params": 1e9, "n_tokens": 6.4e11}, "This run has 2x the tokens of the largest run"),
        ("beyond-fitted-range", {"n_params": 5.7e6, "n_tokens": 2e10}, "fewer parameters than the smallest"),
        ("beyond-fitted-range", {"n_params": 5.7e6, "n_tokens": 2e10}, "(10 % of it)"),
        (
            "optimum-at-bound",
            {"plan": "target_loss", "target_loss": 12},
            "This plan sits at a bound of the simulator, 1M",
        ),
        ("optimum-at-bound", {"n_params": 1e15, "n_tokens": 1e17}, "The best plan at this compute sits at a bound"),
        ("old-price", {"price_basis": "owned"}, "$10.664K is 102 months old (2018-05)"),
        ("memory-too-small", {"n_chips": 50}, "take 2.8 TB, but 50 chips of 16 GB hold 800 GB"),
        ("memory-too-small", {"n_chips": 1}, "but 1 chip of 16 GB holds 16 GB"),
        ("epochs-above-4", {"unique_tokens": 5e10}, "The text is seen 6 times"),
        ("rule-of-thumb", {"law": "hoffmann2022"}, "The rule of 20 tokens per parameter is not"),
        ("beyond-wall", {"wall_flop": 1e22}, f"Without it the loss would be {units.loss(LOSS)}."),
        ("far-from-anchor", {**ON, "task_anchor_loss": 2.3}, f"{units.loss(2.3 - LOSS)} nat below the anchor"),
        ("far-from-anchor", {**ON, "task_anchor_loss": 1.7}, f"{units.loss(LOSS - 1.7)} nat above the anchor"),
        ("long-context", {**ON, "prompt_tokens": 1e5, "output_tokens": 2e4}, "Attention over 120K tokens"),
        ("takes-years", {**BILLION, "n_chips": 1e4}, "The run takes 3.8 years on 10K chips."),
        ("outlives-chips", {"n_chips": 80}, "5.1 years on 80 chips: longer than its hardware lives"),
        ("batch-binds", {"n_chips": 1e6}, "with the 4.38M tokens that a step can use"),
        ("large-cluster", {"n_chips": 2e4}, "fell from 43 % on 8,192 H100 to 41 % on 16,384"),
        (
            "not-all-spent",
            {"plan": "chips_days", "n_chips": 1e8, "train_days": 1e4, "peak_flop_per_s": 1e18, "active_fraction": 1e-4},
            "the chips stand idle for the rest",
        ),
        ("not-all-spent", {"plan": "compute_optimal", "active_fraction": 1e-4, "train_flop": 1e32}, "takes 6e28 FLOP"),
    ],
)
def test_a_remark_says_its_figures(code, inputs, words):
    """The numbers in its sentence are those of the run."""
    assert words in said(code, inputs)


def test_chips_that_serve_day_and_night():
    """Queries a day times the hours of one, over 24."""
    inputs = {**ON, "queries_per_day": 1e8, "n_chips": 100}
    hours = 2 * 175e9 * (500 / 0.5 + 500 / 0.1) / (1.25e14 * 0.5 * 3600)
    assert f"Serving takes {units.count(1e8 * hours / 24)} chips day and night" in said(
        "serving-needs-more-chips", inputs
    )
    just = 24 * 100 / hours
    assert "serving-needs-more-chips" in codes({**inputs, "queries_per_day": just * 1.001})
    assert "serving-needs-more-chips" not in codes({**inputs, "queries_per_day": just * 0.999})


def remark(code, **inputs):
    """The sentence of one remark on a scenario."""
    return next(note.text for note in notes(evaluate(Scenario(**inputs)), TODAY) if note.code == code)


def test_the_market_price_is_said_with_its_range_date_and_source():
    """A price of today says what it rests on; a single quote says that it is one; an old price names today's."""
    said = remark("market-price", hardware="h100", price_basis="market")
    for part in ("$2.99", "$2.59", "$3.62", "2026-10", "Audit of GPU rental price data"):
        assert part in said
    assert "one listed offer" in remark("market-price", hardware="gb300", price_basis="market")
    assert "$2.99 in 2026-10" in remark("old-price", hardware="h100")
    assert "on demand" in remark("price-unknown", hardware="tpu-v5p", price_basis="market")


def test_the_utilization_of_a_chip_is_said_with_its_runs():
    """The median says of how many runs; a single run is named; a guess says that it is ours."""
    assert "median of 15 published whole runs" in remark("chip-mfu", hardware="h100")
    assert "15.6 % to 46.2 %" in remark("chip-mfu", hardware="h800")
    assert "Gopher 280B" in remark("chip-mfu", hardware="tpu-v3")
    assert "30 % is ours" in remark("chip-mfu", hardware="gaudi-3")
    texts = [note.text for note in notes(evaluate(Scenario(hardware="h100", failure_overhead=0.1)), TODAY)]
    assert any("counts them twice" in text for text in texts)


@pytest.mark.parametrize("hardware", chips().entries)
@pytest.mark.parametrize("precision", ["bf16", "fp8"])
def test_every_chip_says_where_its_utilization_comes_from(hardware, precision):
    """Without a published whole run, or with one: one sentence, and none of "0 runs"."""
    result = evaluate(Scenario(hardware=hardware, precision=precision))
    said = [note.text for note in notes(result, TODAY) if note.code == "chip-mfu"]
    assert len(said) == (hardware != Scenario().hardware)
    assert not any("median of 0" in text for text in said)
