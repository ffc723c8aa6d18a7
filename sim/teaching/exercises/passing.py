"""What a run must pass: an output on the right side of a number, and how the board says it."""

from dataclasses import dataclass

from sim.engine.output_table import OUTPUTS
from sim.engine.result import Result
from sim.ground import units
from sim.ground.arrays import Array


@dataclass(frozen=True)
class Passing:
    """A number that an output of a run must pass.

    Parameters
    ----------
    output : str
    is_below : bool
        Whether it must be at most the limit; at least otherwise.
    limit : float
    """

    output: str
    is_below: bool
    limit: float

    def miss(self, got: Array, floor: float = 0.0) -> Array:
        """The share of what the limit leaves above a floor by which an output misses it. Broadcasts.

        It is 0 or less where the aim is met. The floor of a loss is the irreducible loss: all runs are within
        a few per cent of each other's whole loss.
        """
        return (got - self.limit if self.is_below else self.limit - got) / (abs(self.limit - floor) or 1.0)

    @property
    def words(self) -> str:
        """The limit in words: "at most 2.0000 nat/token"."""
        about = OUTPUTS[self.output]
        unit = f" {about.unit}" if about.unit and about.form != "usd" else ""
        return f"{'at most' if self.is_below else 'at least'} {units.text(self.limit, about.form)}{unit}"

    def said(self, run: Result) -> dict[str, str]:
        """What the board says of a run: the output, its value, the limit, and whether it is passed."""
        about, got = OUTPUTS[self.output], run.values[self.output]
        is_met = got is not None and bool(self.miss(got) <= 0)
        return {
            "name": self.output,
            "label": about.label,
            "value": units.text(got, about.form),
            "limit": self.words,
            "mark": "✓" if is_met else "✗",
            "said": "reached" if is_met else "missed",
        }
