"""Tables as the page's table widgets take them."""

from collections.abc import Sequence
from typing import Any


def columns(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> dict[str, list[Any]]:
    """The columns of a table by their names, from its rows."""
    return {name: [row[i] for row in rows] for i, name in enumerate(names)}
