"""A file or a pasted text as rows of cells, whatever program wrote it."""

import csv
import io
import json
import sys
from collections.abc import Sequence
from typing import Any

from sim.ground.errors import SimulationError

MOST_BYTES = 4_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 2_000
DELIMITERS = "\t;,|"
CONTROLS = frozenset(map(chr, range(32))) - set("\t\n\r\f")
UTF16 = (b"\xff\xfe", b"\xfe\xff")
BINARY = {  # how a file begins that is no text, and what it is
    b"PK\x03\x04": "a spreadsheet or an archive",
    b"\xd0\xcf\x11\xe0": "a spreadsheet of an old kind",
    b"PAR1": "a Parquet file",
    b"\x1f\x8b": "a compressed file",
    b"%PDF": "a PDF",
}
HOW = "save it as CSV"
NEEDED = "what is needed is a table with a heading and one run in each row: parameters, tokens, loss"

Row = tuple[int, list[str]]  # line of the file, and its cells


def content_of(path: str) -> bytes:
    """What stands in a file, or comes on standard input for "-".

    Raises
    ------
    SimulationError
        If there is no such file, it cannot be read or is too large to be.
    """
    try:
        if path == "-":
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        with open(path, "rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise SimulationError("file", path, (error.strerror or "it cannot be read").lower()) from None


def rows_of(content: bytes | str, name: str = "table") -> tuple[list[str], list[Row], str]:
    """Heading, rows with their lines, and the sign between cells.

    Parameters
    ----------
    content : bytes or str
        CSV with commas, semicolons, tabs or bars; JSON or JSON lines of objects.
    name : str
        What it is called in a message.

    Raises
    ------
    SimulationError
        If it is no table, or too large.
    """
    text = _text(content, name)
    lines = text.lstrip()
    if lines[:1] in ("[", "{"):
        head, rows = _objects(lines, name)
        return head, _limited(rows, name), ""
    return _cells(text, name)


def _text(content: bytes | str, name: str) -> str:
    if len(content) > MOST_BYTES:
        size = f"more than {MOST_BYTES / 1e6:.0f} MB"
        raise SimulationError(name, size, f"allowed are {MOST_BYTES / 1e6:.0f} MB and {MOST_ROWS:,} runs")
    if isinstance(content, bytes):
        for start, what in BINARY.items():
            if content.startswith(start):
                raise SimulationError(name, what, HOW)
        content = _decoded(content)
    text = content.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise SimulationError(name, "nothing", NEEDED)
    if "\x00" in text or sum(map(text[:20_000].count, CONTROLS)) > 2:
        raise SimulationError(name, "signs that are no text", NEEDED)
    return text


def _decoded(content: bytes) -> str:
    if content.startswith(UTF16):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _cells(text: str, name: str) -> tuple[list[str], list[Row], str]:
    lines = text.split("\n")
    first = next((i for i, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")), 0)
    delimiter = max(DELIMITERS, key=lambda sign: (lines[first].count(sign), -DELIMITERS.index(sign)))
    if delimiter not in lines[first]:
        delimiter = " "
    if len(lines) - first > 3 * MOST_ROWS:
        raise SimulationError(name, f"{len(lines) - first - 1:,} rows", f"allowed are {MOST_ROWS:,} runs")
    body = "\n".join(lines[first:])
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, skipinitialspace=True)
    found: list[Row] = []
    try:
        for cells in reader:
            if cells and any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith("#"):
                found.append((first + reader.line_num, cells))
    except csv.Error as error:
        raise SimulationError(name, f"line {first + reader.line_num}", f"{error}; {NEEDED}") from None
    if not found:
        raise SimulationError(name, "no row", NEEDED)
    (_, head), *rows = found
    return _head(head, name), _limited(rows, name), delimiter


def _head(head: list[str], name: str) -> list[str]:
    if len(head) > MOST_COLUMNS:
        raise SimulationError(name, f"{len(head):,} columns", f"allowed are {MOST_COLUMNS:,}")
    if all(_is_number(cell) for cell in head):
        raise SimulationError(name, "a first row of numbers", "the first row must name the columns, as N, D, loss")
    return head


def _is_number(cell: str) -> bool:
    try:
        float(cell.strip().replace(",", "."))
    except ValueError:
        return False
    return True


def _limited(rows: Sequence[Row], name: str) -> list[Row]:
    if len(rows) > MOST_ROWS:
        raise SimulationError(name, f"{len(rows):,} rows", f"allowed are {MOST_ROWS:,} runs")
    return list(rows)


def _objects(text: str, name: str) -> tuple[list[str], list[Row]]:
    """Heading and rows of JSON: a list of objects, an object of lists, or an object in each line."""
    try:
        found = _loaded(text)
    except (ValueError, RecursionError):
        raise SimulationError(name, "JSON that cannot be read", NEEDED) from None
    if isinstance(found, dict):
        lists = {key: value for key, value in found.items() if isinstance(value, list)}
        length = min(map(len, lists.values()), default=0)
        found = [{key: value[i] for key, value in lists.items()} for i in range(length)]
    if not isinstance(found, list) or not found or not all(isinstance(one, dict) for one in found):
        raise SimulationError(name, "JSON that is no list of runs", NEEDED)
    head = list(dict.fromkeys(key for one in found[:100] for key in one))
    rows = [(i + 1, [_cell(one.get(key)) for key in head]) for i, one in enumerate(found)]
    return _head(head, name), rows


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return [json.loads(line) for line in text.split("\n") if line.strip()]


def _cell(value: Any) -> str:
    return "" if value is None or isinstance(value, bool | dict | list) else str(value)
