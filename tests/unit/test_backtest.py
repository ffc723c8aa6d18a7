"""The back-test: what it compares, how near it comes, and what the command line prints."""

import csv
import io
from collections import defaultdict
from statistics import median

import pytest

from sim.__main__ import main
from sim.catalogs.generations import catalog_mfu
from sim.catalogs.references import references
from sim.engine.evaluate import evaluate
from sim.engine.presets import presets
from sim.studies import backtest
from sim.studies.backtest import QUANTITIES, checks, median_ratio, ratios, share_within

ALL = presets().entries
GENERATIONS = (("v100",), ("a100-40gb", "a100-80gb"), ("h100", "h800", "h200"), ("tpu-v3",), ("tpu-v4",))


def whole_runs():
    """Utilization over the whole run of each model whose N, D and hours are published, by chip."""
    found = defaultdict(list)
    for check in checks():
        if check.quantity == "chip_hours":
            preset = next(one for one in ALL.values() if one.title == check.model)
            found[preset.scenario.hardware].append(preset.scenario.mfu)
    return found


@pytest.mark.parametrize("chips", GENERATIONS, ids=lambda chips: chips[0])
def test_the_default_utilization_is_the_median_of_whole_runs(chips):
    """One number for a generation, from the presets themselves."""
    found = [mfu for chip in chips for mfu in whole_runs()[chip]]
    for chip in chips:
        assert catalog_mfu(chip).value == pytest.approx(median(found), abs=0.02)


def test_hours_are_right_in_the_middle():
    """Someone who types N, D and the chip is right in the middle of the runs, and not by knowing the run."""
    assert len(ratios("chip_hours")) >= 30
    assert 0.9 <= median_ratio("chip_hours") <= 1.1
    assert share_within("chip_hours", 1.5) >= 0.75
    # Each run against the median of the others of its generation, so that none is tested with itself.
    held_out = []
    for chips in GENERATIONS:
        found = [mfu for chip in chips for mfu in whole_runs()[chip]]
        if len(found) > 2:
            held_out += [mfu / median(found[:i] + found[i + 1 :]) for i, mfu in enumerate(found)]
    assert len(held_out) >= 25
    assert 0.9 <= median(held_out) <= 1.1


def test_owned_cost_is_within_a_fifth_for_three_quarters():
    """By dates, with the hours that each cost rests on."""
    found = ratios("cost_owned_usd")
    assert len(found) >= 25
    assert sum(abs(ratio - 1) <= 0.2 for ratio in found) / len(found) >= 0.75


@pytest.mark.parametrize("model", ["PaLM 540B", "GLaM 1.2T", "LaMDA 137B", "GPT-3 175B"])
def test_energy_is_within_a_quarter(model):
    """Where the power is that of chips with their servers."""
    check = next(one for one in checks() if one.model == model and one.quantity == "energy_mwh")
    assert check.ratio == pytest.approx(1, abs=0.25)


def test_no_published_figure_is_left_out():
    """Every cost, energy and price is compared; hours are where the compute was not derived from them."""
    found = defaultdict(int)
    for check in checks():
        found[check.quantity] += 1
        assert check.source in references() and check.published > 0 and check.how
    for quantity, figures in {
        "energy_mwh": lambda preset: [one for one in preset.published if one.figure == "energy_mwh"],
        "cost_owned_usd": lambda preset: [one for one in preset.costs if one.basis == "owned"],
        "cost_cloud_usd": lambda preset: [one for one in preset.costs if one.basis != "owned"],
        "usd_per_mtok_output": lambda preset: preset.prices,
    }.items():
        assert found[quantity] == sum(len(figures(preset)) for preset in ALL.values()) > 0
    estimated = {preset.title for preset in ALL.values() if preset.status != "disclosed"}
    assert not estimated & {check.model for check in checks() if check.quantity == "chip_hours"}


def test_prices_of_serving_hold_what_was_read():
    """A million tokens written with as many read: the sum of the two prices, and ours for the same."""
    preset = ALL["llama-3.1-405b"]
    price = preset.prices[0]
    assert price.usd == price.usd_per_mtok_input + price.usd_per_mtok_output
    ours, where = backtest.served_usd(preset, price)
    result = evaluate(
        preset.scenario.changed(
            inference="on", task_kind="none", hardware="h100", price_basis="market",
            prompt_tokens=777, output_tokens=777,
        )
    )  # fmt: skip
    assert ours == pytest.approx(result.usd_per_mtok_output, rel=1e-9)
    assert "h100" in where
    found = [one for one in checks() if one.quantity == "usd_per_mtok_output"]
    assert len(found) >= 25
    assert len({one.model for one in found if 1 / 1.5 <= one.ratio <= 1.5}) >= 5


def test_the_command_prints_all_of_it(capsys):
    """CSV with one line for each figure."""
    assert main(["backtest", "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert list(rows[0]) == ["model", "quantity", "ours", "published", "ratio", "source"]
    assert len(rows) == len(checks())
    assert {row["quantity"] for row in rows} == set(QUANTITIES)
    for row in rows:
        if row["ratio"]:
            assert float(row["ratio"]) == pytest.approx(float(row["ours"]) / float(row["published"]), rel=1e-4)
