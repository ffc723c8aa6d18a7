"""Values of inputs and outputs as people read them, with their units."""

from sim.engine.output_table import Output
from sim.engine.result import Result
from sim.ground import units
from sim.inputs import Row
from sim.inputs.text import NOTHING


def input_text(row: Row, value: float | str | None) -> str:
    """Value of an input as people read it, with its unit."""
    if row.options is not None:
        return row.options()[str(value)]
    if row.text is not None:
        return NOTHING if value is None else row.text.given
    number = None if value is None else float(value)
    return NOTHING if number is None else f"{units.exact(number, row.form)} {_unit(row)}".strip()


def output_text(row: Output, result: Result) -> str:
    """The number with its unit as the pages write it; a query may cost less than a cent."""
    value = result.values[row.name]
    if value is not None and row.name == "usd_per_query":
        price, of = units.each(value, "query", "queries")
        return f"{price} {of}" if of.startswith("per") else price
    if value is not None and units.is_scaled(row.unit):
        return units.with_unit(value, row.unit)
    return f"{units.text(value, row.form)} {_unit(row)}".strip()


def _unit(row: Row | Output) -> str:
    """Unit to write behind the number, unless the number or the label says it already."""
    unit = row.unit.removeprefix("USD").strip()
    return "" if unit.lower() in row.label.lower() else unit
