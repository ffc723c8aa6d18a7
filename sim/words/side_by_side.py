"""The run and those kept beside it as one table, the best of each row marked, and what differs in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.catalogs.hardware import chips
from sim.engine.capability import read_as
from sim.engine.kept_runs import KeptRun
from sim.engine.output_table import OUTPUTS
from sim.engine.result import Result
from sim.engine.scenario_law import chosen_law
from sim.ground import units
from sim.inputs import TABLE
from sim.inputs.plan import GIVEN, PLANNED
from sim.inputs.readout import LOSS
from sim.inputs.scenario import Scenario
from sim.words.readout import name_of, value_in_words
from sim.words.run import LEVELS, difference
from sim.words.written import input_text, output_text

TITLE = "Side by side"
HERE = "This run"
QUANTITY = "Quantity"
MOST_NAMED = 6  # inputs in a sentence
MILLION = 1e6  # dollars of a gain
UNKNOWN = "unknown"
LOW, HIGH, NEITHER = -1, 1, 0  # which end of a row is the better
BEST = "Bold: the best of its row."

# The rows that are outputs, with the end that is better.
OUTPUT_ROWS = {
    "n_params": NEITHER,
    "n_tokens": NEITHER,
    "train_flop": NEITHER,
    "tokens_per_param": NEITHER,
    "loss": LOW,
    "cost_training_usd": LOW,
    "cost_inference_usd": LOW,
    "cost_total_usd": LOW,
    "usd_per_query": LOW,
    "accuracy": HIGH,
    "wall_clock_days": LOW,
    "energy_mwh": LOW,
    "overspend_usd": LOW,
}
SERVED = ("cost_inference_usd", "cost_total_usd", "usd_per_query", "accuracy")  # rows only where a run is served
GAINS = ("gain_params", "gain_tokens", "gain_scale")


@dataclass(frozen=True)
class Line:
    """One row.

    Parameters
    ----------
    label, unit : str
        What it is, and the unit of its numbers.
    values : tuple of str
        Of each run as people read it, this run first.
    raw : tuple of float, str or None
        The same to every digit; `None` where it is unknown.
    best : tuple of bool
        Which of them are the best; none where they are equal, or no end is better.
    """

    label: str
    unit: str
    values: tuple[str, ...]
    raw: tuple[float | str | None, ...]
    best: tuple[bool, ...]


@dataclass(frozen=True)
class SideBySide:
    """The table: heads of its columns, its rows, the inputs that differ, and sentences."""

    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    inputs: tuple[Line, ...]
    differences: tuple[str, ...]
    note: str


def side_by_side(now: Result, kept: Sequence[KeptRun]) -> SideBySide:
    """The table of a run and of those kept beside it."""
    runs: list[Result] = [now, *kept]
    one_law = len({_law(run.scenario) for run in runs}) == 1
    mixed = any(run.scenario.active_fraction < 1 for run in runs)
    served = any(run.scenario.inference == "on" for run in runs)
    lines = [
        *([] if one_law else [_line("Law", runs, lambda run: chosen_law(run.scenario).label)]),
        _line("Chips", runs, _chips),
        *(
            _output(name, runs, NEITHER if name == "loss" and not one_law else better)
            for name, better in OUTPUT_ROWS.items()
            if served or name not in SERVED
        ),
        _line("Fits the memory of its chips?", runs, _fits, HIGH),
        *(_gain(name, runs) for name in GAINS),
    ]
    if now.scenario.readout != LOSS:
        lines.append(_read(now.scenario.readout, runs))
    if mixed:
        active = _number("Active parameters", "", runs, lambda run: run.n_params * run.scenario.active_fraction)
        lines.insert(2 if one_law else 3, active)
    return SideBySide(
        (HERE, *(f"{run.mark} {run.name}".strip() for run in kept)),
        tuple(lines),
        tuple(_input(name, runs) for name in _differing(runs)),
        tuple(_told(now, run) for run in kept),
        BEST if one_law else f"{BEST} {LEVELS}",
    )


def _law(scenario: Scenario) -> tuple[object, ...]:
    """What the level of a loss depends on."""
    custom = [value for name, value in scenario if name.startswith("custom_")]
    return (scenario.law, *(custom if chosen_law(scenario).typed else ()))


def _marked(raw: Sequence[float | None], values: Sequence[str], better: int) -> tuple[bool, ...]:
    """Which are the best; those that read the same are as good."""
    known = [(better * x, text) for x, text in zip(raw, values, strict=True) if x is not None]
    if not better or len({text for _, text in known}) < 2:
        return (False,) * len(raw)
    top = max(known)[1]
    return tuple(x is not None and text == top for x, text in zip(raw, values, strict=True))


def _line(label: str, runs: Sequence[Result], of: Callable[[Result], str], better: int = NEITHER) -> Line:
    values = tuple(map(of, runs))
    ranks = [FITS.get(value) for value in values]
    return Line(label, "", values, values, _marked(ranks, values, better))


def _output(name: str, runs: Sequence[Result], better: int) -> Line:
    row = OUTPUTS[name]
    values, raw = tuple(output_text(row, run) for run in runs), tuple(run.values[name] for run in runs)
    return Line(row.label, row.unit, values, raw, _marked(raw, values, better))


def _read(readout: str, runs: Sequence[Result]) -> Line:
    """All runs by the readout of the first."""
    raw = tuple(float(read_as(readout, run.capability_index)) for run in runs)
    values = tuple(value_in_words(readout, x) for x in raw)
    return Line(name_of(readout), "", values, raw, _marked(raw, values, HIGH))


def _number(label: str, unit: str, runs: Sequence[Result], of: Callable[[Result], float]) -> Line:
    raw = tuple(map(of, runs))
    return Line(label, unit, tuple(map(units.count, raw)), raw, (False,) * len(raw))


def _gain(name: str, runs: Sequence[Result]) -> Line:
    raw = tuple(None if run.values[name] is None else MILLION * run.values[name] for run in runs)
    values = tuple(UNKNOWN if x is None else f"{units.plain(x)} nat" for x in raw)
    label = OUTPUTS[name].label
    return Line(f"{label}, per $1M", "nat per $1M", values, raw, _marked(raw, values, HIGH))


def _chips(run: Result) -> str:
    label = chips().entries[run.scenario.hardware].label
    return label if run.scenario.n_chips is None else f"{units.count(run.scenario.n_chips)} x {label}"


FITS = {"yes": 1.0, "no": 0.0}


def _fits(run: Result) -> str:
    """Whether weights, gradients and optimizer fit into the memory of all chips."""
    memory, n_chips = chips().entries[run.scenario.hardware].memory, run.scenario.n_chips
    if memory is None or n_chips is None:
        return UNKNOWN
    return "yes" if run.training_memory_gb <= n_chips * memory.gb else "no"


def _differing(runs: Sequence[Result]) -> list[str]:
    """Inputs in which the runs differ, what follows from another last; no lever that none of their plans takes."""
    given = {name for run in runs for name in GIVEN[run.scenario.plan]}
    idle = {*PLANNED, "train_days"} - given  # chips there are in every plan
    first, *others = (run.scenario for run in runs)
    found = [
        name for name, value in first if name not in idle and any(getattr(other, name) != value for other in others)
    ]
    return sorted(found, key=lambda name: any(cause in found for cause in TABLE[name].follows))


def _input(name: str, runs: Sequence[Result]) -> Line:
    row, raw = TABLE[name], tuple(getattr(run.scenario, name) for run in runs)
    return Line(row.label, row.unit, tuple(input_text(row, x) for x in raw), raw, (False,) * len(raw))


def _told(now: Result, run: KeptRun) -> str:
    """How a kept run differs from this one."""
    names = _differing([now, run])
    if not names:
        return f"{run.said} has the same inputs as this run."
    said = [
        f"{TABLE[name].label} {input_text(TABLE[name], getattr(run.scenario, name))}, "
        f"here {input_text(TABLE[name], getattr(now.scenario, name))}"
        for name in names[:MOST_NAMED]
    ]
    more = f"; and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    number = units.counted(str(len(names)), "input")
    return f"{run.said} differs in {number}: {'; '.join(said)}{more}. {difference(now, [run])}"
