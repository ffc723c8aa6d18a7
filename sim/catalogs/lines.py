"""The line of a key in a TOML file, so that a complaint says where to look."""

import re
from collections.abc import Sequence

_TABLE = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?")
_KEY = re.compile(r"\s*([A-Za-z0-9_.\"'-]+)\s*=(.*)")
LONG = ('"""', "'''")

Path = tuple[str | int, ...]


def line_of(text: str, location: Sequence[str | int]) -> int:
    """Line of the key at a location, or of the closest thing around it that the file has.

    Parameters
    ----------
    text : str
        Content of the file.
    location : sequence of str or int
        Keys and places in lists, as a validation reports them: ("steps", 2, "task", "key").

    Returns
    -------
    int
        Counted from 1.
    """
    best, line = -1, 1
    for number, path in _paths(text):
        shared = _shared(path, location)
        # The key itself wins over one that merely stands in the same table; the table's head over both.
        if shared > best and (shared == len(path) or best < 0):
            best, line = shared, number
    return line


def _shared(path: Path, location: Sequence[str | int]) -> int:
    """How many parts two paths have in common, from the first on."""
    return next(
        (i for i, (a, b) in enumerate(zip(path, location, strict=False)) if a != b), min(len(path), len(location))
    )


def _paths(text: str) -> list[tuple[int, Path]]:
    """Line and full path of every table head and key."""
    found: list[tuple[int, Path]] = []
    counts: dict[Path, int] = {}
    table: Path = ()
    until = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if until:
            until = "" if until in line else until
            continue
        if head := _TABLE.fullmatch(line.split("#")[0].rstrip()):
            table = _resolved(head.group(2), counts, opens=head.group(1) == "[[")
            found.append((number, table))
        elif key := _KEY.match(line):
            found.append((number, table + tuple(_names(key.group(1)))))
            for quotes in LONG:
                if quotes in key.group(2) and key.group(2).count(quotes) == 1:
                    until = quotes
    return found


def _names(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in dotted.split(".")]


def _resolved(dotted: str, counts: dict[Path, int], opens: bool) -> Path:
    """Path of a table with the place in each list of tables on the way."""
    path: Path = ()
    names = _names(dotted)
    for i, name in enumerate(names):
        path = (*path, name)
        if i == len(names) - 1 and opens:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def where(text: str, location: Sequence[str | int]) -> str:
    """Line and key of a location, lists counted from 1: "line 12, key steps.3.task.key"."""
    return f"line {line_of(text, location)}, key {_dotted(location)}" if location else "line 1"


def syntax(text: str, message: str) -> str:
    """A mistake of TOML, as `tomllib` says it, with its line and the last key at or above it."""
    found = re.search(r"\s*\(at line (\d+), column \d+\)", message)
    line = int(found[1]) if found else text.count("\n") + 1
    above = [path for number, path in _paths(text) if number <= line]
    near = f", near the key {_dotted(above[-1])}" if above else ""
    return f"line {line}{near}: {message.replace(found[0], '') if found else message}"


def _dotted(location: Sequence[str | int]) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in location)
