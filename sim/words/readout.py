"""A readout in words: the number at the top, and what more money adds to it."""

from sim.catalogs.benchmarks import benchmarks
from sim.engine.result import Result
from sim.ground import units
from sim.inputs.readout import HORIZON, INDEX, LOSS
from sim.studies.readout import gain, reading

MINUTES_PER_HOUR, MINUTES_PER_DAY = 60.0, 1440.0
MORE_SHARE = 0.1  # of the cost, where no amount of extra money is set; ours [next-dollar]
CAVEAT = (
    "Read from the training compute and the date alone, by a regression over published models: one standard deviation "
    "to either side. It knows nothing of the law, the loss or the data of this run."
)


def name_of(readout: str) -> str:
    """What a readout is called."""
    if readout == INDEX:
        return "Capability index"
    return "Length of tasks half done" if readout == HORIZON else benchmarks().entries[readout].label


def value_in_words(readout: str, value: float) -> str:
    """A value with its unit: "148", "3.3 h", "63 %"."""
    if readout == INDEX:
        return units.plain(value, 3 if abs(value) < 1000 else 4)
    if readout != HORIZON:
        return units.percent(value, 2)
    if value < MINUTES_PER_HOUR:
        return f"{units.plain(value, 2)} min"
    if value < 2 * MINUTES_PER_DAY:
        return f"{units.plain(value / MINUTES_PER_HOUR, 2)} h"
    return f"{units.plain(value / MINUTES_PER_DAY, 2)} days"


def band_in_words(readout: str, low: float, high: float) -> str:
    """The ends of a value."""
    return f"{value_in_words(readout, low)} to {value_in_words(readout, high)}"


def gain_in_words(result: Result) -> str:
    """What the next money adds to the readout, as a sentence; "" where it is the loss or no price is known."""
    readout = result.scenario.readout
    if readout == LOSS or result.cost_total_usd is None:
        return ""
    usd = result.scenario.extra_usd or MORE_SHARE * result.cost_total_usd
    found = gain(result, usd)
    if found is None:
        return ""
    low, high = found.low, found.high
    if readout == HORIZON:
        longer, ends = units.percent(found.value - 1, 2), f"{units.percent(low - 1, 2)} to {units.percent(high - 1, 2)}"
        bought = f"makes the tasks that are half done {longer} longer ({ends})"
    elif readout == INDEX:
        points = [units.plain(x, 2) for x in (found.value, low, high)]
        bought = f"buys {points[0]} points of the index ({points[1]} to {points[2]})"
    else:
        points = [units.plain(100 * x, 2) for x in (found.value, low, high)]
        bought = f"buys {points[0]} points of {name_of(readout)} ({points[1]} to {points[2]})"
    return f" The next {units.dollars(usd)} of compute {bought}, at the same date."


def now_in_words(result: Result) -> tuple[str, str]:
    """The readout of a run, and its band."""
    readout, found = result.scenario.readout, reading(result)
    assert found is not None  # the readout is not the loss
    return value_in_words(readout, found.value), band_in_words(readout, found.low, found.high)
