"""Costs, energy, carbon, water and failures against published figures."""

import numpy as np
import pytest

from sim import evaluate
from sim.backtest import Check, checks, published_hours
from sim.failures import failure_overhead
from sim.footprint import co2e_tonnes, kwh, water_m3, withdrawal_m3
from sim.grids import grids
from sim.presets import presets
from tests.golden.test_golden import agrees, rows

ALL = presets().entries
OWNED = (
    "GPT-3 175B", "Gopher 280B", "PaLM 540B", "OPT-175B", "BLOOM-176B", "LLaMA-65B", "Llama 2 70B", "GPT-4",
    "Llama 3.1 405B",
)  # fmt: skip
WITHIN = 0.35


def of(figure):
    """The published figures of one kind for the nine models, by model."""
    return {check.model: check for check in checks() if check.figure == figure and check.model in OWNED}


def near(check: Check) -> bool:
    """Whether ours lies within 35 % of the published figure."""
    return check.ratio is not None and abs(check.ratio - 1) <= WITHIN


def test_owned_cost_is_near_the_published_one():
    """At the published chip-hours at least 7 of 9 lie within 35 %. Gopher is the known miss."""
    found = of("owned")
    assert set(found) == set(OWNED)
    assert {model for model, check in found.items() if not near(check)} == {"Gopher 280B"}


def test_cloud_cost_is_near_the_published_one():
    """At the 3-year price at least 6 of the 8 that have a price lie within 35 %; the month is said."""
    priced = {model: check for model, check in of("cloud").items() if check.ours is not None}
    assert set(priced) == set(OWNED) - {"Gopher 280B"}
    assert all("2025-03" in check.how for check in priced.values())
    assert sum(map(near, priced.values())) == 8


def test_the_model_card_of_llama_counts():
    """Llama 3.1 405B uses the 30.84 million chip-hours of its model card."""
    assert published_hours(ALL["llama-3.1-405b"]) == 3.084e7


def test_no_published_figure_is_left_out():
    """Every chip-hour and cost of every preset is checked."""
    expected = sum(
        len(preset.costs) + sum(one.figure == "chip_hours" for one in preset.published) for preset in ALL.values()
    )
    assert len(checks()) == expected > 50


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
