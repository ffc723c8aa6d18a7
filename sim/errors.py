"""The one error that the simulator raises for input that it cannot use, and what it got in short."""


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
        super().__init__(" ".join(f"{name}: got {shown}; {allowed}".split()))


def cut(text: str) -> str:
    """Text of a stranger, cut and in quotes."""
    shown = text if len(text) <= 40 else text[:37] + "..."
    return f"“{shown.encode(errors='replace').decode()}”"  # half a pair of UTF-16 cannot be written
