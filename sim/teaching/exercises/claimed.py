"""The run that an answer speaks of, to draw the answer where the chart shows the truth."""

from dataclasses import dataclass

from sim.engine.known_results import result_of
from sim.inputs.scenario import Scenario


@dataclass(frozen=True)
class Claimed:
    """The run that an answer speaks of, with what the answer says of it.

    Parameters
    ----------
    run : Scenario
    name : str
        The output or input that was predicted; "" where the run itself is the answer.
    value : float
        The prediction.
    """

    run: Scenario
    name: str = ""
    value: float = 0.0

    def of(self, name: str) -> float | None:
        """An output or an input of the run by name, as the answer has it."""
        if name == self.name:
            return self.value
        found = result_of(self.run).values.get(name, getattr(self.run, name, None))
        return found if isinstance(found, float) else None
