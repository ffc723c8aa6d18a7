"""Verifiers: how often they accept right and wrong answers, one file each in `presets/verifiers`."""

from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from sim.catalog import PRESETS, Catalog, read_folder
from sim.hardware import Status
from sim.scenario import Scenario


class Verifier(BaseModel):
    """One kind of verifier.

    Parameters
    ----------
    true_accept, false_accept : float
        Chance that it accepts a right and a wrong answer [0-1].
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
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


@cache
def verifiers() -> Catalog[Verifier]:
    """All verifiers by identifier, in their own order."""
    catalog = read_folder(PRESETS / "verifiers", Verifier)
    ordered = sorted(catalog.entries.items(), key=lambda item: (item[1].order, item[0]))
    return Catalog(dict(ordered), catalog.problems)


def verifier_of(scenario: Scenario) -> str | None:
    """The verifier whose figures the scenario has, if any."""
    known = verifiers().entries
    return next(
        (key for key, one in known.items() if all(getattr(scenario, name) == x for name, x in one.inputs.items())), None
    )
