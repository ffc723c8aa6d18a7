"""The parts of the cost: hardware files, grids, failures, data wall, words, and bad input."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from sim import Scenario, SimulationError, evaluate
from sim.catalogs.folder import PRESETS
from sim.catalogs.grids import grids
from sim.catalogs.hardware import chips
from sim.catalogs.policy import POLICY_LINES
from sim.catalogs.references import STATUS_WORDS, references
from sim.charts import charts
from sim.charts.cost import waterfall
from sim.charts.cost.waterfall import cost_parts
from sim.engine.output_table import OUTPUTS
from sim.laws.data import REPEAT_HALF_LIFE, effective_tokens
from sim.program.failures import CHIP_MTBF_HOURS, best_interval_hours, failure_overhead
from sim.program.footprint import FAMILIAR, familiar
from sim.studies.ranges import typical_program
from sim.words.cost import cost_headlines, cost_paragraph
from sim.words.explain import SUMS
from sim.words.parameters import backtest, backtest_in_short, grid_places

BAD = [
    ("usd_per_chip_hour", 0),
    ("usd_per_chip_hour", -1),
    ("chip_price_usd", 0),
    ("chip_price_usd", -5),
    ("usd_per_kwh", 0),
    ("usd_per_kwh", -1),
    ("staff_usd", -1),
    ("mfu", 1.01),
    ("mfu", "120%"),
    ("n_chips", 0),
    ("rd_multiple", 0.5),
    ("pue", 0.9),
    ("hardware", "abacus"),
    ("price_basis", "stolen"),
]


@pytest.mark.parametrize(("name", "bad"), BAD)
def test_bad_input_names_what_is_allowed(name, bad):
    """A price, a utilization, a number of chips or a chip that cannot be: one line with the allowed range."""
    with pytest.raises(SimulationError) as caught:
        Scenario(**{name: bad})
    assert caught.value.name == name
    assert re.search(r"allowed (is|are) ", str(caught.value)) and "\n" not in str(caught.value)


def test_there_are_enough_chips():
    """At least 30, nearly all with memory; whatever is published names a source that exists."""
    assert len(chips().entries) >= 30 and not chips().problems
    assert sum(chip.memory is None for chip in chips().entries.values()) <= 3
    for chip in chips().entries.values():
        parts = [chip.peak, *chip.peaks.values(), chip.memory, chip.power, chip.measured_power, chip.server]
        parts += [*chip.purchase, *chip.price.values(), *chip.other_price]
        for part in filter(None, parts):
            assert part.source in references()
        assert all(peak.flop_per_s > chip.peak.flop_per_s for peak in chip.peaks.values())


def test_power_of_a_chip():
    """Design power x server ratio x mean share; that of V100, TPU v3 and v4 is measured; unknown stays unknown."""
    known = chips().entries
    assert known["h100"].watts == pytest.approx(700 * 1.821 * 0.75, abs=0.1)
    assert known["tpu-v5e"].watts == pytest.approx(225 * 1.56 * 0.43, abs=0.1)
    assert [known[name].watts for name in ("v100", "tpu-v3", "tpu-v4")] == [330, 285, 350]
    assert known["gaudi-3"].watts is None
    assert evaluate(Scenario(hardware="gaudi-3", usd_per_chip_hour=1)).energy_mwh is None


def test_a_rack_of_gb200_draws_what_its_data_sheet_says():
    """Design power x server ratio is the 120 kW of a rack over its 72 chips; the mean is less."""
    power = chips().entries["gb200"].power
    assert power.tdp_w * power.server_ratio == pytest.approx(120_000 / 72, rel=1e-3)
    assert chips().entries["gb200"].watts == pytest.approx(0.75 * 120_000 / 72, rel=1e-3)


def test_a_server_is_paid_once():
    """The server factor is 1 where the purchase price holds the server already."""
    assert Scenario(hardware="h100").server_factor == 1
    assert Scenario(hardware="a100-80gb").server_factor == 1.66
    assert Scenario(hardware="tpu-v4").server_factor == 1.64


def test_owned_cost_needs_a_price_and_power():
    """Planning in dollars on owned chips asks for what is missing, by name."""
    for change, name in (
        ({"hardware": "b100"}, "chip_price_usd"),
        ({"hardware": "h100", "watts_per_chip": None}, "watts_per_chip"),
    ):
        with pytest.raises(SimulationError) as caught:
            evaluate(Scenario(plan="budget_optimal", price_basis="owned", **change))
        assert caught.value.name == name and "type one" in caught.value.allowed


def test_grids_are_sourced():
    """Every place of the water table is there; carbon is sourced or unknown; the values fit the inputs."""
    assert len(grids().entries) == 18 and not grids().problems
    assert next(iter(grids().entries)) == "us-average"
    for grid in grids().entries.values():
        assert grid.source in references()
        assert (grid.kg_co2e_per_kwh is None) == (grid.carbon_source == "")
        assert grid.carbon_source in ("", *references())
        Scenario(**grid.inputs)
    assert "kg_co2e_per_kwh" not in grids().entries["texas"].inputs


def test_a_bad_grid_is_left_out(tmp_path):
    """A file that is no grid is named and harms none of the others."""
    good = (PRESETS / "grids" / "sweden.toml").read_text()
    (tmp_path / "good.toml").write_text(good)
    (tmp_path / "bad.toml").write_text(good.replace("pue = 1.16", "pue = 0.5"))
    catalog = grids(tmp_path)
    assert list(catalog.entries) == ["good"] and "key pue: got “0.5”" in catalog.problems[0]


def test_failures_cost_what_a_simulation_of_them_costs():
    """The formula is the mean of runs with random failures."""
    rng = np.random.default_rng(3)
    mtbf, every, writing, restart = 2.0, 0.5, 0.05, 0.1
    total = []
    for _ in range(400):
        clock = 0.0
        for _ in range(40):  # segments of work
            while True:
                failure = rng.exponential(mtbf)
                if failure > every + writing:
                    clock += every + writing
                    break
                clock += failure
                while (stop := rng.exponential(mtbf)) < restart:
                    clock += stop
                clock += restart
        total.append(clock)
    simulated = np.mean(total) / (40 * every) - 1
    assert failure_overhead(1, mtbf, every, writing, restart) == pytest.approx(simulated, rel=0.05)


def test_failures_at_their_limits():
    """No failures leave the checkpoints; more chips lose more; hopeless runs are infinite, not a crash."""
    assert failure_overhead(1, 1e12, 0.5, 0.05, 1) == pytest.approx(0.1, rel=1e-6)
    lost = failure_overhead(np.array([1e3, 1e4, 1e5]), CHIP_MTBF_HOURS, 0.5, 1 / 60, 0.25)
    assert (np.diff(lost) > 0).all() and lost[0] < 0.05
    assert failure_overhead(1e9, 1.0, 0.5, 0.05, 1) == np.inf
    best = best_interval_hours(CHIP_MTBF_HOURS, 1e4, 1 / 60)
    least = failure_overhead(1e4, CHIP_MTBF_HOURS, best, 1 / 60, 0.25)
    assert least <= failure_overhead(1e4, CHIP_MTBF_HOURS, 2 * best, 1 / 60, 0.25)
    assert least <= failure_overhead(1e4, CHIP_MTBF_HOURS, best / 2, 1 / 60, 0.25)


def test_failures_lengthen_the_run():
    """A tenth lost is a tenth more chip-hours, dollars and electricity."""
    base, lossy = evaluate(Scenario()), evaluate(Scenario(failure_overhead=0.1))
    for name in ("chip_hours", "cost_total_usd", "energy_mwh", "wall_clock_days"):
        assert lossy.values[name] == pytest.approx(1.1 * base.values[name], rel=1e-12)
    assert lossy.loss == base.loss


@pytest.mark.parametrize(("epochs", "kept"), [(1, 1), (2, 0.984), (4, 0.931), (16, 0.661), (40, 0.379)])
def test_repeats_are_worth_less(epochs, kept):
    """Share of the value that is kept, as derived from Muennighoff et al.'s constants."""
    assert effective_tokens(epochs * 1e12, 1e12) / (epochs * 1e12) == pytest.approx(kept, abs=6e-4)
    assert effective_tokens(1e30, 1e12) == pytest.approx((1 + REPEAT_HALF_LIFE) * 1e12)


