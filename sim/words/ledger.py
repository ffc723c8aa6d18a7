"""The ledger of forecasts, told in lines: what was foretold, what came, and how few they are."""

from collections.abc import Mapping, Sequence

from sim.catalogs.forecasts import Forecast
from sim.catalogs.references import STATUS_WORDS, references
from sim.ground import units
from sim.studies.ledger import Calibration, calibration

Table = tuple[list[str], list[list[str]]]  # names of columns, and rows
FEW = 30  # intervals of one level, below which a share says little
KINDS = {"loss": "loss of a run", "task": "tasks that a run solves", "record": "best of all models by a date"}
BIASED = (
    "Forecasts that came true are published more often than those that did not, and most of these are told by those "
    "who made them, after the run."
)


def reach_words(entries: Mapping[str, Forecast]) -> str:
    """How far they reached, and how far off they were."""
    measured = [one for one in entries.values() if one.beyond is not None and one.off is not None]
    silent = [one for one in entries.values() if one.came and not one.failed and one.off is None and one.beyond]
    failed = [one for one in entries.values() if one.failed]
    words = []
    if measured:
        offs = [one.off for one in measured if one.off is not None]
        far = [one.beyond for one in measured if one.beyond is not None]
        words.append(
            f"{units.counted(str(len(measured)), 'forecast')} of a run with a published error: "
            f"{units.percent(min(offs), 2)} to {units.percent(max(offs), 2)} off, "
            f"{units.times(min(far))} to {units.times(max(far))} beyond the compute behind them."
        )
    if silent:
        words.append(f"{len(silent)} more are said to have come true, without a number.")
    if failed:
        words.append(f"{len(failed)} broke down.")
    return " ".join(words)


def calibration_words(entries: Mapping[str, Forecast]) -> str:
    """How often their intervals held, and what so few can say."""
    found = calibration(entries.values())
    if not found:
        return "No forecast here came with an interval of which it is known whether it held."
    words = [_level_words(one) for one in found]
    total = sum(one.n for one in found)
    if all(one.n < FEW for one in found):
        words.append(
            f"{units.counted(str(total), 'interval')} cannot tell a good forecaster from a lucky one: that takes "
            f"some {FEW} of one level."
        )
    return " ".join(words)


def _level_words(one: Calibration) -> str:
    chance = str(one.low) if one.low == one.high else f"{one.low} to {one.high}"
    verdict = "That could be chance" if one.is_chance else "That is hardly chance"
    return (
        f"{one.held} of {one.n} intervals that were said to hold in {units.percent(one.level)} of the cases held. "
        f"{verdict}: of {one.n} such intervals {chance} hold nearly always."
    )


def ledger_table(entries: Mapping[str, Forecast]) -> Table:
    """A row for each forecast, as people read it."""
    columns = ["Made", "Outcome", "Who", "Of", "Number", "Beyond", "Forecast", "Came", "Off", "Interval", "Source"]
    rows = [
        [
            one.made,
            one.came or "open",
            one.who,
            one.of,
            one.number,
            "" if one.beyond is None else units.times(one.beyond),
            _number(one.predicted, one.unit),
            _number(one.outcome, one.unit),
            off_words(one),
            interval_words(one),
            references()[one.source].short,
        ]
        for one in entries.values()
    ]
    return columns, rows


def csv_table(entries: Mapping[str, Forecast]) -> Table:
    """The same with every digit and every word, for a file."""
    columns = [
        "name", "made", "came", "who", "of", "number", "kind", "unit", "fitted_flop", "run_flop", "reach", "predicted",
        "outcome", "error", "level", "low", "high", "held", "failed", "what_came", "note", "status", "source", "url",
    ]  # fmt: skip
    rows = []
    for name, one in entries.items():
        interval = one.interval
        cells = [
            name, one.made, one.came, one.who, one.of, one.number, one.kind, one.unit, one.fitted_flop, one.run_flop,
            one.beyond, one.predicted, one.outcome, one.off, interval and interval.level, interval and interval.low,
            interval and interval.high, one.held, one.failed, one.what_came, one.note, one.status, one.source,
            references()[one.source].url,
        ]  # fmt: skip
        rows.append(
            ["" if cell is None else f"{cell:.10g}" if isinstance(cell, float) else str(cell) for cell in cells]
        )
    return columns, rows


def told(entries: Mapping[str, Forecast]) -> list[str]:
    """What came of each, in a sentence with what to know of it."""
    return [
        f"{one.who}: {one.number} of {one.of} ({KINDS[one.kind]}). {one.what_came} {one.note} "
        f"Status: {STATUS_WORDS[one.status]}."
        for one in entries.values()
    ]


def off_words(one: Forecast) -> str:
    """How far off it was."""
    if one.came is None:
        return "not known yet"
    if one.failed:
        return "broke down"
    if one.off is None:
        return "not published"
    return units.percent(one.off, 2)


def interval_words(one: Forecast) -> str:
    """Its interval and whether it held."""
    if one.interval is None:
        return "none"
    level = units.percent(one.interval.level)
    ends = one.interval
    shown = (
        "" if ends.low is None or ends.high is None else f" {units.plain(ends.low, 4)} to {units.plain(ends.high, 4)}"
    )
    if one.came is None:
        return f"{level}{shown}"
    return f"{level}{shown}: {'not said' if one.held is None else 'held' if one.held else 'missed'}"


def _number(value: float | None, unit: str) -> str:
    return "" if value is None else f"{units.plain(value, 4)} {unit.replace('percent', '%')}".strip()


def said_by(levels: Sequence[Calibration]) -> Table:
    """How often intervals held, by their level."""
    rows = [
        [
            units.percent(one.level),
            str(one.n),
            str(one.held),
            units.percent(one.held / one.n),
            f"{one.low} to {one.high}",
        ]
        for one in levels
    ]
    return ["Said to hold", "Intervals", "Held", "Share", "By chance"], rows
