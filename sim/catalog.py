"""Folders of data files read into validated entries: one file adds one thing.

A file that cannot be used is reported by name, key and reason and harms none of the others.
"""

import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel, ValidationError

PRESETS = Path(__file__).resolve().parents[1] / "presets"

Entry = TypeVar("Entry", bound=BaseModel)
Item = TypeVar("Item")


@dataclass(frozen=True)
class Catalog(Generic[Item]):
    """Entries by file name without its ending, and what was wrong with the files left out."""

    entries: dict[str, Item]
    problems: list[str] = field(default_factory=list)


def read_file(path: Path) -> dict:
    """Content of a TOML or JSON file as a dictionary.

    Raises
    ------
    ValueError
        If the file does not parse; the message gives the line.
    """
    content = path.read_text(encoding="utf-8")
    data = tomllib.loads(content) if path.suffix == ".toml" else json.loads(content)
    if not isinstance(data, dict):
        raise ValueError("the top level must be a table of keys")
    return data


def first_problem(error: ValidationError) -> str:
    """First complaint of a validation as "key: reason"."""
    problem = error.errors(include_url=False, include_context=False)[0]
    return f"{'.'.join(map(str, problem['loc'])) or 'file'}: {problem['msg']}"


def read_folder(folder: Path, model: type[Entry]) -> Catalog[Entry]:
    """Every data file of a folder, in order of file name, validated as `model`."""
    entries: dict[str, Entry] = {}
    problems: list[str] = []
    for path in sorted(folder.glob("*.toml")) + sorted(folder.glob("*.json")):
        try:
            entries[path.stem] = model.model_validate(read_file(path))
        except ValidationError as error:
            problems.append(f"{folder.name}/{path.name}: {first_problem(error)}")
        except (ValueError, OSError, RecursionError) as error:
            problems.append(f"{folder.name}/{path.name}: {error}")
    return Catalog(entries, problems)
