"""The table: one row per input. Everything that lists inputs reads it from here."""

from dataclasses import replace

from sim.inputs import custom, data, energy, hardware, inference, owning, plan, program, progress, run, tasks
from sim.inputs.row import Input

GROUPS = (plan, run, custom, data, progress, hardware, owning, program, energy, inference, tasks)

TABLE: dict[str, Input] = {row.name: replace(row, group=group.TITLE) for group in GROUPS for row in group.INPUTS}
BY_KEY: dict[str, Input] = {row.key: row for row in TABLE.values()}

__all__ = ["BY_KEY", "GROUPS", "TABLE", "Input"]
