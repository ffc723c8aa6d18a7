"""Energy, carbon and water of chip-hours, and what people know of that size."""

from dataclasses import dataclass

from sim.ground import units
from sim.ground.arrays import Array

WATTS_PER_KILOWATT = 1000
WATTS_PER_MEGAWATT = 1e6
KILO = 1000  # kWh in a MWh, kg in a tonne, liters in a cubic meter
GRID_WITHDRAWAL = 43.8  # L/kWh taken by US power stations, most of it given back: Li et al. (2023), 2.2.2 [li2023]
GRID_CONSUMPTION = 3.1  # L/kWh consumed by US power stations: Li et al. (2023), 2.2.2 [li2023]
KWH_PER_ANSWER = 0.004  # server energy of a medium answer of GPT-3, from Li et al. (2023), Table 1 [li2023]
ANSWERS_PER_DAY = 1e7  # a large service; ours, illustrative [next-dollar]
DAYS_PER_YEAR = 365


@dataclass(frozen=True)
class Familiar:
    """A figure that people know.

    Parameters
    ----------
    one, many, over : str
        What it is, and over which time.
    size : float
        How much that is [MWh, t or m3].
    source, status : str
        Where it stands, and how it was seen.
    """

    one: str
    many: str
    over: str
    size: float
    source: str
    status: str


FAMILIAR = {
    "energy_mwh": Familiar("US home", "US homes", " for a year", 10.715, "eia-homes", "S1"),
    "co2e_tonnes": Familiar("US car", "US cars", " for a year", 4.6, "epa-car", "S1"),
    "water_m3": Familiar("Olympic pool", "Olympic pools", "", 2500.0, "world-aquatics", "S2"),
}


def kwh(hours: Array, watts_per_chip: Array) -> Array:
    """Server energy of chip-hours, before cooling [kWh]; hours [h], power [W per chip]."""
    return hours * watts_per_chip / WATTS_PER_KILOWATT


def energy_mwh(server_kwh: Array, pue: Array) -> Array:
    """Energy of the whole building: server energy [kWh] x PUE [MWh]."""
    return server_kwh * pue / KILO


def power_mw(n_chips: Array, watts_per_chip: Array, pue: Array) -> Array:
    """Average power of the whole building while the run lasts: P = n w PUE / 1e6 [MW].

    It is the energy of the run over its time, lost time included.

    Parameters
    ----------
    n_chips : float or array
        Chips that train [-].
    watts_per_chip : float or array
        Mean power of a chip with its share of the server, before cooling [W].
    pue : float or array
        Energy of the building over that of its servers [-].
    """
    return n_chips * watts_per_chip * pue / WATTS_PER_MEGAWATT


def co2e_tonnes(server_kwh: Array, pue: Array, kg_co2e_per_kwh: Array) -> Array:
    """Greenhouse gas of the building's electricity [t CO2e]."""
    return energy_mwh(server_kwh, pue) * kg_co2e_per_kwh


def water_m3(server_kwh: Array, pue: Array, liter_per_kwh_onsite: Array, liter_per_kwh_grid: Array) -> Array:
    """Water consumed for cooling and by power stations: e (on-site + PUE x grid) [m3].

    Li et al. (2023), section 3.1 [li2023]. Server energy [kWh], water [L/kWh].
    """
    return server_kwh * (liter_per_kwh_onsite + pue * liter_per_kwh_grid) / KILO


def withdrawal_m3(server_kwh: Array, pue: Array) -> Array:
    """Water that US power stations take in for the building's electricity [m3], most of it given back.

    Li et al. (2023), section 2.2.2 [li2023]. Never to be added to the water consumed.
    """
    return energy_mwh(server_kwh, pue) * GRID_WITHDRAWAL


def familiar(name: str, size: float, brief: bool = False) -> str:
    """An amount as a number of things that people know, in words; brief without the time."""
    known = FAMILIAR[name]
    number = size / known.size
    over = "" if brief else known.over
    if number < 0.01:
        return f"under a hundredth of a {known.one}{over}"
    shown = units.plain(number, 2) if number < 1e5 else units.count(number, 2)
    return f"{shown} {known.one if shown == '1' else known.many}{over}"
