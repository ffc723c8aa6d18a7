"""Folders of data files read into catalogs: one file adds one thing.

A file that cannot be used is reported by name, line, key and reason and harms none of the others.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from sim.catalogs.entry import Unusable

PRESETS = Path(__file__).resolve().parents[2] / "presets"
MAX_BYTES = 200_000  # of a file
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")  # of a file that links name

Item = TypeVar("Item")
Files = tuple[tuple[Path, int, int], ...]  # with the time of the last change and the size


@dataclass(frozen=True)
class Catalog(Generic[Item]):
    """Entries by file name without its ending, and what was wrong with the files left out."""

    entries: dict[str, Item]
    problems: list[str] = field(default_factory=list)


def by_order(name: str, item: Any) -> tuple[int, str]:
    """The place that a file asks for; files with the same one by name."""
    return item.order, name


@dataclass(frozen=True, eq=False)
class Folder(Generic[Item]):
    """A folder of `presets`; called, it is the catalog of what is in it.

    Parameters
    ----------
    name : str
        On the command line.
    read : callable
        From text and name of a file to what it says; raises `Unusable`.
    listed : callable
        From an item to its line in a list.
    pages : tuple of str
        Paths of the pages that name the files left out.
    order : callable
        From name and item to what they are sorted by.
    folders : tuple of str
        The folders, one after the other, where their name is another.
    in_links : bool
        Whether links hold the names of its files.
    is_live : bool
        Whether it is read anew when a file changes; else once, when it is first asked for. While a changed file
        cannot be used, what it said before stands.
    """

    name: str
    read: Callable[[str, str], Item]
    listed: Callable[[Item], str]
    pages: tuple[str, ...]
    order: Callable[[str, Item], Any] = by_order
    folders: tuple[str, ...] = ()
    in_links: bool = False
    is_live: bool = False
    last_good: dict[Path, Item] = field(default_factory=dict, init=False, repr=False)  # in this process

    def __call__(self, folder: Path | None = None) -> Catalog[Item]:
        """The catalog of its own folders, or of another."""
        if folder is None and not self.is_live:
            return self._once
        return self._now([folder] if folder else self._own)

    @property
    def _own(self) -> list[Path]:
        return [PRESETS / name for name in self.folders or (self.name,)]

    @cached_property
    def _once(self) -> Catalog[Item]:
        return self._now(self._own)

    def _now(self, folders: Sequence[Path]) -> Catalog[Item]:
        catalogs: list[Catalog[Item]] = [_read(self, _files(folder)) for folder in folders]
        entries = {name: item for catalog in catalogs for name, item in catalog.entries.items()}
        return Catalog(entries, [problem for catalog in catalogs for problem in catalog.problems])


def _files(folder: Path) -> Files:
    paths = sorted(folder.glob("*.toml")) + sorted(folder.glob("*.json"))
    return tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in paths)


@lru_cache(maxsize=32)
def _read(folder: Folder[Item], files: Files) -> Catalog[Item]:
    entries: dict[str, Item] = {}
    problems: list[str] = []
    for path, _, size in files:
        try:
            if folder.in_links and not NAME.fullmatch(path.stem):
                raise Unusable(["name the file with small letters, digits and hyphens, at most 40: links hold it"])
            entries[path.stem] = folder.read(_text(path, size), path.name)
        except Unusable as error:
            problems += [f"{path.parent.name}/{path.name}, {problem}" for problem in error.problems]
            if path in folder.last_good:
                entries[path.stem] = folder.last_good[path]
                problems.append(f"{path.parent.name}/{path.name}: what it said before its last change is shown")
        else:
            if folder.is_live:
                folder.last_good[path] = entries[path.stem]
    ordered = sorted(entries.items(), key=lambda pair: folder.order(*pair))
    return Catalog(dict(ordered), problems)


def _text(path: Path, size: int) -> str:
    """Content of a file.

    Raises
    ------
    Unusable
        If it is too large, cannot be opened, or is no text.
    """
    if size > MAX_BYTES:
        raise Unusable([f"line 1: it has {size:,} bytes; allowed are {MAX_BYTES:,}"])
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise Unusable([f"line 1: {error.strerror or error}"]) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise Unusable([f"line {line}: this is not UTF-8 text"]) from None
