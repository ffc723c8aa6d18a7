"""A readout in words: the number at the top, and what more money adds to it."""

from functools import cache

from sim.catalogs.benchmarks import benchmarks
from sim.engine.result import Result
from sim.ground import units
from sim.inputs.readout import FRONTIER, HORIZON, INDEX, LOSS
from sim.studies.more_money import extra_usd
from sim.studies.readout import MEASURED, Reading, gain, reading
from sim.tasks.capability import FRONTIER_PER_TENFOLD, PER_TENFOLD, PER_YEAR, RESIDUAL
from sim.words.piece import Piece

MINUTES_PER_HOUR, MINUTES_PER_DAY = 60.0, 1440.0
CAVEAT = (
    "Read from the training compute and the date alone, by a regression over published models: one standard deviation "
    "to either side. It knows nothing of the law, the loss or the data of this run."
)
ALONG = (
    "Read from the training compute alone, along the frontier, by a regression over published models: one standard "
    "deviation to either side. It knows nothing of the law, the loss or the data of this run."
)
MOST_IS_TIME = (
    f"Most of the frontier’s progress is time: a year at the same compute is worth {PER_YEAR} points of the index, ten "
    f"times the compute alone {PER_TENFOLD} of the {FRONTIER_PER_TENFOLD} along the frontier."
)
WHY_TIME = "Later models also have better methods, more post-training and longer thinking."
MANY = 2.0  # times as long, from which on that is said and not how many per cent longer
CHECKED = ("DeepSeek-V4-Pro", "DeepSeek-R1", "Llama 3.1 405B")


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


def added_in_words(readout: str, found: Reading) -> str:
    """What is added: "+0.4 points of GPQA diamond (0.1 to 0.8)"."""
    if readout == HORIZON:
        if found.high >= MANY:
            longer, low, high = (units.times(x) for x in (found.value, found.low, found.high))
            return f"tasks {longer} as long ({low} to {high})"
        longer, low, high = (units.percent(x - 1, 2) for x in (found.value, found.low, found.high))
        return f"tasks {longer} longer ({low} to {high})"
    scale, of = (1.0, "the index") if readout == INDEX else (100.0, name_of(readout))
    more, low, high = (units.plain(scale * x, 2) for x in (found.value, found.low, found.high))
    return f"+{more} points of {of} ({low} to {high})"


def gain_in_words(result: Result) -> str:
    """What the next money adds to the readout, as a sentence; "" where it is the loss or no price is known."""
    scenario, usd = result.scenario, extra_usd(result)
    found = None if usd is None else gain(result, usd)
    if found is None or usd is None:
        return ""
    bought = f"The next {units.dollars(usd)} of compute buys {added_in_words(scenario.readout, found)}"
    if scenario.readout_slope == FRONTIER:
        return f"{bought}, along the frontier. {MOST_IS_TIME}"
    return f"{bought}, at the same date."


def readout_pieces(result: Result) -> list[Piece]:
    """What a page says first where it speaks in a readout: the value, and what the next money adds; none for the loss.

    The rest of the sentence is what the laws say, which know the loss alone.
    """
    if result.scenario.readout == LOSS:
        return []
    value, band = now_in_words(result)
    return [
        Piece(f"{name_of(result.scenario.readout)}: {value} ({band}). ", True),
        *([Piece(f"{more} ", True)] if (more := gain_in_words(result)) else []),
    ]


def whence(result: Result) -> str:
    """Where the readout comes from, and how it does on models that were measured."""
    caveat = f"{ALONG} {MOST_IS_TIME} {WHY_TIME}" if result.scenario.readout_slope == FRONTIER else CAVEAT
    return f"{caveat} {_guessing(result.scenario.readout)}{checks()}"


def _guessing(readout: str) -> str:
    """What guessing solves of a benchmark; "" where that is nothing."""
    known = benchmarks().entries.get(readout)
    if known is None or not known.guessing:
        return ""
    return f"Guessing alone solves {units.percent(known.guessing, 2)}, which the curve does not know. "


@cache
def checks() -> str:
    """The index by the regression beside that which Epoch AI measured."""
    known = {model.name: model for model in MEASURED}
    said = [
        f"{name} {units.plain(known[name].predicted, 4)} (±{RESIDUAL}), measured {units.plain(known[name].index, 4)}"
        for name in CHECKED
    ]
    return f"The index by compute and date: {'; '.join(said)}."


def now_in_words(result: Result) -> tuple[str, str]:
    """The readout of a run, and its band."""
    readout, found = result.scenario.readout, reading(result)
    assert found is not None  # the readout is not the loss
    return value_in_words(readout, found.value), band_in_words(readout, found.low, found.high)
