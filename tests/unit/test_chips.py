"""Chips: market prices, and the utilization of whole runs and of services."""

from datetime import date
from statistics import median

import pytest

from sim import Scenario, evaluate
from sim.catalogs.folder import PRESETS
from sim.catalogs.generations import (
    MFU_UNKNOWN,
    SERVING_UNKNOWN,
    catalog_mfu,
    catalog_serving,
    fp8_gain,
    generations,
    whole_runs,
)
from sim.catalogs.hardware import catalog_price, chips
from sim.catalogs.references import references
from sim.engine.prices import months_old, price_range
from sim.inputs import TABLE
from sim.studies.ranges import ranges, tornado
from sim.words.cost import cost_paragraph
from sim.words.parameters import hardware, utilization
from sim.words.run import price_line

ON_MARKET = Scenario(hardware="h100", price_basis="market")


def test_market_prices_are_complete():
    """Each names its date and source, lies in its range, and is below the list price of the large clouds."""
    found = {name: chip.price["market"] for name, chip in chips().entries.items() if "market" in chip.price}
    assert len(found) >= 10
    for name, price in found.items():
        assert price.source in references() and price.date >= "2026", name
        assert price.quotes == 1 or price.low <= price.usd_per_chip_hour <= price.high, name
        listed = chips().entries[name].price.get("on_demand")
        assert listed is None or price.usd_per_chip_hour < listed.usd_per_chip_hour, name


def test_a_chip_without_a_market_has_no_price():
    """Unknown stays unknown."""
    assert catalog_price("tpu-v7", "market") is None
    assert evaluate(Scenario(hardware="tpu-v7", price_basis="market")).cost_total_usd is None


def test_a_price_outside_its_range_is_refused(tmp_path):
    """A bad range is named by file and key."""
    text = (PRESETS / "hardware" / "h100.toml").read_text()
    (tmp_path / "above.toml").write_text(text.replace("high = 3.62", "high = 2.80"))
    (tmp_path / "half.toml").write_text(text.replace("high = 3.62\n", ""))
    problems = chips(tmp_path).problems
    assert "price.market" in problems[0] and "between low and high" in problems[0]
    assert "both low and high" in problems[1]


def test_the_range_of_a_market_price_reaches_words_and_the_cost_page():
    """Low, high, date and source stand where the price stands, and the tornado moves the price between them."""
    result = evaluate(ON_MARKET)
    price = price_range(ON_MARKET)
    assert (price.low, price.median, price.high) == (2.59, 2.99, 3.62)
    for words in (price_line(result), "".join(piece.text for piece in cost_paragraph(result))):
        assert "$2.59 to $3.62" in words and "2026-10" in words
    one = next(one for one in ranges(result) if one.name == "usd_per_chip_hour")
    assert (one.low, one.best, one.high, one.source) == (2.59, 2.99, 3.62, "rental-audit2026")
    bar = next(bar for bar in tornado(result) if bar[0].name == "usd_per_chip_hour")
    assert bar[2] / bar[1] == pytest.approx(3.62 / 2.59, rel=1e-12)


@pytest.mark.parametrize(
    "scenario",
    [Scenario(), Scenario(hardware="gb300", price_basis="market"), ON_MARKET.changed(usd_per_chip_hour=3.5)],
)
def test_another_price_keeps_the_usual_range(scenario):
    """A list price, a single quote and a typed price have no published range."""
    assert price_range(scenario) is None
    one = next(one for one in ranges(evaluate(scenario)) if one.name == "usd_per_chip_hour")
    assert one.source == "next-dollar" and one.high / one.best == pytest.approx(1.33)


def test_the_spread_of_whole_runs_is_the_range_of_a_utilization_that_nobody_typed():
    """Five runs or more give a range; a typed value and a chip with fewer runs keep the usual one."""

    def mfu_range(**inputs):
        return next(one for one in ranges(evaluate(Scenario(**inputs))) if one.name == "mfu")

    known = catalog_mfu("h100")
    one = mfu_range(hardware="h100")
    assert (one.low, one.best, one.high) == (known.low, known.value, known.high)
    for other in (mfu_range(hardware="h100", mfu=0.4), mfu_range(hardware="tpu-v4"), mfu_range()):
        assert other.high / other.best == pytest.approx(1.25)


def test_months_of_a_price():
    """A year without a month ends in December."""
    assert months_old("2025-03", date(2026, 11, 24)) == 20
    assert months_old("2025", date(2026, 11, 24)) == 11


# Utilization that the published hours imply, computed apart from this code: 6 N D / (hours x 3600 x dense BF16 peak).
IMPLIED = {
    "PaLM 540B": 0.304, "GLaM 1.2T": 0.251, "BLOOM 176B": 0.318, "OPT-175B": 0.346, "LLaMA-65B": 0.477,
    "Llama 2 70B": 0.435, "Phi-2": 0.626, "Falcon 180B": 0.481, "Llama 3 8B": 0.155, "Llama 3 70B": 0.276,
    "Llama 3.1 405B": 0.345, "DeepSeek-V2": 0.205, "DeepSeek-V3": 0.346, "Llama 4 Maverick": 0.265,
    "Llama 4 Scout": 0.229, "SmolLM3 3B": 0.262, "dots.llm1": 0.181,
}  # fmt: skip


