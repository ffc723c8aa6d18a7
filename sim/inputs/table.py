"""The table as one type: every input is a field, so that editors and type checkers know it."""

from sim.inputs.custom import Custom
from sim.inputs.data import Text
from sim.inputs.energy import Energy
from sim.inputs.hardware import Hardware
from sim.inputs.inference import Inference
from sim.inputs.owning import Owning
from sim.inputs.plan import Plan
from sim.inputs.posttraining import PostTrained
from sim.inputs.program import Program
from sim.inputs.progress import Progress
from sim.inputs.readout import Readout
from sim.inputs.row import Group, Row, rows
from sim.inputs.run import Run
from sim.inputs.tasks import Tasks

GROUPS: tuple[type[Group], ...] = (
    Plan, Run, Custom, Text, Progress, Hardware, Owning, Program, Energy, Inference, Tasks, PostTrained, Readout,
)  # fmt: skip


# Fields come in the order of the last base first.
class Inputs(
    Readout, PostTrained, Tasks, Inference, Energy, Program, Owning, Hardware, Progress, Text, Custom, Run, Plan
):
    """Every input, as one type."""


TABLE: dict[str, Row] = {row.name: row for group in GROUPS for row in rows(group)}
BY_KEY: dict[str, Row] = {row.key: row for row in TABLE.values()}
# What people may write for an input in the place of its key: its whole name, or another.
SPELLED: dict[str, Row] = {**TABLE, **{row.also: row for row in TABLE.values() if row.also}}
