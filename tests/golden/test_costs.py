"""Costs, energy, carbon, water and failures against published figures."""

import numpy as np
import pytest

from sim import Scenario, evaluate
from sim.catalogs.grids import grids
from sim.engine.presets import presets
from sim.program.failures import failure_overhead
from sim.program.footprint import co2e_tonnes, energy_mwh, kwh, water_m3, withdrawal_m3
from sim.studies.backtest import Check, checks, published_hours
from tests.golden.test_golden import agrees, rows

ALL = presets().entries
OWNED = (
    "GPT-3 175B", "Gopher 280B", "PaLM 540B", "OPT-175B", "BLOOM-176B", "LLaMA-65B", "Llama 2 70B", "GPT-4",
    "Llama 3.1 405B",
)  # fmt: skip


def of(quantity):
    """The published figures of one kind for the nine models, by model."""
    return {check.model: check for check in checks() if check.quantity == quantity and check.model in OWNED}


def near(check: Check, within: float) -> bool:
    """Whether ours lies within a share of the published figure."""
    return check.ratio is not None and abs(check.ratio - 1) <= within


def test_owned_cost_is_near_the_published_one():
    """By the dates of chips and runs, 8 of 9 lie within 20 %. LLaMA is the known miss, for a reason not published."""
    found = of("cost_owned_usd")
    assert set(found) == set(OWNED)
    assert {model for model, check in found.items() if not near(check, 0.2)} == {"LLaMA-65B"}


def test_cloud_cost_is_near_the_published_one():
    """At the 3-year price those that have one lie within 25 %; the month is said."""
    priced = {model: check for model, check in of("cost_cloud_usd").items() if check.ours is not None}
    assert set(priced) >= set(OWNED) - {"Gopher 280B"}
    assert all(", 20" in check.how for check in priced.values())
    assert all(near(check, 0.25) for check in priced.values())


def test_the_model_card_of_llama_counts():
    """Llama 3.1 405B uses the 30.84 million chip-hours of its model card."""
    assert published_hours(ALL["llama-3.1-405b"]) == 3.084e7


def li(onsite=True, grid=True, server_kwh=1.287e6):
    """Water of Li et al. for a server energy, with the factors of the average of the United States."""
    us = grids().entries["us-average"]
    return water_m3(server_kwh, us.pue, us.liter_per_kwh_onsite * onsite, us.liter_per_kwh_grid * grid)


def best_minutes(mtbf_hours):
    """Interval of least lost time [min] for R = 10 min and d = 5 min, by search."""
    t = np.geomspace(1e-3, 24, 200_001)
    return 60 * t[np.argmin(failure_overhead(1, mtbf_hours, t, 5 / 60, 10 / 60))]


QUANTITIES = {
    "gpt3_energy_mwh": lambda: evaluate(ALL["gpt-3-175b"].scenario).energy_mwh,
    "gpt3_co2e_tonnes": lambda: evaluate(ALL["gpt-3-175b"].scenario).co2e_tonnes,
    "gopher_co2e_tonnes": lambda: co2e_tonnes(kwh(published_hours(ALL["gopher-280b"]), 283), 1.08, 0.33),
    "li_water_ml": lambda: li() / 1e3,
    "li_water_onsite_ml": lambda: li(grid=False) / 1e3,
    "li_answer_ml": lambda: li(server_kwh=0.004) * 1e6,
    "withdrawal_l_per_kwh": lambda: withdrawal_m3(1000.0, 1.0),
    "daly_minutes_24": lambda: best_minutes(24),
    "daly_minutes_6": lambda: best_minutes(6),
    "daly_minutes_0.25": lambda: best_minutes(0.25),
}


@pytest.mark.parametrize("row", rows("footprint"))
def test_published_quantity(row):
    """Energy, carbon, water and checkpoint intervals are the published ones."""
    assert agrees(QUANTITIES[row["quantity"]](), row)


def test_gpt3_uses_the_stated_power():
    """GPT-3's energy is that of 330 W per chip and PUE 1.10."""
    scenario = ALL["gpt-3-175b"].scenario
    assert (scenario.watts_per_chip, scenario.pue, scenario.kg_co2e_per_kwh) == (330, 1.10, 0.429)


# Published electricity of runs on TPUs [MWh], and their published chip-hours.
ON_TPUS = {
    "palm-540b": ("tpu-v4", 6144 * 1200 + 3072 * 336, 3436),  # Chowdhery et al. (2022) [chowdhery2022]
    "glam-1.2t": ("tpu-v4", 1.399e6, 456),  # Du et al. (2021), secondary source [du2021]
    "lamda-137b": ("tpu-v3", 1.418e6, 451),  # Thoppilan et al. (2022) [thoppilan2022]
}


@pytest.mark.parametrize(("hardware", "hours", "mwh"), ON_TPUS.values(), ids=ON_TPUS)
def test_electricity_of_runs_on_tpus(hardware, hours, mwh):
    """Within 25 % of the published figure at the power of the chip and the PUE of a new scenario."""
    scenario = Scenario(hardware=hardware)
    ours = energy_mwh(kwh(hours, scenario.watts_per_chip), scenario.pue)
    assert ours == pytest.approx(mwh, rel=0.25)
