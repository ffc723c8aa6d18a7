"""Real runs against published figures: compute, speed, days, hours, dollars, electricity, carbon, water."""

import pytest

from sim import Scenario, evaluate
from sim.catalogs.grids import grids
from sim.catalogs.hardware import chips
from sim.catalogs.observed import TRADED
from sim.engine.presets import presets
from sim.inputs.numbers import numbers
from sim.laws.data import effective_tokens
from sim.program.attention import layers_times_width
from sim.program.cost import INTERCONNECT_SHARE, chip_hour_usd, cost_lines, owned_chip_hour_usd
from sim.program.footprint import co2e_tonnes, energy_mwh, kwh, water_m3
from sim.studies.backtest import checks
from sim.studies.progress import efficiency_after
from tests.golden.tables import agrees, rows

FILES = ("attention", "train_flop", "days", "utilization", "energy", "water", "facts")
SECONDS_PER_DAY = 86_400
GPT_3_SERVER_KWH = 1.287e6  # Patterson et al. (2021), as Li et al. (2023) take it
ANSWER_SERVER_KWH = 0.004  # Li et al. (2023), Table 1
ALL = presets().entries


@pytest.mark.parametrize("row", [row for name in FILES for row in rows(name)])
def test_a_row_says_where_its_value_stands(row):
    """Every published value names paper, place and how it was seen, and has a useful tolerance."""
    assert row["paper"] and row["place"]
    assert row["status"] in ("S1", "S2")
    assert 0 < float(row["rel_tol"]) < 0.1


@pytest.mark.parametrize("row", rows("train_flop"))
def test_compute(row):
    """Parameters that are active and tokens give the published compute."""
    sizes = {name: float(row[name]) for name in ("n_params", "n_tokens", "active_fraction")}
    assert agrees(evaluate(Scenario(plan="params_tokens", **sizes)).train_flop, row)


@pytest.mark.parametrize("row", rows("attention"))
def test_compute_with_attention(row):
    """Compute with attention is the published one, which counts the masked half of the pairs of tokens too."""
    sizes = {name: float(row[name]) for name in ("n_params", "n_tokens", "context_tokens")}
    run = evaluate(Scenario(plan="params_tokens", **sizes))
    by_shape = layers_times_width(sizes["n_params"])
    published = float(row["layers_times_width"] or by_shape)
    assert agrees(run.train_flop + 2 * run.flop_attention * published / by_shape, row)


@pytest.mark.parametrize("row", rows("days"))
def test_days(row):
    """Compute at a measured speed on so many chips takes the published days."""
    size = "n_tokens" if row["n_tokens"] else "train_flop"
    run = Scenario(
        plan="params_tokens" if row["n_tokens"] else "params_compute",
        hardware=row["hardware"],
        **{name: float(row[name]) for name in (size, "n_params", "mfu", "n_chips")},
    )
    assert agrees(evaluate(run).wall_clock_days, row)


@pytest.mark.parametrize("row", rows("utilization"))
def test_utilization(row):
    """A measured speed is the published share of the peak of the chip in the catalog."""
    peak = chips().entries[row["hardware"]].peak.flop_per_s
    flop_per_s = float(row["flop_per_s"] or 0)
    if not flop_per_s:
        second = Scenario(n_params=float(row["n_params"]), n_tokens=max(1e6, float(row["tokens_per_s"])))
        flop_per_s = evaluate(second).train_flop * float(row["tokens_per_s"]) / second.n_tokens
    assert agrees(flop_per_s / float(row["n_chips"]) / peak, row)


@pytest.mark.parametrize("row", rows("energy"))
def test_energy_and_carbon(row):
    """Chip-hours at a power per chip give the published electricity and carbon."""
    server = kwh(float(row["chip_hours"]), float(row["watts"]))
    pue, grid = float(row["pue"]), float(row["kg_co2e_per_kwh"])
    found = {"energy_mwh": energy_mwh(server, pue), "co2e_tonnes": co2e_tonnes(server, pue, grid)}
    assert agrees(found[row["quantity"]], row)


