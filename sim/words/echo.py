"""How a number that is being typed is understood, said before it is taken."""

from sim.ground import units
from sim.inputs import Row

MAGNITUDES = ((1e15, "quadrillion"), (1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
SPELLED = ("count", "usd")  # formats whose magnitudes are spelled out
PLAIN_UP_TO = 1e18  # beyond that a power of ten says more than words


def understood(row: Row, value: float | None) -> str:
    """What an input would have, as "= 164 trillion tokens".

    Parameters
    ----------
    row : Row
    value : float or None
        A number that the input takes; `None` where it takes none.
    """
    if value is None:
        return "= none"
    unit = f" {row.unit}" if row.unit and row.form not in ("usd", "percent") else ""
    if row.form in SPELLED and value < PLAIN_UP_TO:
        for size, word in MAGNITUDES:
            if value >= size:
                sign = "$" if row.form == "usd" else ""
                return f"= {sign}{value / size:.6g} {word}{unit}"
    return f"= {units.exact(value, row.form)}{unit}"
