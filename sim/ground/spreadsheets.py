"""Tables as files for a spreadsheet, in which nothing that a stranger typed is run."""

import csv
import io
import unicodedata
from collections.abc import Sequence

FORMULA_STARTS = tuple("=+-@|%")  # a spreadsheet may run a cell that begins with one
CONTROLS = ("\t", "\r", "\n")


def csv_text(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Table as comma-separated text in which no cell is a formula.

    Parameters
    ----------
    columns : sequence of str
        Head of the table.
    rows : sequence of sequences of str
        Its cells. One that a spreadsheet might run gets an apostrophe in front; numbers stay.
    """
    out = io.StringIO()
    csv.writer(out).writerows([[_harmless(cell) for cell in row] for row in (columns, *rows)])
    return out.getvalue()


def _harmless(cell: str) -> str:
    start = unicodedata.normalize("NFKC", cell).lstrip()  # a full-width sign is a sign to some
    if not (start.startswith(FORMULA_STARTS) or cell.startswith(CONTROLS)):
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell
