"""What is asked before a typed number is taken for an answer: where something else was probably meant."""

from sim.ground import units
from sim.ground.errors import cut
from sim.ground.typed import typed
from sim.teaching.expressions import Number
from sim.teaching.quotes import with_unit

LARGE, SMALL = 1e6, 1e4  # of a key that is written with a K, M, B or T, and of an answer that may lack it


def doubt(text: str, key: float, how: Number) -> str:
    """A sentence that asks about a share without its sign, or a small number where millions are asked for; else "".

    Parameters
    ----------
    text : str
        A number as it was typed.
    key, how : float, Number
        The key, and how it is written.
    """
    read = typed(text)
    value, shown = read.value, cut(" ".join(text.split()))
    if not value or read.is_percent or read.has_magnitude:
        return ""
    if how.form == "percent" and abs(value) <= 1:
        here, other = (units.exact(share, "percent") for share in (value / 100, value))
        return f"{shown} is read as {here}. If that is meant, commit it once more; if not, type {other}."
    if key >= LARGE and abs(value) < SMALL:
        own = with_unit(Number(value, how.form, how.unit))
        return f"{shown} is read as {own}. If that is meant, commit it once more; or is a K, M, B or T missing?"
    return ""
