"""The frozen defaults of links: one file for each schema, never edited once released.

A changed default or a new input makes the next schema: `python -m sim schema` writes it from the table.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from sim.ground.errors import SimulationError
from sim.inputs import TABLE

SCHEMA_FOLDER = Path(__file__).parent / "schema"
NEWEST = max(int(path.stem) for path in SCHEMA_FOLDER.glob("*.json"))


@cache
def frozen(schema: int) -> dict[str, Any]:
    """What the file of one schema says: the inputs that it knows, with their defaults."""
    return json.loads((SCHEMA_FOLDER / f"{schema}.json").read_text(encoding="utf-8"))


@cache
def frozen_defaults(schema: int) -> Mapping[str, Any]:
    """Value of every input that a link of this schema leaves out.

    An input newer than the schema has its neutral value: its default in the first schema that knows it,
    and that of the table while none does.
    """
    values = {name: row.default for name, row in TABLE.items()}
    for number in range(NEWEST, schema - 1, -1):
        values.update(frozen(number))
    return {name: values[name] for name in TABLE}


def followed(name: str, schema: int) -> tuple[str, ...]:
    """The inputs from which a link of this schema looks up one that it leaves out.

    What a row follows only since a later schema keeps its frozen default, so that an old link means what it meant.
    """
    row = TABLE[name]
    return row.follows if schema >= row.follows_since else ()


def unfrozen() -> list[str]:
    """Inputs that the newest schema does not know, of which it has another default, or that it does not let follow."""
    newest = frozen(NEWEST)
    return [
        name
        for name, row in TABLE.items()
        if name not in newest or newest[name] != row.default or row.follows_since > NEWEST
    ]


def freeze(amend: bool = False, folder: Path = SCHEMA_FOLDER) -> Path:
    """Write the defaults of the table as the next schema, or into the newest while that is not released.

    Raises
    ------
    SimulationError
        If nothing changed since the newest schema.
    """
    if not unfrozen():
        raise SimulationError("schema", NEWEST, "nothing to freeze: it knows every input and its default")
    path = folder / f"{NEWEST + (0 if amend else 1)}.json"
    defaults = {name: row.default for name, row in TABLE.items()}
    path.write_text(json.dumps(defaults, indent=2) + "\n", encoding="utf-8")
    return path
