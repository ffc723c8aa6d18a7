"""The decisions and results of a game as a file for a spreadsheet: a row for each lab and round, no phone by itself."""

import csv
import io

from sim.room.game_table import Table
from sim.room.state import State

COLUMNS = (
    "round", "lab", "bid [USD]", "paid [USD]", "chip-hours", "FLOP", "parameters", "tokens", "loss [nat/token]",
    "range from", "range to", "published", "above the line", "reported", "caught",
)  # fmt: skip


def decisions_csv(table: Table, state: State) -> str:
    """The rounds whose results are there, of all labs: for the teacher alone."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for k, one in enumerate(table.rounds[: len(table.rounds) - (state.phase == "market")]):
        for run in one.runs:
            plan = run.plan
            writer.writerow(
                [table.game.file.rounds[k].title, table.game.file.labs[run.lab], f"{plan.bid_usd:.4g}",
                 f"{run.paid_usd:.6g}", f"{run.hours:.6g}", f"{run.train_flop:.6g}", f"{run.n_params:.6g}",
                 f"{run.n_tokens:.6g}", f"{run.loss:.5f}", f"{plan.low:.4g}", f"{plan.high:.4g}", int(plan.publish),
                 int(one.is_above(run)), int(one.is_reported(run)), int(one.is_caught(run))]
            )  # fmt: skip
    return out.getvalue()