def test_utilization_of_whole_runs():
    """Each follows from N, D, hours and peak; every source is in the bibliography."""
    found = {run.name: run.mfu for run in whole_runs()}
    assert not generations().problems
    for name, value in IMPLIED.items():
        assert found[name] == pytest.approx(value, rel=0.02), name
    assert {run.source for run in whole_runs()} <= set(references())
    assert {run.chip for run in whole_runs()} <= set(chips().entries)


def test_the_utilization_of_a_chip_is_the_median_of_its_generation():
    """An H100 has that of 15 runs, near 0.265; a chip of an unknown generation has ours."""
    hopper = [run.mfu for run in generations().entries["hopper"].run]
    known = catalog_mfu("h100")
    assert known == catalog_mfu("h800") and len(known.runs) == 15
    assert known.value == pytest.approx(median(hopper), abs=5e-5) and known.value == pytest.approx(0.265, rel=0.02)
    assert (known.low, known.high) == (min(hopper), max(hopper))
    assert catalog_mfu("h20").value == MFU_UNKNOWN and catalog_mfu("h20").status == "ours"
    assert catalog_mfu("no-such-chip").value == MFU_UNKNOWN


def test_every_generation_has_chips_and_every_chip_one_that_exists():
    """A generation is the name of a file."""
    named = {chip.generation for chip in chips().entries.values()}
    assert named - {""} == set(generations().entries)


def test_the_default_chip_keeps_its_utilizations():
    """Choosing the default chip changes nothing."""
    assert Scenario(hardware="v100") == Scenario()
    assert Scenario(hardware="h100").changed(hardware="v100") == Scenario()
    for name in ("mfu_prefill", "mfu_decode", "serving_utilization"):
        assert getattr(SERVING_UNKNOWN, name) == TABLE[name].default


def test_a_run_has_its_work_or_a_listed_utilization(tmp_path):
    """Both, or neither, is refused by name."""
    text = (PRESETS / "generations" / "volta.toml").read_text()
    (tmp_path / "none.toml").write_text(text.replace("listed_mfu = 0.1968\n", ""))
    assert "run.1" in generations(tmp_path).problems[0]


def test_an_h100_uses_its_own_utilization_and_todays_price():
    """8B parameters on 15T tokens: 6ND over 26 % of the peak, at the market price."""
    result = evaluate(Scenario(hardware="h100", n_params="8B", n_tokens="15T", price_basis="market"))
    assert result.chip_hours == pytest.approx(7.2e23 / (0.2623 * 989.4e12 * 3600), rel=1e-12)
    assert result.cost_total_usd == pytest.approx(result.chip_hours * 2.99, rel=1e-12)


# DeepSeek's own service, a day of February 2025, and the rates of a node of eight H100 at full load (SGLang).
READ, WRITTEN = (608e9 - 342e9), 168e9  # tokens
NODES, PEAK_NODES, GPUS, ACTIVE = 226.75, 278, 8, 37e9
READING, WRITING = 52_300, 22_300  # tokens/s of a node
PEAK = 989.4e12


def test_serving_is_calibrated_on_published_services():
    """Reading and writing are the rates of the full node; the busy share is what the day needs over its peak fleet."""
    known = catalog_serving("h100")
    reading, writing = (2 * ACTIVE * rate / GPUS / PEAK for rate in (READING, WRITING))
    needed = 2 * ACTIVE * (READ / reading + WRITTEN / writing) / PEAK  # chip-seconds
    assert known.mfu_prefill == pytest.approx(reading, rel=0.01)
    assert known.mfu_decode == pytest.approx(writing, rel=0.01)
    assert known.serving_utilization == pytest.approx(needed / (PEAK_NODES * GPUS * 86_400), rel=0.02)
    assert known == catalog_serving("h800")
    assert pytest.approx(87_072) == NODES * GPUS * 24 * 2


def test_prices_and_runs_stand_on_the_method_page():
    """Every generation and every market price has its row."""
    for table in (utilization, hardware):
        columns, rows = table()
        assert all(len(row) == len(columns) for row in rows)
    assert len(utilization()[1]) == len(generations().entries)
    assert any("$2.59 to $3.62" in cell for row in hardware()[1] for cell in row)


def test_fp8_runs_as_published():
    """DeepSeek-V3 and EXAONE 4.0 by 6ND over their hours: .346 and .46 of the BF16 peak; the loss stays."""
    known = catalog_mfu("h100", "fp8")
    assert known.runs == ("DeepSeek-V3", "EXAONE 4.0 32B") and known.precision == "fp8"
    assert (known.low, known.high) == pytest.approx((0.346, 0.462), abs=1e-3)
    run = Scenario(hardware="h100")
    faster = evaluate(run.changed(precision="fp8"))
    assert faster.scenario.mfu == known.value > run.mfu and faster.loss == evaluate(run).loss
    assert faster.chip_hours == pytest.approx(evaluate(run).chip_hours * run.mfu / known.value, rel=1e-12)
    assert faster.scenario.changed(precision="bf16") == run


def test_fp8_on_other_chips():
    """The gain is carried over where no run is known, marked as ours; a chip without FP8 gains nothing."""
    assert 1.2 < fp8_gain() < 2
    assert catalog_mfu("b200", "fp8").status == "ours"
    assert catalog_mfu("b200", "fp8").value == pytest.approx(catalog_mfu("b200").value * fp8_gain(), rel=1e-3)
    assert catalog_mfu("a100-80gb", "fp8") == catalog_mfu("a100-80gb")
    assert catalog_mfu("h100", "bf16") == catalog_mfu("h100")