@pytest.mark.parametrize(
    "more",
    [{}, {"failure_overhead": 0.2, "price_basis": "owned"}, {"inference": "on", "failure_overhead": 0.1}],
    ids=["rented", "owned", "served"],
)
def test_the_parts_of_the_cost_are_its_lines(more):
    """Every output that is a line of the cost is a bar, and the bars sum to the total, in both charts of the money."""
    result = evaluate(Scenario(rd_multiple=3, staff_usd=1e6, usd_per_mtok_real=2, **more))
    lines = [result.values[name] for name in OUTPUTS if name.startswith("cost_") and name not in SUMS]
    known = [usd for usd in lines if usd is not None]
    parts = cost_parts(result)
    assert len(parts) == len(known) + 1  # the part that failures take
    assert sum(usd for _, usd in parts) == pytest.approx(sum(known), rel=1e-12)
    assert sum(known) == pytest.approx(result.cost_total_usd, rel=1e-12)
    bars = [trace for trace in charts()["money"].figure(result, ())["data"] if trace["type"] == "bar"]
    assert sum(bar["x"][0] for bar in bars) == pytest.approx(result.cost_total_usd, rel=1e-12)
    assert sum(charts()["waterfall"].figure(result, ())["data"][0]["x"][:-1]) == pytest.approx(
        result.cost_total_usd, rel=1e-12
    )


