"""The one error that the simulator raises for input that it cannot use, what it got in short, and what was meant."""

import difflib
from collections.abc import Iterable

MOST_LISTED = 12  # names in a message


class SimulationError(ValueError):
    """Bad input or an infeasible plan, said in one line.

    Parameters
    ----------
    name : str
        The input at fault, or the thing that was read (a file, a link).
    got : object
        What it got.
    allowed : str
        What would have been accepted or feasible.
    """

    def __init__(self, name: str, got: object, allowed: str):
        self.name = name
        self.got = got
        self.allowed = allowed
        try:
            shown = repr(got) if isinstance(got, str) else str(got)
        except ValueError:  # an integer of more digits than Python writes
            shown = "a number of too many digits"
        if len(shown) > 80:
            shown = shown[:77] + "..."
        super().__init__(writable(" ".join(f"{name[:80]}: got {shown}; {allowed}".split())))


def writable(text: str) -> str:
    """Text of a stranger that can be sent and stored: half a pair of UTF-16 becomes a question mark."""
    return text.encode(errors="replace").decode()


def cut(text: str) -> str:
    """Text of a stranger, cut and in quotes."""
    shown = text if len(text) <= 40 else text[:37] + "..."
    return f"“{writable(shown)}”"


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """What was probably meant, to end a sentence: "; did you mean mfu", or "" where nothing is near."""
    near = difflib.get_close_matches(name[:60], list(known), n=1)  # the search is quadratic in the name
    return f"; did you mean {near[0]}" if near else ""


def allowed(name: str, known: Iterable[str]) -> str:
    """What is allowed and what was probably meant, to end a sentence; of many names the nearest alone."""
    names = list(known)
    near = did_you_mean(name, names)
    if near and len(names) > MOST_LISTED:
        return near
    more = f" and {len(names) - MOST_LISTED} more" if len(names) > MOST_LISTED else ""
    return f"; allowed are {', '.join(names[:MOST_LISTED]) or 'none'}{more}{near}"
