"""A table of training runs as it is understood: what was read, and which rows were refused."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.fitting.cells import has_decimal_commas, number
from sim.fitting.columns import IN_WORDS, Column, check_roles
from sim.fitting.exports import NOTHING_ASKED, SIZE, Asked, Files, completed, is_history, rows_of_files, unfolded
from sim.fitting.table import Row
from sim.ground.errors import SimulationError
from sim.ground.flop import FLOP_PER_PARAM_TOKEN

EMPTY = ": empty"  # how the reason of a row ends that lacks a number
LEAST_RUNS = 6  # one more than the law has constants
NOT_FINISHED = ("crashed", "failed", "killed", "running", "preempted")  # states of a run in exports
NATS_PER_BIT = float(np.log(2))
ALIKE = 1e-9  # relative spread of numbers that are all the same
FLOP_APART = 1.5  # factor between C and 6ND from which on they are said to disagree
SIZES = ("n_params", "n_tokens", "train_flop")
BOUNDS = {"n_params": (1.0, 1e18), "n_tokens": (1.0, 1e20), "train_flop": (1.0, 1e38), "loss": (1e-6, 1e3)}


@dataclass(frozen=True)
class Refused:
    """A row that is not used."""

    line: int
    reason: str


@dataclass(frozen=True)
class RunTable:
    """Runs to be fitted.

    Parameters
    ----------
    n_params, n_tokens, loss : array of shape (n,)
        N [-], D [-] and loss [nat/token, or nat per whatever the table counts].
    weights : array of shape (n,)
        What each run counts [-]; 1 where the table says nothing.
    groups : tuple of str
        Name of what each run belongs to, as a seed or a series; empty where the table says nothing.
    lines : tuple of int
        Lines of the table.
    columns : mapping
        Role -> heading of the columns that were used.
    refused : tuple of Refused
        Rows that were not.
    remarks : tuple of str
        Codes of what a reader should know: see `sim.fitting.remarks`.
    """

    n_params: np.ndarray
    n_tokens: np.ndarray
    loss: np.ndarray
    weights: np.ndarray
    groups: tuple[str, ...]
    lines: tuple[int, ...]
    columns: Mapping[str, str]
    refused: tuple[Refused, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def train_flop(self) -> np.ndarray:
        """C = 6ND [FLOP]."""
        return FLOP_PER_PARAM_TOKEN * self.n_params * self.n_tokens

    def __len__(self) -> int:
        return len(self.loss)

    def check(self, name: str = "table") -> None:
        """Whether the runs can be fitted at all.

        Raises
        ------
        SimulationError
            If they are too few or all alike.
        """
        if len(self) < LEAST_RUNS:
            first = self.refused[:1]
            refused = "".join(f"; the first row refused is line {one.line}: {one.reason}" for one in first)
            raise SimulationError(
                name,
                f"{len(self)} usable run{'' if len(self) == 1 else 's'}",
                f"needed are {LEAST_RUNS} or more, as the law has five constants{refused}",
            )
        for what, values in (("parameters", self.n_params), ("tokens", self.n_tokens), ("losses", self.loss)):
            if np.ptp(values) <= ALIKE * np.max(values):
                raise SimulationError(name, f"{len(self):,} runs with the same {what}", "a fit needs runs that differ")

    def some(self, which: np.ndarray) -> "RunTable":
        """The same with some of the runs."""
        places = np.flatnonzero(which) if which.dtype == bool else which
        groups = tuple(self.groups[i] for i in places) if self.groups else ()
        return RunTable(
            self.n_params[places], self.n_tokens[places], self.loss[places], self.weights[places], groups,
            tuple(self.lines[i] for i in places), self.columns, self.refused, self.remarks,
        )  # fmt: skip


def read(
    content: bytes | str | Files,
    chosen: Mapping[str, str] | None = None,
    name: str = "table",
    asked: Asked = NOTHING_ASKED,
) -> RunTable:
    """Runs of a file or a pasted text, or of several files.

    Parameters
    ----------
    content : bytes, str, or names and contents of files
        See `sim.fitting.table.rows_of`.
    chosen : mapping, optional
        Role -> heading, where the names of the columns do not say it; "" where a role has no column.
    name : str
        What it is called in a message.
    asked : Asked, optional
        What the table does not say.

    Raises
    ------
    SimulationError
        If it is no table, columns are missing, too few rows can be used or all are alike.
    """
    files = [(name, content)] if isinstance(content, bytes | str) else content
    headings, rows, delimiter = rows_of_files(files, name)
    return understood(headings, rows, delimiter, chosen, name, asked)


def understood(
    headings: list[str],
    rows: list[Row],
    delimiter: str,
    chosen: Mapping[str, str] | None = None,
    name: str = "table",
    asked: Asked = NOTHING_ASKED,
) -> RunTable:
    """The same from its heading and rows, see `read`."""
    headings, rows = unfolded(headings, rows)
    headings, rows, columns = completed(headings, rows, chosen, asked)
    check_roles(columns, headings)
    used, refused = _values(rows, columns, delimiter)
    history = is_history(columns, [group for _, _, group in used])
    if history:
        used, refused = _last_rows(used), [one for one in refused if not one.reason.endswith(EMPTY)]
    table, agrees = _completed(used, columns, refused)
    table.check(name)
    says_embedding = "embedding" in columns.get("n_params", columns["loss"]).heading.lower()
    remarks = [
        code
        for code, holds in (
            ("flop-not-6nd", not agrees),
            ("loss-was-perplexity", columns["loss"].kind == "perplexity"),
            ("loss-in-bits-per-byte", columns["loss"].kind == "bits" and asked.loss_in != "bits"),
            ("embeddings-left-out", asked.params == "non_embedding" or (says_embedding and not asked.params)),
            ("last-rows", history),
            ("sizes-of-names", columns.get("n_params", columns["loss"]).heading == SIZE),
            ("rows-refused", bool(refused)),
        )
        if holds
    ]
    return RunTable(**{**vars(table), "remarks": tuple(remarks)})


Used = list[tuple[int, dict[str, float], str]]  # line, numbers and group of each row


def _last_rows(used: Used) -> Used:
    """Of each run its row of most tokens."""
    last: dict[str, tuple[int, dict[str, float], str]] = {}
    for row in used:
        kept = last.get(row[2])
        if kept is None or _size(row[1]) >= _size(kept[1]):
            last[row[2]] = row
    return list(last.values())


def _size(values: Mapping[str, float]) -> float:
    return values.get("n_tokens", values.get("train_flop", 0.0))


def _values(rows: list[Row], columns: Mapping[str, Column], delimiter: str) -> tuple[Used, list[Refused]]:
    """Line, numbers and group of each usable row, and the rows refused."""
    numeric = {role: column for role, column in columns.items() if role not in ("group", "state", "n_steps")}
    places = [column.place for column in numeric.values()]
    comma = has_decimal_commas((cells[i] for _, cells in rows for i in places if i < len(cells)), delimiter)
    used, refused = [], []
    for line, cells in rows:
        state = _cell(cells, columns.get("state"))
        if state.lower() in NOT_FINISHED:
            refused.append(Refused(line, f"the run is {state.lower()}"))
            continue
        values, reason = _row(cells, numeric, comma)
        if reason:
            refused.append(Refused(line, reason))
        else:
            used.append((line, values, _cell(cells, columns.get("group"))))
    return used, refused


def _row(cells: list[str], numeric: Mapping[str, Column], comma: bool) -> tuple[dict[str, float], str]:
    """Numbers of a row, and why it is refused."""
    values: dict[str, float] = {}
    reasons: dict[str, str] = {}
    for role, column in numeric.items():
        found = number(_cell(cells, column), comma)
        if isinstance(found, str):
            reasons[role] = found
            continue
        found *= column.scale
        if column.kind == "perplexity":
            found = float(np.log(found)) if found > 1 else 0.0
        elif column.kind == "bits":
            found *= NATS_PER_BIT
        low, high = BOUNDS.get(role, (0.0, np.inf))
        if not low <= found <= high:
            reasons[role] = f"{found:g} is out of range"
            continue
        values[role] = found
    # The third of N, D and C is not needed.
    if sum(size in values for size in SIZES) >= 2 and "loss" in values and "weight" not in reasons:
        return values, ""
    role = next(role for role in (*reasons, "loss") if role in reasons)
    return values, f"{IN_WORDS.get(role, role)}: {reasons[role]}"


def _cell(cells: list[str], column: Column | None) -> str:
    return cells[column.place].strip() if column is not None and column.place < len(cells) else ""


def _completed(used: Used, columns: Mapping[str, Column], refused: list[Refused]) -> tuple[RunTable, bool]:
    """The runs with the third of N, D and C from the other two, and whether all three agree where they are given."""

    def column(role: str) -> np.ndarray:
        return np.array([values.get(role, np.nan) for _, values, _ in used])

    N, D, C = (column(role) for role in SIZES)
    with np.errstate(invalid="ignore"):
        apart = np.abs(np.log(C / (FLOP_PER_PARAM_TOKEN * N * D)))
    known = apart[np.isfinite(apart)]
    D = np.where(np.isnan(D), C / FLOP_PER_PARAM_TOKEN / N, D)
    N = np.where(np.isnan(N), C / FLOP_PER_PARAM_TOKEN / D, N)
    weights = column("weight") if "weight" in columns else np.ones(len(used))
    groups = tuple(group for _, _, group in used) if "group" in columns else ()
    table = RunTable(
        N, D, column("loss"), weights / max(weights.sum(), 1e-300) * len(used), groups,
        tuple(line for line, _, _ in used),
        {role: one.heading for role, one in columns.items()}, tuple(refused),
    )  # fmt: skip
    return table, not len(known) or bool(np.median(known) < np.log(FLOP_APART))
