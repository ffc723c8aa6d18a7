"""A visitor's own forecast, told in lines."""

from datetime import date

from sim.engine.output_table import OUTPUTS
from sim.engine.result import Result
from sim.ground import units
from sim.studies.ledger import score
from sim.studies.own_forecast import OwnForecast


def label(number: str) -> str:
    """Name of a number with its unit."""
    row = OUTPUTS[number]
    return f"{row.label} [{row.unit}]" if row.unit else row.label


def shown(number: str, value: float) -> str:
    """Value of a number as people read it."""
    row = OUTPUTS[number]
    unit = "" if row.form == "usd" else row.unit
    return f"{units.text(value, row.form, 5)} {unit}".strip()


def made_sentences(forecast: OwnForecast, result: Result | None, today: date) -> list[str]:
    """What was foretold, when, of which run, and what the simulator says."""
    days = (today - forecast.made).days
    age = "made today" if days <= 0 else f"{units.counted(f'{days:,}', 'day')} old"
    number = forecast.number
    ends = f"{shown(number, forecast.low)} to {shown(number, forecast.high)}"
    lines = [
        f"Forecast of {forecast.made.isoformat()}, {age}: {OUTPUTS[number].label} {shown(number, forecast.value)}, "
        f"{ends} in {forecast.level} of 100 cases."
    ]
    if result is None:
        return lines
    run = f"{units.count(result.n_params)} parameters on {units.count(result.n_tokens)} tokens"
    ours = result.values[number]
    said = "" if ours is None else f" The simulator says {shown(number, ours)} of it."
    return [*lines, f"The run: {run}.{said}"]


def outcome_sentences(forecast: OwnForecast, outcome: float) -> list[str]:
    """What came, and how good the forecast was."""
    found = score(forecast.value, forecast.low, forecast.high, forecast.level / 100, outcome)
    off = (
        "as foretold"
        if found.off == 0
        else f"{units.percent(abs(found.off), 2)} {'above' if found.off > 0 else 'below'} it"
    )
    held = "The interval held." if found.held else "The interval missed."
    return [
        f"{shown(forecast.number, outcome)} came, {off}. {held}",
        f"Log score {found.log_score:.2f}; higher is better, among forecasts of the same number. It reads the interval "
        f"as a normal distribution of the logarithm, in which this outcome lies {abs(found.surprise):.1f} standard "
        "deviations from the middle.",
        "One forecast says little of who made it: keep the links of all of them.",
    ]
