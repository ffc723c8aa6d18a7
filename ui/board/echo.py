"""What a box would have, told while a hand still types in it."""

from typing import Any

from sim.ground.typed import Unclear
from sim.inputs import TABLE
from sim.words.echo import understood
from ui.server import payload
from ui.visit import state


def echo(name: Any, text: Any) -> bytes:
    """How the text in a box is understood; nothing where it is no number yet: what is refused is said at its commit."""
    row = TABLE.get(name) if isinstance(name, str) else None
    if row is None or not row.is_number or not isinstance(text, str):
        return b""
    try:
        said = understood(row, row.check(row.meant(text, state.session().scenario)))  # type: ignore[arg-type]
    except Unclear as asks:
        said = str(asks).partition(":")[0]
    except ValueError:
        said = ""
    return payload.block({"echo": name, "text": text, "said": said})