def test_a_new_line_of_the_cost_is_a_bar(monkeypatch):
    """A line that the table of outputs gains is in both charts, with its label and a color of its own or the palest."""
    for name in ("cost_carbon_usd", "cost_insurance_usd"):
        monkeypatch.setitem(OUTPUTS, name, replace(OUTPUTS["cost_staff_usd"], name=name, label=name))
    monkeypatch.setattr(waterfall, "LINES", tuple(n for n in OUTPUTS if n.startswith("cost_") and n not in SUMS))
    result = evaluate(Scenario(inference="on"))
    result = replace(result, values={**result.values, "cost_carbon_usd": 3e6, "cost_insurance_usd": 1e6})
    assert dict(cost_parts(result))["cost_carbon_usd"] == 3e6
    names = [trace.get("name") for trace in charts()["money"].figure(result, ())["data"]]
    assert {"cost_carbon_usd", "cost_insurance_usd"} <= {*names}


def test_the_ladder_of_budgets_is_evaluation():
    """Its losses are those of the best plans, and staff beyond a budget is said."""
    result = evaluate(Scenario(hardware="h100"))
    columns, rows = charts()["budgets"].table(result)
    assert [row[0] for row in rows if row[0].startswith("$")] == ["$1M", "$100M", "$1B", "$10B", "$100B"]
    rows = [row for row in rows if row[0].startswith("$")]
    best = evaluate(Scenario(hardware="h100", plan="budget_optimal", budget_usd=1e9))
    assert rows[2][columns.index("Loss")] == f"{best.loss:.4f}"
    staffed = evaluate(Scenario(hardware="h100", staff_usd=5e6))
    assert "out of reach" in charts()["budgets"].table(staffed)[1][0]


