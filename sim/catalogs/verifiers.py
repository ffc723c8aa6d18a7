"""Verifiers: how often they accept right and wrong answers, one file each in `presets/verifiers`."""

from pydantic import Field

from sim.catalogs.entry import Entry, reader
from sim.catalogs.folder import Folder
from sim.catalogs.references import Status


class Verifier(Entry):
    """One kind of verifier.

    Parameters
    ----------
    true_accept, false_accept : float
        Chance that it accepts a right and a wrong answer [0-1].
    """

    label: str
    order: int = 100
    true_accept: float = Field(ge=0, le=1)
    false_accept: float = Field(ge=0, le=1)
    source: str
    status: Status
    note: str = ""

    @property
    def inputs(self) -> dict[str, float]:
        """The inputs of a scenario that it sets."""
        return {"verifier_true_accept": self.true_accept, "verifier_false_accept": self.false_accept}


verifiers = Folder("verifiers", reader(Verifier), lambda verifier: verifier.label, pages=("think",))


def verifier_of(scenario: object) -> str | None:
    """The verifier whose figures the scenario has, if any."""
    known = verifiers().entries
    return next(
        (key for key, one in known.items() if all(getattr(scenario, name) == x for name, x in one.inputs.items())), None
    )