@pytest.mark.parametrize("row", rows("water"))
def test_water_by_place(row):
    """The factors of each place give the published water of GPT-3 and of its answers."""
    grid = grids().entries[row["grid"]]
    factors = (grid.pue, grid.liter_per_kwh_onsite, grid.liter_per_kwh_grid)
    found = {
        "train_total_ML": water_m3(GPT_3_SERVER_KWH, *factors) / 1e3,
        "requests_per_500mL": 5e-4 / water_m3(ANSWER_SERVER_KWH, *factors),
    }
    assert agrees(found[row["quantity"]], row)


@pytest.mark.parametrize("row", rows("costs"))
def test_cost(row):
    """Hours become the published dollars: Epoch AI's costs that ours is near, and rents as stated.

    Those that ours is not near stand in the back-test.
    """
    assert row["paper"] and row["place"] and row["status"] in ("S1", "S2")
    if row["basis"] == "hours":
        run = Scenario(price_basis="on_demand", usd_per_chip_hour=float(row["usd_per_chip_hour"]))
        ours = cost_lines(float(row["chip_hours"]), numbers(run))["cost_compute_usd"]
    else:
        quantity = {"owned": "cost_owned_usd", "cloud": "cost_cloud_usd"}[row["basis"]]
        title = ALL[row["preset"]].title
        ours = next(check.ours for check in checks() if (check.model, check.quantity) == (title, quantity))
    assert agrees(ours, row)


def muennighoff(unique):
    """Best plan of 9.3e21 FLOP by the law for limited text."""
    return evaluate(
        Scenario(plan="compute_optimal", law="muennighoff2023", train_flop=9.3e21, unique_tokens=unique)
    ).n_params


def hours_per_trillion(name):
    """Chip-hours of a preset for each trillion of its tokens."""
    result = evaluate(ALL[name].scenario)
    return result.chip_hours / (result.n_tokens / 1e12)


def value(age):
    """What an owned chip of an age loses in an hour."""
    return owned_chip_hour_usd(1e4, 1.0, age)


QUANTITIES = {
    "efficiency_after_8_months": lambda: float(efficiency_after(8 / 12)),
    "value_after_a_year": lambda: value(1.0) / value(0.0),
    "interconnect_factor": lambda: 1 / (1 - INTERCONNECT_SHARE),
    "jones_factor": lambda: next(one.per_tenfold for one in TRADED if one.source == "jones2021"),
    "muennighoff_params": lambda: muennighoff(None),
    "muennighoff_ratio": lambda: muennighoff(25e9) / muennighoff(None),
    "endless_passes": lambda: float(effective_tokens(1e30, 1e12)) / 1e12,
    "deepseek_67b_hours": lambda: hours_per_trillion("deepseek-67b"),
    "deepseek_v2_hours": lambda: hours_per_trillion("deepseek-v2"),
    "deepseek_v2_saved": lambda: 1 - hours_per_trillion("deepseek-v2") / hours_per_trillion("deepseek-67b"),
    "bloom_days": lambda: evaluate(ALL["bloom-176b"].scenario).wall_clock_days,
    "olmo_2_tonnes": lambda: co2e_tonnes(131e3, 1.2, 0.332),
    "olmo_2_water": lambda: water_m3(131e3, 1.2, 0.0, 1.29),
}


@pytest.mark.parametrize("row", rows("facts"))
def test_single_figure(row):
    """Figures that stand alone."""
    assert agrees(QUANTITIES[row["quantity"]](), row)


def test_rent_is_the_price_of_an_hour():
    """What the rows of hours rest on."""
    assert chip_hour_usd(numbers(Scenario(price_basis="on_demand", usd_per_chip_hour=2))) == 2