def test_policy_lines_name_their_law():
    """1e25 and 1e26 FLOP, each with its source, the month it counts from, and how both were seen."""
    assert [line.flop for line in POLICY_LINES] == [1e25, 1e26]
    assert [line.label for line in POLICY_LINES] == ["EU 1e25", "US 1e26 (until Jan 2025)"]
    assert all(line.source in references() and line.status in STATUS_WORDS for line in POLICY_LINES)
    assert all(re.fullmatch(r"20\d\d-\d\d", line.since) for line in POLICY_LINES)


def test_comparisons_are_sourced():
    """Each figure has one thing that people know, and small amounts read well."""
    assert all(one.source in references() for one in FAMILIAR.values())
    assert familiar("energy_mwh", 10.715) == "1 US home for a year"
    assert familiar("water_m3", 5000) == "2 Olympic pools"
    assert familiar("water_m3", 1).startswith("under a hundredth")


def test_the_power_of_a_run_is_its_energy_over_its_days():
    """Average, cooling included; in MW, or GW where it is many; unknown without the chips or their power."""
    run = Scenario(hardware="h100", n_chips=1000, watts_per_chip=1300, pue=1.3)
    result = evaluate(run)
    assert result.power_mw == pytest.approx(result.energy_mwh / (24 * result.wall_clock_days), rel=1e-12)
    assert result.power_mw == pytest.approx(1.69)
    many = cost_headlines(evaluate(run.changed(n_chips=1e6)))
    detail = next(one.detail for one in many if one.name == "energy_mwh")
    assert detail.startswith("1.69 GW while it trains; ") and detail.endswith("US homes for a year")
    chart = charts()["footprint"]
    assert "1.69 MW while it trains" in chart.summary(result)
    assert ["Power while it trains", "1.69 MW"] in [row[:2] for row in chart.table(result)[1]]
    for missing in ({"n_chips": None}, {"watts_per_chip": None}):
        unknown = evaluate(run.changed(**missing))
        assert unknown.power_mw is None
        assert "while it trains" not in chart.summary(unknown) + cost_headlines(unknown)[1].detail


def test_words_of_the_cost():
    """The paragraph and the numbers carry the engine's figures; nothing is invented without a price."""
    result = evaluate(Scenario(rd_multiple=2, staff_usd=1e6))
    words = "".join(piece.text for piece in cost_paragraph(result, "GPT-3 175B"))
    assert words.startswith("GPT-3 175B costs $8.97M") and "nan" not in words
    assert [one.name for one in cost_headlines(result)] == ["cost_total_usd", "energy_mwh", "co2e_tonnes", "water_m3"]
    unknown = evaluate(Scenario(hardware="gaudi-3"))
    assert "$" not in "".join(piece.text for piece in cost_paragraph(unknown))
    assert {one.value for one in cost_headlines(unknown)} == {"unknown"}


def test_a_usual_program_has_the_published_shares():
    """Experiments and staff of the filled-in program lie in the intervals that they are the middle of."""
    filled = typical_program(evaluate(Scenario()))
    result = evaluate(Scenario(**filled))
    assert 0.29 < result.cost_staff_usd / result.cost_total_usd < 0.49
    assert 1.2 < filled["rd_multiple"] < 4
    assert typical_program(evaluate(Scenario(hardware="b200"))) is None


def test_tables_of_the_method_page():
    """The back-test says "reason unknown" where no source explains a miss; places name their sources."""
    columns, rows = backtest()
    assert all(len(row) == len(columns) for row in rows)
    llama = next(row for row in rows if row[0] == "LLaMA-65B" and row[1] == "Owned chips and energy")
    assert "reason unknown" in llama
    largest = [row for row in rows if row[0] == "Llama 3.1 405B" and row[1] == "Rented chips"]
    assert "35.1 million" in largest[0][6]
    columns, rows = backtest_in_short()
    assert len(rows) == 5 and all(len(row) == len(columns) for row in rows)
    assert any("unknown" in row for row in grid_places()[1])
    json.dumps(rows)
