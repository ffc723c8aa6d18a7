"""The table: one row per input. Everything that lists inputs reads it from here."""

from sim.inputs.row import Row, rows
from sim.inputs.table import BY_KEY, GROUPS, SPELLED, TABLE, Inputs

__all__ = ["BY_KEY", "GROUPS", "SPELLED", "TABLE", "Inputs", "Row", "rows"]
