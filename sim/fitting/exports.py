"""Tables as trackers of experiments export them: a column for each run, a row for each step, a file for each run."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from sim.fitting.columns import Column, roles_of
from sim.fitting.table import MOST_ROWS, Row, rows_of
from sim.ground.errors import SimulationError

MOST_FILES = 200
ENDS = ("__min", "__max")  # of a panel's columns: the spread of a group, not its mean
RUN = "run"
SIZE = "size in the name"  # heading of a column that is read off names of runs
HISTORY = 3  # rows of one run, from which on a table with steps is a history
_PANEL = re.compile(r"(.+?) - (.+)")  # "name of the run - metric"
_NAMED = re.compile(r"(?<![a-z0-9.])(?:n|params?|size)?[=_-]?(\d+(?:\.\d+)?)([kmb])(?![a-z0-9])", re.IGNORECASE)
SCALES = {"k": 1e3, "m": 1e6, "b": 1e9}


@dataclass(frozen=True)
class Asked:
    """What a table may not say itself.

    Parameters
    ----------
    loss_in : {"", "nats", "bits", "perplexity", "bytes"}
        What its loss is in; "" as its heading says, else nats per token. Bits are per token, and "bytes" bits per byte.
    params : {"", "all", "non_embedding"}
        What its parameters count; "" as its heading says.
    tokens_per_step : float or None
        Tokens of a step, where it counts steps.
    """

    loss_in: str = ""
    params: str = ""
    tokens_per_step: float | None = None


KINDS = {"nats": "", "bits": "bits", "bytes": "bits", "perplexity": "perplexity"}
NOTHING_ASKED = Asked()
Files = Sequence[tuple[str, bytes | str]]  # name and content of each


def rows_of_files(files: Files, name: str) -> tuple[list[str], list[Row], str]:
    """Heading, rows and sign of several files, one below the other: each a run of its own where none is named.

    Raises
    ------
    SimulationError
        If one is no table, or they are too many.
    """
    if len(files) == 1:
        return rows_of(files[0][1], name)
    if len(files) > MOST_FILES:
        raise SimulationError(name, f"{len(files):,} files", f"allowed are {MOST_FILES}")
    head: list[str] = [RUN]
    tables = []
    for file, content in files:
        own, rows, delimiter = rows_of(content, file)
        own, rows = unfolded(own, rows)
        places = {heading: place for place, heading in reversed(list(enumerate(own)))}
        tables.append((PurePath(file).stem, places, rows, delimiter))
        head += [heading for heading in places if heading not in head]
    found: list[Row] = []
    for stem, places, rows, _ in tables:
        start = found[-1][0] if found else 0
        for line, cells in rows:
            own = [cells[places[one]] if one in places and places[one] < len(cells) else "" for one in head]
            found.append((start + line, [own[0] or stem, *own[1:]]))
        if len(found) > MOST_ROWS:
            raise SimulationError(name, f"more than {MOST_ROWS:,} rows", f"allowed are {MOST_ROWS:,} in all files")
    return head, found, tables[0][3]


def unfolded(head: list[str], rows: list[Row]) -> tuple[list[str], list[Row]]:
    """A panel with a column for each run as a table with a row for each run and step; other tables as they are."""
    panels = {}
    for place, heading in enumerate(head):
        match = _PANEL.fullmatch(heading.strip())
        if match and not heading.strip().lower().endswith(ENDS):
            panels[place] = match
    others = [i for i in range(len(head)) if i not in panels and not head[i].strip().lower().endswith(ENDS)]
    losses = {place: match for place, match in panels.items() if "loss" in roles_of([match[2]])}
    if len(losses) < 2:
        return head, rows
    made = [
        (line, [match[1], *(_cell(cells, i) for i in others), _cell(cells, place)])
        for place, match in losses.items()
        for line, cells in rows
        if _cell(cells, place)
    ]
    return [RUN, *(head[i] for i in others), next(iter(losses.values()))[2]], made


def _cell(cells: list[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def size_named(name: str) -> str:
    """Parameters that the name of a run says, as "olmo-190M-5xC" does; "" where it says none, or two."""
    found = {float(number) * SCALES[unit.lower()] for number, unit in _NAMED.findall(name)}
    return repr(found.pop()) if len(found) == 1 else ""


def completed(
    head: list[str], rows: list[Row], chosen: Mapping[str, str] | None, asked: Asked
) -> tuple[list[str], list[Row], dict[str, Column]]:
    """The table with what names and steps say of it, and its columns as far as they can be told.

    Raises
    ------
    SimulationError
        If a chosen column is not there, or the table counts steps and nobody says of how many tokens.
    """
    columns = roles_of(head, chosen)
    lacking = "n_params" not in columns and not {"n_tokens", "train_flop"} <= columns.keys()
    if lacking and "group" in columns and (chosen or {}).get("n_params") is None:
        sizes = [size_named(_cell(cells, columns["group"].place)) for _, cells in rows]
        if any(sizes):
            full = [[*cells, *[""] * (len(head) - len(cells))] for _, cells in rows]
            rows = [(line, [*cells, size]) for (line, _), cells, size in zip(rows, full, sizes, strict=True)]
            columns["n_params"] = Column(len(head), SIZE)
            head = [*head, SIZE]
    if "n_steps" in columns and "n_tokens" not in columns and not {"n_params", "train_flop"} <= columns.keys():
        steps = columns["n_steps"]
        if asked.tokens_per_step is None:
            raise SimulationError("tokens of a step", "nothing", "the table counts steps: say how many tokens one has, "
                                  "or which column has the tokens")  # fmt: skip
        columns["n_tokens"] = replace(steps, scale=steps.scale * asked.tokens_per_step)
    if asked.loss_in and "loss" in columns:
        columns["loss"] = replace(columns["loss"], kind=KINDS[asked.loss_in])
    return head, rows, columns


def is_history(columns: Mapping[str, Column], groups: Sequence[str]) -> bool:
    """Whether the rows are steps of runs, of which the last counts."""
    return "n_steps" in columns and "group" in columns and max(Counter(groups).values(), default=0) >= HISTORY
