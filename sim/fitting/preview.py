"""A table before it is fitted: which column is taken for what, what was read, and what is still to be said."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.fitting.columns import roles_of
from sim.fitting.exports import NOTHING_ASKED, Asked, Files, completed, rows_of_files, unfolded
from sim.fitting.reading import RunTable, understood
from sim.fitting.table import Row
from sim.ground.errors import SimulationError

ROWS, LONGEST = 5, 60  # rows of the table that are shown as they stand, and characters of a cell


@dataclass(frozen=True)
class Preview:
    """What is known of a table.

    Parameters
    ----------
    headings : tuple of str
        Of its columns.
    columns : mapping
        Role -> heading, as far as it is told or recognized.
    first : tuple of tuple of str
        Its first rows as they stand.
    counts_steps : bool
        Whether it has steps.
    table : RunTable or None
        The runs; `None` where something is missing.
    problem : str
        What is missing, as a sentence.
    """

    headings: tuple[str, ...]
    columns: Mapping[str, str]
    first: tuple[tuple[str, ...], ...]
    counts_steps: bool
    table: RunTable | None = None
    problem: str = ""


@dataclass(frozen=True)
class Rows:
    """A table as its files have it, from which it is understood in one way or another."""

    head: list[str]
    rows: list[Row] = field(repr=False)
    delimiter: str
    name: str


def rows(files: Files, name: str) -> Rows:
    """The rows of files.

    Raises
    ------
    SimulationError
        If they are no table.
    """
    head, found, delimiter = rows_of_files(files, name)
    return Rows(*unfolded(head, found), delimiter, name)


def preview(of: Rows, chosen: Mapping[str, str] | None = None, asked: Asked = NOTHING_ASKED) -> Preview:
    """What is understood of a table, with what the user says of it."""
    width = len(of.head)
    full = ([*cells[:width], *[""] * (width - len(cells))] for _, cells in of.rows[:ROWS])
    first = tuple(tuple(cell[:LONGEST] for cell in cells) for cells in full)
    columns = roles_of(of.head, chosen)
    known = {role: one.heading for role, one in columns.items()}
    told = tuple(of.head), known, first, "n_steps" in columns
    try:
        *_, columns = completed(of.head, of.rows, chosen, asked)
        known |= {role: one.heading for role, one in columns.items()}
        return Preview(*told, understood(of.head, of.rows, of.delimiter, chosen, of.name, asked))
    except SimulationError as error:
        return Preview(*told, problem=f"{error}.")
