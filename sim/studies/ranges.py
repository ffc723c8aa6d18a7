"""How uncertain the cost of a program is: ranges of its inputs, propagated by sampling."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.catalogs.generations import catalog_mfu
from sim.engine.prices import price_range
from sim.engine.result import Result
from sim.ground.arrays import Array
from sim.inputs import TABLE
from sim.inputs.numbers import numbers
from sim.inputs.scenario import Scenario
from sim.program.attention import attention_flop
from sim.program.cost import cost_lines, flop_spend, run_hours, serving_usd
from sim.studies.normals import normals

SAMPLES, SEED = 8192, 20240531  # a power of two: see `sim.studies.normals`
ENOUGH = 5  # runs from which on their lowest and highest are a range; ours [next-dollar]
Z90 = 1.6448536269514722  # standard deviations from the median to the 95th percentile of a normal


RD_LOW, RD_HIGH = 1.2, 4.0  # development compute over the final run, 90 %: Cottier et al. (2024), 2.5 [cottier2024]
STAFF_LOW, STAFF_HIGH = 0.29, 0.49  # staff with equity over the whole cost: Cottier et al. (2024), 3.5 [cottier2024]


@dataclass(frozen=True)
class Range:
    """Low, best and high of an input: median and ends of a 90 % interval of a lognormal.

    The two halves may differ in width. The source is a key of the bibliography.
    """

    name: str
    label: str
    low: float
    best: float
    high: float
    source: str
    basis: str

    def at(self, z: Array) -> Array:
        """The input at a quantile, given in standard deviations of a normal; kept inside its bounds."""
        row = TABLE[self.name]
        side = np.where(np.asarray(z) < 0, math.log(self.best / self.low), math.log(self.high / self.best))
        return np.clip(self.best * np.exp(side * z / Z90), row.low, row.high)


def ranges(result: Result) -> list[Range]:
    """Ranges around the scenario's own values; an input that is switched off or unknown has none."""
    return list(_ranges(result.scenario))


def _ranges(scenario: Scenario) -> Iterator[Range]:

    def around(name: str, low: float, high: float, source: str, basis: str) -> Range:
        best = getattr(scenario, name)
        row = TABLE[name]
        return Range(name, row.label, max(best * low, row.low), best, min(best * high, row.high), source, basis)

    owned = scenario.price_basis == "owned"
    price = "chip_price_usd" if owned else "usd_per_chip_hour"
    market = price_range(scenario)
    if market is not None:
        basis = f"lowest to highest, {market.provider}, {market.date}"
        yield Range(price, TABLE[price].label, market.low, market.median, market.high, market.source, basis)
    elif getattr(scenario, price) is not None:
        yield around(price, 0.75, 1.33, "next-dollar", "a quarter less to a third more")
    known = catalog_mfu(scenario.hardware, scenario.precision)
    if scenario.mfu == known.value and known.low is not None and known.high is not None and len(known.runs) >= ENOUGH:
        basis = f"lowest to highest of {len(known.runs)} published whole runs"
        yield Range("mfu", TABLE["mfu"].label, known.low, known.value, known.high, "next-dollar", basis)
    else:
        yield around("mfu", 0.8, 1.25, "next-dollar", "a fifth less to a quarter more")
    if owned:
        # From the 1.08 that Gopher's paper reports to the 1.25 of smaller data centers, over the usual 1.10.
        yield around("pue", 1.08 / 1.10, 1.25 / 1.10, "cottier2024", "the spread of reported values")
    if scenario.inference == "on":
        yield around("queries_per_day", 1 / 3, 3.0, "next-dollar", "a third to three times as many")
        yield around("mfu_decode", 0.5, 2.0, "next-dollar", "half to twice as much")
    if scenario.rd_multiple > 1:
        m = scenario.rd_multiple
        low, high = min(RD_LOW, m), max(RD_HIGH, m)
        yield Range("rd_multiple", TABLE["rd_multiple"].label, low, m, high, "cottier2024", "1.2 to 4, 90 % interval")
    if scenario.staff_usd > 0:
        # Total compensation of $210K to $690K, median $330K: Cottier et al. (2024), section 2.5.1.
        yield around("staff_usd", 210 / 330, 690 / 330, "cottier2024", "pay of $210K to $690K around $330K")


def samples(result: Result) -> np.ndarray:
    """Total cost of the plan [USD] for `SAMPLES` draws of all ranges at once; the same draws each time."""
    return _samples(result.scenario, result.train_flop, result.n_tokens)


def _samples(scenario: Scenario, C: float, n_tokens: float) -> np.ndarray:
    found = list(_ranges(scenario))
    z = normals(SAMPLES, len(found), SEED) if found else np.zeros((SAMPLES, 0))
    return _total(scenario, C, n_tokens, {one.name: one.at(z[:, i]) for i, one in enumerate(found)})


def interval(result: Result) -> tuple[float, float] | None:
    """90 % interval of the total cost [USD]; `None` where it is unknown."""
    if result.cost_total_usd is None:
        return None
    return _interval(result.scenario, result.train_flop, result.n_tokens)


@lru_cache(maxsize=256)
def _interval(scenario: Scenario, C: float, n_tokens: float) -> tuple[float, float]:
    low, high = np.percentile(_samples(scenario, C, n_tokens), [5, 95])
    return float(low), float(high)


def tornado(result: Result) -> list[tuple[Range, float, float]]:
    """Total cost [USD] with one input at its low and at its high end, the others at their best; widest first."""
    if result.cost_total_usd is None:
        return []
    bars = []
    for one in ranges(result):
        at_low, at_high = _total(
            result.scenario, result.train_flop, result.n_tokens, {one.name: np.array([one.low, one.high])}
        )
        bars.append((one, float(at_low), float(at_high)))
    return sorted(bars, key=lambda bar: -abs(bar[2] - bar[1]))


def _total(scenario: Scenario, C: float, n_tokens: float, changed: dict[str, np.ndarray]) -> np.ndarray:
    """Cost of the same parameters and tokens with other prices [USD]."""
    inputs = numbers(scenario, **changed)
    n_params = flop_spend(inputs).params_for(C, n_tokens)
    attention = attention_flop(n_params, n_tokens, inputs.context_tokens, inputs.active_fraction)
    lines = cost_lines(run_hours(C + attention, inputs), inputs, n_tokens)
    total = sum(lines.values()) + serving_usd(n_params, inputs)
    shape = np.broadcast_shapes(*(x.shape for x in changed.values())) if changed else (SAMPLES,)
    return np.broadcast_to(np.asarray(total, float), shape)


def typical_program(result: Result) -> dict[str, float] | None:
    """R&D multiple and staff [USD] of a usual program around this final run; `None` where its cost is unknown.

    The middle of the intervals of Cottier et al. (2024), sections 2.5 and 3.5 [cottier2024].
    """
    if result.cost_total_usd is None:
        return None
    multiple = round(math.sqrt(RD_LOW * RD_HIGH), 1)
    share = (STAFF_LOW + STAFF_HIGH) / 2
    staff = share / (1 - share) * multiple * (result.cost_compute_usd + result.cost_energy_usd)
    return {"rd_multiple": multiple, "staff_usd": min(float(f"{staff:.2g}"), TABLE["staff_usd"].high)}
